"""Rows that a test puts into the tables by itself."""

from typing import Any

from sqlmodel import Session

from bot.rules.words import Place
from bot.store import attendance
from bot.store.tables import Message


def add(session: Session, *rows: Any) -> None:
    """Put rows into their tables, one after the other; whoever says something attends, as when the bot files it."""
    for row in rows:
        session.add(row)
        session.flush()
    said = [row for row in rows if isinstance(row, Message)]
    attendance.note(session, {(one.session_id, one.participant_id, one.place is Place.ANSWER) for one in said})
