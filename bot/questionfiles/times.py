"""Durations, starts, zones and schedules in a question file: which are right, and what would be right instead."""

import re
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationInfo
from pydantic.json_schema import JsonSchemaValue

from bot.questionfiles.problems import Wrong, shown
from bot.questionfiles.surroundings import around
from bot.rules.calendar import BadSchedule, NoSuchTime, occurrences, resolve

YEAR = timedelta(days=366)
"""No gap between two posts is longer."""
CENTURY = timedelta(days=36_525)
YEARS = range(1970, 2200)
"""The years in which a session may start."""
LENGTH = re.compile(r"(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?", re.ASCII)
UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
"""In seconds."""
START = "2026-12-02T20:00:00"
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""From when to look whether a schedule ever comes round; it makes no difference."""


def duration(value: object, longest: timedelta = YEAR, usual: str = "minutes") -> timedelta:
    """A time span written as "90s", "10m", "1h", "2d", or as several of these: "1h30m".

    `usual` is what a number without a unit was probably meant as.
    """
    examples = 'write it as "90s", "10m", "1h" or "2d"'
    if isinstance(value, int) and not isinstance(value, bool):
        cure = f'write "{value}{usual[0]}" for {usual}' if 0 < value <= 525_600 else examples
        raise Wrong(f"{shown(value)} has no unit", cure)
    match = LENGTH.fullmatch(value) if isinstance(value, str) else None
    if not match or not match[0]:
        raise Wrong(f"{shown(value)} is not a duration", examples)
    seconds = sum(int(count or 0) * size for count, (_, size) in zip(match.groups(), UNITS, strict=True))
    if seconds > longest.total_seconds():
        raise Wrong(
            f"{shown(value)} is longer than {'a year' if longest == YEAR else 'a century'}",
            f"use at most {longest.days}d",
        )
    return timedelta(seconds=seconds)


def gap(value: object) -> timedelta:
    """A duration of a second or more."""
    span = duration(value)
    if not span:
        raise Wrong(f"{shown(value)} is no time at all", 'use "1s" or more')
    return span


def minutes(value: object) -> timedelta:
    """A duration given as a whole number of minutes."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(f"{shown(value)} is not a whole number", 'write minutes = 5, or lasts = "90s"')
    if not 0 < value <= YEAR // timedelta(minutes=1):
        raise Wrong(f"{shown(value)} minutes will not do", "use 1 or more, and at most a year of them")
    return timedelta(minutes=value)


def reminders(value: object) -> tuple[timedelta, ...]:
    """How long before the start reminders come; none for an empty list."""
    if not isinstance(value, list):
        raise Wrong(
            f"{shown(value)} is not a list", 'write reminders = ["1d", "1h", "10m"], or reminders = [] for none'
        )
    spans: list[timedelta] = []
    for item in value:
        span = gap(item)
        if span in spans:
            raise Wrong(f"the reminder {shown(item)} comes twice", "name each time once")
        spans.append(span)
    return tuple(spans)


def late(value: object) -> timedelta:
    """How long answers count after the end; no time at all is right."""
    return duration(value)


def keep(value: object) -> timedelta:
    """How long something is kept: a day at least, and longer than a year if wished."""
    span = duration(value, CENTURY, "days")
    if span < timedelta(days=1):
        raise Wrong(f"{shown(value)} is shorter than a day", 'use "1d" or more, such as "365d"')
    return span


def written(span: timedelta) -> str:
    """A duration as a file writes it: "1h30m"."""
    left = int(span.total_seconds())
    parts = []
    for unit, size in UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def timezone(value: object) -> str:
    """A time zone by its name in the IANA database."""
    if isinstance(value, str) and value in _zones():
        return value
    near = _near_zone(value) if isinstance(value, str) and len(value) <= 64 else ""
    right = f'did you mean "{near}"?' if near else 'use a place\'s name, such as "Europe/London", or "UTC"'
    raise Wrong(f"{shown(value)} is not a known time zone", right)


def schedule(value: object) -> str:
    """A cron expression that comes round."""
    example = 'write it as "0 20 * * wed" (minute, hour, day, month, weekday: Wednesdays at 20:00)'
    if not isinstance(value, str):
        raise Wrong(f"{shown(value)} is not a schedule", example)
    try:
        occurrences(value, "UTC", ANY_TIME)
    except BadSchedule as error:
        raise Wrong(f"{shown(value)} is not a schedule: {error}", example) from None
    return " ".join(value.split())


def starts(value: object, info: ValidationInfo) -> datetime | None:
    """When a session starts, in UTC; None when it waits for the schedule."""
    if value is not None:
        return start(value, around(info).zone)
    if not around(info).scheduled:
        raise Wrong(
            "the session has no start, and the series no schedule to take one from",
            f'add starts = {START}, or schedule = "0 20 * * wed" at the top of the file',
        )
    return None


def again(value: object, info: ValidationInfo) -> datetime:
    """When a second round begins, in UTC."""
    return start(value, around(info).zone)


def told(description: str, default: str | None = None) -> JsonSchemaValue:
    """What an editor is told of a duration."""
    shape = {"type": "string", "description": description, "pattern": r"^(\d+[dhms])+$"}
    return shape if default is None else shape | {"default": default}


def start(value: object, zone: str) -> datetime:
    """The moment, in UTC, that a file means by a time on the clocks of `zone`."""
    if not isinstance(value, datetime):
        raise _no_start(value)
    if value.tzinfo is not None:
        try:
            there = value.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()
        except OverflowError:
            there = START
        raise Wrong(f"{shown(value)} has an offset", f"write the time on the clocks of {zone}, without one: {there}")
    if value.year not in YEARS:
        raise Wrong(f"{shown(value)} is out of all reach", f"use a year from {YEARS[0]} to {YEARS[-1]}")
    try:
        return resolve(value, zone)
    except NoSuchTime as error:
        raise Wrong(
            f"there is no {shown(value)} in {zone}, as the clocks are put forward then", f"use {shown(error.instead)}"
        ) from None


def _no_start(value: object) -> Wrong:
    """What to say of a value that is no date with a time."""
    match value:
        case date():
            return Wrong(f"{shown(value)} is a day without a time", f"add one: {value.isoformat()}T20:00:00")
        case time():
            return Wrong(f"{shown(value)} is a time without a day", f"add one: 2026-12-02T{value.isoformat()}")
        case str():
            try:
                meant = datetime.fromisoformat(value).replace(tzinfo=None).isoformat()
            except ValueError:
                return Wrong(f"{shown(value)} is not a date and time", f"write it without quotes: {START}")
            return Wrong(f"the time {shown(value)} stands in quotes", f"leave them out: {meant}")
        case _:
            return Wrong(f"{shown(value)} is not a date and time", f"write it as {START}")


@cache
def _zones() -> frozenset[str]:
    """All names, read from disk once."""
    return frozenset(available_timezones())


def _near_zone(value: str) -> str:
    """The zone that a wrong name comes nearest to; none for an offset, whose place cannot be guessed."""
    if re.search(r"\d", value):
        return ""
    asked = value.strip().lower().replace(" ", "_")
    names = {name.lower(): name for name in sorted(_zones())}
    cities = {
        name.rsplit("/", 1)[-1]: full for name, full in names.items() if "/" in name and not name.startswith("etc")
    }
    if asked in names:
        return names[asked]
    if asked in cities:
        return cities[asked]
    near = get_close_matches(asked, names, 1, 0.75) or get_close_matches(asked, cities, 1, 0.75)
    return (names | cities)[near[0]] if near else ""
