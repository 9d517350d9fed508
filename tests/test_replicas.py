"""Two replicas behind a balancer on one PostgreSQL database: one leads; when it dies or freezes, the other does."""

import asyncio
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from sqlmodel import select

from bot.loops.leadership import Election
from bot.recaps import render
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn
from bot.store import recaps
from bot.store.database import Database
from bot.store.leadership import STALE, Candidate, confirmed
from bot.store.tables import Post
from tests.balancers import Balancer
from tests.evenings import PATIENCE
from tests.processes import Host, Nursery, hosts, until
from tests.programmes import TOKEN, asked, write_series
from tests.stalls import Stalls
from tests.standins import bot_api

pytest_plugins = ["tests.databases"]

CHAT = -1001234567890
QUESTIONS = 5
ON_TIME = 5.0
"""Seconds that the next question may be late when the leader has gone."""


class Scene:
    """A stand-in with a group, a balancer, and two replicas."""

    def __init__(self, telegram: StandIn, group: Group, people: list[Person], nursery: Nursery) -> None:
        self.telegram, self.group, self.people, self._nursery = telegram, group, people, nursery
        self.replicas: dict[int, Host] = {}
        """By the port that they listen at."""
        self.answers: dict[int, tuple[int, str]] = {}
        self.talk: dict[int, str] = {}
        self.enough = asyncio.Event()

    async def add(self) -> int:
        """One more replica; its port."""
        port = free_port()
        self.replicas[port] = self._nursery(listen=f"127.0.0.1:{port}")
        await self.replicas[port].hosts()
        return port

    async def leader(self) -> int:
        """The port of the replica that leads."""
        found: list[int] = []

        async def look() -> bool:
            found[:] = [port for port in self.replicas if (await health(port)).get("leader")]
            return len(found) == 1

        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not await look():
            assert asyncio.get_running_loop().time() < deadline, "nobody leads"
            await asyncio.sleep(0.05)
        return found[0]

    async def pinned(self, number: int) -> None:
        """Wait until a question is out and pinned, and the one before is not pinned any more."""
        fits = f"Q{number}."
        await self.telegram.until(lambda: [one.text[: len(fits)] for one in self.group.pinned] == [fits])

    async def chat(self) -> None:
        """People talk until it is enough."""
        chance = random.Random(7)
        while not self.enough.is_set():
            who, serial = chance.choice(self.people), len(self.talk)
            message = self.group.say(who, f"just talking {serial}")
            self.talk[message.id] = message.text
            await asyncio.sleep(0.04)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def health(port: int) -> dict[str, Any]:
    """What a replica says of itself."""
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            told: dict[str, Any] = (await client.get(f"http://127.0.0.1:{port}/healthz")).json()
            return told
    except httpx.TransportError:
        return {}


@asynccontextmanager
async def scene(folder: Path, database_url: str, *, questions: int) -> AsyncIterator[Scene]:
    """Two replicas that host, the session about to begin."""
    balancer = Balancer()
    await balancer.start()
    questions_folder = folder / "questions"
    questions_folder.mkdir()
    async with (
        StandIn(TOKEN, schema=bot_api(), privacy=False) as telegram,
        hosts(
            folder,
            bot_token=TOKEN,
            telegram_url=telegram.url,
            questions=str(questions_folder),
            database_url=database_url,
            webhook_url=f"http://127.0.0.1:{balancer.port}/telegram",
        ) as nursery,
    ):
        group = telegram.group("Library chat", id=CHAT)
        group.add_bot(admin=True)
        people = [telegram.person(f"Person {number}") for number in range(8)]
        group.join(*people, quietly=True)
        whole = Scene(telegram, group, people, nursery)
        balancer.ports = [await whole.add(), await whole.add()]
        write_series(folder, starts_in=1.0, every="2s", questions=questions)
        yield whole
        await balancer.stop()
        assert telegram.errors == []


def due_at(database_url: str, number: int) -> float:
    """When a question is due, in seconds since 1970."""
    database = Database(database_url)
    try:
        with database.reading() as rows:
            return rows.exec(select(Post).where(Post.key == f"1:question:{number - 1}")).one().due_at.timestamp()
    finally:
        database.close()


async def question(group: Group, number: int) -> None:
    """Wait until a question stands in the group."""
    await group.wait_for(f"Q{number}.")


def times_of(telegram: StandIn, number: int) -> list[float]:
    """When a question was put into the group."""
    calls = telegram.called("sendMessage")
    return [call.at for call in calls if call.applied and call.text("text").startswith(f"<b>Q{number}.")]


