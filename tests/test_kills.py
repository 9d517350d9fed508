"""kill -9 at any moment: every message is filed once, every question is posted once."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.recaps import render
from bot.rehearsal.calls import Call
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn
from bot.store import recaps
from bot.store.database import Database
from tests.processes import PATIENCE, Nursery, hosts
from tests.programmes import CHAT, QUESTIONS, TOKEN, asked, write_series
from tests.stalls import Stalls
from tests.standins import bot_api

pytest_plugins = ["tests.databases"]

KILLS = 30
MOST_HEARD = 900
"""Messages at most; the session usually ends before."""
PILE = 2_500
"""Messages that wait for the bot when it starts."""
MOMENT = 0.35
"""Seconds after Telegram's answer in which a kill still hits the call: the answer is not written down yet."""


class Talk:
    """People who answer and talk without end, and what became of what they said."""

    def __init__(self, group: Group, people: list[Person], chance: random.Random) -> None:
        self.group, self.people, self.chance = group, people, chance
        self.answers: dict[int, tuple[int, str]] = {}
        """Message id -> the question's number and the text."""
        self.talk: dict[int, str] = {}

    def say(self) -> Message:
        """Somebody answers the latest question, or just talks."""
        number = len(asked(self.group))
        who, serial = self.chance.choice(self.people), len(self.answers) + len(self.talk)
        if number and self.chance.random() < 0.7:
            text = f"A{number} answer {serial}"
            message = self.group.say(who, text)
            self.answers[message.id] = (number, text)
        else:
            message = self.group.say(who, f"just talking {serial}")
            self.talk[message.id] = message.text
        return message


def is_recap(message: Message) -> bool:
    """Whether this is the recap: it quotes the questions, but is none."""
    return "matter number 1?" in message.text and not message.text.startswith("Q")


def misbehave(telegram: StandIn, chance: random.Random, following: int) -> int:
    """Let something go wrong with the next calls; the number of the question whose answer will be lost, else 0."""
    method = chance.choice(["sendMessage", "getUpdates", "getUpdates", "*"])
    match chance.randrange(4):
        case 0:
            telegram.faults.fail_next(method, 502)
        case 1:
            telegram.faults.drop_before(method)
        case 2 if method == "sendMessage":
            telegram.faults.drop_after("sendMessage", contains=f"matter number {following}?")
            return following
        case 2:
            telegram.faults.drop_after("getUpdates")
        case _:
            updates = telegram.world.updates
            taken = [number for number in updates.made if number not in updates.pending]
            if taken:
                telegram.redeliver(chance.choice(taken))
    return 0


@asynccontextmanager
async def room(
    database_url: str, folder: Path, questions: Path, chance: random.Random
) -> AsyncIterator[tuple[StandIn, Nursery, Talk]]:
    """A stand-in with a group of twenty, what starts a bot for it, and the talk that will be."""
    async with StandIn(TOKEN, schema=bot_api(), privacy=False) as telegram:
        given = {"bot_token": TOKEN, "telegram_url": telegram.url, "questions": str(questions)}
        async with hosts(folder, database_url=database_url, **given) as host:
            group = telegram.group("Library chat", id=CHAT)
            group.add_bot(admin=True)
            people = [telegram.person(f"Person {number}") for number in range(20)]
            group.join(*people, quietly=True)
            yield telegram, host, Talk(group, people, chance)


