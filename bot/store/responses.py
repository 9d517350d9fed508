"""Reactions and votes: what people say without words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from bot.store import evenings
from bot.store.messages import meet, upsert
from bot.store.tables import Group, Message, Question, Reaction, Series, Vote
from bot.store.tables import Session as Row

ANONYMOUS = 0
"""The actor under whom all anonymous reactions to a message are counted together."""


def react(
    session: Session, chat_id: int, message_id: int, actor_id: int, count: int, at: datetime, now: datetime
) -> None:
    """Keep how many reactions somebody has on a message now; what is older than what is known changes nothing."""
    message = session.get(Message, (chat_id, message_id))
    if message is None and not _listens(session, chat_id, now):
        return  # where a session listens, an edit may yet make an answer of it
    known = session.get(Reaction, (chat_id, message_id, actor_id))
    if known is not None and known.changed_at > at:
        return
    row = {"chat_id": chat_id, "message_id": message_id, "actor_id": actor_id, "count": count, "changed_at": at}
    upsert(session, Reaction, [row], ("count", "changed_at"))
    if message is not None:
        evenings.amend(session, session.get_one(Row, message.session_id), now)


def _listens(session: Session, chat_id: int, now: datetime) -> bool:
    query = (
        select(Row.id)
        .join(Series, col(Series.id) == col(Row.series_id))
        .join(Group, col(Group.id) == col(Series.group_id))
        .where(
            Group.chat_id == chat_id,
            col(Row.started_at).is_not(None),
            or_(col(Row.late_until).is_(None), col(Row.late_until) >= now),
        )
    )
    return session.exec(query).first() is not None


def vote(session: Session, poll_id: str, who: Mapping[str, Any], choices: Sequence[int], now: datetime) -> None:
    """Keep what somebody has chosen in a question's poll."""
    question = session.exec(select(Question).where(col(Question.poll_id) == poll_id)).first()
    if question is None:
        return
    meet(session, [who])
    row = {"poll_id": poll_id, "participant_id": who["id"], "choices": list(choices)}
    upsert(session, Vote, [row], ("choices",))
    evenings.amend(session, session.get_one(Row, question.session_id), now)
