"""Dead letters: updates that could not be handled, kept with their error until somebody has mended the cause."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.store.tables import DeadLetter

LONGEST = 100_000
"""Characters kept of a raw update; Telegram's own are far shorter."""


def set_aside(session: Session, update_id: int | None, raw: str, error: str, now: datetime) -> None:
    """Keep an update that failed."""
    session.add(DeadLetter(update_id=update_id, raw=raw[:LONGEST].replace("\0", ""), error=error, at=now))


def waiting(session: Session) -> list[DeadLetter]:
    """Those that have not been handled since."""
    query = select(DeadLetter).where(col(DeadLetter.retried_at).is_(None)).order_by(col(DeadLetter.id))
    return list(session.exec(query))


def handled(session: Session, letter_id: int, now: datetime) -> None:
    """A dead letter went through at last."""
    session.get_one(DeadLetter, letter_id).retried_at = now
