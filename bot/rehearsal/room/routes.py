"""The room's addresses below "/": the page, its state, its events, its files, and the deeds done on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.rehearsal.refusals import Refusal
from bot.rehearsal.room.controls import Controls
from bot.rehearsal.room.deeds import Deed, Doings
from bot.rehearsal.room.events import stream
from bot.rehearsal.room.guard import HEADERS, Guard
from bot.rehearsal.room.panel import Panel
from bot.rehearsal.room.view import whole
from bot.rehearsal.standin import StandIn

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LARGEST = 10 * 1024 * 1024
"""Bytes of a photo, at most (Bot API, sendPhoto)."""
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
# A page made of what people wrote has styles of its own, but neither scripts nor a place in this origin.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"

Endpoint = Callable[[Request], Awaitable[Response]]


class Room:
    """Answers the page's requests."""

    def __init__(self, telegram: StandIn, controls: Controls) -> None:
        self.telegram = telegram
        self.panel = Panel(telegram, controls)
        self.doings = Doings(telegram, self.panel)
        self.guard = Guard()

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint behind the door, its answers with the headers that keep text from becoming code."""

        async def answer(request: Request) -> Response:
            response = self.guard.refuses(request) or await endpoint(request)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return answer

    async def page(self, _request: Request) -> Response:
        """The page itself."""
        return HTMLResponse((STATIC / "room.html").read_bytes())

    async def static(self, request: Request) -> Response:
        """The page's styles, scripts and signs."""
        file = STATIC / request.path_params["name"]
        if file.suffix not in TYPES or file.parent != STATIC or not file.is_file():
            return JSONResponse({"error": "There is nothing here."}, 404)
        return Response(file.read_bytes(), media_type=TYPES[file.suffix])

    async def state(self, _request: Request) -> Response:
        """All that stands in the room, and the number of the event to go on from."""
        body = whole(self.telegram) | {"panel": self.panel.view(), "token": self.guard.token}
        return JSONResponse(body | {"number": len(self.telegram.world.history)})

    async def events(self, request: Request) -> Response:
        """What happens from now on, or from the event that the page saw last."""
        last = request.headers.get("last-event-id") or request.query_params.get("since", "")
        since = int(last) if last.isascii() and last.isdigit() else len(self.telegram.world.history)
        body = stream(self.telegram, self.panel, self.guard.token, since)
        return StreamingResponse(body, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def file(self, request: Request) -> Response:
        """A file that was sent: pictures to look at, everything else to keep."""
        file = self.telegram.world.files.get(request.path_params["id"])
        if file is None:
            return JSONResponse({"error": "There is no such file."}, 404)
        kind = next((kind for mark, kind in PICTURES.items() if file.content.startswith(mark)), None)
        if kind:
            return Response(file.content, media_type=kind)
        headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox"}
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    async def recap(self, _request: Request) -> Response:
        """The whole recap as a page of its own, once there is one."""
        page = self.panel.controls.recap()
        if page is None:
            return JSONResponse({"error": "There is no recap yet."}, 404)
        return HTMLResponse(page, headers={"Content-Security-Policy": SANDBOX})

    async def deed(self, request: Request) -> Response:
        """Something that somebody does."""
        deed = self.doings.by_name.get(request.path_params["name"])
        if deed is None:
            return JSONResponse({"error": "Nobody can do that here."}, 404)
        try:
            told = deed(msgspec.json.decode(await request.body() or b"{}", type=Deed))
        except (ValueError, Refusal) as error:
            return JSONResponse({"error": str(error)}, 400)
        self.telegram.world.ring()
        return JSONResponse(told)

    async def photo(self, request: Request) -> Response:
        """A photo that somebody sends: the body is the picture, the address says who, where and under what text."""
        content = b""
        async for piece in request.stream():
            content += piece
            if len(content) > LARGEST:
                return JSONResponse({"error": "A photo has 10 MB at most."}, 413)
        if not any(content.startswith(mark) for mark in PICTURES):
            return JSONResponse({"error": "This is not a picture."}, 400)
        try:
            deed = msgspec.convert(dict(request.query_params), Deed, strict=False)
            return JSONResponse(self.doings.say(deed, content))
        except (ValueError, Refusal) as error:
            return JSONResponse({"error": str(error)}, 400)


def pages(telegram: StandIn, controls: Controls) -> Sequence[BaseRoute]:
    """The routes of the room, to be added to those of the stand-in: ``telegram.server.app.routes.extend(…)``."""
    room = Room(telegram, controls)
    return [
        Route("/", room.guarded(room.page), methods=["GET"]),
        Route("/room/{name}", room.guarded(room.static), methods=["GET"]),
        Route("/state", room.guarded(room.state), methods=["GET"]),
        Route("/events", room.guarded(room.events), methods=["GET"]),
        Route("/files/{id}", room.guarded(room.file), methods=["GET"]),
        Route("/recap", room.guarded(room.recap), methods=["GET"]),
        Route("/deeds/photo", room.guarded(room.photo), methods=["POST"]),
        Route("/deeds/{name}", room.guarded(room.deed), methods=["POST"]),
    ]
