"""Attendance: who has spoken in which session, and with it the way to everything that one person said."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, bindparam, exists, select, update
from sqlmodel import Session, col

from bot.rules.words import Place
from bot.store import bulk
from bot.store.tables import Attendance, Message

Presence = tuple[int, int, bool]
"""A session, somebody who has spoken in it, and whether that was an answer."""
_TABLE = bulk.table_of(Attendance)
_STAYS = (
    "ON CONFLICT (session_id, participant_id) DO UPDATE SET answered = true "
    "WHERE excluded.answered AND NOT attendance.answered"
)
"""Nothing is written where nothing changes."""
_NOTED = select(_TABLE.c.session_id, _TABLE.c.participant_id, _TABLE.c.answered).where(
    _TABLE.c.session_id.in_(bindparam("sessions", expanding=True)),
    _TABLE.c.participant_id.in_(bindparam("people", expanding=True)),
)


def note(session: Session, presences: Iterable[Presence]) -> None:
    """Write down who has spoken; whoever has answered once stays so."""
    columns = ("session_id", "participant_id", "answered")
    bulk.insert(session, _TABLE, [dict(zip(columns, one, strict=True)) for one in sorted(presences)], _STAYS)


def noted(session: Session, sessions: Collection[int], people: Collection[int]) -> set[Presence]:
    """What is written down already of these people in these sessions: to look costs less than to write in vain."""
    found = session.connection().execute(_NOTED, {"sessions": list(sessions), "people": list(people)}).all()
    spoke = {(session_id, person_id, False) for session_id, person_id, _ in found}
    return spoke | {(session_id, person_id, True) for session_id, person_id, answered in found if answered}


def settle(session: Session, chat_id: int, message_id: int) -> None:
    """The place of a message has changed: note whether its author still has an answer in its session."""
    facts = select(col(Message.session_id), col(Message.participant_id), col(Message.place) == Place.ANSWER)
    found = facts.where(col(Message.chat_id) == chat_id, col(Message.message_id) == message_id)
    session_id, person_id, answers = session.connection().execute(found).one()
    if answers:
        note(session, [(session_id, person_id, True)])
        return
    theirs = (col(Attendance.session_id) == session_id, col(Attendance.participant_id) == person_id)
    in_session = (col(Message.session_id) == session_id, col(Message.participant_id) == person_id)
    others = exists().where(*in_session, col(Message.place) == Place.ANSWER)
    session.connection().execute(
        update(Attendance).where(*theirs, col(Attendance.answered), ~others).values(answered=False)
    )


def said_by(person_id: int) -> ColumnElement[bool]:
    """What finds the messages of this person, session by session: no index of messages begins with people."""
    attended = select(col(Attendance.session_id)).where(col(Attendance.participant_id) == person_id)
    return and_(col(Message.session_id).in_(attended), col(Message.participant_id) == person_id)
