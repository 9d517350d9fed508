"""What is planned and posted: groups, series, sessions, questions, posts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from bot.rules.words import Form, Numbering, PostKind, PostState, QuestionKind, RecapMode, SessionState, Unlabelled
from bot.store.tables.base import SERIAL, Table, word


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
    manners: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """rules.manners.Manners; what is missing is as by default."""
    form: Form = Field(default=Form.HOUR, sa_type=word(Form))
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
    """What moderators changed in it: intro, left_out and first (chats and message ids)."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What only some sessions have; each part of the bot that keeps something here names and types it itself."""
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