@pytest.mark.parametrize("fate", ["killed", "frozen"])
async def test_another_replica_takes_over_in_time_and_nothing_is_lost_or_doubled(
    fate: str, postgresql_url: str, tmp_path: Path, stalls: Stalls
) -> None:
    async with scene(tmp_path, postgresql_url, questions=QUESTIONS) as whole:
        await question(whole.group, 1)
        chatting = asyncio.create_task(whole.chat())
        leader = whole.replicas.pop(await whole.leader())
        (other,) = whole.replicas.values()
        await whole.pinned(len(asked(whole.group)) + 1)  # so that no call is hit in the middle
        if fate == "killed":
            leader.kill()
        else:
            leader.freeze()
        following = len(asked(whole.group)) + 1
        due = due_at(postgresql_url, following)
        await question(whole.group, following)
        assert "leads now" in other.log
        assert times_of(whole.telegram, following)[0] - due < ON_TIME + stalls.seconds
        if fate == "frozen":
            leader.thaw()
            await until(lambda: "may lead now" in leader.log, says=lambda: leader.log)
        await question(whole.group, QUESTIONS)
        whole.enough.set()
        await chatting
        await until(lambda: any("matter number 1?" in m.text and m.text[0] != "Q" for m in whole.group.bot_messages))
        await whole.telegram.quiet()
        for number in range(1, QUESTIONS + 1):
            assert len(times_of(whole.telegram, number)) == 1
        assert await other.end() == 0
    check_heard(postgresql_url, whole.talk)


def check_heard(database_url: str, talk: dict[int, str]) -> None:
    """Every message said during the session is in the recap, once."""
    database = Database(database_url)
    try:
        with database.reading() as rows:
            recap: Any = json.loads(render(recaps.recap(rows, recaps.find(rows, "libchat") or 0), "json"))
    finally:
        database.close()
    filed: Counter[int] = Counter(spoken["message_id"] for spoken in recap["unfiled"])
    for one in recap["questions"]:
        filed.update(spoken["message_id"] for spoken in one["talk"])
    assert filed == Counter(list(talk))


async def test_followers_are_healthy_and_only_the_leader_sets_the_webhook(postgresql_url: str, tmp_path: Path) -> None:
    async with scene(tmp_path, postgresql_url, questions=1) as whole:
        await whole.leader()
        told = [await health(port) for port in whole.replicas]
        assert [one["ready"] for one in told] == [True, True]
        assert sorted(one["leader"] for one in told) == [False, True]
        await question(whole.group, 1)
        assert len(whole.telegram.called("setWebhook")) == 1
        assert whole.telegram.called("getUpdates") == []


async def wins(candidate: Candidate) -> bool:
    """Whether the candidate leads soon: what was closed or told to end takes PostgreSQL a moment to let go."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not candidate.bid():  # noqa: ASYNC110  # PostgreSQL tells nobody when it has let go
                await asyncio.sleep(0.05)
            return True
    return False


async def test_whoever_was_deposed_is_fenced(postgresql_url: str) -> None:
    """The token of an election stands in the database: an old leader's claims are refused, however long it slept."""
    first, second = Database(postgresql_url), Database(postgresql_url)
    elder, younger = Candidate(first), Candidate(second)
    assert elder.bid()
    assert not younger.bid()
    token = elder.token
    with first.transaction() as session:
        assert confirmed(session, token)
    elder.resign()
    assert await wins(younger)
    with first.transaction() as session:
        assert not confirmed(session, token)
        assert confirmed(session, younger.token)
    assert not elder.bid()
    for candidate, database in ((elder, first), (younger, second)):
        candidate.resign()
        database.close()


async def test_a_lead_that_the_network_left_behind_is_won_back(postgresql_url: str) -> None:
    """PostgreSQL was not told that a connection of ours is gone: it is ended, and none that we have now."""
    database = Database(postgresql_url)
    left, anew = Candidate(database), Candidate(database)
    assert left.bid()
    await asyncio.sleep(STALE + 0.1)
    with database.transaction() as session:
        assert not anew.bid()
        assert await wins(anew)
        assert confirmed(session, anew.token)
    for candidate in (left, anew):
        candidate.resign()
    database.close()


async def test_the_lead_may_be_lost_in_the_moment_in_which_another_thread_asks_for_it(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    asked, lost = threading.Event(), threading.Event()

    def ticks() -> float:
        if threading.current_thread() is not threading.main_thread():
            asked.set()
            lost.wait(PATIENCE)
        return monotonic()

    election = Election(Candidate(database), ticks)
    bidding = asyncio.create_task(election.run())
    await election.won()
    asking = asyncio.create_task(asyncio.to_thread(election.holds))
    await asyncio.to_thread(asked.wait, PATIENCE)
    await election.stop()
    await bidding
    lost.set()
    await asking
    assert not election.holds()
    database.close()


async def test_a_silent_leader_is_deposed_with_all_that_it_holds(postgresql_url: str) -> None:
    """It keeps its connections when it is frozen, and perhaps a transaction; they are ended."""
    first, second = Database(postgresql_url), Database(postgresql_url)
    elder, younger = Candidate(first), Candidate(second)
    assert elder.bid()
    with first.transaction() as session:
        assert confirmed(session, elder.token)
        await asyncio.sleep(STALE + 0.1)
        assert not younger.bid()
        assert await wins(younger)
        with pytest.raises(Exception, match=r"terminat|closed"):
            confirmed(session, elder.token)
        session.rollback()
    for candidate, database in ((elder, first), (younger, second)):
        candidate.resign()
        database.close()
