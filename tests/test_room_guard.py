"""Who may look into the rehearsal room and who may not, and how it closes."""

import time

import pytest

from tests.rooms import Hearing, Room, Visitor
from tests.stalls import Stalls


@pytest.mark.parametrize("address", ["/", "/state", "/events", "/room/room.js", "/files/x"])
async def test_another_name_for_this_machine_gets_nothing(visitor: Visitor, address: str) -> None:
    """A page elsewhere could point its own name at 127.0.0.1 (DNS rebinding)."""
    assert (await visitor.get(address, Host="evil.example:8080")).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "[::1]:8080"])
async def test_this_machine_by_its_own_names_is_welcome(visitor: Visitor, host: str) -> None:
    assert (await visitor.get("/state", Host=host)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Room-Token": ""},
        {"X-Room-Token": "guessed"},
        {"X-Room-Token": "é"},
        {"Host": "evil.example"},
    ],
)
async def test_deeds_are_done_only_from_the_room_s_own_page(
    room: Room,
    visitor: Visitor,
    headers: dict[str, str],
) -> None:
    body = {"who": room.ann.id, "chat": room.group.id, "text": "forged"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    refused = await visitor.client.post("/deeds/say", json=body, headers=raw)
    assert refused.status_code in {403, 421}
    assert "forged" not in [message.text for message in room.group.messages]


async def test_the_room_s_own_page_may(room: Room, visitor: Visitor) -> None:
    headers = {"Origin": room.telegram.url, "Sec-Fetch-Site": "same-origin"}
    body = {"who": room.ann.id, "chat": room.group.id, "text": "mine"}
    assert (await visitor.client.post("/deeds/say", json=body, headers=headers)).status_code == 200


async def test_the_stand_in_stops_at_once_though_a_page_still_listens(
    room: Room, visitor: Visitor, stalls: Stalls
) -> None:
    async with visitor.client.stream("GET", "/events") as response:
        await Hearing(response).next("rest")
        began = time.monotonic()
        await room.telegram.server.stop()
        took = time.monotonic() - began
    assert took < 2 + stalls.seconds
