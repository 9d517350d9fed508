"""The slips that filing leaves: a message, who said it and what it answers, as rows of the tables."""

from typing import Any

from msgspec import Struct

from bot.loops.intake.updates import Message, User
from bot.rules import numbers, sprints
from bot.rules.filing import Filing
from bot.rules.words import Form, Place, QuestionKind
from bot.store.messages import Key, Known, Listening


class Person(Struct, frozen=True, gc=False):
    """Somebody who speaks, as the tables keep them."""

    id: int
    name: str
    username: str
    is_chat: bool
    language: str

    def row(self) -> dict[str, Any]:
        """As a row of `participant`; whether they have a private chat with the bot is not for a group to say."""
        return {
            "id": self.id,
            "name": self.name,
            "username": self.username,
            "is_chat": self.is_chat,
            "language": self.language,
            "private": False,
        }


def clean(text: str) -> str:
    """A text that both databases take: no NUL, no half characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def key_of(message: Message) -> Key:
    """What a message is known by."""
    return message.chat.id, message.message_id


def person_of(message: Message) -> Person:
    """Who says it: a person, or a chat that speaks as itself."""
    sender = message.sender or User(0)
    return Person(sender.id, clean(sender.name), sender.username, message.sender_chat is not None, sender.language_code)


def filed_as(filed: Filing) -> dict[str, Any]:
    """The columns of a message that filing decides."""
    return {
        "place": filed.place,
        "filed_by": filed.filed_by,
        "question_id": filed.questions[0] if filed.questions else None,
        "thread": filed.thread,
        "late": filed.late,
    }


def row_of(message: Message, person: Person, one: Listening, filed: Filing) -> dict[str, Any]:
    """A message as a row."""
    return {
        "chat_id": message.chat.id,
        "message_id": message.message_id,
        "session_id": one.session_id,
        "participant_id": person.id,
        "text": clean(message.words),
        "media": message.media,
        "sent_at": message.sent_at,
        "edited_at": message.edited_at,
        "reply_to": None if message.reply is None else message.reply.message_id,
        "album": message.media_group_id,
        "by_hand": False,
        **filed_as(filed),
    }


def known_by(row: dict[str, Any]) -> Known:
    """What a row says to later messages."""
    return Known(
        row["session_id"],
        row["participant_id"],
        row["place"],
        row["text"],
        row["edited_at"],
        row["question_id"],
        row["thread"],
        row["by_hand"],
        row["album"],
    )


def answers_of(key: Key, text: str, one: Listening, filed: Filing) -> list[dict[str, Any]]:
    """The rows that say which questions a message answers, with the number given to those that ask for one."""
    if filed.place is not Place.ANSWER:
        return []
    ask_numbers = {question.id for question in one.floor.asked if question.kind is QuestionKind.NUMBER}
    return [
        {
            "chat_id": key[0],
            "message_id": key[1],
            "question_id": question_id,
            "value": _number_in(text, one) if question_id in ask_numbers else None,
        }
        for question_id in filed.questions
    ]


def _number_in(text: str, one: Listening) -> float | None:
    if one.floor.form is Form.SPRINT:
        return sprints.given(text)
    return numbers.value(text, one.floor.letters)
