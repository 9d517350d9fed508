"""What somebody means to hold: a series with its sessions and questions, as read from a file or made in the chat."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rules.manners import Manners
from bot.rules.words import Form, Names, Numbering, QuestionKind, RecapMode, Unlabelled


@dataclass(frozen=True, slots=True)
class Cadence:
    """How the posts of a session follow each other."""

    reminders: tuple[timedelta, ...] = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=10))
    """How long before the start."""
    first: timedelta = timedelta(minutes=5)
    """From the welcome to Q1."""
    every: timedelta = timedelta(minutes=10)
    """From a question to the next, unless the question says how long it lasts."""
    closing: timedelta = timedelta(minutes=10)
    """From the last question to the end."""
    late: timedelta = timedelta(days=1)
    """How long after the end answers still count."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What a series labels its questions and answers with; several characters in some languages."""

    question: str = "Q"
    answer: str = "A"


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """A question as it was written down."""

    text: str
    kind: QuestionKind = QuestionKind.OPEN
    choices: tuple[str, ...] = ()
    spare: bool = False
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session as it was written down."""

    questions: tuple[QuestionPlan, ...]
    topic: str = ""
    starts_at: datetime | None = None
    """In UTC; None when the series' schedule says."""
    guest: str = ""
    tags: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    """What to read before, a link or a line each."""
    again_at: datetime | None = None
    """In UTC, when the same is asked once more, for other time zones."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What of a series the archive shows."""

    publish: bool = True
    """False keeps the whole series out of it."""
    names: Names = Names.FULL
    robots: bool = True
    """Whether search engines may list its pages."""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """A series as it was written down."""

    id: str
    title: str
    hashtag: str
    """With the #."""
    sessions: tuple[SessionPlan, ...] = ()
    chat_id: int | None = None
    username: str = ""
    """Of a public group, without the @, in lower case; empty when `chat_id` says, or /host will."""
    topic_id: int | None = None
    timezone: str = "UTC"
    language: str = "en"
    schedule: str = ""
    letters: Letters = Letters()
    unlabelled: Unlabelled = Unlabelled.TALK
    recap: RecapMode = RecapMode.PUBLISH
    moderators: tuple[int | str, ...] = ()
    """User ids, and names in lower case without the @."""
    numbering: Numbering = Numbering.SESSION
    cadence: Cadence = Cadence()
    texts: dict[str, str] = field(default_factory=dict)
    archive: Publishing = Publishing()
    manners: Manners = field(default_factory=Manners)
    form: Form = Form.HOUR
