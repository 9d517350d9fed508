"""The clock of the rehearsal room: it can run faster than the wall, stand still and jump."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the stand-in asks of a clock. An optional attribute ``speed`` says how fast it runs (1.0 = as the wall)."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""

    def time(self) -> float:
        """The same time as seconds since 1970."""


class RehearsalClock:
    """A clock that runs at ``speed`` times the wall clock's pace from a given start.

    Functions in ``changed`` are called when it is paused, resumed, put forward or set to another speed, so that
    whoever sleeps until a time of this clock can reckon anew.
    """

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        if speed <= 0:
            raise ValueError("a clock's speed is above 0; use pause() to stop it")
        self._speed = speed
        self._paused = False
        self._then = start.timestamp() if start else time.time()
        self._since = time.monotonic()
        self.changed: list[Callable[[], None]] = []

    def time(self) -> float:
        """Seconds since 1970."""
        if self._paused:
            return self._then
        return self._then + (time.monotonic() - self._since) * self._speed

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def seconds_until(self, at: datetime) -> float:
        """How many seconds of the wall clock pass until this one shows ``at``; an hour while it stands still."""
        left = at.timestamp() - self.time()
        if left <= 0:
            return left
        return 3600.0 if self._paused else left / self._speed

    def wall(self, at: datetime) -> datetime:
        """What the wall clock will show when this one shows ``at``."""
        return datetime.now(UTC) + timedelta(seconds=self.seconds_until(at))

    @property
    def speed(self) -> float:
        """How many seconds pass here in one second of the wall clock; 0 while paused."""
        return 0.0 if self._paused else self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed <= 0:
            raise ValueError("a clock's speed is above 0; use pause() to stop it")
        self._settle()
        self._speed = speed
        self._tell()

    def _settle(self) -> None:
        self._then, self._since = self.time(), time.monotonic()

    def _tell(self) -> None:
        for listener in self.changed:
            listener()

    def pause(self) -> None:
        """Stop the clock."""
        self._settle()
        self._paused = True
        self._tell()

    def resume(self) -> None:
        """Let the clock run on from where it stood."""
        self._settle()
        self._paused = False
        self._tell()

    def jump(self, seconds: float) -> None:
        """Put the clock forward by so many seconds."""
        self._settle()
        self._then += seconds
        self._tell()


def nap(clock: Clock, due: float) -> float:
    """Seconds of the wall clock to sleep before another look whether the clock shows ``due``; half a second at most."""
    speed = float(getattr(clock, "speed", 1.0))
    return min(0.5, max(0.0, due - clock.time()) / speed) if speed > 0 else 0.05
