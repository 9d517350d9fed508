"""What is remembered of messages changes nothing: an ear that remembers files as one that looks everything up."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.loops.intake.desk import Me
from bot.loops.intake.hearing import Ear
from bot.loops.intake.updates import Message as Heard
from bot.rules.words import Place
from bot.store import attendance, forgetting
from bot.store.database import Database
from bot.store.tables import Answer, Attendance, Message, Participant, Question
from bot.store.upgrade import upgrade
from tests.hours import BEGIN, QUESTIONS, hold

FIRST = 1000
"""The message id of the first thing that people say."""
WORDS = ("A1 tea", "A2 cake", "A1 & A2 both", "so true", "oops, that should be A2", "oops, A1", "")
ME = Me(1, "bot")


class Said(NamedTuple):
    """One thing that somebody says or does."""

    who: int
    words: str
    on: int
    """What it replies to, edits or repeats: 0 and 1 are the questions, the rest what was said before; -1 is nothing."""
    how: str
    """new, edit, or again: the same update once more."""


SAYING = st.builds(
    Said,
    who=st.integers(1, 3),
    words=st.sampled_from(WORDS),
    on=st.integers(-1, 9),
    how=st.sampled_from(["new", "new", "new", "edit", "again"]),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Tables on SQLite, of which this process is the only writer."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('recollection') / 'chathour.db'}")
    upgrade(database)
    yield database
    database.close()


def heard(chat_id: int, sayings: Sequence[Said]) -> list[Heard]:
    """These sayings as the messages that arrive."""
    said: list[dict[str, Any]] = []
    arrived: list[dict[str, Any]] = []
    for at, one in enumerate(sayings):
        before = said[one.on - 2] if 2 <= one.on < len(said) + 2 else None
        if one.how == "edit" and before is not None:
            arrived.append(before | {"text": one.words, "edit_date": int(BEGIN.timestamp()) + 100 + at})
            continue
        if one.how == "again" and before is not None:
            arrived.append(before)
            continue
        message: dict[str, Any] = {
            "message_id": FIRST + at,
            "date": int(BEGIN.timestamp()) + at,
            "chat": {"id": chat_id, "type": "supergroup"},
            "from": {"id": one.who, "first_name": f"Person {one.who}"},
            "text": one.words or "hm",
        }
        if before is not None:
            message["reply_to_message"] = before
        elif 0 <= one.on < len(QUESTIONS):
            message["reply_to_message"] = {"message_id": QUESTIONS[one.on], "chat": message["chat"]}
        said.append(message)
        arrived.append(message)
    return [msgspec.convert(message, Heard) for message in arrived]


async def listen(database: Database, ear: Ear, batches: Sequence[Sequence[Said]]) -> list[Any]:
    """What an ear files of these batches in a group of its own: the rows that are left, without the group's ids."""
    with database.transaction() as session:
        chat_id = hold(session)
    whole = heard(chat_id, [one for batch in batches for one in batch])
    for batch in batches:
        part, whole = whole[: len(batch)], whole[len(batch) :]
        if part:
            await database.take_in(ear.hear, part, BEGIN, database.turn)
    return left(database, chat_id)


def left(database: Database, chat_id: int) -> list[Any]:
    """The rows of a group: messages with what they answer, and who attended."""
    with database.reading() as session:
        numbers = {row.id: row.number for row in session.exec(select(Question))}
        in_chat = select(Message).where(Message.chat_id == chat_id)
        rows = session.exec(in_chat.order_by(col(Message.message_id))).all()
        answers = session.exec(select(Answer).where(Answer.chat_id == chat_id)).all()
        filed = sorted((one.message_id, numbers[one.question_id]) for one in answers)
        said = [
            (
                row.message_id,
                row.participant_id,
                row.text,
                row.place,
                row.filed_by,
                numbers.get(row.question_id),
                row.thread,
            )
            for row in rows
        ]
        of_session = select(Attendance).where(Attendance.session_id == rows[0].session_id) if rows else None
        present = [] if of_session is None else session.exec(of_session).all()
        attended = sorted((one.participant_id, one.answered) for one in present)
        answering = {row.participant_id for row in rows if row.place is Place.ANSWER}
        assert attended == sorted((who, who in answering) for who in {row.participant_id for row in rows})
        return [said, filed]


