"""Everything that one person said, from the tables, with what it was said to."""

from sqlalchemy import and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from bot.rules.links import message_link
from bot.rules.own import OwnWords
from bot.rules.words import Place
from bot.store.attendance import said_by
from bot.store.tables import Answer, Group, Message, Question, Series, same_message
from bot.store.tables import Session as Row


def words(session: Session, person_id: int) -> list[OwnWords]:
    """What is kept of this person's messages, session by session in the order they began, as it was said."""
    began = func.coalesce(col(Row.started_at), col(Row.starts_at))
    answered = and_(same_message(Answer), col(Message.place) == Place.ANSWER)
    query = (
        columns(Message, Row, Series, Group, Question)
        .join(Row, col(Row.id) == col(Message.session_id))
        .join(Series, col(Series.id) == col(Row.series_id))
        .join(Group, col(Group.id) == col(Series.group_id), isouter=True)
        .join(Answer, answered, isouter=True)
        .join(Question, col(Question.id) == col(Answer.question_id), isouter=True)
        .where(said_by(person_id), col(Message.place) != Place.NOWHERE)
        .where(or_(col(Message.text) != "", col(Message.media) != ""))
        .order_by(began, col(Row.id), col(Message.sent_at), col(Message.message_id), col(Question.position))
    )
    return [_said(*found) for found in session.execute(query)]


def _said(message: Message, row: Row, series: Series, group: Group | None, question: Question | None) -> OwnWords:
    where = (None, "") if group is None else (group.chat_id, group.username or "")
    return OwnWords(
        session_id=row.id or 0,
        title=series.title,
        hashtag=series.hashtag,
        number=row.number,
        topic=row.topic,
        guest=row.guest,
        began=row.started_at or row.starts_at,
        ended=row.ended_at,
        timezone=series.timezone,
        label="" if question is None else f"{series.question_letter}{question.number}{question.part}",
        question="" if question is None else question.text,
        text=message.text,
        media=message.media,
        sent_at=message.sent_at,
        link=message_link(message.chat_id, message.message_id, *where),
    )
