"""A live session that stands in the tables alone, each time in a group of its own."""

from datetime import UTC, datetime
from itertools import count

from bot.rules.words import SessionState
from bot.store.database import Session
from bot.store.tables import Group, Question, Series
from bot.store.tables import Session as Row

BEGIN = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
QUESTIONS = (101, 102)
"""The message ids of the two questions' posts."""
_chats = count(1)


def hold(session: Session) -> int:
    """A live session with two questions in a group of its own; the group's chat id."""
    chat_id = -next(_chats)
    group = Group(chat_id=chat_id)
    session.add(group)
    session.flush()
    session.add(Series(id=f"hour{-chat_id}", title="Hour", hashtag="#hour", group_id=group.id))
    session.flush()
    row = Row(series_id=f"hour{-chat_id}", number=1, state=SessionState.LIVE, started_at=BEGIN, starts_at=BEGIN)
    session.add(row)
    session.flush()
    for place, message_id in enumerate(QUESTIONS):
        question = Question(session_id=row.id or 0, position=place, number=place + 1, text=f"What of {place}?")
        question.posted_at, question.chat_id, question.message_id = BEGIN, chat_id, message_id
        session.add(question)
    session.flush()
    return chat_id
