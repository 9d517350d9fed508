"""When nothing is left to be done at a moment, time may go on."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Protocol

from bot.rehearsal.standin import StandIn
from bot.store.database import Database

PATIENCE = 10.0
"""Seconds of the wall clock that the bot has to take in what was said."""


class Host(Protocol):
    """The bot, as far as a rehearsal deals with it."""

    database: Database

    async def run(self) -> None:
        """Host until stopped."""

    async def ready(self) -> None:
        """Wait until it hosts."""

    async def rest(self) -> datetime | None:
        """Make all that is due by now, and say when more will be."""

    def stop(self) -> None:
        """Come to an end."""


async def stillness(telegram: StandIn, host: Host) -> float | None:
    """Wait until the bot has done all that is to be done now; when it will post next, in seconds since 1970."""
    updates, heard = telegram.world.updates, False
    while not heard:
        if not updates.paused:
            with contextlib.suppress(TimeoutError):  # it may be made to hear nothing
                await telegram.quiet(PATIENCE)
        before = len(updates.made)
        owed = await host.rest()
        heard = len(updates.made) == before
    return owed.timestamp() if owed is not None else None
