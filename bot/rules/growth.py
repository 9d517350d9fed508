"""Growth: how a chat does from session to session, in numbers that say what they mean, and who has gone quiet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import NamedTuple

MISSED = 3
"""Sessions in a row that somebody has to miss to count as gone quiet."""
MOST = 10
"""Questions that are named for having drawn much."""
CAME = 2
"""Sessions that somebody has to have answered in before, to be missed."""


class Held(NamedTuple):
    """A session that was held; `growth` takes them in the order they began."""

    id: int
    number: int
    topic: str
    began: datetime | None
    comments: int = 0


class Asked(NamedTuple):
    """A question of a session that was posted, with what it drew."""

    session_id: int
    label: str
    text: str
    posted_at: datetime | None
    answers: int
    people: int
    first_at: datetime | None
    """When the first answer was sent."""


class Voice(NamedTuple):
    """How many answers one participant gave in one session."""

    session_id: int
    person_id: int
    answers: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What one session came to, to be set beside the others."""

    session: Held
    people: int
    """Those who answered at least one question."""
    first_timers: int
    """Those of them with no answer in an earlier session."""
    returning: int
    """The others."""
    answers: int
    questions: int
    """That were posted."""
    answers_a_question: float
    """Answers divided by questions."""
    half: int
    """The fewest people who together gave at least half of the answers: the more of them, the wider the talk spread."""
    first_answer: float | None
    """Seconds from a question's post to its first answer; of the session's questions, the middle one."""


@dataclass(frozen=True, slots=True)
class Drew:
    """A question that drew much."""

    session: Held
    asked: Asked


@dataclass(frozen=True, slots=True)
class Growth:
    """How a series has gone."""

    sessions: tuple[Figures, ...]
    drew_most: tuple[Drew, ...]
    people: int
    """Different people who answered, over all sessions."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody who came and has not been there lately."""

    person_id: int
    sessions: int
    """In how many they answered."""
    last: Held
    """The last of them."""


def growth(sessions: Sequence[Held], questions: Iterable[Asked], voices: Iterable[Voice]) -> Growth:
    """How a series has gone, over its sessions in the order they began.

    `drew_most` are the questions answered by most people (then with most answers, then the latest), MOST of them.
    """
    asked = defaultdict(list)
    for question in questions:
        asked[question.session_id].append(question)
    spoke = defaultdict(list)
    for voice in voices:
        spoke[voice.session_id].append(voice)
    known: set[int] = set()
    figures = []
    for session in sessions:
        figures.append(_figures(session, asked[session.id], spoke[session.id], known))
        known.update(voice.person_id for voice in spoke[session.id])
    drew = [
        (question.people, question.answers, place, Drew(session, question))
        for place, session in enumerate(sessions)
        for question in asked[session.id]
        if question.people
    ]
    drew.sort(key=lambda one: one[:3], reverse=True)
    return Growth(tuple(figures), tuple(one[3] for one in drew[:MOST]), len(known))


def gone_quiet(sessions: Sequence[Held], voices: Iterable[Voice]) -> tuple[Quiet, ...]:
    """Who answered in at least CAME sessions and in none of the last MISSED, those who came most often first.

    It is for the moderators alone: somebody may want to be asked how they are, and nobody to be named in public.
    """
    place = {session.id: at for at, session in enumerate(sessions)}
    visits: defaultdict[int, list[int]] = defaultdict(list)
    for voice in voices:
        if voice.session_id in place:
            visits[voice.person_id].append(place[voice.session_id])
    quiet = [
        Quiet(person, len(at), sessions[max(at)])
        for person, at in visits.items()
        if len(at) >= CAME and max(at) < len(sessions) - MISSED
    ]
    return tuple(sorted(quiet, key=lambda one: (-one.sessions, -place[one.last.id], one.person_id)))


def _figures(session: Held, questions: Sequence[Asked], voices: Sequence[Voice], known: set[int]) -> Figures:
    answers = sum(question.answers for question in questions)
    new = sum(voice.person_id not in known for voice in voices)
    waits = [
        max(0.0, (question.first_at - question.posted_at).total_seconds())
        for question in questions
        if question.first_at and question.posted_at
    ]
    return Figures(
        session=session,
        people=len(voices),
        first_timers=new,
        returning=len(voices) - new,
        answers=answers,
        questions=len(questions),
        answers_a_question=answers / len(questions) if questions else 0.0,
        half=_half(Counter({voice.person_id: voice.answers for voice in voices})),
        first_answer=median(waits) if waits else None,
    )


def _half(given: Counter[int]) -> int:
    """The fewest people who together gave at least half of the answers that bear a name."""
    reached, answers = 0, given.total()
    for people, (_, count) in enumerate(given.most_common(), 1):
        reached += count
        if 2 * reached >= answers:
            return people
    return 0
