"""Gathering what a recap needs from the tables.

Rows are read by Core, without objects of the mapper: a session may hold 100,000 answers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Executable, and_, func, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.rules.recap import Person, SessionInfo
from bot.rules.rows import AnswerRow, MessageKey, QuestionRow, RemarkRow, Rows
from bot.rules.words import Form, Numbering, Place, SessionState
from bot.store import sprints, stumpers, tables
from bot.store.retention import ERASED
from bot.store.tables import (
    Answer,
    Attendance,
    Group,
    Message,
    Participant,
    Question,
    Reaction,
    Series,
    Vote,
    same_message,
)

_PLAIN_TIME = DateTime(timezone=True)


def info(session: Session, session_id: int) -> SessionInfo:
    """Which session it is, with its series, its group and when the next one begins.

    Raises `LookupError` when there is no such session.
    """
    row = session.connection().execute(_info(session_id)).mappings().first()
    if row is None:
        raise LookupError(f"there is no session with the id {session_id}")
    known: dict[str, Any] = dict(row)
    known["series"] = known.pop("series_id")
    if known.pop("numbering") is Numbering.SERIES:
        first = select(func.min(col(Question.number))).where(col(Question.session_id) == session_id)
        known["running"] = session.connection().execute(first).scalar()
    details = known.pop("details") or {}
    known["measure"], known["erased"] = sprints.measure(details), ERASED in details
    known["tags"] = tuple(map(str, known["tags"] or ()))
    known["group"] = known.pop("chat_id")
    known["username"] = known["username"] or ""
    if known["form"] is Form.STUMPER:
        known["solution"] = stumpers.solution_of(session, session_id)
    known["next_at"] = _next_at(session, known["series"], known["starts_at"])
    return SessionInfo(**known)


def rows(session: Session, info: SessionInfo) -> Rows:
    """All that was said in a session; its answers are read only when they are asked for, while `session` lasts."""
    session_id = info.id
    questions = [QuestionRow._make(row) for row in _rows(session, _questions(session_id))]
    polls = [row.poll_id for row in questions if row.poll_id]
    return Rows(
        questions=questions,
        answers=_answer_rows(session, session_id),
        remarks=[RemarkRow._make(row) for row in _rows(session, _remarks(session_id))],
        people={row[0]: Person(*row) for row in _rows(session, _people(session_id))},
        reactions=_reactions(session, session_id),
        votes=_votes(session, polls),
        before=sprints.before(session, info) if info.form is Form.SPRINT else {},
        stumpers=stumpers.still_open(session, info.group, info.ended_at) if info.form is Form.HOUR else (),
        earlier={row[0] for row in _rows(session, _known_before(info))},
    )


def _rows(session: Session, statement: Executable) -> list[Any]:
    """The rows of a statement as tuples."""
    return list(session.connection().execute(statement).all())


def _info(session_id: int) -> Executable:
    held = tables.Session
    return (
        select(
            col(held.id),
            col(held.series_id),
            col(Series.title),
            col(Series.hashtag),
            col(held.number),
            col(held.topic),
            col(held.state),
            col(held.guest),
            col(held.tags),
            col(held.starts_at),
            col(held.started_at),
            col(held.ended_at),
            col(held.late_until),
            col(Group.chat_id),
            col(Group.username),
            col(Series.timezone),
            col(Series.language),
            col(Series.question_letter),
            col(Series.form),
            col(Series.numbering),
            col(held.details),
        )
        .join(Series, col(Series.id) == col(held.series_id))
        .join(Group, col(Group.id) == col(Series.group_id), isouter=True)
        .where(col(held.id) == session_id)
    )


def _next_at(session: Session, series_id: str, after: Any) -> Any:
    """When the series' next planned session begins."""
    starts_at = col(tables.Session.starts_at)
    statement = select(func.min(starts_at)).where(
        col(tables.Session.series_id) == series_id, col(tables.Session.state) == SessionState.PLANNED
    )
    return session.connection().execute(statement if after is None else statement.where(starts_at > after)).scalar()


def _questions(session_id: int) -> Executable:
    return select(
        col(Question.id),
        col(Question.position),
        col(Question.number),
        col(Question.part),
        col(Question.text),
        col(Question.kind),
        col(Question.choices),
        col(Question.posted_at),
        col(Question.chat_id),
        col(Question.message_id),
        col(Question.poll_id),
    ).where(col(Question.session_id) == session_id)


