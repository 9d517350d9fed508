"""How long the recap of one session with 100,000 answers takes: reading and computing it, and each of its forms.

python -m tests.bench.recap [ANSWERS]
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlmodel import Session, SQLModel, insert

from bot.recaps import FORMATS
from bot.rules.words import FiledBy, Place, SessionState
from bot.store import recaps, tables
from bot.store.database import Database
from bot.store.tables import Answer, Attendance, Message, Participant, Question, Series
from bot.store.upgrade import upgrade
from bot.wording.language import Language
from bot.wording.recap import recap_messages

GROUP = -1001234567890
BEGIN = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
QUESTIONS, PEOPLE, TURNS = 6, 5_000, 5


def fill(session: Session, answers: int) -> None:
    """One session with so many answers by five thousand people."""
    session.add(tables.Group(id=1, chat_id=GROUP, username="libchat_group"))
    session.flush()
    session.add(Series(id="libchat", title="Library chat", hashtag="#libchat", group_id=1))
    session.flush()
    row = tables.Session(id=1, series_id="libchat", number=1, topic="Reading", state=SessionState.CLOSED)
    row.starts_at, row.started_at, row.ended_at = BEGIN, BEGIN, BEGIN + timedelta(hours=1)
    session.add(row)
    session.flush()
    posted: dict[str, Any] = {"posted_at": BEGIN, "chat_id": GROUP}
    for place in range(QUESTIONS):
        text = f"Question {place + 1}?"
        session.add(Question(id=place + 1, session_id=1, position=place, number=place + 1, text=text, **posted))
    put(session, Participant, [Participant(id=at, name=f"Person {at}").model_dump() for at in range(1, PEOPLE + 1)])
    said, filed = [], []
    for at in range(answers):
        message = Message(
            chat_id=GROUP,
            message_id=1000 + at,
            session_id=1,
            participant_id=1 + at % PEOPLE,
            text=f"A{at % QUESTIONS + 1} this is what somebody thinks about it, number {at}, in a sentence or so",
            sent_at=BEGIN + timedelta(seconds=at % 3600),
            place=Place.ANSWER,
            filed_by=FiledBy.LABEL,
        )
        said.append(message.model_dump())
        filed.append({"chat_id": GROUP, "message_id": 1000 + at, "question_id": at % QUESTIONS + 1, "value": None})
    put(session, Message, said)
    put(session, Answer, filed)
    put(
        session,
        Attendance,
        [Attendance(session_id=1, participant_id=at, answered=True).model_dump() for at in range(1, PEOPLE + 1)],
    )


def put(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    session.flush()
    session.connection().execute(insert(table), rows)


def seconds(work: Callable[[], object]) -> float:
    """The median of some turns."""
    times = []
    for _ in range(TURNS):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return median(times)


def main() -> None:
    """Print the medians."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/chathour.db")
        upgrade(database)
        with database.transaction() as session:
            fill(session, answers)
        with database.reading() as session:
            print(f"{answers} answers, medians of {TURNS} turns")
            print(f"from the tables to the recap: {seconds(lambda: recaps.recap(session, 1)):6.2f} s")
            recap = recaps.recap(session, 1)
        print(f"the message in the chat:      {seconds(lambda: recap_messages(recap, Language())):6.2f} s")
        for name, render in FORMATS.items():
            print(f"as {name:27}{seconds(lambda render=render: render(recap)):6.2f} s")  # type: ignore[misc]  # bound now
        database.close()


if __name__ == "__main__":
    main()
