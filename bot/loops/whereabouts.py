"""Finds the ids of groups that question files name by their public name."""

import asyncio
import itertools

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.loops.intake.files import LOOK_EVERY
from bot.store import groups
from bot.store.database import Database, DBAPIError

log = structlog.get_logger(__name__)

ASK_EVERY = 5
"""Telegram is asked for the group of a name at once, and every so many looks as long as it knows none."""


class Whereabouts:
    """Asks Telegram for groups whose id is not known yet."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot, self._database = bot, database

    async def watch(self) -> None:
        """Look as often as for question files; ask again where there was none."""
        asked: set[int] = set()
        for look in itertools.count():
            if look % ASK_EVERY == 0:
                asked.clear()
            try:
                for group_id, name in await self._nameless():
                    if group_id not in asked:
                        asked.add(group_id)
                        await self._find(group_id, name)
            except DBAPIError as error:
                log.warning("the database is out of reach", error=str(error.orig))
            await asyncio.sleep(LOOK_EVERY)

    async def _nameless(self) -> list[tuple[int, str]]:
        return [(group.id or 0, group.username or "") for group in await self._database.look(groups.nameless)]

    async def _find(self, group_id: int, name: str) -> None:
        try:
            chat = await self._bot.get_chat(f"@{name}")
        except TelegramError as error:
            log.warning("a group could not be found; is its public name right?", name=f"@{name}", error=error.message)
            return
        await self._database.run(groups.identified, group_id, chat.id, chat.title or "")
        log.info("group found", name=f"@{name}", chat=chat.id)
