"""The scheduler: wakes the sender when the next post is due. The database is the schedule; this is only the alarm."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.loops.clock import Clock

LOOK_EVERY = 1.0
"""Seconds between two looks for what another process may have planned, or moved forward, meanwhile."""


class Scheduler:
    """An alarm at the next due moment, and a regular look besides."""

    def __init__(self, clock: Clock, wake: Callable[[], None], next_at: Callable[[], datetime | None]) -> None:
        self._clock, self._wake, self._next_at = clock, wake, next_at
        self._looking: asyncio.TimerHandle | None = None
        # Lateness is our own rule: APScheduler's is to drop what is a second late, unless told otherwise.
        self._alarms = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})

    def start(self) -> None:
        """Begin to wake."""
        self._alarms.start()
        self._look()

    def _look(self) -> None:
        """Wake, and again in a moment: on the event loop's own clock, as the one on the wall may be set back."""
        self._wake()
        self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def set(self) -> None:
        """Set the alarm to what is due next; called after each round of the sender."""
        at = self._next_at()
        if at is None:
            return
        left = self._clock.seconds_until(at)
        if left <= 0:
            self._wake()
        elif left < LOOK_EVERY:  # the regular look is near enough for anything later
            self._alarms.add_job(self._ring, "date", run_date=self._clock.wall(at), id="next", replace_existing=True)

    def stop(self) -> None:
        """Wake no more."""
        if self._looking is not None:
            self._looking.cancel()
        self._alarms.shutdown(wait=False)

    async def _ring(self) -> None:
        self._wake()
