"""Intake by webhook: what arrives within a few milliseconds is committed together, and only then answered with 200."""

import asyncio
import contextlib
import hmac
from collections.abc import Coroutine, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot
from telegram.error import TelegramError

from bot.loops.intake.reception import Reception
from bot.loops.intake.updates import ALLOWED
from bot.loops.leadership import Lead
from bot.store.database import DBAPIError

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name (Bot API, setWebhook)
GATHER = 0.003
"""Seconds that the first update of a batch waits for others to share its commit."""
BATCH = 100
"""Updates in one transaction at most."""
AT_ONCE = 3
"""Batches on their way at the same time: one may be waiting for an answer of Telegram's."""
LARGEST = 1_000_000
"""Bytes of an update; Telegram's own are far smaller."""
CONNECTIONS = 40
"""Deliveries that Telegram may make at the same time (its own default, Bot API, setWebhook)."""


class Letterbox:
    """Where updates are put in one by one and taken out in batches."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._emptying: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._about_to = False

    async def put(self, raw: bytes) -> None:
        """Hand in an update; when this returns, its effects are committed. Raises as `Reception.take` does."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, done))
        if not self._about_to:
            self._about_to = True
            task = asyncio.create_task(self._empty())
            self._emptying.add(task)
            task.add_done_callback(self._emptying.discard)
        await done

    async def _empty(self) -> None:
        await asyncio.sleep(GATHER)
        async with self._slots:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            self._about_to = bool(self._waiting)
            if self._waiting:
                task = asyncio.create_task(self._empty())
                self._emptying.add(task)
                task.add_done_callback(self._emptying.discard)
            try:
                await self._reception.take([raw for raw, _ in batch])
            except Exception as error:  # noqa: BLE001  # each who waits is told
                _answer(batch, error)
            else:
                _answer(batch, None)


def _answer(batch: Sequence[tuple[bytes, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, done in batch:
        if done.done():  # whoever delivered it hung up meanwhile
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


class Webhook:
    """What is behind the webhook's address. Until the bot is ready to take updates in, it asks to be called again."""

    def __init__(self, url: str, secret: str) -> None:
        self.path = unquote(urlsplit(url).path) or "/"
        self._secret = secret.encode()
        self.letterbox: Letterbox | None = None

    async def deliver(self, request: Request) -> Response:
        """Take one update in: 200 once it is committed, 503 when it could not be, 403 for a wrong secret."""
        if request.method != "POST":
            return Response(status_code=405, headers={"Allow": "POST"})
        shown = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        if self.letterbox is None:
            return _later()
        try:
            await self.letterbox.put(body)
        except DBAPIError as error:
            log.warning("an update could not be taken in; Telegram will bring it again", error=str(error.orig))
            return _later()
        except Exception:
            log.exception("an update could not be taken in; Telegram will bring it again")
            return _later()
        return Response()


def _later() -> Response:
    return Response(status_code=503, headers={"Retry-After": "1"})


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is too large or breaks off; what its length is said to be is not believed."""
    body = bytearray()
    with contextlib.suppress(ClientDisconnect):
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                return None
        return bytes(body)
    return None


class Registration:
    """Tells Telegram where to deliver; the leader does, each time that the lead becomes its own."""

    def __init__(self, bot: Bot, url: str, secret: str, lead: Lead) -> None:
        self._bot, self._url, self._secret, self._lead = bot, url, secret, lead
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Register whenever this process comes to lead, until stopped."""
        stop = asyncio.create_task(self._stopping.wait())
        try:
            while not self._stopping.is_set():
                await _first(stop, self._lead.won())
                await self._register()
                await _first(stop, self._lead.lost())
        finally:
            stop.cancel()

    async def stop(self) -> None:
        """Register no more. The webhook stays: the other replicas, or our next start, need it."""
        self._stopping.set()

    async def _register(self) -> None:
        pause = 0.5
        while self._lead.holds() and not self._stopping.is_set():
            try:
                await self._bot.set_webhook(
                    self._url, secret_token=self._secret, allowed_updates=ALLOWED, max_connections=CONNECTIONS
                )
            except TelegramError as error:
                log.warning("the webhook could not be set; trying again", error=error.message, pause=pause)
            else:
                log.info("webhook set", url=self._url)
                return
            try:
                async with asyncio.timeout(pause):
                    await self._stopping.wait()
            except TimeoutError:
                pause = min(30, pause * 2)


async def _first(stop: asyncio.Task[Any], other: Coroutine[Any, Any, None]) -> None:
    """Wait for whichever comes first."""
    task = asyncio.create_task(other)
    try:
        await asyncio.wait([stop, task], return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
