"""The closed sets of words that rules, tables and files share (docs: CONTRIBUTING, "Words")."""

from enum import StrEnum

RECORDS = {"text": "txt", "html": "html", "markdown": "md", "csv": "csv", "json": "json"}
"""The formats of a session's record, with how their files' names end."""


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    LIVE = "live"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class QuestionKind(StrEnum):
    """What a question asks for."""

    OPEN = "open"
    NUMBER = "number"
    POLL = "poll"


class PostKind(StrEnum):
    """What a post is for. The order of the members is their urgency, most urgent first."""

    QUESTION = "question"
    POLL = "poll"
    WELCOME = "welcome"
    CLOSING = "closing"
    LAST_CALL = "last_call"
    REMINDER = "reminder"
    NUDGE = "nudge"
    RECAP = "recap"
    RESUME = "resume"
    REPLY = "reply"
    RELAY = "relay"
    """An answer without a name, which the bot posts for somebody."""
    ANNOUNCEMENT = "announcement"
    NOTICE = "notice"
    CARD = "card"
    AMENDMENT = "amendment"
    PIN = "pin"
    UNPIN = "unpin"
    TIDY = "tidy"
    ROLL = "roll"
    """Says nothing itself: who asked for a reminder, or an introduction, is written to in private."""
    RECEIPT = "receipt"
    ERASURE = "erasure"
    """Goes nowhere: the time is over for which a series keeps people's words."""


class PostState(StrEnum):
    """Where a post stands: owed, on its way, out, or not going out."""

    DUE = "due"
    HELD = "held"
    TRYING = "trying"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class FiledBy(StrEnum):
    """Which rule decided where a message belongs (docs/filing.md)."""

    LABEL = "label"
    REPLY = "reply"
    THREAD = "thread"
    CLOCK = "clock"
    HAND = "hand"


class Place(StrEnum):
    """What a message counts as."""

    ANSWER = "answer"
    COMMENT = "comment"
    TALK = "talk"
    UNFILED = "unfiled"
    NOWHERE = "nowhere"
    """Heard but counted nowhere: dropped by hand or by its author, a further part of an album, said after the end."""


class Unlabelled(StrEnum):
    """What a series does with an unlabelled message during a live session."""

    TALK = "talk"
    ANSWER = "answer"
    IGNORE = "ignore"


class RecapMode(StrEnum):
    """Whether the recap goes out at the end or is read by a moderator first."""

    PUBLISH = "publish"
    APPROVE = "approve"


class Names(StrEnum):
    """How much of people's names the archive shows."""

    FULL = "full"
    FIRST = "first"
    INITIALS = "initials"
    NONE = "none"


class Form(StrEnum):
    """What a series is: a chat of questions, a writing sprint, or riddles that wait to be solved."""

    HOUR = "hour"
    SPRINT = "sprint"
    STUMPER = "stumper"


class Numbering(StrEnum):
    """Whether questions count from 1 in each session or run through the series."""

    SESSION = "session"
    SERIES = "series"
