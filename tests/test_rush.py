"""What has piled up is taken in in one go: all of it, once, in its order, and nothing holds anything else up."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.commands.deadletters import listed
from bot.loops.intake.desk import Me
from bot.loops.intake.hearing import Ear, Heard
from bot.loops.intake.line import Line
from bot.loops.intake.reception import Reception
from bot.loops.intake.rush import Rush
from bot.loops.intake.updates import Message, Update, decode
from bot.loops.leadership import SoleLead
from bot.store.database import Database, Session
from bot.store.tables import Message as Said
from tests.evenings import Evening, standing
from tests.hours import BEGIN, hold
from tests.servers import asked, reply, served
from tests.tables import tables

HALF = 120
"""Messages, more than a batch."""


async def test_what_piled_up_while_the_bot_was_away_is_filed_in_its_order(evening: Evening) -> None:
    evening.write("One?", "Two?")
    people = [evening.telegram.person(name) for name in ("Ann", "Ben", "Cleo")]
    for person in people:
        evening.group.join(person)
    await evening.start()
    await evening.until_posted("One?")
    await evening.stop()
    said = [evening.group.say(people[at % 3], f"A1 thought {at}") for at in range(2 * HALF)]
    comment = evening.group.say(people[0], "so true", reply_to=said[3])
    evening.group.edit(said[5], "A1 on second thoughts")
    evening.group.react(people[1], said[7], "👍")
    await evening.start()
    await evening.meanwhile(lambda: len(evening.filed(1)) == 2 * HALF)
    await evening.telegram.quiet()
    answers = evening.recap()["questions"][0]["answers"]
    assert [answer["message_id"] for answer in answers] == [one.id for one in said]
    assert [answer["text"] for answer in answers][4:7] == ["A1 thought 4", "A1 on second thoughts", "A1 thought 6"]
    assert answers[3]["comments"][0]["message_id"] == comment.id
    assert answers[7]["reactions"] == 1


async def test_a_command_in_the_pile_is_obeyed(evening: Evening) -> None:
    evening.write("One?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("One?")
    seen = evening.telegram.called
    evening.telegram.pause()
    said = [f"A1 thought {at}" for at in range(2 * HALF)]
    for text in said[:HALF]:
        evening.group.say(ann, text)
    now = evening.group.say(ann, "/now")
    for text in said[HALF:]:
        evening.group.say(ann, text)
    evening.telegram.resume()
    await evening.meanwhile(lambda: len(evening.filed(1)) == 2 * HALF)
    await evening.until(lambda: any(call.params["message_id"] == str(now.id) for call in seen("setMessageReaction")))
    assert evening.filed(1) == [("Ann", text) for text in said]


async def test_late_answers_that_piled_up_amend_the_recap(evening: Evening) -> None:
    """Whoever has to post is woken, though it is another thread that took them in."""
    evening.write("One?")
    ann, ben = evening.telegram.person("Ann"), evening.telegram.person("Ben")
    evening.group.join(ann)
    evening.group.join(ben)
    await evening.start()
    await evening.until_posted("One?")
    evening.group.say(ann, "A1 in time")
    recap = await evening.until_posted("took part")
    evening.telegram.pause()
    for at in range(2 * HALF):
        evening.group.say(ben, f"A1 late {at}")
    evening.telegram.resume()
    await evening.until(lambda: f"{2 * HALF + 1} answers ({2 * HALF} after the end)" in (recap.text or ""))


async def test_one_that_fails_is_set_aside_and_the_others_of_the_pile_go_through(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.write("One?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("One?")
    hear = Ear.hear

    def stumble(self: Ear, session: Session, batch: Sequence[Message], *rest: Any) -> Heard:
        heard = hear(self, session, batch, *rest)
        if any("poison" in message.text for message in batch):
            raise ZeroDivisionError("a mistake of ours")
        return heard

    monkeypatch.setattr(Ear, "hear", stumble)
    evening.telegram.pause()
    for at in range(3 * HALF):
        evening.group.say(ann, "A1 poison" if at == HALF + 3 else f"A1 thought {at}")
    evening.telegram.resume()
    await evening.meanwhile(lambda: len(evening.filed(1)) == 3 * HALF - 1)
    with evening.database.reading() as session:
        assert listed(session).count("a mistake of ours") == 1
    assert evening.filed(1)[HALF + 2 : HALF + 5] == [("Ann", f"A1 thought {HALF + at}") for at in (2, 4, 5)]


class Nobody:
    """Commands that concern nobody but who says "/…"."""

    def concerns(self, update: Update) -> bool:
        return update.message is not None and update.message.text.startswith("/")

    async def gather(self, *_: Any) -> None:
        raise AssertionError

    def obey(self, *_: Any) -> None:
        raise AssertionError

    async def acknowledge(self, *_: Any) -> None:
        raise AssertionError


def batch(first: int, *texts: str) -> bytes:
    """What Telegram gives: these, and as many more as make a hundred."""
    said = [*texts, *("hello" for _ in range(100 - len(texts)))]
    chat = {"id": -5, "type": "supergroup"}
    return json.dumps(
        [
            {"update_id": first + at, "message": {"message_id": first + at, "date": 1, "chat": chat, "text": text}}
            for at, text in enumerate(said)
        ]
    ).encode()


def test_who_goes_on_in_the_supergroup_that_their_group_has_just_become_is_heard(tmp_path: Path) -> None:
    (tmp_path / "chathour.db").write_bytes(tables())
    database = Database(f"sqlite:///{tmp_path / 'chathour.db'}")
    with database.transaction() as session:
        old = hold(session)
    new, ann, at = old - 1_000, {"id": 7, "first_name": "Ann"}, int(BEGIN.timestamp()) + 60
    notice = {"message_id": 1, "chat": {"id": new, "type": "supergroup"}, "date": at, "migrate_from_chat_id": old}
    answer = {"message_id": 200, "chat": {"id": new, "type": "supergroup"}, "date": at, "from": ann, "text": "A1 tea"}
    given = [{"update_id": number, "message": message} for number, message in enumerate((notice, answer))]
    reception = Reception(database, standing(), Ear(Me(1, "bot"), alone=True), Nobody(), lambda: None)
    reception.take_here([decode(json.dumps(one).encode()) for one in given])
    with database.reading() as session:
        assert session.get_one(Said, (new, 200)).text == "A1 tea"
    database.close()


@asynccontextmanager
async def rushing(
    tmp_path: Path, answer: Callable[[int], bytes], lead: SoleLead | None = None
) -> AsyncIterator[tuple[Rush, list[int]]]:
    """A rush that is given these answers to its offsets, and the offsets that it asked with."""
    (tmp_path / "chathour.db").write_bytes(tables())
    database, line, offsets = Database(f"sqlite:///{tmp_path / 'chathour.db'}"), Line(), []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            offsets.append(int((await asked(reader)).rpartition("offset=")[2]))
            writer.write(answer(offsets[-1]))

    reception = Reception(database, standing(), Ear(Me(1, "bot"), alone=True), Nobody(), lambda: None)
    async with served(serve) as url:
        yield Rush(f"{url}/bot1:x/getUpdates", line, reception, lead or SoleLead(), lambda: None), offsets
        await line.shutdown()
    database.close()


async def test_it_goes_on_while_batches_come_full(tmp_path: Path) -> None:
    given = {1: reply(batch(1)), 101: reply(batch(101)), 201: reply(b"[]")}
    async with rushing(tmp_path, given.__getitem__) as (rush, offsets):
        assert await rush.run(1) == 201
    assert offsets == [1, 101, 201]


@pytest.mark.parametrize(
    "second",
    [
        reply(batch(101, "hello", "/close")),
        reply(b'[{"update_id":101,"message":"odd"}]'),
        reply(b"[]", "502 Bad Gateway"),
        b"HTTP/1.1 409 Conflict\r\ncontent-length: 2\r\n\r\n{}",
        b"",
    ],
    ids=["a command", "what can't be read", "trouble", "a conflict", "no answer"],
)
async def test_it_leaves_what_is_not_its_own_to_be_asked_for_again(
    tmp_path: Path, second: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.loops.intake.rush.PATIENCE", 0.2)
    given = {1: reply(batch(1)), 101: second}
    async with rushing(tmp_path, given.__getitem__) as (rush, offsets):
        assert await rush.run(1) == 101
    assert offsets == [1, 101]


async def test_who_leads_no_longer_asks_no_more(tmp_path: Path) -> None:
    class Lost(SoleLead):
        def holds(self) -> bool:
            return not offsets

    async with rushing(tmp_path, lambda offset: reply(batch(offset)), Lost()) as (rush, offsets):
        assert await rush.run(1) == 101


async def test_it_is_stopped_while_telegram_has_nothing_to_say(tmp_path: Path) -> None:
    async with rushing(tmp_path, lambda _: b"") as (rush, offsets):
        going = asyncio.create_task(rush.run(1))
        while not offsets:  # noqa: ASYNC110  # the server tells nobody that it was asked
            await asyncio.sleep(0.01)
        began = monotonic()
        rush.stop()
        assert await going == 1
        assert monotonic() - began < 1
        assert await rush.run(1) == 1, "for good"
