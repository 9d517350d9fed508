"""The answers that people liked most: to the questions of a session, or of many."""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from bot.rules.anonymity import SOMEBODY
from bot.store.tables import Answer, Message, Participant, Question, Reaction, same_message


class Liked(NamedTuple):
    """An answer with what it was liked."""

    question_id: int
    chat_id: int
    message_id: int
    text: str
    person_id: int
    name: str
    likes: int


def liked(session: Session, question_ids: Collection[int], most: int, *, at_all: bool = True) -> list[Liked]:
    """The answers to these questions with most reactions, the most liked first; with `at_all` none without any."""
    likes = func.coalesce(func.sum(Reaction.count), 0)
    which = (Answer.question_id, Answer.chat_id, Answer.message_id, Message.text, Participant.id, Participant.name)
    query = (
        select(*which, likes)  # type: ignore[call-overload]  # SQLModel's types end at four columns
        .select_from(Answer)
        .join(Message, same_message(Answer))
        .join(Participant, col(Participant.id) == Message.participant_id)
        .join(Reaction, same_message(Reaction), isouter=True)
        .where(col(Answer.question_id).in_(question_ids), Message.text != "")
        .group_by(*which)
        .order_by(likes.desc(), col(Answer.message_id))
        .limit(most)
    )
    if at_all:
        query = query.having(likes > 0)
    return [Liked._make(row) for row in session.exec(query)]


def answered(session: Session, question_id: int) -> int:
    """How many people have answered a question; of answers without a name, each counts as somebody else's."""
    named = func.nullif(Message.participant_id, SOMEBODY)
    query = select(func.count(func.distinct(named)), func.count() - func.count(named)).select_from(Answer)
    people, nameless = session.exec(
        query.join(Message, same_message(Answer)).where(Answer.question_id == question_id)
    ).one()
    return people + nameless


def posted(session: Session, session_id: int) -> list[Question]:
    """The questions of a session whose posts are known to stand in the group, in the order of their numbers."""
    query = select(Question).where(Question.session_id == session_id, col(Question.message_id).is_not(None))
    return list(session.exec(query.order_by(col(Question.number), col(Question.part))))
