"""What a series is like: written down from a plan, and read back from its row."""

from datetime import timedelta

import msgspec
from sqlmodel import Session

from bot.rules.manners import Manners
from bot.rules.plans import Cadence, Letters, Publishing, SeriesPlan
from bot.rules.words import Names
from bot.store import details, groups
from bot.store.tables import Series
from bot.store.tables import Session as Row


def describe(session: Session, series: Series, plan: SeriesPlan) -> None:
    """Write down what a series is like; its sessions are another matter."""
    series.title, series.hashtag = plan.title, plan.hashtag
    series.timezone, series.language, series.schedule = plan.timezone, plan.language, plan.schedule
    series.question_letter, series.answer_letter = plan.letters.question, plan.letters.answer
    series.unlabelled, series.recap, series.numbering = plan.unlabelled, plan.recap, plan.numbering
    series.moderators, series.texts = list(plan.moderators), dict(plan.texts)
    series.cadence = {
        "reminders": [ahead.total_seconds() for ahead in plan.cadence.reminders],
        "first": plan.cadence.first.total_seconds(),
        "every": plan.cadence.every.total_seconds(),
        "closing": plan.cadence.closing.total_seconds(),
        "late": plan.cadence.late.total_seconds(),
    }
    shown = plan.archive
    series.archive = {"publish": shown.publish, "names": shown.names.value, "robots": shown.robots}
    series.manners, series.form = msgspec.to_builtins(plan.manners), plan.form
    if plan.chat_id is not None or plan.username:  # without either, what /host has bound stays bound
        series.group_id = groups.of(session, chat_id=plan.chat_id, username=plan.username).id
        series.topic_id = plan.topic_id


def cadence(series: Series) -> Cadence:
    """The series' cadence, read back."""
    kept = series.cadence
    return Cadence(
        reminders=tuple(timedelta(seconds=seconds) for seconds in kept["reminders"]),
        first=timedelta(seconds=kept["first"]),
        every=timedelta(seconds=kept["every"]),
        closing=timedelta(seconds=kept["closing"]),
        late=timedelta(seconds=kept["late"]),
    )


def publishing(series: Series) -> Publishing:
    """What the archive shows of the series, read back."""
    kept = series.archive
    return Publishing(
        publish=bool(kept.get("publish", True)),
        names=Names(kept.get("names", Names.FULL)),
        robots=bool(kept.get("robots", True)),
    )


def manners(series: Series) -> Manners:
    """How the bot behaves in the series, read back."""
    return msgspec.convert(series.manners, Manners)


def readings(row: Row) -> tuple[str, ...]:
    """What to read before a session."""
    return tuple(row.details.get("readings", ()))


def keep_readings(row: Row, wanted: tuple[str, ...]) -> None:
    """Write down what to read before a session."""
    row.details = details.changed(row.details, "readings", list(wanted))


def letters(series: Series) -> Letters:
    """The series' letters, read back."""
    return Letters(series.question_letter, series.answer_letter)
