"""Rows that a test puts into the tables by itself, and all that are there."""

import sqlite3
from typing import Any

from sqlmodel import Session

from bot.rules.words import Place
from bot.store import attendance
from bot.store.tables import Message
from tests.evenings import Evening


def add(session: Session, *rows: Any) -> None:
    """Put rows into their tables, one after the other; whoever says something attends, as when the bot files it."""
    for row in rows:
        session.add(row)
        session.flush()
    said = [row for row in rows if isinstance(row, Message)]
    attendance.note(session, {(one.session_id, one.participant_id, one.place is Place.ANSWER) for one in said})


def every_row(evening: Evening) -> list[str]:
    """Every row of every table, as text."""
    found = []
    with sqlite3.connect(evening.folder / "chathour.db") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            listed = database.execute(f'select * from "{table}"')
            found += [f"{table}: {row}" for row in listed]
    database.close()
    return found
