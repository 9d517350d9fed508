"""What is to happen by itself at a time of the room's clock, such as the end of a poll."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
from collections.abc import Callable

from bot.rehearsal.clocks import Clock, nap


class Deeds:
    """Deeds in order of their time (seconds since 1970); done by themselves only while ``run`` runs."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = itertools.count()
        self._bell = asyncio.Event()

    @property
    def next_at(self) -> float | None:
        """When the next is due."""
        return self._waiting[0][0] if self._waiting else None

    def plan(self, due: float, deed: Callable[[], None]) -> None:
        """Have something done when the clock shows ``due``."""
        heapq.heappush(self._waiting, (due, next(self._serial), deed))
        self._bell.set()

    async def moment(self, due: float) -> None:
        """Wait until the clock shows ``due``."""
        come = asyncio.Event()
        self.plan(due, come.set)
        await come.wait()

    def do(self) -> None:
        """Do what is due by now."""
        while self._waiting and self._waiting[0][0] <= self.clock.time():
            heapq.heappop(self._waiting)[2]()

    async def run(self) -> None:
        """Do what is due, until cancelled."""
        while True:
            self._bell.clear()
            self.do()
            pause = None if self.next_at is None else nap(self.clock, self.next_at)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._bell.wait()
