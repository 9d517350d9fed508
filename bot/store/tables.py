"""The tables: what a series, a session, a question, a post, a message and an answer is to the bot.

Times are aware and in UTC. Telegram's ids need 64 bits. No relationships are mapped: a query says what it joins.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, ForeignKeyConstraint, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.rules.words import (
    FiledBy,
    Numbering,
    Place,
    PostKind,
    PostState,
    QuestionKind,
    RecapMode,
    SessionState,
    Unlabelled,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names, the same on both databases, so that a migration can name what it changes."""

SQLModel.metadata.naming_convention = NAMES
SERIAL = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts itself up: SQLite does so only for INTEGER, which holds 64 bits there anyway."""


def word(words: type[StrEnum]) -> Enum:
    """The column type of a closed set of words: text, stored by value, long enough for words to come."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Table(SQLModel):
    """What every table of the bot derives from."""


class Group(Table, table=True):
    """A Telegram chat that hosts series, and what the bot may do there."""

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    chat_id: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    """None until "@public_name" has been looked up."""
    former_chat_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    """Its id before it became a supergroup: messages from then may still arrive."""
    username: str | None = Field(default=None, index=True)
    """Without the @, in lower case."""
    title: str = ""
    type: str = ""
    """Telegram's chat type: group or supergroup; empty until the bot has seen the chat."""
    present: bool = True
    """False once Telegram refused for good (kicked, chat gone, not allowed to write), until the bot is back."""
    trouble: str = ""
    """What is wrong in this group, in words for its moderators; empty when all is well."""
    is_admin: bool | None = None
    can_pin: bool | None = None
    can_delete: bool | None = None
    admins: list[Any] = Field(default_factory=list, sa_type=JSON)
    """User ids of its administrators, as Telegram told them last; a hint for filing, never a right to steer."""


class Series(Table, table=True):
    """A chat that comes back under one hashtag."""

    id: str = Field(primary_key=True, max_length=64)
    """The question file's name without .toml, or the name given in the chat."""
    title: str
    hashtag: str
    """With the #."""
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True, sa_type=BigInteger)
    topic_id: int | None = Field(default=None, sa_type=BigInteger)
    timezone: str = "UTC"
    language: str = "en"
    schedule: str = ""
    """A cron expression in the series' time zone; empty for none."""
    question_letter: str = "Q"
    answer_letter: str = "A"
    unlabelled: Unlabelled = Field(default=Unlabelled.TALK, sa_type=word(Unlabelled))
    recap: RecapMode = Field(default=RecapMode.PUBLISH, sa_type=word(RecapMode))
    moderators: list[Any] = Field(default_factory=list, sa_type=JSON)
    """User ids (int) and "@names" besides the group's administrators."""
    numbering: Numbering = Field(default=Numbering.SESSION, sa_type=word(Numbering))
    cadence: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Seconds: first, every, closing, late; reminders a list of seconds."""
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    archive: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the archive shows of it: publish, names, robots; what is missing is as by default."""
    from_file: bool = False
    digest: str = ""
    """SHA-256 of the file as it was last taken in."""


