"""The lead: the right to post, to poll and to set the webhook, which one process has at a time."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog

from bot.store.database import DBAPIError, Session
from bot.store.leadership import STALE, Candidate, confirmed

log = structlog.get_logger(__name__)

BEAT = 0.4
"""Seconds between two bids: how often a leader shows that it is alive and a follower looks whether it is."""
FRESH = STALE - 0.5
"""Seconds for which a bid that was granted may be relied on; shorter than what the others wait (STALE)."""


class Lead(Protocol):
    """The right to act alone: always ours on SQLite, the elected leader's on PostgreSQL."""

    def holds(self) -> bool:
        """Whether it is ours now."""
        ...

    def confirm(self, session: Session) -> bool:
        """The same, asked of the database within a transaction; true until that ends."""
        ...

    async def won(self) -> None:
        """Wait until it is ours."""
        ...

    async def lost(self) -> None:
        """Wait until it is ours no longer."""
        ...


class SoleLead:
    """On SQLite there is one process, and it leads."""

    def holds(self) -> bool:
        """Always."""
        return True

    def confirm(self, session: Session) -> bool:  # noqa: ARG002  # part of what a lead is asked
        """Always."""
        return True

    async def won(self) -> None:
        """At once."""

    async def lost(self) -> None:
        """Never."""
        await asyncio.Event().wait()


class Election:
    """Bids for the lead again and again, in a thread of its own, so that no long transaction delays a beat."""

    def __init__(self, candidate: Candidate, ticks: Callable[[], float]) -> None:
        self._candidate, self._ticks = candidate, ticks
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="election")
        self._granted_at: float | None = None
        self._leads, self._follows, self._stopping = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._follows.set()
        self.on_change: Callable[[bool], None] = lambda *_: None

    def holds(self) -> bool:
        """Whether the last bid was granted, and not too long ago. Any thread may ask."""
        granted_at = self._granted_at  # read once: it may be lost meanwhile
        return granted_at is not None and self._ticks() - granted_at < FRESH

    def confirm(self, session: Session) -> bool:
        """Whether nobody was elected since; and nobody is until the transaction ends."""
        return self._granted_at is not None and confirmed(session, self._candidate.token)

    async def won(self) -> None:
        """Wait until the lead is ours."""
        await self._leads.wait()

    async def lost(self) -> None:
        """Wait until the lead is ours no longer."""
        await self._follows.wait()

    async def run(self) -> None:
        """Bid until stopped, then give the lead up, so that another has it at once."""
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            asked = self._ticks()
            try:
                granted = await loop.run_in_executor(self._thread, self._candidate.bid)
            except DBAPIError as error:
                if self._leads.is_set():
                    log.warning("the lead is lost: the database is out of reach", error=str(error.orig))
                granted = False
            self._granted_at = asked if granted else None
            self._turn(granted)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await self._stopping.wait()
        self._granted_at = None
        self._turn(leads=False)
        await loop.run_in_executor(self._thread, self._candidate.resign)
        self._thread.shutdown(wait=False)

    async def stop(self) -> None:
        """Bid no more."""
        self._stopping.set()

    def _turn(self, leads: bool) -> None:
        if leads == self._leads.is_set():
            return
        first, second = (self._leads, self._follows) if leads else (self._follows, self._leads)
        first.set()
        second.clear()
        log.info("this process leads now" if leads else "another process may lead now")
        self.on_change(leads)
