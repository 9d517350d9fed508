"""What people asked for beside answering, as `Participant.wishes` keeps it; each wish by its name here."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from bot.store import details
from bot.store.tables import Participant

HINTED = "hinted"
"""True once the person had their one hint on how to take part."""
REMIND = "remind"
"""By series: ONCE or ALWAYS."""
INTRODUCE = "introduce"
"""introductions.YES or NEVER; nobody who said neither is ever asked."""
MET = "met"
"""The ids of those whom the person was asked about, so that no two are asked about each other twice."""
ONCE, ALWAYS = "once", "always"


def of(session: Session, person_id: int, wish: str) -> Any:
    """What this person wishes; None for nothing said."""
    person = session.get(Participant, person_id)
    return None if person is None or person.wishes is None else person.wishes.get(wish)


def keep(session: Session, person_id: int, wish: str, value: Any) -> None:
    """Write a wish down; an empty one is forgotten."""
    person = session.get_one(Participant, person_id)
    person.wishes = details.changed(person.wishes, wish, value) or None
    session.add(person)
    session.flush()


def wishing(session: Session, wish: str, among: Collection[int] | None = None) -> dict[int, Any]:
    """Who has this wish, and what it is, by their ids."""
    says = cast(col(Participant.wishes), String).contains(f'"{wish}"', autoescape=True)
    query = select(Participant.id, Participant.wishes).where(says)
    if among is not None:
        query = query.where(col(Participant.id).in_(among))
    rows = session.exec(query.order_by(col(Participant.id)))
    return {person_id: wishes[wish] for person_id, wishes in rows if wishes and wish in wishes}


def remind(session: Session, person_id: int, series_id: str, how: str) -> None:
    """Remind this person of the series once, always, or (empty) no more."""
    keep(session, person_id, REMIND, details.changed(of(session, person_id, REMIND), series_id, how))
