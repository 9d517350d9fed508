"""What happens, told to the page as it happens: server-sent events (WHATWG HTML, "Server-sent events")."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.rehearsal.room.panel import Panel
from bot.rehearsal.room.view import chats, message_view, people
from bot.rehearsal.standin import StandIn
from bot.rehearsal.world import Event

Json = dict[str, Any]

TICK = 1.0
"""Seconds of the wall clock between two looks at what changes without an event: clock, people, trouble."""
SILENCE = 15
"""Ticks without news after which a sign of life is sent."""


def line(kind: str, body: Json, number: int | None = None) -> str:
    """One server-sent event; its ``number`` is what a page that comes back asks to go on from."""
    mark = f"id: {number}\n" if number is not None else ""
    return f"event: {kind}\n{mark}data: {json.dumps(body, separators=(',', ':'))}\n\n"


async def stream(telegram: StandIn, panel: Panel, token: str, since: int) -> AsyncIterator[str]:
    """Events from the ``since``-th on, for as long as the page listens. ``token`` tells it whether the room is new."""
    start = min(max(0, since), len(telegram.world.history))
    yield line("hello", {"token": token, "number": start})
    rest, quiet = Rest(telegram, panel), 0
    feed = aiter(telegram.events(start))
    number = start
    waiting = asyncio.ensure_future(anext(feed))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=TICK)
            if done:
                number += 1
                for kind, body in told(telegram, waiting.result()):
                    yield line(kind, body, number)
                waiting = asyncio.ensure_future(anext(feed))
            if news := rest.news(done=bool(done)):
                quiet = 0
                yield line("rest", news)
            elif (quiet := quiet + 1) % SILENCE == 0:
                yield ": here\n\n"
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await feed.aclose()  # type: ignore[attr-defined] # events() is an async generator


def told(telegram: StandIn, event: Event) -> list[tuple[str, Json]]:
    """What the page is told of one event: the message as it stands now, or that it is gone."""
    if event.kind == "answered":
        return [("answered", {"press": event.body["id"], "user": event.body["user"]["id"], **_shown(event.body)})]
    chat = telegram.world.chats.get(event.chat_id or 0)
    if chat is None or "message_id" not in event.body:
        return []
    message = chat.messages.get(event.body["message_id"])
    if message is None:
        return []
    if message.deleted:
        return [("gone", {"chat": chat.id, "id": message.id})]
    return [("message", {"chat": chat.id, "message": message_view(telegram, message)})]


def _shown(body: Json) -> Json:
    return {"text": body.get("text", ""), "alert": bool(body.get("show_alert")), "url": body.get("url", "")}


class Rest:
    """What else is to be seen, told again only when it differs from what was told last."""

    def __init__(self, telegram: StandIn, panel: Panel) -> None:
        self._telegram, self._panel = telegram, panel
        self._last: Json = {}
        self._at = 0.0

    def news(self, *, done: bool) -> Json:
        """The parts that changed; in the midst of many events at most once a tick."""
        now = asyncio.get_running_loop().time()
        if done and now - self._at < TICK / 4:
            return {}
        self._at = now
        parts: Json = {
            "panel": self._panel.view(),
            "people": people(self._telegram),
            "chats": chats(self._telegram),
        }
        fresh = {name: part for name, part in parts.items() if self._last.get(name) != part}
        self._last = parts
        return fresh
