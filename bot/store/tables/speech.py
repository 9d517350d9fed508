"""What people say: who they are, their messages, what those answer, reactions and votes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, ForeignKeyConstraint, Index, and_, text
from sqlmodel import Field, col

from bot.rules.words import FiledBy, Place
from bot.store.tables.base import Table, word


class Participant(Table, table=True):
    """A person, or a chat that speaks as itself."""

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    name: str
    username: str = ""
    is_chat: bool = False
    language: str = ""
    private: bool = False
    """True once the person has written to the bot in private, so that it may write back."""
    wishes: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What the person asked for beside answering: reminders, introductions; None for nothing so far."""


class Message(Table, table=True):
    """What somebody said in a session, kept raw, and what it counts as.

    Keyed by (chat, message), so that redelivery changes nothing. Each index is written with every message, so there are
    few: who spoke where says `attendance`.
    """

    __table_args__ = (
        Index("ix_message_session", "session_id"),
        Index(
            "ix_message_album",
            "chat_id",
            "album",
            sqlite_where=text("album IS NOT NULL"),
            postgresql_where=text("album IS NOT NULL"),
        ),
    )

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    session_id: int = Field(foreign_key="session.id", sa_type=BigInteger)
    participant_id: int = Field(foreign_key="participant.id", sa_type=BigInteger)
    text: str = ""
    media: str = ""
    """photo, voice, document, … ; empty for plain text."""
    sent_at: datetime
    edited_at: datetime | None = None
    reply_to: int | None = Field(default=None, sa_type=BigInteger)
    album: str | None = None
    place: Place = Field(sa_type=word(Place))
    filed_by: FiledBy = Field(sa_type=word(FiledBy))
    question_id: int | None = Field(default=None, sa_type=BigInteger)
    """For talk, the question on air (None before Q1); for a comment, its thread's. For answers see `answer`, which has
    the foreign key: here it would take an index that nobody asks."""
    thread: int | None = Field(default=None, sa_type=BigInteger)
    """For a comment, the message id of the answer that its thread began with."""
    late: bool = False
    by_hand: bool = False
    """A moderator or the author decided; edits and redelivery change the text but not the place."""


class Answer(Table, table=True):
    """A message's being an answer to a question; a message that answers two questions has two."""

    __table_args__ = (
        ForeignKeyConstraint(["chat_id", "message_id"], ["message.chat_id", "message.message_id"], ondelete="CASCADE"),
        Index("ix_answer_question", "question_id"),
    )

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    question_id: int = Field(
        primary_key=True, foreign_key="question.id", sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    value: float | None = None
    """The number given to a number question."""


class Attendance(Table, table=True):
    """Somebody's having spoken in a session: one row, however much they said."""

    __table_args__ = (Index("ix_attendance_participant", "participant_id"), {"sqlite_with_rowid": False})

    session_id: int = Field(
        primary_key=True, foreign_key="session.id", sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    participant_id: int = Field(
        primary_key=True, foreign_key="participant.id", sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    answered: bool = False
    """Among what they said is an answer."""


class Reaction(Table, table=True):
    """How many reactions one person (or, with actor 0, all anonymous ones together) has on a message now."""

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    actor_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    count: int
    changed_at: datetime


class Vote(Table, table=True):
    """What one person has chosen in a poll question."""

    poll_id: str = Field(primary_key=True)
    participant_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    choices: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Positions in the question's choices, from 0; empty when the vote was taken back."""


def same_message(table: type[Answer | Reaction]) -> ColumnElement[bool]:
    """What joins answers, or reactions, with their messages."""
    return and_(col(table.chat_id) == col(Message.chat_id), col(table.message_id) == col(Message.message_id))
