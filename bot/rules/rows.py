"""The rows that a recap is computed from, as the tables keep them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.rules.recap import OpenStumper, Person
from bot.rules.words import FiledBy, Place, QuestionKind

MessageKey = tuple[int, int]
"""(chat id, message id)."""


class QuestionRow(NamedTuple):
    """A question as it is kept."""

    id: int
    position: int
    number: int
    part: str
    text: str
    kind: QuestionKind
    choices: Sequence[str]
    posted_at: datetime | None
    chat_id: int | None
    message_id: int | None
    poll_id: str | None


class AnswerRow(NamedTuple):
    """A message filed under a question."""

    question_id: int
    value: float | None
    chat_id: int
    message_id: int
    person_id: int
    text: str
    media: str
    sent_at: datetime
    edited_at: datetime | None
    filed_by: FiledBy
    late: bool


class RemarkRow(NamedTuple):
    """A message kept beside the answers."""

    question_id: int | None
    thread: int | None
    place: Place
    chat_id: int
    message_id: int
    person_id: int
    text: str
    media: str
    sent_at: datetime
    edited_at: datetime | None
    filed_by: FiledBy


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a recap is computed from."""

    questions: Sequence[QuestionRow] = ()
    answers: Iterable[AnswerRow] = ()
    """Read once, so that they need never all be held as rows."""
    remarks: Sequence[RemarkRow] = ()
    people: Mapping[int, Person] = field(default_factory=dict)
    """By id; whoever is missing has been erased and speaks without a name."""
    reactions: Mapping[MessageKey, int] = field(default_factory=dict)
    votes: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)
    """By poll id: each voter's choices, as positions from 0."""
    before: Mapping[int, float] = field(default_factory=dict)
    """Where people ended their last sprint."""
    stumpers: Sequence[OpenStumper] = ()
    """Of the group, those still open."""
    earlier: Collection[int] = ()
    """Those who answered in an earlier session of the series."""
