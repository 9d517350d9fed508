"""The people that the bot knows: whom it may write to in private, and whose groups they are."""

from collections.abc import Collection

from sqlmodel import Session, col, func, or_, select

from bot.rules.words import Place
from bot.store.attendance import said_by
from bot.store.tables import Group, Message, Participant, Question, Series, Vote
from bot.store.tables import Session as Row

NOBODY = "(erased)"
"""The name of whoever asked to be forgotten, or of whom nothing is kept any more."""


def met_in_private(session: Session, person: Participant) -> Participant:
    """Somebody wrote to the bot in private: write down who it is, and that the bot may answer."""
    known = session.get(Participant, person.id)
    if known is None:
        person.private = True
        session.add(person)
        session.flush()
        return person
    known.name, known.username, known.language = person.name, person.username, person.language
    known.private = True
    return known


def reachable(session: Session, person_id: int) -> bool:
    """Whether the bot may write to this person in private."""
    person = session.get(Participant, person_id)
    return person is not None and person.private


def private(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of these people whom the bot may write to."""
    query = select(Participant.id).where(col(Participant.id).in_(person_ids), col(Participant.private))
    return set(session.exec(query))


def reached(session: Session, who: Collection[int | str]) -> list[Participant]:
    """Those of these people, given by their ids or @names, whom the bot may write to."""
    names = [one.lstrip("@").lower() for one in who if isinstance(one, str)]
    these = [col(Participant.id).in_([one for one in who if isinstance(one, int)])]
    if names:  # they have no index
        these.append(func.lower(Participant.username).in_(names))
    query = select(Participant).where(or_(*these), col(Participant.private))
    return list(session.exec(query.order_by(col(Participant.id))))


def language(session: Session, person_id: int) -> str:
    """The language that this person's app speaks; empty when nobody knows."""
    person = session.get(Participant, person_id)
    return "" if person is None else person.language


def administered(session: Session, person_id: int) -> list[int]:
    """The chats of hosting groups where this person was an administrator when Telegram was last asked."""
    hosting = col(Group.id).in_(select(Series.group_id))
    query = select(Group).where(hosting, col(Group.present), col(Group.chat_id).is_not(None))
    return [group.chat_id for group in session.exec(query) if group.chat_id and person_id in group.admins]


def known(session: Session, person_id: int) -> Participant | None:
    """The person with this id, if the bot has met them."""
    return session.get(Participant, person_id)


def took_part(session: Session, person_id: int, series_id: str) -> bool:
    """Whether this person said or voted something that counts in a session of the series."""
    of_series = col(Row.series_id) == series_id
    said = (
        select(Message.message_id)
        .join(Row, col(Row.id) == col(Message.session_id))
        .where(said_by(person_id), Message.place != Place.NOWHERE, of_series)
    )
    voted = (
        select(Vote.poll_id)
        .join(Question, col(Question.poll_id) == col(Vote.poll_id))
        .join(Row, col(Row.id) == col(Question.session_id))
        .where(Vote.participant_id == person_id, of_series)
    )
    return session.exec(said.limit(1)).first() is not None or session.exec(voted.limit(1)).first() is not None
