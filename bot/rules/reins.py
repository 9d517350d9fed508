"""The reins: what hold, resume, more, next, skip and a spare question do to the posts that a session still owes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.words import PostKind

LONGEST = timedelta(days=31)
"""No delay is longer; more is a slip of the finger."""
USUAL = timedelta(minutes=5)
"""What /more means when it does not say."""
LIVELY = 3.0
"""Messages a minute from which on a room is busy."""
SILENCE = timedelta(minutes=3)
"""A question on air this long, and nothing said in that time: the room is quiet."""

_LENGTH = re.compile(
    r"\+?\s*(?:(?P<days>\d{1,3})\s*d(?:ays?)?)?\s*(?:(?P<hours>\d{1,4})\s*h(?:ours?|rs?)?)?"
    r"\s*(?:(?P<minutes>\d{1,5})\s*m(?:in(?:utes?|s)?)?)?\s*(?:(?P<seconds>\d{1,6})\s*s(?:ec(?:onds?|s)?)?)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """A post that a session still owes and whose time moves with the session."""

    id: int
    kind: PostKind
    at: datetime


def length(text: str) -> timedelta | None:
    """A length of time as people type it: "90s", "5m", "1h30m", "10 min"; a bare number is minutes. None for others."""
    words = text.strip()
    if re.fullmatch(r"\+?\d{1,5}", words, re.ASCII):
        words += "m"
    found = _LENGTH.fullmatch(words)
    if found is None or not any(found.groups()):
        return None
    span = timedelta(**{unit: int(count) for unit, count in found.groupdict().items() if count})
    return span if timedelta(0) < span <= LONGEST else None


def means_length(text: str) -> bool:
    """Whether words after a command are meant as a length of time, rather than said to the room."""
    return any(character.isnumeric() for character in text)


def next_question(owed: Sequence[Owed]) -> Owed | None:
    """The question that comes next."""
    return next((post for post in _in_order(owed) if post.kind is PostKind.QUESTION), None)


def moved(owed: Sequence[Owed], by: timedelta) -> tuple[Owed, ...]:
    """All posts, moved by the same time, so that they keep their gaps."""
    return tuple(replace(post, at=post.at + by) for post in _in_order(owed))


def resumed(owed: Sequence[Owed], held_at: datetime, now: datetime) -> tuple[Owed, ...]:
    """After a hold each post has as long to wait as it had when the session was held."""
    return moved(owed, now - held_at)


def brought_forward(owed: Sequence[Owed], clock: datetime) -> tuple[Owed, ...]:
    """The next question comes at `clock`, and what follows keeps its gaps to it. Without one nothing changes."""
    first = next_question(owed)
    return tuple(owed) if first is None else moved(owed, clock - first.at)


def without_next(owed: Sequence[Owed]) -> tuple[Owed, ...]:
    """The next question falls away, and what follows moves up: the next one, or the end, comes at its time."""
    first = next_question(owed)
    if first is None:
        return tuple(owed)
    rest = [post for post in _in_order(owed) if post.id != first.id]
    heir = next_question(rest) or next((post for post in rest if post.kind is PostKind.CLOSING), None)
    return moved(rest, timedelta(0) if heir is None else first.at - heir.at)


class Room(StrEnum):
    """How lively a room is."""

    BUSY = "busy"
    QUIET = "quiet"
    STEADY = "steady"


def liveliness(per_minute: float, since_last: timedelta | None, on_air: timedelta) -> Room:
    """How lively the room is: messages a minute of late, time since the last one, and since the question was asked."""
    if per_minute >= LIVELY:
        return Room.BUSY
    if on_air >= SILENCE and (since_last is None or since_last >= SILENCE):
        return Room.QUIET
    return Room.STEADY


def _in_order(owed: Sequence[Owed]) -> list[Owed]:
    return sorted(owed, key=lambda post: (post.at, post.id))
