"""Growth from the tables: what each session of a series drew, and who has not been there lately."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from bot.rules.anonymity import SOMEBODY
from bot.rules.growth import Asked, Growth, Held, Quiet, Voice, gone_quiet, growth
from bot.rules.recap import Person
from bot.rules.words import Place, SessionState
from bot.store import tables
from bot.store.people import NOBODY
from bot.store.tables import Answer, Message, Participant, Question, Series, same_message


def grown(session: Session, series_id: str) -> Growth:
    """How a series has gone, over its sessions that have ended."""
    return all_grown(session, [series_id])[series_id]


def all_grown(session: Session, series_ids: Iterable[str]) -> dict[str, Growth]:
    """The same for several series, in a few queries for all of them."""
    wanted = list(series_ids)
    held = _held(session, wanted)
    asked, voices = _asked(session, wanted), _voices(session, wanted)
    return {name: growth(held[name], asked[name], voices[name]) for name in wanted}


def quiet(session: Session, series_id: str) -> list[tuple[Person, Quiet]]:
    """Who came to a series and has gone quiet, for its moderators alone."""
    found = gone_quiet(_held(session, [series_id])[series_id], _voices(session, [series_id])[series_id])
    people = {
        row[0]: Person(*row)
        for row in session.connection().execute(
            select(col(Participant.id), col(Participant.name), col(Participant.username)).where(
                col(Participant.id).in_([one.person_id for one in found]), col(Participant.name) != NOBODY
            )
        )
    }
    return [(people[one.person_id], one) for one in found if one.person_id in people]


def _held(session: Session, series_ids: Sequence[str]) -> dict[str, list[Held]]:
    """The sessions that have ended, in the order they began."""
    held = tables.Session
    comments = (
        select(col(Message.session_id).label("id"), func.count().label("comments"))
        .where(col(Message.place) == Place.COMMENT)
        .group_by(col(Message.session_id))
        .subquery()
    )
    began = func.coalesce(col(held.started_at), col(held.starts_at))
    statement = (
        select(
            col(held.series_id),
            col(held.id),
            col(held.number),
            col(held.topic),
            began,
            func.coalesce(comments.c.comments, 0),
        )
        .join(comments, comments.c.id == col(held.id), isouter=True)
        .where(col(held.series_id).in_(series_ids), col(held.state) == SessionState.CLOSED)
        .order_by(began.is_not(None), began, col(held.number))
    )
    return _by_series(session.connection().execute(statement).all(), Held)


def _asked(session: Session, series_ids: Sequence[str]) -> dict[str, list[Asked]]:
    """Their posted questions, with what each drew."""
    held = tables.Session
    statement = (
        select(
            col(held.series_id),
            col(Question.session_id),
            col(Series.question_letter),
            col(Question.number),
            col(Question.part),
            col(Question.text),
            col(Question.posted_at),
            func.count(col(Message.message_id)),
            func.count(func.nullif(col(Message.participant_id), SOMEBODY).distinct()),
            func.min(col(Message.sent_at)),
        )
        .join(held, col(held.id) == col(Question.session_id))
        .join(Series, col(Series.id) == col(held.series_id))
        .join(Answer, col(Answer.question_id) == col(Question.id), isouter=True)
        .join(Message, _answered(), isouter=True)
        .where(
            col(held.series_id).in_(series_ids),
            col(held.state) == SessionState.CLOSED,
            col(Question.posted_at).is_not(None),
        )
        .group_by(col(Question.id), col(held.series_id), col(Series.question_letter))
        .order_by(col(Question.session_id), col(Question.number), col(Question.part), col(Question.position))
    )
    rows = (
        (series, session_id, f"{letter}{number}{part}", *drew)
        for series, session_id, letter, number, part, *drew in session.connection().execute(statement).all()
    )
    return _by_series(rows, Asked)


def _voices(session: Session, series_ids: Sequence[str]) -> dict[str, list[Voice]]:
    """Who gave how many answers in each session."""
    held = tables.Session
    statement = (
        select(col(held.series_id), col(Message.session_id), col(Message.participant_id), func.count())
        .select_from(Message)
        .join(Answer, _answered())
        .join(held, col(held.id) == col(Message.session_id))
        .where(col(held.series_id).in_(series_ids), col(held.state) == SessionState.CLOSED)
        .where(col(Message.participant_id) != SOMEBODY)
        .group_by(col(held.series_id), col(Message.session_id), col(Message.participant_id))
    )
    return _by_series(session.connection().execute(statement).all(), Voice)


def _answered() -> ColumnElement[bool]:
    """An answer's message, while it still counts as one."""
    return and_(same_message(Answer), col(Message.place) == Place.ANSWER)


def _by_series(rows: Iterable[Any], kind: Any) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for series, *values in rows:
        found[series].append(kind(*values))
    return found
