"""The steps of /new: what each answer adds to the draft, and why one will not do."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.places import zones
from bot.questionfiles import values
from bot.questionfiles.problems import Wrong
from bot.rules import reins
from bot.rules.calendar import NoSuchTime, resolve
from bot.rules.moments import local_moment
from bot.rules.pasting import questions as read_questions
from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.words import QuestionKind
from bot.store import likeness
from bot.store.tables import Series
from bot.wording.drafting import wrong
from bot.wording.language import Language

Data = dict[str, Any]
LONGEST_TITLE, LONGEST_TOPIC = 100, 200


class Unfit(Exception):  # noqa: N818  # it says what an answer is
    """An answer that will not do: why, and between what to choose instead, if that is known."""

    def __init__(self, problem: str, choices: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem, self.choices = problem, choices


def title(value: str, _data: Data, _now: datetime, language: Language) -> Data:
    """What the chat is called."""
    named = " ".join(value.split())
    if not 0 < len(named) <= LONGEST_TITLE:
        raise Unfit(wrong("title", language))
    return {"title": named}


def hashtag(value: str, data: Data, _now: datetime, language: Language) -> Data:
    """Its hashtag, with or without the #; nothing takes the one that was offered."""
    tag = value or suggested(data)
    try:
        return {"hashtag": values.hashtag(tag if tag.startswith("#") else f"#{tag}")}
    except Wrong:
        raise Unfit(wrong("hashtag", language, example=suggested(data))) from None


def zone(value: str, _data: Data, _now: datetime, language: Language) -> Data:
    """Its time zone, by a town, a country or the zone's own name."""
    found = zones(value, language.code)
    if not found:
        raise Unfit(wrong("zone", language))
    if len(found) > 1 and found[0] != value:
        raise Unfit(wrong("zones", language), found)
    return {"zone": found[0]}


def topic(value: str, _data: Data, _now: datetime, language: Language) -> Data:
    """What the session is about; may be nothing."""
    about = " ".join(value.split())
    if len(about) > LONGEST_TOPIC:
        raise Unfit(wrong("topic", language))
    return {"topic": about}


def when(value: str, data: Data, now: datetime, language: Language) -> Data:
    """When it begins, on the clocks of its zone."""
    return {"when": moment(value, str(data.get("zone", "UTC")), now, language).isoformat()}


def moment(value: str, place: str, now: datetime, language: Language) -> datetime:
    """A moment to come, in UTC, from what somebody typed for the clocks of a zone. Raises Unfit."""
    local = local_moment(value, now.astimezone(ZoneInfo(place)).replace(tzinfo=None))
    if local is None:
        raise Unfit(wrong("when", language))
    try:
        starts_at = resolve(local, place)
    except NoSuchTime:
        raise Unfit(wrong("skipped", language, place=language.city(place))) from None
    if starts_at <= now:
        raise Unfit(wrong("past", language, when=language.moment(starts_at, place)))
    return starts_at


def questions(value: str, _data: Data, _now: datetime, language: Language) -> Data:
    """The pasted list."""
    return {"questions": [kept(one) for one in pasted(value, language)]}


def pasted(value: str, language: Language) -> tuple[QuestionPlan, ...]:
    """The questions of a pasted list. Raises Unfit when none has a time of its own."""
    found = read_questions(value)
    if all(question.spare for question in found):
        raise Unfit(wrong("questions", language))
    return found


def every(value: str, _data: Data, _now: datetime, language: Language) -> Data:
    """The time between two questions."""
    span = reins.length(value)
    if span is None:
        raise Unfit(wrong("every", language))
    return {"every": span.total_seconds()}


TAKERS: dict[str, Callable[[str, Data, datetime, Language], Data]] = {
    "title": title,
    "hashtag": hashtag,
    "zone": zone,
    "topic": topic,
    "when": when,
    "questions": questions,
    "every": every,
}
"""What the answer to each step adds to the draft."""


def kept(question: QuestionPlan) -> Data:
    """A question as the draft keeps it."""
    return {
        "text": question.text,
        "kind": question.kind.value,
        "choices": list(question.choices),
        "spare": question.spare,
    }


def questions_of(data: Data) -> tuple[QuestionPlan, ...]:
    """The draft's questions."""
    return tuple(
        QuestionPlan(one["text"], QuestionKind(one["kind"]), tuple(one["choices"]), one["spare"])
        for one in data["questions"]
    )


def cadence_of(data: Data, series: Series | None) -> Cadence:
    """The cadence that a session of this draft will have."""
    if series is not None:
        return likeness.cadence(series)
    return Cadence(every=timedelta(seconds=data.get("every", Cadence().every.total_seconds())))


def suggested(data: Data) -> str:
    """A hashtag made of the title."""
    letters = "".join(one for one in str(data.get("title", "")).lower() if one.isalnum())[:30]
    return f"#{letters}" if any(one.isalpha() for one in letters) else "#libchat"
