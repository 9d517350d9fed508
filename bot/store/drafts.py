"""What somebody is planning in the private chat and has not finished: a row, so that nothing is lost on the way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, Session

from bot.store.tables import Table


class Draft(Table, table=True):
    """What one person is planning."""

    person_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    step: str
    """What the bot asked last."""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime


def of(session: Session, person_id: int) -> Draft | None:
    """What this person is planning."""
    return session.get(Draft, person_id)


def keep(session: Session, person_id: int, step: str, data: dict[str, Any], now: datetime) -> None:
    """Write down where this person is."""
    draft = session.get(Draft, person_id)
    if draft is None:
        session.add(Draft(person_id=person_id, step=step, data=data, updated_at=now))
    else:
        draft.step, draft.data, draft.updated_at = step, data, now
    session.flush()


def forget(session: Session, person_id: int) -> None:
    """The plan was finished, or given up."""
    draft = session.get(Draft, person_id)
    if draft is not None:
        session.delete(draft)
        session.flush()
