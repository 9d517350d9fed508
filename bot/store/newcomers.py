"""Newcomers: who speaks in a series for the first time, and how many of them a session has seen."""

from sqlmodel import Session, col, func, select

from bot.store import wishes
from bot.store.tables import Attendance, Message
from bot.store.tables import Session as Row


def known(session: Session, series_id: str, session_id: int, firsts: dict[int, int]) -> set[int]:
    """Which of these people have spoken in the series before, or had their hint already.

    `firsts` holds, by person, the id of the message that may be their first, in that session.
    """
    elsewhere = (
        select(Attendance.participant_id)
        .join(Row, col(Row.id) == col(Attendance.session_id))
        .where(Row.series_id == series_id, Row.id != session_id, col(Attendance.participant_id).in_(firsts))
    )
    here = select(Message.participant_id, func.min(Message.message_id)).where(
        Message.session_id == session_id, col(Message.participant_id).in_(firsts)
    )
    began = session.exec(here.group_by(col(Message.participant_id)))
    before = {person_id for person_id, message_id in began if message_id < firsts[person_id]}
    return before | set(session.exec(elsewhere)) | set(wishes.wishing(session, wishes.HINTED, firsts))


def here(session: Session, row: Row) -> tuple[int, int]:
    """How many people have spoken in a session so far, and how many of them never before in its series."""
    spoke = select(Attendance.participant_id).where(Attendance.session_id == row.id)
    earlier = (
        select(func.count(func.distinct(Attendance.participant_id)))
        .join(Row, col(Row.id) == col(Attendance.session_id))
        .where(Row.series_id == row.series_id, Row.id != row.id, col(Attendance.participant_id).in_(spoke))
    )
    people = session.exec(select(func.count()).select_from(spoke.subquery())).one()
    return people, people - session.exec(earlier).one()
