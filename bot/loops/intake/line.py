"""The line that updates come in by: one connection to Telegram, kept open, that brings them as bytes.

A batch of a hundred updates costs four times as much through the library's transport as through the standard
library's (docs/performance.md), and nothing else is asked for as often.
"""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, ParamSpec, TypeVar
from urllib.parse import SplitResult, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.loops.intake.updates import ALLOWED

P = ParamSpec("P")
T = TypeVar("T")

LONG_POLL = 25
"""Seconds that Telegram may hold a request until something happens (at most 50, Bot API server)."""
BATCH = 100
"""Updates asked for at once, the most that Telegram gives (Bot API, getUpdates)."""
ASKING = {"timeout": LONG_POLL, "limit": BATCH, "allowed_updates": list(ALLOWED)}
"""What updates are asked for with, beside the offset (Bot API, getUpdates)."""
PATIENCE = LONG_POLL + 10
"""Seconds that they may take."""
CONNECT = 5.0
"""Seconds that a connection may take to be made."""
READ = 5.0
"""Seconds that an answer may take, unless the call says otherwise."""
LOOK = 0.1
"""Seconds between two looks whether the connection that is being made is still wanted."""
HEADERS = {"content-type": "application/x-www-form-urlencoded"}


class _Envelope(msgspec.Struct):
    """An answer of Telegram's whose updates are left as bytes, so that one of them can't spoil the others."""

    ok: bool
    result: list[msgspec.Raw] | None = None
    description: str = ""
    error_code: int = 0
    parameters: dict[str, Any] | None = None


class _Bytes(BaseRequest):
    """A transport whose updates stay bytes."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read the envelope only; anything unusual is read as the library would."""
        try:
            envelope = msgspec.json.decode(payload, type=_Envelope)
        except msgspec.DecodeError:
            whole: object = BaseRequest.parse_json_payload(payload)
            if not isinstance(whole, dict):
                message = "Invalid server response"
                raise TelegramError(message) from None
            result = whole.get("result")
            updates = [json.dumps(update).encode() for update in result] if isinstance(result, list) else None
            return whole | {"result": updates}
        return {"ok": envelope.ok, "result": envelope.result, "description": envelope.description} | (
            {"parameters": envelope.parameters} if envelope.parameters else {}
        )


class ByProxy(_Bytes, HTTPXRequest):
    """The library's own transport, which knows its way through every kind of proxy."""


class Line(_Bytes):
    """The standard library's connection, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="updates")
        self._connection: HTTPConnection | None = None
        self._secure = httpx.create_ssl_context()

    async def initialize(self) -> None:
        """Nothing to do: the first request connects."""

    async def shutdown(self) -> None:
        """Hang up."""
        self.hang_up()
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take, unless the call says otherwise."""
        return READ

    async def do_request(  # type: ignore[override]  # the library names all that it passes; the others concern a pool
        self, url: str, method: str, request_data: RequestData | None = None, read_timeout: Any = READ, **_: Any
    ) -> tuple[int, bytes]:
        """Ask, and give the status and the body of the answer. Who stops waiting for it has hung up.

        Raises `telegram.error.TimedOut` and `telegram.error.NetworkError`.
        """
        body = urlencode(request_data.json_parameters if request_data else {}).encode()
        patience = float(read_timeout) if isinstance(read_timeout, int | float) else READ
        given_up = threading.Event()
        asking = self.lend(self.ask, method, urlsplit(url), body, patience, given_up)
        try:
            return await asking
        except asyncio.CancelledError:
            given_up.set()
            self.hang_up()
            raise
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, HTTPException) as error:
            message = f"{type(error).__name__}: {error}"
            raise NetworkError(message) from error

    async def lend(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` in the line's own thread, the only one in which it may `ask`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args, **kwargs))

    def ask(
        self, method: str, url: SplitResult, body: bytes, patience: float, given_up: threading.Event
    ) -> tuple[int, bytes]:
        """Ask on the connection that is open; once more on a new one if it had been closed meanwhile.

        That does no harm: asking for updates again brings the same ones.
        """
        connection, fresh = self._connection, False
        while True:
            if connection is None:
                connection, fresh = self._connect(url, given_up), True
            try:
                connection.sock.settimeout(patience)
                connection.request(method, url.path, body, HEADERS)
                answer = connection.getresponse()
                payload = answer.read()
            except (ConnectionError, HTTPException):
                connection.close()
                self._connection = connection = None
                if fresh or given_up.is_set():
                    raise
            except BaseException:
                connection.close()
                self._connection = None
                raise
            else:
                self._connection = None if answer.will_close else connection
                return answer.status, payload

    def _connect(self, url: SplitResult, given_up: threading.Event) -> HTTPConnection:
        """Make a connection, in a thread that nobody has to wait for: a name's look-up or a dead network may hold it.

        Raises `ConnectionAbortedError` soon after it is given up.
        """
        host = url.hostname or ""
        connection = (
            HTTPSConnection(host, url.port, timeout=CONNECT, context=self._secure)
            if url.scheme == "https"
            else HTTPConnection(host, url.port, timeout=CONNECT)
        )
        made: Future[None] = Future()

        def make() -> None:
            try:
                connection.connect()
            except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
                connection.close()
                made.set_exception(error)
            else:
                made.set_result(None)

        threading.Thread(target=make, name="connecting", daemon=True).start()
        while not given_up.is_set():
            if not wait([made], LOOK).done:
                continue
            made.result()
            self._connection = connection  # before the last look: from now on it can be hung up
            if not given_up.is_set():
                return connection
            self._connection = None
        made.add_done_callback(lambda _: connection.close())
        raise ConnectionAbortedError

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def hang_up(self) -> None:
        """Wake the thread that waits for an answer: there will be none."""
        connection = self._connection
        there = None if connection is None else connection.sock  # that thread may be about to close it
        if there is not None:
            with contextlib.suppress(OSError):
                there.shutdown(socket.SHUT_RDWR)


def line_to(url: str) -> BaseRequest:
    """The line to a Bot API server; through the library's transport where the environment names a proxy for it."""
    there = urlsplit(url)
    proxies = getproxies()
    proxied = (there.scheme in proxies or "all" in proxies) and not proxy_bypass(there.hostname or "")
    return ByProxy(connection_pool_size=1, connect_timeout=CONNECT) if proxied else Line()
