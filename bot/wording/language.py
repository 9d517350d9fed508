"""A language that the bot speaks: its sentences from the catalogs, and its ways with dates, numbers and lists."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.wording.catalogs import spoken
from bot.wording.characters import isolated_from_right_to_left
from bot.wording.customs import Unit

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT_MARK = "\u200f"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "ckb"})


def marked(text: str) -> str:
    """A text to be found for the catalogs here, and translated later, when its language is known."""
    return text


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """The same for the two forms of a sentence that goes with a count."""
    return one, many


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC when the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


class Language:
    """A language by its code ("en", "pt-BR"); an unknown one speaks English."""

    def __init__(self, code: str = "en") -> None:
        language, *more = code.replace("_", "-").split("-") if _CODE.fullmatch(code) else ["en"]
        self.code = "-".join((language.lower(), *(part.upper() if len(part) == 2 else part for part in more)))
        self._sentences, self._customs = spoken(self.code.replace("-", "_"))
        self._rtl = language.lower() in _RIGHT_TO_LEFT

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return "rtl" if self._rtl else "ltr"

    def text(self, message: str, /, **values: object) -> str:
        """A sentence in this language, its {names} filled with `values`, which are not read as patterns themselves."""
        if not message:
            return ""
        translated = self._sentences.gettext(message)
        return translated.format_map(self._set_apart(values)) if values else translated

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The sentence that goes with a count, which it may name as {count}."""
        told = {"count": self.number(count), **values}
        return self._sentences.ngettext(one, many, count).format_map(self._set_apart(told))

    def apart(self, text: str) -> str:
        """A text of another kind within a line of this language: what is written left to right keeps its order."""
        return isolated_from_right_to_left(text) if self._rtl else text

    def line(self, text: str) -> str:
        """A line that runs this language's way even if all that stands in it is set apart."""
        return f"{_RIGHT_TO_LEFT_MARK}{text}" if self._rtl else text

    def _set_apart(self, values: dict[str, object]) -> dict[str, object]:
        return {name: self.apart(str(value)) for name, value in values.items()} if self._rtl else values

    def number(self, value: float, digits: int = 2) -> str:
        """A number as it is written here, with at most so many digits after the point."""
        if value != value or abs(value) >= 1e15:
            return f"{value:g}"
        return self._customs.number(value, digits)

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in percent; nought of nothing."""
        return self._customs.percent(round(100 * part / whole) if whole else 0)

    def listed(self, things: Sequence[str]) -> str:
        """Things one after the other: "a, b and c"."""
        return self._customs.listed([self.apart(thing) for thing in things])

    def date(self, moment: datetime, timezone: str = "UTC") -> str:
        """The day of a moment in a time zone: "Wednesday 2 December 2026"."""
        return self._customs.date(moment.astimezone(zone(timezone)).date())

    def time(self, moment: datetime, timezone: str = "UTC") -> str:
        """The time of a moment in a time zone, on a clock of 24 hours in every language: "20:00"."""
        return moment.astimezone(zone(timezone)).strftime("%H:%M")

    def moment(self, moment: datetime, timezone: str = "UTC") -> str:
        """Day, time and zone: "Wednesday 2 December 2026, 20:00 (London time)"."""
        named = timezone if timezone in {"UTC", "GMT"} else self.text("{place} time", place=self.city(timezone))
        return self.text(
            "{date}, {time} ({zone})", date=self.date(moment, timezone), time=self.time(moment, timezone), zone=named
        )

    def city(self, timezone: str) -> str:
        """The city that a time zone is named after, as it is called here."""
        return self._customs.city(str(zone(timezone)))

    def span(self, length: timedelta) -> str:
        """A length of time in its two largest units: "1 day", "1 hour and 30 minutes", "45 seconds"."""
        left = max(0, round(length.total_seconds()))
        days, left = divmod(left, 86_400)
        hours, left = divmod(left, 3_600)
        minutes, seconds = divmod(left, 60)
        units: tuple[Unit, ...] = ("day", "hour", "minute", "second")
        counts = zip((days, hours, minutes, seconds), units, strict=True)
        named = [self._customs.length(count, unit) for count, unit in counts if count]
        return self.listed(named[:2]) or self._customs.length(0, "second")
