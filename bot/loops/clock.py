"""What the loops ask of a clock; the real one is in wallclock.py, one that runs at another speed in the rehearsal."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...

    def wall(self, at: datetime) -> datetime:
        """What a clock on the wall will show when this one shows `at`; they differ in a rehearsal."""
        ...

    def seconds_until(self, at: datetime) -> float:
        """How many real seconds pass until this clock shows `at`; negative when it is past."""
        ...
