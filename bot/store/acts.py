"""The audit list: what was asked of the bot, by whom, and whether it was done. Also what makes a command count once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot.store.people import NOBODY
from bot.store.tables import Act


def known(session: Session, key: str) -> bool:
    """Whether this command or press was obeyed (or refused) before."""
    return session.get(Act, key) is not None


def record(
    session: Session,
    key: str,
    now: datetime,
    *,
    actor_id: int,
    actor_name: str,
    command: str,
    done: bool,
    group_id: int | None = None,
    session_id: int | None = None,
    undo: dict[str, Any] | None = None,
) -> None:
    """Write an act down."""
    act = Act(
        key=key,
        at=now,
        actor_id=actor_id,
        actor_name=actor_name,
        group_id=group_id,
        session_id=session_id,
        command=command[:500],
        done=done,
        undo=undo,
    )
    session.add(act)
    session.flush()


def forget(session: Session, whose: ColumnElement[bool]) -> None:
    """Leave of these acts what was done: not who did it, nor the words behind a command."""
    for act in session.exec(select(Act).where(whose)):
        act.actor_id, act.actor_name = 0, NOBODY
        if act.command.startswith("/"):
            act.command = act.command.split(maxsplit=1)[0]
    session.flush()


def holiday(series_id: str, day: datetime | None = None) -> str:
    """The key of the act that leaves an occurrence of a series out; without a day, what all of them begin with."""
    return f"holiday:{series_id}:{'' if day is None else day.isoformat()}"


def holidays(session: Session, series_id: str) -> set[datetime]:
    """The occurrences of its schedule that a series leaves out."""
    start = holiday(series_id)
    query = select(Act.key).where(col(Act.key).startswith(start, autoescape=True))
    return {datetime.fromisoformat(key.removeprefix(start)) for key in session.exec(query)}


def latest(session: Session, group_ids: list[int], limit: int) -> list[Act]:
    """The acts done in these groups, the latest first."""
    query = select(Act).where(col(Act.group_id).in_(group_ids), col(Act.done))
    return list(session.exec(query.order_by(col(Act.at).desc(), col(Act.key).desc()).limit(limit)))
