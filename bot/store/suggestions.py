"""The question box: what participants would like to be asked, and what moderators made of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, col, func, select

from bot.store.messages import meet
from bot.store.tables import SERIAL, Table

WAITING, TAKEN, DECLINED = "waiting", "taken", "declined"
MOST_WAITING = 5
"""Suggestions that one person may have waiting in one series."""


class Suggestion(Table, table=True):
    """A question that a participant would like to be asked."""

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    series_id: str = Field(foreign_key="series.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", index=True, sa_type=BigInteger)
    text: str
    state: str = WAITING
    at: datetime


def add(session: Session, series_id: str, who: Mapping[str, Any], text: str, now: datetime) -> bool:
    """Put a question into the box; False when this person has too many waiting there."""
    participant_id = who["id"]
    waiting = select(func.count()).where(
        Suggestion.series_id == series_id, Suggestion.participant_id == participant_id, Suggestion.state == WAITING
    )
    if session.exec(waiting).one() >= MOST_WAITING:
        return False
    meet(session, [who])
    session.add(Suggestion(series_id=series_id, participant_id=participant_id, text=text, at=now))
    session.flush()
    return True


def of(session: Session, suggestion_id: int) -> Suggestion | None:
    """The suggestion with this id."""
    return session.get(Suggestion, suggestion_id)


def waiting(session: Session, series_id: str) -> list[Suggestion]:
    """What waits in a series' box, the oldest first."""
    query = select(Suggestion).where(Suggestion.series_id == series_id, Suggestion.state == WAITING)
    return list(session.exec(query.order_by(col(Suggestion.id))))
