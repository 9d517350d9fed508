"""Sessions to make an archive of: two series, what people said there, and one that is still to come."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.recaps.archive import Built, Folder, build
from bot.rules.words import FiledBy, Place, SessionState
from bot.store import tables
from bot.store.database import Database
from bot.store.tables import Answer, Group, Message, Participant, Question, Series
from tests.rows import add

GROUP = -1001234567890
BEGIN = datetime(2025, 12, 3, 20, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CADENCE = {"reminders": [], "first": 300, "every": 600, "closing": 600, "late": 86400}
SAID = {
    1: ["A1 Anna, a village school in Fife", "A1 Ben, prisons, ask @annabell", "A1 a bookmobile in Skye"],
    2: ["A1 poetry on the bus", "A1 comics at the barber", "A1 図書館が好き"],
    3: ["A1 we keep bees", "A1 bees, too, and a fédération of gardens", "A1 none"],
}
"""The answers of each session of libchat, by Anna, Ben and Cleo."""


def fill(session: Session) -> None:
    """Libchat with three sessions and one to come; nightshift with one."""
    add(session, Group(id=1, chat_id=GROUP, username="libchat_group", title="Library chat"))
    add(
        session,
        Series(id="libchat", title="Library chat", hashtag="#libchat", group_id=1, cadence=CADENCE),
        Series(id="nightshift", title="Night shift", hashtag="#nightshift", group_id=1, cadence=CADENCE),
        Participant(id=1, name="Anna Bell", username="annabell"),
        Participant(id=2, name="Ben Okri Smith"),
        Participant(id=3, name="Cleo"),
    )
    for number, texts in SAID.items():
        hold(session, number, "libchat", number, f"Topic {number}", texts, tags=["Reading", f"tag {number}"])
    hold(session, 4, "nightshift", 1, "Sleep", ["A1 coffee", "A1 never"], tags=["reading"])
    coming = tables.Session(id=9, series_id="libchat", number=4, topic="Zines", lasts=3600)
    coming.starts_at = NOW + timedelta(days=3)
    add(session, coming)


def hold(
    session: Session, number_of_row: int, series: str, number: int, topic: str, texts: list[str], **given: Any
) -> None:
    """A session that has ended, with one question and an answer by each in turn."""
    began = BEGIN + timedelta(weeks=4 * (number_of_row - 1))
    row = tables.Session(id=number_of_row, series_id=series, number=number, topic=topic, **given)
    row.state, row.starts_at, row.started_at = SessionState.CLOSED, began, began
    row.ended_at = began + timedelta(hours=1)
    posted: dict[str, Any] = {
        "posted_at": began + timedelta(minutes=5),
        "chat_id": GROUP,
        "message_id": 1000 * number_of_row,
    }
    question = Question(
        id=number_of_row, session_id=number_of_row, position=0, number=1, text=f"What of {topic}?", **posted
    )
    add(session, row, question)
    for at, text in enumerate(texts, 1):
        say(session, number_of_row, 1000 * number_of_row + at, at, text)


def say(session: Session, session_id: int, message_id: int, person: int, text: str) -> None:
    """An answer to a session's question."""
    sent = BEGIN + timedelta(weeks=4 * (session_id - 1), minutes=6 + message_id % 1000)
    place, by = Place.ANSWER, FiledBy.LABEL
    message = Message(
        chat_id=GROUP,
        message_id=message_id,
        session_id=session_id,
        participant_id=person,
        text=text,
        sent_at=sent,
        place=place,
        filed_by=by,
    )
    add(session, message, Answer(chat_id=GROUP, message_id=message_id, question_id=session_id))


def made(database: Database, folder: Path, url: str = "", now: datetime = NOW) -> Built:
    """The archive, brought up to date."""
    with database.reading() as session:
        return build(session, Folder(folder), now, url)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, by path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def shown(folder: Path) -> Iterator[str]:
    """The texts of all files."""
    for content in files(folder).values():
        yield content.decode()
