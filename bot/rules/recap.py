"""The recap: what a session came to, ordered by question and not by clock (`gathering` computes it)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.rules.words import FiledBy, Form, QuestionKind, SessionState

FEWEST_QUOTES, MOST_QUOTES = 3, 7
"""How many answers to a question are quoted; a question with no more than the fewest has all of them quoted."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who spoke: a person, or a chat that speaks as itself."""

    id: int
    name: str
    username: str = ""


class Remark(NamedTuple):
    """Something said beside the answers: a comment on one, talk, or a message that belongs to no question."""

    person: Person
    text: str
    media: str
    message_id: int
    sent_at: datetime
    edited_at: datetime | None
    filed_by: FiledBy
    reactions: int
    link: str


class Entry(NamedTuple):
    """An answer to a question; a message that answers two questions is two.

    There may be 100,000 of them, and a frozen dataclass takes three times as long to make.
    """

    person: Person
    text: str
    media: str
    message_id: int
    sent_at: datetime
    edited_at: datetime | None
    filed_by: FiledBy
    late: bool
    value: float | None
    reactions: int
    link: str
    comments: tuple[Remark, ...] = ()
    chat_id: int = 0
    """Where it was said: a group that became a supergroup has another id, and counts its messages anew."""

    @property
    def key(self) -> tuple[int, int]:
        """The chat and the message."""
        return self.chat_id, self.message_id


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a poll, and how many have it."""

    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What one person came to in a sprint."""

    person: Person
    start: float | None = None
    end: float | None = None
    """None without a start."""
    gained: float | None = None
    """None for somebody who was there and gave no number."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRecap:
    """One question with what it drew."""

    number: int
    part: str
    label: str
    text: str
    kind: QuestionKind
    posted_at: datetime | None
    message_id: int | None
    link: str
    answers: tuple[Entry, ...] = ()
    talk: tuple[Remark, ...] = ()
    choices: tuple[Choice, ...] = ()
    voters: int = 0
    erased: bool = False
    """Whether its answers are numbers alone."""
    tallies: tuple[Tally, ...] | None = None
    """What everybody came to, for the second question of a sprint; empty for its first."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What solved a stumper."""

    message_id: int | None
    """None when the one who says so found it elsewhere."""
    name: str
    """Of who found it; empty for somebody who was forgotten."""
    link: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """Which session it was."""

    id: int
    series: str
    title: str
    hashtag: str
    number: int
    topic: str
    state: SessionState
    guest: str = ""
    tags: tuple[str, ...] = ()
    starts_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    late_until: datetime | None = None
    next_at: datetime | None = None
    """When the series' next session begins."""
    group: int | None = None
    """The group's present chat id."""
    username: str = ""
    """Of a public group."""
    timezone: str = "UTC"
    language: str = "en"
    question_letter: str = "Q"
    running: int | None = None
    """In a series with one running number, that of the session's first question, which its title shows."""
    erased: bool = False
    """Whether people's words and names were erased; the numbers are left."""
    form: Form = Form.HOUR
    measure: str = "words"
    """What is counted in a sprint by those who do not say."""
    solution: Solution | None = None
    """Of a stumper that is solved."""


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A web address that was shared, and who did so first."""

    address: str
    person: Person
    label: str
    """Of the question that it was shared under; empty for none."""
    link: str
    text: str = ""
    """What was said with it."""


@dataclass(frozen=True, slots=True)
class OpenStumper:
    """A stumper that nobody has solved yet."""

    name: str
    """As its record is asked for: "stumpers/7"."""
    number: int
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the session came to in numbers."""

    participants: int = 0
    """People, and chats that speak as themselves, with at least one answer."""
    answers: int = 0
    """Entries: a message that answers two questions counts twice."""
    comments: int = 0
    talk: int = 0
    unfiled: int = 0
    first_timers: int = 0
    """Participants with no answer in an earlier session of the series."""
    late: int = 0
    """Answers after the end."""


@dataclass(frozen=True, slots=True)
class Recap:
    """What a session came to."""

    session: SessionInfo
    questions: tuple[QuestionRecap, ...]
    unfiled: tuple[Remark, ...]
    counts: Counts
    links: tuple[SharedLink, ...]
    participants: tuple[Person, ...]
    """Those with an answer, by name."""
    stumpers: tuple[OpenStumper, ...] = ()
    """Of its group, those asked by its end and still open."""


def highlights(answers: Sequence[Entry], most: int = MOST_QUOTES) -> tuple[Entry, ...]:
    """The answers to quote, in the order they were given: those with most reactions, then comments, then the earliest.

    `most` is held between 3 and 7, so that up to three answers are always all quoted.
    """
    most = min(max(most, FEWEST_QUOTES), MOST_QUOTES)
    ranked = sorted(range(len(answers)), key=lambda place: _rank(answers[place], place))
    return tuple(answers[place] for place in sorted(ranked[:most]))


def _rank(answer: Entry, place: int) -> tuple[int, int, int]:
    """What an answer is chosen by, the smallest first."""
    return -answer.reactions, -len(answer.comments), place
