"""Fixtures: a database with sessions, and the archive made of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, update

from bot.store.database import Database
from bot.store.tables import Series
from tests.archive_example import fill, made

URL = "https://example.org/chats"
FIRST = "libchat/1/index.html"


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with four sessions that have ended."""
    with database.transaction() as session:
        fill(session)
    return database


@pytest.fixture
def site(filled: Database, tmp_path: Path) -> Path:
    """Their archive."""
    folder = tmp_path / "site"
    made(filled, folder, URL)
    return folder


def change(database: Database, work: Callable[[Session], Any]) -> None:
    with database.transaction() as session:
        work(session)


def wish(database: Database, **archive: Any) -> None:
    """What libchat's file says of the archive."""
    change(
        database,
        lambda session: session.exec(update(Series).where(col(Series.id) == "libchat").values(archive=archive)),
    )
