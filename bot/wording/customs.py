"""A language's ways with numbers, shares, lists, dates and lengths of time.

English ones are written out here, so that a bot that speaks nothing else loads nothing for it; all others are those of
Unicode's CLDR, through Babel.
"""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:  # it takes a fiftieth of a second, which only other languages should cost
    from babel import Locale

Unit = Literal["day", "hour", "minute", "second"]
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Customs(Protocol):
    """What a language does in its own way."""

    def number(self, value: float, digits: int) -> str:
        """A number with at most so many digits after the point."""

    def percent(self, whole: int) -> str:
        """So many percent."""

    def listed(self, things: Sequence[str]) -> str:
        """Things one after the other."""

    def date(self, day: date) -> str:
        """A day with its weekday, month and year."""

    def city(self, timezone: str) -> str:
        """The city that a time zone is named after."""

    def length(self, count: int, unit: Unit) -> str:
        """So many of a unit: "2 hours"."""


class English:
    """English ways: "1,234.5", "67%", "a, b and c", "Wednesday 2 December 2026", "2 hours"."""

    def number(self, value: float, digits: int) -> str:
        """A number with at most so many digits after the point."""
        written = f"{value:,.{digits}f}" if value != int(value) else f"{int(value):,}"
        return written.rstrip("0").rstrip(".") if "." in written else written

    def percent(self, whole: int) -> str:
        """So many percent."""
        return f"{whole:,}%"

    def listed(self, things: Sequence[str]) -> str:
        """Things one after the other."""
        return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))

    def date(self, day: date) -> str:
        """A day with its weekday, month and year."""
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def city(self, timezone: str) -> str:
        """The city that a time zone is named after."""
        return timezone.rpartition("/")[2].replace("_", " ")

    def length(self, count: int, unit: Unit) -> str:
        """So many of a unit."""
        return f"{count:,} {unit}{'' if count == 1 else 's'}"


class Cldr:
    """The ways of any other language. Digits are 0 to 9 everywhere, as in the labels of questions."""

    def __init__(self, locale: "Locale") -> None:
        self._locale = locale

    def number(self, value: float, digits: int) -> str:
        """A number with at most so many digits after the point."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, digits), locale=self._locale, decimal_quantization=False)

    def percent(self, whole: int) -> str:
        """So many percent."""
        from babel.numbers import format_percent

        return format_percent(whole / 100, locale=self._locale)

    def listed(self, things: Sequence[str]) -> str:
        """Things one after the other."""
        from babel.lists import format_list

        return format_list(things, locale=self._locale)

    def date(self, day: date) -> str:
        """A day with its weekday, month and year."""
        from babel.dates import format_date

        return format_date(day, "full", locale=self._locale)

    def city(self, timezone: str) -> str:
        """The city that a time zone is named after."""
        from babel.dates import get_timezone_location

        return get_timezone_location(timezone, locale=self._locale, return_city=True)

    def length(self, count: int, unit: Unit) -> str:
        """So many of a unit."""
        from babel.dates import format_timedelta

        # format_unit() knows no long names where CLDR says that they are the short ones.
        length = timedelta(**{f"{unit}s": count})
        return format_timedelta(length, granularity=unit, threshold=sys.maxsize, locale=self._locale)
