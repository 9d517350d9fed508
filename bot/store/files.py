"""What becomes of a series whose question file was taken away."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from bot.rules.words import SessionState
from bot.store import plans
from bot.store.tables import Series
from bot.store.tables import Session as Row


def removed(session: Session, present: Collection[str]) -> list[str]:
    """Forget what the files of series that are not `present` had planned; the series to which that happened.

    Sessions that have begun stay, and so does the series with its group: its file may come back.
    """
    # The digest of a series that was sent in the chat has a mark before a colon: it has no file to lose.
    filed = select(Series).where(col(Series.digest) != "", col(Series.digest).not_like("%:%"))
    gone = [series for series in session.exec(filed).all() if series.id not in present]
    for series in gone:
        rows = select(Row).where(
            Row.series_id == series.id, Row.state == SessionState.PLANNED, col(Row.from_file).is_(True)
        )
        for row in session.exec(rows).all():
            plans.forget(session, row)
        series.digest = ""
    return [series.id for series in gone]


def waiting(session: Session) -> bool:
    """Whether a part of some file waits for a session's end."""
    query = select(Series.id).where(col(Series.digest).like(f"%{plans.WAITS}"))
    return session.exec(query).first() is not None
