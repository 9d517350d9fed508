"""Answers without a name: what waits for a moderator's nod, and how it is filed once it is posted.

Until the nod a session's details hold the words and the question, and nothing else; who handed them in is kept nowhere.
"""

from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from sqlmodel import Session

from bot.rules import numbers
from bot.rules.anonymity import NAME, SOMEBODY
from bot.rules.words import Place, PostKind, QuestionKind
from bot.store import details, evenings, filing, likeness, messages, posts
from bot.store.stages import Stage
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row

WAITING = "anonymous"
"""Among the details of a session: by a random token, the question and the words."""
MOST_WAITING = 50
"""Answers that may wait in one session."""


class Handed(NamedTuple):
    """What somebody would like to say."""

    question_id: int
    text: str


def keep(row: Row, question_id: int, text: str) -> str | None:
    """Let an answer wait for a moderator; the token by which it is known, None when too many wait already."""
    waiting = row.details.get(WAITING, {})
    if len(waiting) >= MOST_WAITING:
        return None
    token = token_hex(8)
    row.details = {**row.details, WAITING: {**waiting, token: {"question": question_id, "text": text}}}
    return token


def waiting(row: Row, token: str) -> Handed | None:
    """What waits under this token; None when a moderator has dealt with it."""
    kept = row.details.get(WAITING, {}).get(token)
    return None if kept is None else Handed(kept["question"], kept["text"])


def take(row: Row, token: str) -> Handed | None:
    """The same, and from now on it waits no more."""
    found = waiting(row, token)
    left = {other: kept for other, kept in row.details.get(WAITING, {}).items() if other != token}
    _leave(row, left)
    return found


def throw_away(row: Row) -> None:
    """Nothing can be answered any more: what still waits is erased."""
    if WAITING in row.details:
        _leave(row, {})


def post(session: Session, stage: Stage, token: str, handed: Handed, now: datetime) -> None:
    """Owe the group an answer that a moderator nodded to."""
    owed = Post(key=f"{stage.id}:relay:{token}", kind=PostKind.RELAY, due_at=now, session_id=stage.id)
    owed.group_id, owed.topic_id = stage.series.group_id, stage.series.topic_id
    owed.question_id, owed.data = handed.question_id, {"text": handed.text}
    posts.owe(session, owed)


def file(session: Session, post: Post, now: datetime) -> None:
    """It is posted: file it under its question, as the answer of nobody in particular."""
    if post.message_id is None or post.chat_id is None:
        return
    row, question = session.get_one(Row, post.session_id), session.get_one(Question, post.question_id)
    letters = likeness.letters(session.get_one(Series, row.series_id))
    text, key = post.data["text"], {"chat_id": post.chat_id, "message_id": post.message_id}
    person = {"id": SOMEBODY, "name": NAME, "username": "", "is_chat": True, "language": "", "private": False}
    messages.meet(session, [person])
    message = filing.row_of(
        (post.chat_id, post.message_id),
        post.session_id or 0,
        SOMEBODY,
        text,
        now.replace(microsecond=0),
        place=Place.ANSWER,
        question_id=question.id,
        late=row.ended_at is not None,
    )
    value = numbers.value(text, letters) if question.kind is QuestionKind.NUMBER else None
    messages.add(session, [message], [{**key, "question_id": question.id, "value": value}])
    post.data = {}
    evenings.amend(session, row, now)


def _leave(row: Row, left: dict[str, object]) -> None:
    row.details = details.changed(row.details, WAITING, left)
