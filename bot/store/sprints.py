"""Sprints in the tables: the series that holds those a group calls, what is counted, where people ended before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlmodel import Session, col, select

from bot.rules import sprints as rules
from bot.rules.calling import Wanted
from bot.rules.plans import QuestionPlan, SessionPlan
from bot.rules.recap import Person, SessionInfo
from bot.rules.sprints import Heard
from bot.rules.words import PostKind, QuestionKind, SessionState
from bot.store import planning, plans, posts
from bot.store.tables import Answer, Attendance, Message, Question, Series, same_message
from bot.store.tables import Session as Row

MEASURE, ROUND_OF = "measure", "round_of"
"""Keys of a session's details: what is counted, and the session that was the first of its rounds."""


def measure(details: Mapping[str, Any] | None) -> str:
    """What is counted in a sprint by those who do not say."""
    return str((details or {}).get(MEASURE, "words"))


def before(session: Session, info: SessionInfo) -> dict[int, float]:
    """Where those who speak in a sprint had ended the one before, worked out anew from what they said then."""
    if info.started_at is None:
        return {}
    here = select(Attendance.participant_id).where(Attendance.session_id == info.id)
    query = (
        select(Row.id, Row.details, Question.position, Message)
        .join(Question, col(Question.session_id) == col(Row.id))
        .join(Answer, col(Answer.question_id) == col(Question.id))
        .join(Message, same_message(Answer))
        .where(Row.series_id == info.series, col(Row.started_at) < info.started_at)
        .where(col(Message.participant_id).in_(here))
        .order_by(
            col(Row.started_at), col(Row.id), col(Question.position), col(Message.sent_at), col(Message.message_id)
        )
    )
    ended: dict[int, float] = {}
    for session_id, rows in groupby(session.exec(query), itemgetter(0)):
        found = list(rows)
        heard = [Heard(Person(said.participant_id, ""), said.text, said.sent_at, at > 0) for _, _, at, said in found]
        for tally in rules.totals(heard, time_up(session, session_id or 0), ended, measure(found[0][1])):
            known = [number for number in (tally.end, tally.start, tally.gained) if number is not None]
            if known:
                ended[tally.person.id] = known[0]
    return ended


def time_up(session: Session, session_id: int) -> datetime | None:
    """When the time of a sprint was up; None before."""
    query = select(Question.posted_at).where(Question.session_id == session_id, Question.position == 1)
    return session.exec(query).first()


def ends_at(session: Session, row: Row) -> datetime | None:
    """When the time of a sprint will be up, or else when its counts are added up; None when nothing is owed."""
    owed = [post for post in posts.pending(session, row.id or 0) if post.kind in (PostKind.QUESTION, PostKind.RECAP)]
    return min((post.due_at for post in owed), default=None)


def call(session: Session, series: Series, texts: tuple[str, str], wanted: Wanted, caller: int, now: datetime) -> Row:
    """Plan a sprint, and its further rounds, for now or soon; whoever called it may steer it. Gives the first."""
    starts_at, rows = now + wanted.wait, []
    for _ in range(wanted.rounds):
        questions = (
            QuestionPlan(texts[0], QuestionKind.NUMBER, lasts=wanted.length),
            QuestionPlan(texts[1], QuestionKind.NUMBER),
        )
        row = planning.add(session, series, SessionPlan(questions, starts_at=starts_at), now)
        rows.append(row)
        row.cohosts = [caller]
        row.details = {MEASURE: wanted.measure, ROUND_OF: rows[0].id}
        starts_at += timedelta(seconds=row.lasts) + wanted.pause
    session.flush()
    return rows[0]


def opening(session: Session, row: Row) -> Question:
    """The question that opens a sprint."""
    return plans.questions(session, row.id or 0)[0]


def last(session: Session, series: Series) -> tuple[timedelta, str] | None:
    """How long the last sprint of a series was, and what it counted."""
    begun = select(Row).where(Row.series_id == series.id, col(Row.started_at).is_not(None))
    row = session.exec(begun.order_by(col(Row.started_at).desc())).first()
    if row is None:
        return None
    return timedelta(seconds=opening(session, row).lasts or series.cadence["every"]), measure(row.details)


def rounds_left(session: Session, row: Row) -> list[Row]:
    """The rounds that are to follow this one."""
    planned = select(Row).where(Row.series_id == row.series_id, Row.state == SessionState.PLANNED)
    first = row.details.get(ROUND_OF)
    found = [one for one in session.exec(planned) if first is not None and one.details.get(ROUND_OF) == first]
    return sorted(found, key=attrgetter("number"))


def put_off_rounds(session: Session, row: Row, by: timedelta) -> None:
    """The rounds to follow come later, with all that they owe."""
    for one in rounds_left(session, row):
        if one.starts_at is not None:
            one.starts_at += by
            for post in posts.pending(session, one.id or 0):
                post.due_at += by
    session.flush()


def is_writing(session: Session, row: Row) -> bool:
    """Whether the time of a sprint is not up yet."""
    return any(post.kind is PostKind.QUESTION for post in posts.pending(session, row.id or 0))
