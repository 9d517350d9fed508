"""The clock on the wall, and the one reader of it: everything else is told `now`, or given this clock."""

from datetime import UTC, datetime


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)

    def wall(self, at: datetime) -> datetime:
        """The same: this clock is the one on the wall."""
        return at

    def seconds_until(self, at: datetime) -> float:
        """Seconds until then."""
        return (at - self.now()).total_seconds()
