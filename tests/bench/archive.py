"""How long an archive of 1,000 sessions takes: whole, with nothing to do, and when one session changed or came.

python -m tests.bench.archive [SESSIONS] [ANSWERS]
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median_low
from time import perf_counter, process_time
from typing import Any, NamedTuple

from sqlmodel import Session, SQLModel, col, insert, update

from bot.recaps.archive import Folder, build
from bot.rules.words import FiledBy, Place, QuestionKind, SessionState
from bot.store import tables
from bot.store.database import Database
from bot.store.tables import Answer, Attendance, Message, Participant, Question, Series
from bot.store.upgrade import upgrade

GROUP = -1001234567890
BEGIN = datetime(2007, 1, 3, 20, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
QUESTIONS = 6
PEOPLE = 400
TURNS = 5
SOUNDS = ("ka", "lo", "mi", "ne", "ru", "sa", "te", "vo", "pli", "gra", "bo", "der", "ing", "stu", "cha")


@cache
def vocabulary(words: int) -> list[str]:
    """Made-up words, the first ones to be used most."""
    dice = random.Random(12)
    return list(dict.fromkeys("".join(dice.choices(SOUNDS, k=dice.choice((2, 2, 3, 3, 4)))) for _ in range(words)))


def fill(session: Session, sessions: int, answers: int) -> None:
    """A series with so many sessions of six questions and so many answers each."""
    session.add(tables.Group(id=1, chat_id=GROUP, username="libchat_group"))
    session.flush()
    session.add(Series(id="libchat", title="Library chat", hashtag="#libchat", group_id=1))
    session.flush()
    people = [{"id": at, "name": f"Person {at}", "username": "", "is_chat": False} for at in range(1, PEOPLE + 1)]
    put(session, Participant, [{"language": "", "private": False, **person} for person in people])
    for number in range(1, sessions + 1):
        hold(session, number, answers)


def hold(session: Session, number: int, answers: int) -> None:
    """One session of them."""
    dice, words = random.Random(number), vocabulary(30_000)
    weights = [1 / (place + 10) for place in range(len(words))]
    begin = BEGIN + timedelta(weeks=number - 1)
    said = iter(dice.choices(words, weights, k=answers * 30 + 100))
    put(session, tables.Session, [held(number, begin, " ".join(next(said) for _ in range(4)))])
    put(session, Question, [asked(number, place, begin, f"What of {next(said)}?") for place in range(QUESTIONS)])
    rows, filed = [], []
    for at in range(answers):
        message_id, question = number * 1000 + at, number * QUESTIONS + at % QUESTIONS
        text = " ".join(next(said) for _ in range(dice.randint(5, 29)))
        rows.append(message(message_id, number, dice.randint(1, PEOPLE), begin, f"A{at % QUESTIONS + 1} {text}"))
        filed.append({"chat_id": GROUP, "message_id": message_id, "question_id": question, "value": None})
    put(session, Message, rows)
    put(session, Answer, filed)
    came = {row["participant_id"] for row in rows}
    put(session, Attendance, [{"session_id": number, "participant_id": at, "answered": True} for at in came])


def held(number: int, begin: datetime, topic: str) -> dict[str, Any]:
    end = begin + timedelta(hours=1)
    row = tables.Session(id=number, series_id="libchat", number=number, topic=topic, tags=[f"tag {number % 40}"])
    row.state, row.starts_at, row.started_at, row.ended_at = SessionState.CLOSED, begin, begin, end
    return row.model_dump()


def asked(number: int, place: int, begin: datetime, text: str) -> dict[str, Any]:
    row = Question(id=number * QUESTIONS + place, session_id=number, position=place, number=place + 1, text=text)
    row.kind, row.posted_at, row.chat_id, row.message_id = QuestionKind.OPEN, begin, GROUP, number * 1000 + 900 + place
    return row.model_dump()


def message(message_id: int, number: int, person: int, begin: datetime, text: str) -> dict[str, Any]:
    row = Message(
        chat_id=GROUP,
        message_id=message_id,
        session_id=number,
        participant_id=person,
        text=text,
        sent_at=begin + timedelta(seconds=message_id % 1000 * 20),
        place=Place.ANSWER,
        filed_by=FiledBy.LABEL,
    )
    return row.model_dump()


def put(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    session.connection().execute(insert(table), rows)


class Time(NamedTuple):
    """Seconds on the clock, and of them those of this process: the second does not mind what else the machine does."""

    clock: float
    own: float

    def __str__(self) -> str:
        return f"{self.clock:7.2f} s ({self.own:.2f} s of the processor)"


def timed(work: Callable[[], object]) -> Time:
    """How long some work takes."""
    begun, own = perf_counter(), process_time()
    work()
    return Time(perf_counter() - begun, process_time() - own)


def main() -> None:
    """Print the medians."""
    given = [int(number) for number in sys.argv[1:]]
    sessions, answers = (*given, *(1000, 60)[len(given) :])
    with tempfile.TemporaryDirectory() as made:
        database = Database(f"sqlite:///{made}/chathour.db")
        upgrade(database)
        with database.transaction() as session:
            fill(session, sessions, answers)

        def run() -> None:
            with database.reading() as session:
                build(session, Folder(Path(made) / "archive"), NOW)

        def change(turn: int) -> None:
            with database.transaction() as session:
                edit = {"text": f"A1 edited {turn}", "edited_at": NOW + timedelta(seconds=turn)}
                session.exec(update(Message).where(col(Message.message_id) == 1000 * (sessions // 2)).values(**edit))

        print(f"{sessions} sessions of {answers} answers")
        print(f"whole archive:       {timed(run)}")
        print(f"nothing changed:     {median_low(timed(run) for _ in range(TURNS))}")
        times = []
        for turn in range(TURNS):
            change(turn)
            times.append(timed(run))
        print(f"one session changed: {median_low(times)}")
        with database.transaction() as session:
            hold(session, sessions + 1, answers)
        print(f"one session more:    {timed(run)}")
        files = [file for file in (Path(made) / "archive").rglob("*") if file.is_file()]
        print(f"{len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.0f} MB")
        database.close()


if __name__ == "__main__":
    main()
