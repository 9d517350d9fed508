"""Fixtures: the rehearsal room, and a visitor to its page."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.rehearsal.clocks import RehearsalClock
from tests.rooms import Room, Visitor, open_room, picture

PNG = picture()


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room whose clock stands at its beginning until somebody lets it run."""
    clock = RehearsalClock(speed=10)
    clock.pause()
    async with open_room(clock) as opened:
        yield opened


@pytest.fixture
async def visitor(room: Room) -> AsyncIterator[Visitor]:
    """Somebody whose page is open."""
    async with httpx.AsyncClient(base_url=room.telegram.url) as client:
        client.headers["X-Room-Token"] = (await client.get("/state")).json()["token"]
        yield Visitor(client)


async def messages(visitor: Visitor, chat: int) -> list[dict[str, Any]]:
    state: Any = await visitor.state()
    return next((here["messages"] for here in state["chats"] if here["id"] == chat), [])
