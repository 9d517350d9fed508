"""What is to happen by itself at a time of the room's clock, such as the end of a poll."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
from collections.abc import Callable

from bot.rehearsal.clocks import Clock, wait_until


class Deeds:
    """Deeds in order of their time (seconds since 1970); done only while ``run`` runs."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = itertools.count()
        self._bell = asyncio.Event()

    def plan(self, due: float, deed: Callable[[], None]) -> None:
        """Have something done when the clock shows ``due``."""
        heapq.heappush(self._waiting, (due, next(self._serial), deed))
        self._bell.set()

    async def run(self) -> None:
        """Do what is due, until cancelled."""
        while True:
            self._bell.clear()
            while self._waiting and self._waiting[0][0] <= self.clock.time():
                heapq.heappop(self._waiting)[2]()
            if not self._waiting:
                await self._bell.wait()
                continue
            next_one = asyncio.create_task(wait_until(self.clock, self._waiting[0][0]))
            sooner = asyncio.create_task(self._bell.wait())
            try:
                await asyncio.wait({next_one, sooner}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (next_one, sooner):
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
