"""Days on which a series takes no session, though its schedule comes round: holidays, as a moderator says.

Each is an act of its own, so that it outlives the sessions: whatever is planned anew goes round it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.rules.calendar import occurrences
from bot.rules.words import SessionState
from bot.store import acts, plans
from bot.store.tables import Act, Series
from bot.store.tables import Session as Row


def shifted(session: Session, series: Series, day: datetime) -> list[tuple[Row, datetime | None]]:
    """The sessions that another date falls to when this occurrence is left out, each with that date, in order."""
    rows = [row for row in _dated(session, series) if row.occurrence is not None and row.occurrence >= day]
    if not rows or rows[0].occurrence != day:
        return []
    dates = [row.occurrence for row in rows[1:]]
    return list(zip(rows, [*dates, _next(session, series)], strict=True))


def leave_out(session: Session, series: Series, day: datetime, actor_id: int, now: datetime) -> None:
    """Let the schedule's occurrence go by: the session that had it, and those after it, take the following ones."""
    moves = shifted(session, series, day)
    session.merge(Act(key=acts.holiday(series.id, day), at=now, actor_id=actor_id, command="skip"))
    _give(session, moves, now)


def take_back(session: Session, series: Series, day: datetime, now: datetime) -> bool:
    """There is a chat on that day after all: the sessions after it move back. False when it was not left out."""
    act = session.get(Act, acts.holiday(series.id, day))
    if act is None or day <= now:
        return False
    session.delete(act)
    session.flush()
    if session.exec(select(Row.id).where(Row.series_id == series.id, Row.occurrence == day)).first() is not None:
        return True  # its session was moved by hand, or cancelled, and no other has followed from that
    rows = [row for row in _dated(session, series) if row.occurrence is not None and row.occurrence > day]
    dates = [day, *(row.occurrence for row in rows)]
    _give(session, list(zip(rows, dates, strict=False)), now)
    return True


def _dated(session: Session, series: Series) -> Sequence[Row]:
    """The planned sessions whose dates the schedule gave and nobody moved, in their order."""
    query = select(Row).where(
        Row.series_id == series.id, Row.state == SessionState.PLANNED, col(Row.occurrence) == col(Row.starts_at)
    )
    return session.exec(query.order_by(col(Row.occurrence)).with_for_update()).all()


def _next(session: Session, series: Series) -> datetime | None:
    """The first occurrence that no session has had and that is not left out."""
    last = session.exec(select(func.max(Row.occurrence)).where(Row.series_id == series.id)).one()
    taken = acts.holidays(session, series.id) | set(
        session.exec(select(Row.starts_at).where(Row.series_id == series.id))
    )
    coming = occurrences(series.schedule, series.timezone, last) if series.schedule and last is not None else ()
    return next((at for at in coming if at not in taken), None)


def _give(session: Session, moves: Sequence[tuple[Row, datetime | None]], now: datetime) -> None:
    for row, _ in moves:  # out of the way first: no occurrence may be taken twice, not even in passing
        row.occurrence = None
    session.flush()
    for row, date in moves:
        row.occurrence = row.starts_at = date
    session.flush()
    for row, _ in moves:
        plans.plan_posts(session, row, now)