class Session(Table, table=True):
    """One occurrence of a series."""

    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("series_id", "occurrence"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    series_id: str = Field(foreign_key="series.id")
    number: int
    topic: str = ""
    guest: str = ""
    cohosts: list[Any] = Field(default_factory=list, sa_type=JSON)
    """User ids (int) and names in lower case of those who moderate this session alone."""
    tags: list[Any] = Field(default_factory=list, sa_type=JSON)
    state: SessionState = Field(default=SessionState.PLANNED, index=True, sa_type=word(SessionState))
    starts_at: datetime | None = None
    """None while a session without a date waits for the series' schedule."""
    occurrence: datetime | None = None
    """The moment of the schedule that this session took; unique in the series, so none is taken twice."""
    lasts: int = 0
    """Seconds that the session was planned to take, from welcome to end."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    late_until: datetime | None = Field(default=None, index=True)
    """Answers sent until then still count; set when the session ends."""
    held_at: datetime | None = None
    closing_message_id: int | None = Field(default=None, sa_type=BigInteger)
    recap_published: bool = False
    """Whether the recap may go out: at the end at once, or once a moderator has read it (the series says)."""
    recap_edits: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What moderators changed in it: intro, left_out and first (message ids)."""
    from_file: bool = False


class Question(Table, table=True):
    """One question of a session."""

    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    session_id: int = Field(foreign_key="session.id", sa_type=BigInteger)
    position: int
    """Order within the file, from 0."""
    number: int
    part: str = ""
    """"b" in Q2b."""
    text: str
    kind: QuestionKind = Field(default=QuestionKind.OPEN, sa_type=word(QuestionKind))
    choices: list[Any] = Field(default_factory=list, sa_type=JSON)
    spare: bool = False
    lasts: int | None = None
    """Seconds until the next question; None for the series' cadence."""
    posted_at: datetime | None = None
    """When its posting was first tried (a try may have reached the group without our knowing)."""
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    """None until Telegram has confirmed the post."""
    poll_id: str | None = Field(default=None, index=True)


class Post(Table, table=True):
    """A message, edit, pin or reaction that the bot owes a chat at a time. A planned session *is* its posts."""

    __table_args__ = (Index("ix_post_due", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    key: str = Field(unique=True)
    """Says what is owed, so that nothing is owed twice: "12:question:3", "12:recap:1"."""
    kind: PostKind = Field(sa_type=word(PostKind))
    state: PostState = Field(default=PostState.DUE, sa_type=word(PostState))
    due_at: datetime
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True, sa_type=BigInteger)
    """None for a private chat, which `chat_id` then names."""
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    """The chat it went to; for a private post, the chat it is for."""
    topic_id: int | None = Field(default=None, sa_type=BigInteger)
    session_id: int | None = Field(default=None, foreign_key="session.id", index=True, sa_type=BigInteger)
    question_id: int | None = Field(default=None, foreign_key="question.id", sa_type=BigInteger)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What a post of its kind needs to be worded: a reminder's seconds ahead, a notice's key and values."""
    tries: int = 0
    tried_at: datetime | None = None
    not_before: datetime | None = None
    """A refused or failed try may be repeated from then on."""
    doubts: int = 0
    """Tries that ended without an answer, weighed: the post may be out already."""
    sent_at: datetime | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    body: str = ""
    """The text as it was sent last, to tell whether an amendment changes anything."""
    error: str = ""


class Participant(Table, table=True):
    """A person, or a chat that speaks as itself."""

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    name: str
    username: str = ""
    is_chat: bool = False
    language: str = ""
    private: bool = False
    """True once the person has written to the bot in private, so that it may write back."""


class Message(Table, table=True):
    """What somebody said in a session, kept raw, and what it counts as.

    Keyed by (chat, message), so that redelivery changes nothing.
    """

    __table_args__ = (
        Index("ix_message_session", "session_id", "place"),
        Index("ix_message_participant", "participant_id", "session_id"),
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
    question_id: int | None = Field(default=None, foreign_key="question.id", index=True, sa_type=BigInteger)
    """For talk, the question on air (None before Q1); for a comment, its thread's. For answers see `answer`."""
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


class Act(Table, table=True):
    """Something a moderator did, once: the audit list, and the reason why a redelivered command does nothing."""

    key: str = Field(primary_key=True)
    """The command's "chat:message" or the button's callback id."""
    at: datetime
    actor_id: int = Field(sa_type=BigInteger)
    actor_name: str = ""
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True, sa_type=BigInteger)
    session_id: int | None = Field(default=None, foreign_key="session.id", index=True, sa_type=BigInteger)
    command: str
    done: bool = True
    """False when it was refused."""
    undo: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """For a filing by hand, how the message was filed before; None otherwise, or once it was undone."""


class DeadLetter(Table, table=True):
    """An update that could not be handled, set aside with its error so that the next ones could be."""

    __tablename__ = "dead_letter"

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    raw: str
    error: str
    at: datetime
    retried_at: datetime | None = None
