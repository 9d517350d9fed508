"""Recaps from the tables as they stand, and which session is meant when somebody asks for one."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from bot.rules.erasing import wordless
from bot.rules.gathering import compute
from bot.rules.recap import Recap
from bot.rules.words import Form, Place, SessionState
from bot.store import tables
from bot.store.gathering import info, rows
from bot.store.stages import BEGUN

_LONGEST_NUMBER = 9
"""Digits of a session's number that are worth looking for."""


def recap(session: Session, session_id: int) -> Recap:
    """What a session has come to by now.

    Raises `LookupError` when there is no such session.
    """
    with no_search_for_cycles():
        about = info(session, session_id)
        found = compute(about, rows(session, about))
        return wordless(found) if about.erased else found


def is_answer(session: Session, session_id: int, chat_id: int, message_id: int) -> bool:
    """Whether this message is an answer in this session."""
    said = tables.Message
    statement = select(col(said.message_id)).where(
        col(said.session_id) == session_id,
        *(col(said.chat_id) == chat_id, col(said.message_id) == message_id),
        col(said.place) == Place.ANSWER,
    )
    return _first(session, statement) is not None


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Keep Python from searching many rows for cycles: they have none, and it takes a third of a large recap's time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def find(session: Session, ref: str) -> int | None:
    """The id of the session meant by "libchat" (its latest, else its next), "libchat/12" or "latest"; None for none."""
    series, slash, number = ref.strip().partition("/")
    of_series: list[ColumnElement[bool]] = [col(tables.Session.series_id) == series]
    if ref.strip() == "latest":  # a stumper that somebody asked is no session that people came to
        stumpers = select(col(tables.Series.id)).where(col(tables.Series.form) == Form.STUMPER)
        of_series = [col(tables.Session.series_id).not_in(stumpers)]
    if slash:
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
            return None
        return _first(
            session, select(col(tables.Session.id)).where(*of_series, col(tables.Session.number) == int(number))
        )
    begins = func.coalesce(col(tables.Session.started_at), col(tables.Session.starts_at))
    newest_first = begins.desc(), col(tables.Session.number).desc(), col(tables.Session.id).desc()
    begun = (
        select(col(tables.Session.id)).where(*of_series, col(tables.Session.state).in_(BEGUN)).order_by(*newest_first)
    )
    planned = (
        select(col(tables.Session.id))
        .where(*of_series, col(tables.Session.state) == SessionState.PLANNED)
        .order_by(col(tables.Session.starts_at).is_(None), col(tables.Session.starts_at), col(tables.Session.number))
    )
    found = _first(session, begun)
    return found if found is not None else _first(session, planned)


def _first(session: Session, statement: Select[int | None]) -> int | None:
    return session.connection().scalar(statement.limit(1))
