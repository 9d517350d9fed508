"""When each post of a session is due, worked out from its start, its cadence and its questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.words import Form, PostKind

DAY, NONE = timedelta(days=1), timedelta(0)
NOTICE = timedelta(minutes=2)
"""How long before the end the last call comes."""
ROOM_FOR_LAST_CALL = timedelta(minutes=5)
"""With less time than this after the last question, a last call would only interrupt."""
ROOM_FOR_HALFWAY = timedelta(minutes=8)
"""The same for the sign in the middle of a sprint."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A post that a session owes, and when."""

    kind: PostKind
    at: datetime
    """In UTC."""
    question: int | None = None
    """For a question, its position in the plan's questions, from 0."""
    ahead: timedelta | None = None
    """How long before the start a reminder or an announcement comes, before the time is up a sign of a sprint."""
    again: bool = False
    """Whether it belongs to a second round."""


def timetable(
    starts_at: datetime,
    cadence: Cadence,
    questions: Sequence[QuestionPlan],
    announce: Sequence[timedelta] = (),
    form: Form = Form.HOUR,
    again_at: datetime | None = None,
    timezone: str = "UTC",
) -> tuple[Slot, ...]:
    """Every post of a session that begins at `starts_at` (UTC), in the order of their times.

    It is announced that long before its start. Spare questions have no time: a moderator sends them. The last
    question lasts as long as the cadence's closing. A second round at `again_at` (UTC) posts the same once more,
    and the recap follows it alone. Questions that last whole days come at the same time of the day on the clocks of
    `timezone`, also when these are put forward or back in between.
    """
    slots = _slots(starts_at, cadence, questions, announce, form, again_at)
    lengths = [question.lasts or cadence.every for question in questions if not question.spare]
    if not lengths or any(length % DAY for length in lengths):
        return slots
    place = ZoneInfo(timezone)

    def put(slot: Slot) -> timedelta:
        """How far the clocks were put since its round began."""
        begun = again_at if slot.again and again_at is not None else starts_at
        now, then = slot.at.astimezone(place).utcoffset(), begun.astimezone(place).utcoffset()
        return (now or NONE) - (then or NONE)

    return tuple(slot if slot.ahead is not None else replace(slot, at=slot.at - put(slot)) for slot in slots)


def _slots(
    starts_at: datetime,
    cadence: Cadence,
    questions: Sequence[QuestionPlan],
    announce: Sequence[timedelta],
    form: Form,
    again_at: datetime | None,
) -> tuple[Slot, ...]:
    slots = [
        Slot(kind, starts_at - ahead, ahead=ahead)
        for ahead, kind in sorted(
            {
                *((ahead, PostKind.ANNOUNCEMENT) for ahead in announce),
                *((ahead, PostKind.REMINDER) for ahead in cadence.reminders),
            },
            reverse=True,
        )
    ]
    if form is not Form.HOUR:
        return (*slots, *_of_form(form, starts_at, cadence, questions))
    slots += _round(starts_at, cadence, questions, again=False)
    if again_at is None:
        return (*slots, Slot(PostKind.RECAP, starts_at + duration(cadence, questions)))
    between = again_at - slots[-1].at
    slots += [
        Slot(PostKind.REMINDER, again_at - ahead, ahead=ahead, again=True)
        for ahead in sorted(set(cadence.reminders), reverse=True)
        if ahead < between
    ]
    slots += _round(again_at, cadence, questions, again=True)
    return (*slots, Slot(PostKind.RECAP, again_at + duration(cadence, questions), again=True))


def _round(starts_at: datetime, cadence: Cadence, questions: Sequence[QuestionPlan], *, again: bool) -> Iterator[Slot]:
    """One round from its welcome to its closing."""
    yield Slot(PostKind.WELCOME, starts_at, again=again)
    for position, after in _asked(cadence, questions):
        yield Slot(PostKind.QUESTION, starts_at + after, question=position, again=again)
    end = starts_at + duration(cadence, questions)
    if cadence.closing >= ROOM_FOR_LAST_CALL:
        yield Slot(PostKind.LAST_CALL, end - NOTICE, again=again)
    yield Slot(PostKind.CLOSING, end, again=again)


def _of_form(form: Form, starts_at: datetime, cadence: Cadence, questions: Sequence[QuestionPlan]) -> Iterator[Slot]:
    """A sprint opens with its first question and asks for the counts with its second; a stumper is its question.

    The signs of a sprint come halfway and two minutes before its time is up, where there is room for them.
    """
    for position, after in _asked(cadence, questions):
        if position and form is Form.SPRINT:
            signs = [after // timedelta(minutes=2) * timedelta(minutes=1)] if after >= ROOM_FOR_HALFWAY else []
            signs += [NOTICE] if after >= ROOM_FOR_LAST_CALL else []
            yield from (Slot(PostKind.LAST_CALL, starts_at + after - left, ahead=left) for left in signs)
        yield Slot(PostKind.QUESTION, starts_at + after, question=position)
    if form is Form.SPRINT:
        yield Slot(PostKind.RECAP, starts_at + duration(cadence, questions))


def duration(cadence: Cadence, questions: Sequence[QuestionPlan]) -> timedelta:
    """How long a session takes from its welcome to its closing."""
    asked = _asked(cadence, questions)
    return (asked[-1][1] if asked else cadence.first) + cadence.closing


def numbered(questions: Sequence[QuestionPlan], first: int = 1) -> tuple[int, ...]:
    """The number of each question, by position: those with a time count from `first`, the spares come after them."""
    numbers = count(first)
    timed = {position: next(numbers) for position, question in enumerate(questions) if not question.spare}
    spares = {position: next(numbers) for position, question in enumerate(questions) if question.spare}
    return tuple((timed | spares)[position] for position in range(len(questions)))


def _asked(cadence: Cadence, questions: Sequence[QuestionPlan]) -> list[tuple[int, timedelta]]:
    """The position of each question that has a time, and how long after the welcome it comes."""
    asked = []
    after = cadence.first
    for position, question in enumerate(questions):
        if not question.spare:
            asked.append((position, after))
            after += question.lasts or cadence.every
    return asked
