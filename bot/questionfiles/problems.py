"""What is wrong in a question file, in words that say where and how to put it right."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

LONGEST = 200
"""Characters of any one part of a problem, so that a hostile file cannot flood a terminal."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file."""

    path: str
    where: str
    """A line, a key, or "session 2, question 3"."""
    what: str
    cure: str

    def __str__(self) -> str:
        where, what, cure = (short(part, LONGEST) for part in (self.where, self.what, self.cure))
        return f"{printable(self.path)}: {where}: {what}, {cure}"


class Refused(Exception):  # noqa: N818 - the name says what happened to the file
    """A question file that was not taken in, with everything that is wrong in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Wrong(ValueError):  # noqa: N818 - the name says what a value is
    """A value that will not do: what is wrong with it, and what would be right."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}, {cure}")
        self.what = what
        self.cure = cure


def printable(text: str) -> str:
    """`text` with whatever could steer a terminal or turn the reading direction shown as its code."""
    return "".join(
        f"\\u{ord(character):04x}" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") else character
        for character in text
    )


def short(text: str, longest: int) -> str:
    """`text`, printable, cut after `longest` characters."""
    return printable(text) if len(text) <= longest else printable(text[: longest - 1]) + "…"


def shown(value: object) -> str:
    """A value out of a TOML file, short, as its writer would know it again."""
    match value:
        case str():
            return f'"{short(value, 40)}"'
        case bool():
            return str(value).lower()
        case int():
            return str(value) if value.bit_length() <= 64 else "a number of more than 64 bits"
        case datetime() | date() | time():
            return value.isoformat()
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return short(str(value), 40)
