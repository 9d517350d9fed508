"""The rush: what has piled up is taken in batch after batch where it arrives, in the thread of the line.

That spares each batch the way from thread to thread and back; groups that host nothing gain by it
(docs/performance.md).
"""

import asyncio
import json
import threading
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit

import msgspec
import structlog

from bot.loops.intake.line import ASKING, BATCH, PATIENCE, Line
from bot.loops.intake.reception import Reception
from bot.loops.intake.updates import Update
from bot.loops.leadership import Lead

log = structlog.get_logger(__name__)


class _Answer(msgspec.Struct):
    """What getUpdates answers when all is well."""

    result: list[Update]


_decode = msgspec.json.Decoder(_Answer).decode
_ASKING = urlencode({name: json.dumps(value) for name, value in ASKING.items()})


class Rush:
    """Asks for updates and takes them in while batches come full and are for the tables alone.

    Anything else it leaves as it is, to be asked for again: commands, which may need to ask Telegram, and trouble.
    """

    def __init__(self, url: str, line: Line, reception: Reception, lead: Lead, wake: Callable[[], None]) -> None:
        """`url` is that of getUpdates, with the token; `wake` is called when posts may be due."""
        self._url, self._line, self._reception, self._lead, self._wake = urlsplit(url), line, reception, lead, wake
        self._on, self._over = False, threading.Event()

    async def run(self, offset: int) -> int:
        """Begin with this offset; gives the one to go on from, when all below it is committed."""
        self._on = True
        try:
            return await self._line.lend(self._rush, offset, asyncio.get_running_loop())
        except asyncio.CancelledError:
            self.stop()
            raise
        finally:
            self._on = False

    def stop(self) -> None:
        """Ask no more, for good; the batch in hand is taken in."""
        self._over.set()
        if self._on:  # otherwise the line is not ours to hang up
            self._line.hang_up()

    def _rush(self, offset: int, loop: asyncio.AbstractEventLoop) -> int:
        count = BATCH
        while count == BATCH and not self._over.is_set() and self._lead.holds():
            try:
                batch = self._ask(offset)
                if not batch:
                    return offset
                heard = self._reception.take_here(batch)
            except Exception as error:  # noqa: BLE001  # whatever it is, `polling` meets it again, and knows what to do
                log.debug("a batch was not taken in at once", why=repr(error))
                return offset
            if heard is None:
                break
            if heard.owes:
                loop.call_soon_threadsafe(self._wake)
            count, offset = len(batch), batch[-1].update_id + 1
        return offset

    def _ask(self, offset: int) -> list[Update]:
        body = f"{_ASKING}&offset={offset}".encode()
        status, payload = self._line.ask("POST", self._url, body, PATIENCE, self._over)
        if status != 200:
            raise HTTPException(status)
        return _decode(payload).result
