"""What may be published of the sessions that have ended, and a mark by which a change in one of them is seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import String, cast, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from bot.rules.plans import Publishing
from bot.rules.words import RecapMode, SessionState
from bot.store import tables
from bot.store.likeness import publishing
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

_SPREAD = 65_521
"""Message ids are summed, and so are their squares within this prime, so that two moves hardly cancel each other."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that may be published."""

    id: int
    series: str
    number: int
    began: datetime
    tags: tuple[str, ...]
    archive: Publishing
    mark: str
    """Changes whenever something changes that its page shows."""


def open_series(session: Session) -> dict[str, Series]:
    """The series that let themselves be published."""
    rows = session.exec(select_rows(Series).order_by(col(Series.id))).all()
    return {series.id: series for series in rows if publishing(series).publish}


def ended(session: Session) -> list[Ended]:
    """The sessions that may be published, in the order they began.

    Those have ended, their series is in the archive, and where a moderator reads the recap first it has been published.
    """
    held = tables.Session
    series = open_series(session)
    statement = (
        select(
            *(col(held.id), col(held.series_id), col(held.number)),
            *(col(held.started_at), col(held.starts_at), col(held.tags)),
        )
        .join(Series, col(Series.id) == col(held.series_id))
        .where(
            col(held.state) == SessionState.CLOSED,
            col(held.series_id).in_(series),
            or_(col(Series.recap) == RecapMode.PUBLISH, col(held.recap_published)),
        )
    )
    marks = _marks(session)
    found = []
    for session_id, name, number, started, starts, tags in session.connection().execute(statement):
        began = started or starts
        if session_id is not None and began is not None:
            shown = publishing(series[name])
            told = tuple(map(str, tags or ()))
            found.append(Ended(session_id, name, number, began, told, shown, marks[session_id].hexdigest()))
    return sorted(found, key=lambda one: (one.began, one.series, one.number))


def _marks(session: Session) -> dict[int, Any]:
    """A digest of each session's rows; of what was said, of sums that no change leaves as they were."""
    digests: defaultdict[int, Any] = defaultdict(lambda: blake2b(digest_size=16))
    connection = session.connection()
    for statement in (_sessions(), _questions(), _said(), _answers(), _reactions(), _votes()):
        for row in connection.execute(statement).all():
            digests[row[0]].update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    names = {str(person): f"{person} {name!r} {username!r}" for person, name, username in connection.execute(_people())}
    for session_id, spoke in connection.execute(_voices()):
        told = "\n".join(names[person] for person in sorted(spoke.split(",")))
        digests[session_id].update(told.encode("utf-8", "surrogatepass"))
    return digests


def _sessions() -> Any:
    held = tables.Session
    return (
        select(
            *(col(getattr(held, name)) for name in ("id", "number", "topic", "guest", "tags", "state", "starts_at")),
            *(col(getattr(held, name)) for name in ("started_at", "ended_at", "late_until", "recap_edits", "details")),
            *(col(getattr(Series, name)) for name in ("title", "hashtag", "timezone", "language", "question_letter")),
            col(Group.chat_id),
            col(Group.username),
        )
        .join(Series, col(Series.id) == col(held.series_id))
        .join(Group, col(Group.id) == col(Series.group_id), isouter=True)
        .where(col(held.state) == SessionState.CLOSED)
    )


def _questions() -> Any:
    names = ("session_id", "id", "position", "number", "part", "text", "kind", "choices", "posted_at", "chat_id")
    # As texts: what JSON and times would be read into is of no matter here, and takes longer than all the rest.
    columns = (cast(col(getattr(Question, name)), String) for name in (*names[1:], "message_id", "poll_id"))
    return select(col(Question.session_id), *columns).order_by(col(Question.session_id), col(Question.id))


def _said() -> Any:
    """By where it counts: how many, which, how long, edited when."""
    by = (
        *(col(Message.session_id), col(Message.place), col(Message.question_id)),
        *(col(Message.filed_by), col(Message.late)),
    )
    return (
        select(
            *by,
            *_which(col(Message.message_id)),
            func.sum(func.length(col(Message.text))),
            func.count(col(Message.edited_at)),
            func.max(col(Message.edited_at)),
            func.max(col(Message.sent_at)),
            func.sum(func.coalesce(col(Message.thread), 0)),
        )
        .group_by(*by)
        .order_by(*by)
    )


def _answers() -> Any:
    by = (col(Question.session_id), col(Answer.question_id))
    return (
        select(*by, *_which(col(Answer.message_id)), func.sum(col(Answer.value)), func.count(col(Answer.value)))
        .join(Question, col(Question.id) == col(Answer.question_id))
        .group_by(*by)
        .order_by(*by)
    )


def _reactions() -> Any:
    by = col(Message.session_id)
    counts = (*_which(col(Reaction.message_id)), func.sum(col(Reaction.count)), func.max(col(Reaction.changed_at)))
    return select(by, *counts).join(Message, same_message(Reaction)).group_by(by)


def _people() -> Any:
    return select(col(Participant.id), col(Participant.name), col(Participant.username))


def _voices() -> Any:
    """Who spoke, in one text a session: a row for each would be ten times as many."""
    together = func.aggregate_strings(cast(col(Attendance.participant_id), String), ",")
    return select(col(Attendance.session_id), together).group_by(col(Attendance.session_id))


def _votes() -> Any:
    return (
        select(col(Question.session_id), col(Vote.poll_id), col(Vote.participant_id), col(Vote.choices))
        .join(Vote, col(Vote.poll_id) == col(Question.poll_id))
        .order_by(col(Question.session_id), col(Vote.poll_id), col(Vote.participant_id))
    )


def _which(message_id: Any) -> Iterable[Any]:
    """How many messages, and which: by two sums."""
    rest = message_id % _SPREAD
    return func.count(), func.sum(message_id), func.sum(rest * rest)
