"""The clock on the wall, and one that nobody sets. Nothing else reads a clock: it is told `now`, or given these."""

import time
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


def ticks() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps (where there is such a one)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
