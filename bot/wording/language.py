"""A language that the bot speaks: its sentences from the catalogs, and its ways with dates, numbers and lists."""

import gettext
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_CATALOGS = Path(__file__).parent / "locale"
_DOMAIN = "chathour"
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DECIMAL_POINT = frozenset({"en", "zh", "ja", "ko", "th", "he", "hi", "ga", "cy"})
"""Languages that write 1,234.5; the others here write 1 234,5 (CLDR, number symbols)."""
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "ckb"})


def marked(text: str) -> str:
    """A text to be found for the catalogs here, and translated later, when its language is known."""
    return text


_WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)


@lru_cache(maxsize=64)
def _catalog(code: str) -> gettext.NullTranslations:
    """The sentences of a language, the wider language's when there is no closer one, else English as written."""
    wider = [code, code.partition("_")[0]]
    return gettext.translation(_DOMAIN, _CATALOGS, languages=wider, fallback=True)


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC when the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


class Language:
    """A language by its code ("en", "pt-BR"); an unknown one speaks English."""

    def __init__(self, code: str = "en") -> None:
        self.code = code.replace("_", "-") if _CODE.fullmatch(code) else "en"
        self._catalog = _catalog(self.code.replace("-", "_"))

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return "rtl" if self.code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"

    def text(self, message: str, /, **values: object) -> str:
        """A sentence in this language, its {names} filled with `values`, which are not read as patterns themselves."""
        if not message:
            return ""
        translated = self._catalog.gettext(message)
        return translated.format_map(values) if values else translated

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The sentence that goes with a count, which it may name as {count}."""
        return self._catalog.ngettext(one, many, count).format_map({"count": self.number(count), **values})

    def number(self, value: float, digits: int = 2) -> str:
        """A number as it is written here, with at most so many digits after the point."""
        if value != value or abs(value) >= 1e15:
            return f"{value:g}"
        written = f"{value:,.{digits}f}" if value != int(value) else f"{int(value):,}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        if self.code.partition("-")[0].lower() in _DECIMAL_POINT:
            return written
        return written.translate({ord(","): "\u202f", ord("."): ","})

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in percent; "0 %" of nothing."""
        percent = self.number(round(100 * part / whole) if whole else 0)
        return self.text("{percent}%", percent=percent)

    def listed(self, things: Sequence[str]) -> str:
        """Things one after the other: "a, b and c"."""
        if len(things) < 2:
            return "".join(things)
        return self.text("{first} and {last}", first=", ".join(things[:-1]), last=things[-1])

    def date(self, moment: datetime, timezone: str = "UTC") -> str:
        """The day of a moment in a time zone: "Wednesday 2 December 2026"."""
        day = moment.astimezone(zone(timezone))
        return self.text(
            "{weekday} {day} {month} {year}",
            weekday=self.text(_WEEKDAYS[day.weekday()]),
            day=day.day,
            month=self.text(_MONTHS[day.month - 1]),
            year=day.year,
        )

    def time(self, moment: datetime, timezone: str = "UTC") -> str:
        """The time of a moment in a time zone: "20:00"."""
        return moment.astimezone(zone(timezone)).strftime("%H:%M")

    def moment(self, moment: datetime, timezone: str = "UTC") -> str:
        """Day, time and zone: "Wednesday 2 December 2026, 20:00 (London time)"."""
        place = timezone.rpartition("/")[2].replace("_", " ")
        named = place if place in {"UTC", "GMT"} else self.text("{place} time", place=place)
        return self.text(
            "{date}, {time} ({zone})", date=self.date(moment, timezone), time=self.time(moment, timezone), zone=named
        )

    def span(self, length: timedelta) -> str:
        """A length of time in its two largest units: "1 day", "1 hour and 30 minutes", "45 seconds"."""
        left = max(0, round(length.total_seconds()))
        days, left = divmod(left, 86_400)
        hours, left = divmod(left, 3_600)
        minutes, seconds = divmod(left, 60)
        parts = [
            self.plural("{count} day", "{count} days", days) if days else "",
            self.plural("{count} hour", "{count} hours", hours) if hours else "",
            self.plural("{count} minute", "{count} minutes", minutes) if minutes else "",
            self.plural("{count} second", "{count} seconds", seconds) if seconds else "",
        ]
        named = [part for part in parts if part]
        return self.listed(named[:2]) or self.plural("{count} second", "{count} seconds", 0)
