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


def set_aside(session: Session, person_id: int, step: str, data: dict[str, Any], now: datetime) -> None:
    """Ask something in between; what was being planned is kept with it."""
    draft = session.get(Draft, person_id)
    aside = None if draft is None else draft.data.get("aside", {"step": draft.step, "data": draft.data})
    keep(session, person_id, step, {**data, "aside": aside}, now)


def take_up(session: Session, person_id: int, now: datetime) -> None:
    """What was asked in between is answered: back to what was being planned before, if anything was."""
    draft = session.get(Draft, person_id)
    aside = None if draft is None else draft.data.get("aside")
    forget(session, person_id)
    if aside:
        keep(session, person_id, aside["step"], aside["data"], now)