@given(batches=st.lists(st.lists(SAYING, max_size=5), min_size=1, max_size=4))
@example(  # a comment follows its answer to another question; then somebody replies to the comment
    batches=[
        [Said(1, "A1 tea", -1, "new"), Said(2, "so true", 2, "new")],
        [Said(1, "A2 cake", 2, "edit")],
        [Said(3, "so true", 3, "new")],
    ]
)
@example(
    batches=[
        [Said(1, "so true", -1, "new")],
        [Said(1, "oops, that should be A2", -1, "new")],
        [Said(2, "hm", 2, "new")],
    ]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_ear_that_remembers_files_as_one_that_looks_everything_up(
    database: Database, batches: list[list[Said]]
) -> None:
    remembers, looks_up = Ear(ME, alone=True), Ear(ME, alone=False)
    assert asyncio.run(listen(database, remembers, batches)) == asyncio.run(listen(database, looks_up, batches))


def test_parts_of_one_batch_know_of_each_other(database: Database) -> None:
    """A reaction between an answer and what is said about it cuts a batch into parts of one transaction."""
    ear = Ear(ME, alone=True)
    with database.transaction() as session:
        chat_id = hold(session)
    sayings = [Said(1, "A1 tea", -1, "new"), Said(2, "so true", 2, "new"), Said(1, "A2 cake", 2, "edit")]
    with database.transaction() as session:
        for part in heard(chat_id, sayings):
            ear.hear(session, [part], BEGIN, 0)
    said, filed = left(database, chat_id)
    assert [(row[2], row[3], row[6]) for row in said] == [
        ("A2 cake", Place.ANSWER, None),
        ("so true", Place.COMMENT, FIRST),
    ]
    assert filed == [(FIRST, 2)]


def test_words_are_taken_back_to_what_they_were_where_a_message_was_filed_by_hand(database: Database) -> None:
    ear = Ear(ME, alone=True)
    with database.transaction() as session:
        chat_id = hold(session)
    sayings = [Said(1, "A1 tea", -1, "new"), Said(1, "A1 teas", 2, "edit"), Said(1, "A1 tea", 2, "edit")]
    said, *edits = heard(chat_id, sayings)
    with database.transaction() as session:
        ear.hear(session, [said], BEGIN, 0)
        session.get_one(Message, (chat_id, FIRST)).by_hand = True
        session.flush()
        ear.forget()
        for edit in edits:
            ear.hear(session, [edit], BEGIN, 0)
    assert [row[2] for row in left(database, chat_id)[0]] == ["A1 tea"]


def test_of_two_replicas_each_notes_an_answer_though_the_other_has_taken_one_out(database: Database) -> None:
    one, other = Ear(ME, alone=False), Ear(ME, alone=False)
    with database.transaction() as session:
        chat_id = hold(session)
    sayings = [Said(1, "A1 tea", -1, "new"), Said(1, "never mind", 2, "edit"), Said(1, "A2 cake", -1, "new")]
    with database.transaction() as session:
        for ear, message in zip((one, other, one), heard(chat_id, sayings), strict=True):
            ear.hear(session, [message], BEGIN, 0)
    assert [row[3] for row in left(database, chat_id)[0]] == [Place.TALK, Place.ANSWER]


def test_who_was_erased_by_another_process_is_met_anew(database: Database) -> None:
    """So does `chathour forget` while the bot hosts: what it knew of the person's words and presence is gone."""
    ear, other = Ear(ME, alone=True), Database(str(database.url))
    with database.transaction() as session:
        chat_id = hold(session)
    sayings = [Said(7, "A1 tea", -1, "new"), Said(7, "A1 cup", 2, "edit"), Said(7, "A2 cake", -1, "new")]
    said, edit, more = heard(chat_id, sayings)
    turn = database.turn
    asyncio.run(database.take_in(ear.hear, [said], BEGIN, turn))
    with other.transaction() as session:
        forgetting.forget(session, 7, BEGIN)
    asyncio.run(database.take_in(ear.hear, [edit], BEGIN, turn))
    asyncio.run(database.take_in(ear.hear, [more], BEGIN, turn))
    other.close()
    assert [row[2] for row in left(database, chat_id)[0]] == ["A1 cup", "A2 cake"]
    with database.reading() as session:
        assert session.get_one(Participant, 7).name == "Person 7"


def test_nothing_is_remembered_of_before_somebody_else_wrote(database: Database) -> None:
    ear = Ear(ME, alone=True)
    with database.transaction() as session:
        chat_id = hold(session)
    answer, comment = heard(chat_id, [Said(1, "A1 tea", -1, "new"), Said(2, "so true", 2, "new")])
    with database.transaction() as session:
        ear.hear(session, [answer], BEGIN, database.turn)
    with database.transaction() as session:
        (row,) = session.exec(select(Message).where(Message.chat_id == chat_id)).all()
        row.place = Place.TALK
        session.flush()
        attendance.settle(session, chat_id, row.message_id)
    with database.transaction() as session:
        ear.hear(session, [comment], BEGIN, database.turn)
    assert [(said[3], said[6]) for said in left(database, chat_id)[0]] == [(Place.TALK, None), (Place.TALK, None)]