def _answer_rows(session: Session, session_id: int) -> Iterator[AnswerRow]:
    """The answers, some hundreds at a time, their times read without the column type's three calls for each."""
    statement = (
        select(
            col(Answer.question_id),
            col(Answer.value),
            col(Message.chat_id),
            col(Message.message_id),
            col(Message.participant_id),
            col(Message.text),
            col(Message.media),
            type_coerce(col(Message.sent_at), _PLAIN_TIME),
            type_coerce(col(Message.edited_at), _PLAIN_TIME),
            col(Message.filed_by),
            col(Message.late),
        )
        .join(Message, same_message(Answer))
        .where(*_placed(session_id, Place.ANSWER))
    )
    for rows in session.connection().execute(statement, execution_options={"yield_per": 500}).partitions():
        for question_id, value, chat_id, message_id, person_id, text, media, sent_at, edited_at, filed_by, late in rows:
            sent, edited = _utc(sent_at), _utc(edited_at)
            yield AnswerRow(
                question_id, value, chat_id, message_id, person_id, text, media, sent, edited, filed_by, late
            )


def _utc(moment: Any) -> Any:
    """A moment as drivers give it: SQLite's is in UTC without saying so, PostgreSQL's in the zone of its server."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _remarks(session_id: int) -> Executable:
    return select(
        col(Message.question_id),
        col(Message.thread),
        col(Message.place),
        col(Message.chat_id),
        col(Message.message_id),
        col(Message.participant_id),
        col(Message.text),
        col(Message.media),
        col(Message.sent_at),
        col(Message.edited_at),
        col(Message.filed_by),
    ).where(*_placed(session_id, Place.COMMENT, Place.TALK, Place.UNFILED))


def _people(session_id: int) -> Executable:
    spoke = select(col(Attendance.participant_id)).where(col(Attendance.session_id) == session_id)
    return select(col(Participant.id), col(Participant.name), col(Participant.username)).where(
        col(Participant.id).in_(spoke)
    )


def _reactions(session: Session, session_id: int) -> dict[MessageKey, int]:
    """How many reactions the messages of a session have now; an album's entry has those of all its parts."""
    message = (col(Message.chat_id), col(Message.message_id), col(Message.album))
    statement = (
        select(*message, func.sum(col(Reaction.count)))
        .join(Message, same_message(Reaction))
        .where(col(Message.session_id) == session_id)
        .group_by(*message)
    )
    reactions: Counter[MessageKey] = Counter()
    of_albums: Counter[tuple[int, str]] = Counter()
    for chat_id, message_id, album, count in _rows(session, statement):
        if album is None:
            reactions[chat_id, message_id] += int(count)
        else:
            of_albums[chat_id, album] += int(count)
    if of_albums:
        entries = select(*message).where(
            col(Message.session_id) == session_id, col(Message.album).is_not(None), col(Message.place) != Place.NOWHERE
        )
        for chat_id, message_id, album in _rows(session, entries):
            reactions[chat_id, message_id] = of_albums[chat_id, album]
    return reactions


def _votes(session: Session, polls: list[str]) -> dict[str, list[list[int]]]:
    """What was chosen in each poll, a list of positions a voter."""
    votes: defaultdict[str, list[list[int]]] = defaultdict(list)
    if polls:
        for poll_id, choices in _rows(
            session, select(col(Vote.poll_id), col(Vote.choices)).where(col(Vote.poll_id).in_(polls))
        ):
            votes[poll_id].append(choices)
    return votes


def _known_before(info: SessionInfo) -> Executable:
    """Who of those who answered had done so in an earlier session: one that began earlier, or has a lower number."""
    held = tables.Session
    begins = func.coalesce(col(held.started_at), col(held.starts_at))
    began = info.started_at or info.starts_at
    lower = col(held.number) < info.number
    earlier = lower if began is None else or_(begins < began, and_(or_(begins.is_(None), begins == began), lower))
    now, then = Attendance, aliased(Attendance)
    return (
        select(col(now.participant_id))
        .distinct()
        .join(then, col(then.participant_id) == col(now.participant_id))
        .join(held, col(held.id) == col(then.session_id))
        .where(col(now.session_id) == info.id, col(now.answered), col(then.answered))
        .where(col(held.series_id) == info.series, col(held.id) != info.id, earlier)
    )


def _placed(session_id: int, *places: Place) -> tuple[ColumnElement[bool], ...]:
    """What finds a session's messages in those places, by their index."""
    return col(Message.session_id) == session_id, col(Message.place).in_(places)
