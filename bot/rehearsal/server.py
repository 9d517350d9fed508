"""The stand-in's HTTP: the paths of the Bot API on 127.0.0.1, with requests of every kind that Telegram takes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.rehearsal.answers import Answers
from bot.rehearsal.calls import Call, Upload
from bot.rehearsal.faults import Fault
from bot.rehearsal.refusals import Refusal, bad

JSON_TYPE = "application/json"
UNAUTHORIZED = Refusal(401, "Unauthorized")


class Server:
    """Serves one stand-in. Starts and stops at once: no signal handlers, no tick, no waiting for idle connections."""

    def __init__(self, answers: Answers, token: str, port: int = 0, pages: Sequence[BaseRoute] = ()) -> None:
        self.answers = answers
        self.token = token
        routes: list[BaseRoute] = [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.file, methods=["GET"]),
            *pages,
        ]
        self.app = Starlette(routes=routes)
        self.port = port
        self.open: dict[tuple[str, int], asyncio.Transport] = {}
        self._listener: asyncio.Server | None = None
        self._state = ServerState()
        self._silences: set[asyncio.Event] = set()

    async def start(self) -> None:
        """Listen on 127.0.0.1, on a free port if none was given."""
        quiet: dict[str, Any] = {
            "log_config": None,
            "access_log": False,
            "server_header": False,
            "proxy_headers": False,
        }
        config = Config(self.app, lifespan="off", ws="none", **quiet)
        config.load()
        sock = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # named, or asyncio leaves Nagle on
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", self.port))
        self.port = sock.getsockname()[1]
        known = self.open

        class Protocol(H11Protocol):
            """A connection that can be found again by its far end, to be cut."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn does
                known[transport.get_extra_info("peername")] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                known.pop(self.transport.get_extra_info("peername"), None)
                super().connection_lost(exc)

        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: Protocol(config, self._state, {}), sock=sock, backlog=2048)

    async def stop(self) -> None:
        """Cut all connections and stop listening."""
        for over in self._silences:
            over.set()
        if self._listener:
            self._listener.close()
        for transport in list(self.open.values()):
            transport.abort()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)

    async def file(self, request: Request) -> Response:
        """The download address of getFile."""
        if request.path_params["token"] != self.token:
            return _answer(UNAUTHORIZED.json(), 401)
        for file in self.answers.world.files.values():
            if file.path == request.path_params["path"]:
                return Response(file.content, media_type="application/octet-stream")
        return _answer(Refusal(404, "Not Found").json(), 404)

    async def call(self, request: Request) -> Response:
        """One call of the Bot API."""
        if request.path_params["token"] != self.token:
            known_shape = ":" in request.path_params["token"]
            refusal = UNAUTHORIZED if known_shape else Refusal(404, "Not Found")
            return _answer(refusal.json(), refusal.code)
        call = Call(request.path_params["method"], {})
        try:
            call.params, call.files = await read_request(request)
        except Refusal as refusal:
            call.response = refusal.json()
            return _answer(call.response, refusal.code)
        self.answers.record(call)
        if call.method.lower() != "getupdates":
            await self._wait(self.answers.faults.slowness, asyncio.Event())
        fault = self.answers.faults.take(call)
        if fault and fault.way == "fail" and fault.refusal:
            call.response = fault.refusal.json()
            self.answers.finish(call)
            return _answer(call.response, fault.refusal.code)
        if fault and not await self._goes_on(fault):
            return self._cut(request)
        body = await self._carry_out(request, call)
        if fault and fault.way == "drop_after":
            return self._cut(request)
        if fault and fault.way == "hang":
            await self._wait(fault.seconds, fault.over)
        return body

    async def _goes_on(self, fault: Fault) -> bool:
        if fault.way == "hang" and not fault.apply:
            await self._wait(fault.seconds, fault.over)
            return False
        return fault.way != "drop_before"

    async def _wait(self, seconds: float, over: asyncio.Event) -> None:
        """Wait so long, or until it is over; not past the end of the stand-in."""
        if seconds > 0:
            self._silences.add(over)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await over.wait()
            self._silences.discard(over)

    def _cut(self, request: Request) -> Response:
        if request.client and (transport := self.open.get((request.client.host, request.client.port))):
            transport.abort()
        return Response(status_code=503)

    async def _carry_out(self, request: Request, call: Call) -> Response:
        if call.method.lower() == "getupdates":
            try:
                batch = await self.answers.updates(call, lambda: _hung_up(request))
            except Refusal as refusal:
                call.response = refusal.json()
                self.answers.finish(call)
                return _answer(call.response, refusal.code)
            return Response(b'{"ok":true,"result":[' + b",".join(batch) + b"]}", media_type=JSON_TYPE)
        self.answers.answer(call)
        response = call.response or {}
        return _answer(response, response.get("error_code", 200))


async def _hung_up(request: Request) -> None:
    """Returns when the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answer(body: dict[str, Any], status: int) -> Response:
    wait = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(wait)} if wait is not None else {}
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")
    return Response(raw, status, headers, media_type=JSON_TYPE)


async def read_request(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files of a request: query, JSON, form or multipart. Raises Refusal for what can't be read."""
    params: dict[str, Any] = dict(request.query_params)
    if request.method == "GET":
        return params, {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        fields, files = await _parts(request)
        return params | fields, files
    if kind == JSON_TYPE:
        return params | await _object(request), {}
    text = (await request.body()).decode("utf-8", errors="replace")
    return params | dict(parse_qsl(text, keep_blank_values=True)), {}


async def _object(request: Request) -> dict[str, Any]:
    """What a request in JSON says."""
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad("object expected")
    return body


async def _parts(request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and the files of a request in parts."""
    params: dict[str, str] = {}
    files: dict[str, Upload] = {}
    async with request.form(max_files=100, max_fields=200, max_part_size=60_000_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, mime, await value.read())
            else:
                params[name] = value
    return params, files
