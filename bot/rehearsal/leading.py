"""A clock on a lead: it runs at its pace, but never past the moment up to which it was let."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.rehearsal.clocks import RehearsalClock

FAR = 3600.0
"""Seconds given for what lies beyond the lead: nobody need set an alarm for it."""


class LedClock:
    """A rehearsal clock that waits where it is told to.

    Whatever happens at a moment finds the clock standing at that very moment, however slow the machine is. That makes
    a rehearsal repeatable: two runs with one seed see the same times. What the clock has missed while it waited it
    catches up with afterwards.
    """

    def __init__(self, speed: float, start: datetime) -> None:
        self._pace = RehearsalClock(speed, start)
        self.limit = start.timestamp()
        """How far it may run, in seconds since 1970."""

    @property
    def changed(self) -> list[Callable[[], None]]:
        """Called when it is paused, resumed, put forward or set to another speed."""
        return self._pace.changed

    def time(self) -> float:
        """Seconds since 1970."""
        return min(self._pace.time(), self.limit)

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def seconds_until(self, at: datetime) -> float:
        """How many seconds of the wall clock pass until this one shows `at`; many while that is beyond the lead."""
        left = at.timestamp() - self.time()
        if left <= 0:
            return left
        return FAR if at.timestamp() > self.limit else max(0.0, self._pace.seconds_until(at))

    def wall(self, at: datetime) -> datetime:
        """What the wall clock will show when this one shows `at`."""
        return datetime.now(UTC) + timedelta(seconds=self.seconds_until(at))

    @property
    def speed(self) -> float:
        """How many seconds pass here in one second of the wall clock; 0 while paused."""
        return self._pace.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._pace.speed = speed

    def pause(self) -> None:
        """Stop the clock; what it had to catch up with is let go."""
        self._pace.pause()
        self._pace.jump(min(0.0, self.limit - self._pace.time()))

    def resume(self) -> None:
        """Let the clock run on from where it stood."""
        self._pace.resume()

    def jump(self, seconds: float) -> None:
        """Put the clock forward by so many seconds; it gets there as fast as all that lies between can happen."""
        self._pace.jump(seconds)
