"""Intake by long polling: the next batch is asked for, which confirms the last one, only when that is committed."""

import asyncio
import contextlib
from typing import Any

import msgspec
import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.loops.intake.line import ASKING, BATCH, PATIENCE
from bot.loops.intake.reception import Reception
from bot.loops.intake.rush import Rush
from bot.loops.intake.updates import decode_id
from bot.loops.leadership import Lead
from bot.store.database import DBAPIError

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 10.0
"""Seconds between two tries while Telegram is out of reach."""
FOLLOWING_PAUSE = 0.2
"""Seconds between two looks whether this process leads by now."""
DATABASE_PAUSE = 1.0
"""The same for the database: it is near, and does not mind being asked."""


class Polling:
    """Asks for updates and hands them to the reception while this process leads, until it is stopped.

    After a full batch there is more: then the `rush` goes on, if there is one.
    """

    def __init__(self, bot: Bot, reception: Reception, lead: Lead, rush: Rush | None = None) -> None:
        self._bot, self._reception, self._lead, self._rush = bot, reception, lead, rush
        self._began = False
        self._offset: int | None = None
        self._stopping = asyncio.Event()
        self._asking: asyncio.Task[Any] | None = None

    async def run(self) -> None:
        """Poll. Neither Telegram nor the database being away ends it."""
        pause = 0.5
        while not self._stopping.is_set():
            try:
                if not await self._may_ask():
                    continue
                raws = await self._ask()
                if raws is None:
                    continue
                await self._hand_over(raws)
                if self._rush is not None and self._offset is not None and len(raws) == BATCH:
                    self._offset = await self._rush.run(self._offset)
                pause = 0.5
            except RetryAfter as error:
                await self._rest(_seconds(error.retry_after))
            except (TelegramError, DBAPIError) as error:
                log.warning("updates could not be taken in; trying again", why=_why(error), pause=pause)
                await self._rest(pause)
                pause = min(DATABASE_PAUSE if isinstance(error, DBAPIError) else LONGEST_PAUSE, pause * 2)

    async def stop(self) -> None:
        """Ask no more; what was handed over is finished first."""
        self._stopping.set()
        if self._asking is not None:
            self._asking.cancel()
        if self._rush is not None:
            self._rush.stop()

    async def _may_ask(self) -> bool:
        """Whether this process leads; if not, wait for that a moment. The first time, a webhook of before is ended."""
        if not self._lead.holds():
            self._began = False
            await self._rest(FOLLOWING_PAUSE)
            return False
        if not self._began:
            await self._bot.delete_webhook()
            self._began = True
        return not self._stopping.is_set()

    async def _ask(self) -> list[bytes] | None:
        arguments = ASKING | ({} if self._offset is None else {"offset": self._offset})
        call = self._bot.do_api_request("getUpdates", api_kwargs=arguments, read_timeout=PATIENCE)
        self._asking = asyncio.ensure_future(call)
        try:
            raws = await self._asking
        except asyncio.CancelledError:
            if self._stopping.is_set():
                return None
            raise
        finally:
            self._asking = None
        if not isinstance(raws, list):
            message = "what came is no list of updates"
            raise TelegramError(message)
        return [bytes(raw) for raw in raws]

    async def _hand_over(self, raws: list[bytes]) -> None:
        if not raws:
            return
        await self._reception.take(raws)
        for raw in reversed(raws):  # they come in the order of their ids
            with contextlib.suppress(msgspec.DecodeError):
                self._offset = decode_id(raw).update_id + 1
                return

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds()) if hasattr(wait, "total_seconds") else float(wait)


def _why(error: Exception) -> str:
    match error:
        case Conflict():
            return "another bot is polling with this token; stop it (each token serves one)"
        case InvalidToken() | EndPointNotFound():  # as the library calls it when a method is asked for by its name
            return "Telegram does not know this bot token; get a valid one from @BotFather"
        case DBAPIError():
            return f"the database is out of reach: {error.orig}"
        case TelegramError():
            return f"Telegram can't be reached: {error.message}"
    return repr(error)
