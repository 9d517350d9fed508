"""What one person said over all sessions: what they may take home as a proof of having taken part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple


class OwnWords(NamedTuple):
    """One message of theirs; one that answers two questions is two."""

    session_id: int
    title: str
    hashtag: str
    number: int
    topic: str
    guest: str
    began: datetime | None
    ended: datetime | None
    timezone: str
    label: str
    """Of the question that it answers; empty for comments and talk."""
    question: str
    text: str
    media: str
    sent_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session, with what they said there."""

    about: OwnWords
    """One of the messages, for what the session was."""
    answers: tuple[OwnWords, ...]
    beside: tuple[OwnWords, ...]
    """Comments, talk, and what belongs to no question."""

    @property
    def lasted(self) -> timedelta:
        """From its begin to its end; nothing while it runs."""
        about = self.about
        return timedelta(0) if about.began is None or about.ended is None else about.ended - about.began


def by_session(words: Sequence[OwnWords]) -> tuple[OwnSession, ...]:
    """The sessions in which they said something, given in the order they were said."""
    return tuple(
        OwnSession(said[0], tuple(one for one in said if one.label), tuple(one for one in said if not one.label))
        for said in (list(group) for _, group in groupby(words, key=lambda one: one.session_id))
    )


def hours(sessions: Sequence[OwnSession]) -> timedelta:
    """How long the sessions lasted, together, in which they answered at least one question."""
    return sum((one.lasted for one in sessions if one.answers), timedelta(0))
