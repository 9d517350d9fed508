"""Rows of a session: what was asked, said and filed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rules.words import FiledBy, Place
from bot.store.tables import Answer, Message, Question

BEGIN = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
GROUP = -1001234567890


def ask(question_id: int, session_id: int, number: int = 1, *, posted: bool = True) -> Question:
    """A question of a session."""
    return Question(
        id=question_id,
        session_id=session_id,
        position=number - 1,
        number=number,
        text=f"Question {number}",
        posted_at=BEGIN if posted else None,
        chat_id=GROUP if posted else None,
        message_id=question_id if posted else None,
    )


def say(
    message_id: int, person: int, text: str, session_id: int = 2, place: Place = Place.ANSWER, **given: Any
) -> Message:
    """A message of a session."""
    return Message(
        chat_id=GROUP,
        message_id=message_id,
        session_id=session_id,
        participant_id=person,
        text=text,
        sent_at=BEGIN + timedelta(seconds=message_id),
        place=place,
        filed_by=FiledBy.LABEL,
        **given,
    )


def file(message_id: int, *question_ids: int) -> list[Answer]:
    """A message's being an answer."""
    return [Answer(chat_id=GROUP, message_id=message_id, question_id=question_id) for question_id in question_ids]
