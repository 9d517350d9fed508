"""Trouble that is switched on in the rehearsal room: each shows its effect and ends."""

from typing import Any

import pytest
from telegram import Bot

from tests.rooms import Room, Visitor
from tests.standins import client_of


async def troubles(visitor: Visitor) -> dict[str, str]:
    """The troubles that are on, with what the strip says of them."""
    state: Any = await visitor.state()
    return {one["name"]: one["says"] for one in state["panel"]["troubles"] if one["on"]}


async def send(bot: Bot, chat: int) -> str:
    try:
        await bot.send_message(chat, "Q1. Anybody?")
    except Exception as error:  # noqa: BLE001 - whatever the library makes of the trouble is what we look at
        return f"{type(error).__name__}: {error}"
    return "sent"


@pytest.mark.parametrize(
    ("name", "says", "then"),
    [
        ("flood", "429 Too Many Requests: retry after 12", "RetryAfter"),
        ("shut", "502 Bad Gateway", "NetworkError: Bad Gateway"),
        ("lost", "will be lost", "NetworkError"),
        ("removed", "403 Forbidden", "Forbidden: Forbidden: bot was kicked from the supergroup chat"),
        ("held", "holds back", "sent"),
        ("privacy", "hears only commands", "sent"),
    ],
)
async def test_each_trouble_shows_its_effect_and_ends(
    room: Room,
    visitor: Visitor,
    name: str,
    says: str,
    then: str,
) -> None:
    async with client_of(room.telegram) as bot:
        assert await troubles(visitor) == {}
        await visitor.do("trouble", name=name, on=True)
        shown = await troubles(visitor)
        assert list(shown) == [name]
        assert says in shown[name]
        assert (await send(bot, room.group.id)).startswith(then)
        await visitor.do("trouble", name=name, on=False)
        assert await troubles(visitor) == {}
        assert await send(bot, room.group.id) == "sent"


async def test_slow_answers_are_slow_only_while_switched_on(room: Room, visitor: Visitor) -> None:
    await visitor.do("trouble", name="slow", on=True)
    assert room.telegram.faults.slowness == 3
    assert list(await troubles(visitor)) == ["slow"]
    await visitor.do("trouble", name="slow", on=False)
    assert room.telegram.faults.slowness == 0


async def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(room: Room, visitor: Visitor) -> None:
    await visitor.do("trouble", name="privacy", on=True)
    plain, command = room.group.say(room.ann, "A1 hello"), room.group.say(room.ann, "/recap")
    assert room.telegram.updates_of(plain) == []
    assert room.telegram.updates_of(command) != []
    await visitor.do("trouble", name="privacy", on=False)
    assert room.telegram.updates_of(room.group.say(room.ann, "A1 again")) != []


async def test_what_telegram_refused_last_is_shown(room: Room, visitor: Visitor) -> None:
    async with client_of(room.telegram) as bot:
        await visitor.do("trouble", name="flood", on=True)
        await send(bot, room.group.id)
    state: Any = await visitor.state()
    assert [(one["method"], one["says"]) for one in state["panel"]["refused"]] == [
        ("sendMessage", "Too Many Requests: retry after 120")
    ]
