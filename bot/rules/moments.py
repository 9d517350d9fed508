"""Dates and times as people type them: "2 December 20:00", "wed 8pm", "2026-12-02 20.00", "tomorrow 19h30"."""

import re
from datetime import date, datetime, time, timedelta

_MONTHS = (
    "jan ene gen janv يناي", "feb fev fév فبرا", "mar mär mrt maa مارس", "apr abr avr أبري ابري",
    "may mai mei mag maj مايو", "jun juin giu يوني", "jul juil lug يولي", "aug ago aoû aou أغسط اغسط", "sep set سبتم",
    "oct okt ott out أكتو اكتو", "nov نوفم", "dec dez dic déc ديسم",
)  # fmt: skip
_MONTH = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_WEEKDAYS = (
    "monday mon montag lunes lundi segunda الاثنين", "tuesday tue tues dienstag martes mardi terça الثلاثاء",
    "wednesday wed mittwoch miércoles mercredi quarta الأربعاء",
    "thursday thu thur thurs donnerstag jueves jeudi quinta الخميس", "friday fri freitag viernes vendredi sexta الجمعة",
    "saturday sat samstag sábado samedi السبت", "sunday sun sonntag domingo dimanche الأحد",
)  # fmt: skip
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T(?=\d)|\b)")
_DOTTED = re.compile(
    r"\b(?P<day>\d{1,2})\s?[./]\s?(?P<month>\d{1,2})"
    r"(?:[./](?P<year>\s?\d{4}|\d{2}(?![.:h\d]))\b|\.(?!\d)|(?=\s|$|,))"
)
_DAY_MONTH = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+|de\s+)?(?P<name>[^\W\d_]{3,})\.?,?"
    r"(?:\s+(?:de\s+)?(?P<year>\d{4}))?\b",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"\b(?P<name>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![:.\dh])(?:,?\s+(?P<year>\d{4}))?\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})|\s*(?P<h>h)(?:rs?)?\b)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?![\d:])",
    re.IGNORECASE,
)


def local_moment(text: str, now: datetime) -> datetime | None:
    """The local time (naive) that a text names; `now` is the local time now. None when no day or no time is found.

    Without a year, or with a weekday alone, the next one to come is meant. 2/12 is the second of December.
    """
    day, rest = _day(text.strip(), now)
    at = _time(rest)
    if day is None or at is None:
        return None
    return datetime.combine(day, at)


def _day(text: str, now: datetime) -> tuple[date | None, str]:
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _DOTTED):
        for match in pattern.finditer(text):
            found = _date(match, now)
            if found is not None:
                return found, text[: match.start()] + " " + text[match.end() :]
    words = re.findall(r"[^\W\d_]+", text.lower())
    for word, ahead in (("today", 0), ("tonight", 0), ("tomorrow", 1)):
        if word in words:
            return now.date() + timedelta(days=ahead), text
    weekday = next((_WEEKDAY[word] for word in words if word in _WEEKDAY), None)
    if weekday is None:
        return None, text
    ahead = (weekday - now.weekday()) % 7
    at = _time(text)
    if ahead == 0 and at is not None and datetime.combine(now.date(), at) <= now:
        ahead = 7
    return now.date() + timedelta(days=ahead), text


def _date(match: re.Match[str], now: datetime) -> date | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _month(parts.get("name") or "")
    if not month:
        return None
    year = parts.get("year")
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(parts["day"]))
        found = date(now.year, month, int(parts["day"]))
        return found if found >= now.date() else found.replace(year=now.year + 1)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by how its name begins; 0 for another word."""
    lower = name.lower()
    return _MONTH.get(lower[:4], 0) or _MONTH.get(lower[:3], 0)


def _time(text: str) -> time | None:
    if re.search(r"\bnoon\b", text, re.IGNORECASE):
        return time(12)
    found = [
        match for match in _TIME.finditer(text) if match["minute"] or match["half"] or "h" in match.group().lower()
    ]
    if not found:
        return None
    match = found[0]
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