async def test_thirty_kills_lose_nothing_and_double_nothing(database_url: str, tmp_path: Path, stalls: Stalls) -> None:
    chance = random.Random(20261122)
    folder = write_series(tmp_path, starts_in=2.5)
    kills: list[float] = []
    lost: set[int] = set()
    async with room(database_url, tmp_path, folder, chance) as (telegram, host, talk):
        group = talk.group
        over = asyncio.Event()

        async def stream() -> None:
            await group.wait_for("Under fire", timeout=KILLS * PATIENCE)  # however slowly all those bots start
            while not over.is_set() and len(talk.answers) + len(talk.talk) < MOST_HEARD:
                talk.say()
                if chance.random() < 0.04:
                    lost.add(misbehave(telegram, chance, len(asked(group)) + 1))
                if len(asked(group)) == QUESTIONS:
                    over.set()  # before the closing, so that all of it was said during the session
                await asyncio.sleep(0.03)

        streaming = asyncio.create_task(stream())
        while len(kills) < KILLS:
            current = host()
            if chance.random() < 0.7:
                await current.hosts()
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            current.kill()
            kills.append(telegram.clock.time())
        last = await host().hosts()
        await asyncio.wait_for(streaming, PATIENCE)
        telegram.faults.clear()
        await telegram.until(lambda: any(is_recap(message) for message in group.bot_messages))
        await telegram.quiet()
        assert await last.end() == 0
        assert telegram.errors == []
        posts = question_calls(telegram)
        logged = "".join(one.log for one in host.made)

    assert len(kills) >= KILLS
    assert len(talk.answers) + len(talk.talk) > 200
    check_posts(posts, kills, lost, MOMENT + stalls.seconds)
    for number in range(QUESTIONS):
        assert len(re.findall(rf"\] posted .*post=1:question:{number}\b", logged)) <= 1, "posted again though settled"
    check_filed(database_url, talk)


def question_calls(telegram: StandIn) -> dict[str, list[Call]]:
    """The calls that put each question into the group."""
    found: dict[str, list[Call]] = {}
    for call in telegram.called("sendMessage"):
        if call.applied and call.text("text").startswith("<b>Q"):
            found.setdefault(call.text("text"), []).append(call)
    return found


def check_posts(posts: dict[str, list[Call]], kills: list[float], lost: set[int], moment: float) -> None:
    """Every question was posted; again only where a kill or a lost answer hit the call that posted it before."""
    assert len(posts) == QUESTIONS
    for text, calls in posts.items():
        answer_lost = any(f"matter number {number}?" in text for number in lost)
        for call in calls[:-1]:
            hit = any(call.at - 0.05 <= kill <= (call.answered_at or call.at) + moment for kill in kills)
            assert hit or answer_lost, f"doubled for no reason: {text}"


async def asked_for_updates(telegram: StandIn, times: int) -> None:
    """Wait until the bot has asked for updates so many times more."""
    before = len(telegram.called("getUpdates"))
    await telegram.until(lambda: len(telegram.called("getUpdates")) >= before + times)


async def test_kills_while_a_pile_is_taken_in_lose_nothing_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20261123)
    folder = write_series(tmp_path, starts_in=2.5, every="10m", questions=1)
    async with room(database_url, tmp_path, folder, chance) as (telegram, host, talk):
        group = talk.group
        current = host()
        await telegram.until(lambda: asked(group))
        current.kill()
        for _ in range(PILE):
            talk.say()
        for _ in range(3):
            current = host()
            await asked_for_updates(telegram, chance.randrange(2, 6))
            await asyncio.sleep(chance.uniform(0.0, 0.02))
            current.kill()
        last = await host().hosts()
        await telegram.quiet()
        assert await last.end() == 0
        assert telegram.errors == []
    check_filed(database_url, talk)


def check_filed(database_url: str, talk: Talk) -> None:
    """Every message is in the recap once, where it belongs."""
    database = Database(database_url)
    try:
        with database.reading() as rows:
            recap: Any = json.loads(render(recaps.recap(rows, recaps.find(rows, "libchat") or 0), "json"))
    finally:
        database.close()
    filed: Counter[int] = Counter()
    places: dict[int, tuple[int, str]] = {}
    for question in recap["questions"]:
        for answer in question["answers"]:
            filed[answer["message_id"]] += 1
            places[answer["message_id"]] = (question["number"], answer["text"])
        filed.update(spoken["message_id"] for spoken in question["talk"])
    filed.update(spoken["message_id"] for spoken in recap["unfiled"])
    assert filed == Counter([*talk.answers, *talk.talk])
    assert {
        key: (talk.answers[key], places.get(key)) for key in talk.answers if places.get(key) != talk.answers[key]
    } == {}
    assert places.keys() == talk.answers.keys()
