"""A rehearsal room for tests: people in it, its page and its controls, and somebody who visits."""

import asyncio
import json
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.room.controls import Controls, Row
from bot.rehearsal.room.routes import pages
from bot.rehearsal.standin import StandIn


def picture() -> bytes:
    """A green square as a PNG file (PNG specification, "Chunk layout")."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x0f\x76\x6e" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@dataclass
class Crowd:
    """Simulated people that only remember what they were told."""

    on: bool = True
    people: int = 8
    chatty: float = 0.5
    sloppy: float = 0.25


class Room:
    """A stand-in with a group, a moderator and a participant, and the room's page on it. No bot hosts there."""

    def __init__(self, telegram: StandIn, clock: RehearsalClock) -> None:
        self.telegram, self.clock = telegram, clock
        self.group: Group = telegram.group("Library hour")
        self.group.add_bot()
        self.maya: Person = telegram.person("Maya", last_name="Okafor")
        self.ann: Person = telegram.person("Ann", last_name="Lee", username="annlee")
        self.group.join(self.ann)
        self.group.promote(self.maya)
        self.start = clock.now()
        self.rows = [
            Row(self.start, "Welcome", "posted"),
            Row(self.start + timedelta(minutes=10), "Q1 Who are you?", "due"),
            Row(self.start + timedelta(minutes=20), "Q2 And why?", "due"),
        ]
        self.nudges = 0
        self.recap: str | None = None
        self.controls = Controls(
            self.group,
            clock,
            timetable=lambda: self.rows,
            crowd=Crowd(),
            nudge=self._nudged,
            topic="Reading for pleasure",
            recap=lambda: self.recap,
        )
        telegram.server.app.router.routes.extend(pages(telegram, self.controls))

    def _nudged(self) -> None:
        self.nudges += 1


@dataclass
class Visitor:
    """A client that behaves as the page does."""

    client: httpx.AsyncClient

    async def get(self, address: str, **headers: str) -> httpx.Response:
        """Look at something."""
        return await self.client.get(address, headers=headers)

    async def do(self, deed: str, **fields: object) -> httpx.Response:
        """Do something."""
        return await self.client.post(f"/deeds/{deed}", json=fields)

    async def state(self) -> dict[str, object]:
        """All that the page is told when it opens."""
        body: dict[str, object] = (await self.client.get("/state")).json()
        return body


@asynccontextmanager
async def open_room(clock: RehearsalClock) -> AsyncIterator[Room]:
    """A room that is served while one is in it."""
    async with StandIn(clock=clock, privacy=False) as telegram:
        yield Room(telegram, clock)


class Hearing:
    """What a page hears: the events of its stream, as (kind, body, number)."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, *kinds: str) -> tuple[str, dict[str, Any], int | None]:
        """The next event of one of these kinds."""
        async with asyncio.timeout(60):
            kind, number = "", None
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if name == "event":
                    kind, number = value, None
                elif name == "id":
                    number = int(value)
                elif name == "data" and kind in kinds:
                    return kind, json.loads(value), number
        raise AssertionError("the stream ended")
