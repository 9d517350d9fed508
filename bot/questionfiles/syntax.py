"""From a file's bytes to TOML's tables, or to the line at which that fails and a word on how to mend it."""

import re
import tomllib
from typing import Any

from bot.questionfiles.problems import Problem, short

MOST = 1_000_000
"""Bytes. A year of weekly chats has some 50,000; more than this is no question file, and slow to parse."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UTF_8_MARK = "\ufeff"
DOTTED = re.compile(r"(?<![\w.\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){50}")
"""Keys of so many parts mean nothing here, and take tomllib a time that grows with their square."""
AT = re.compile(r"\s*\((?:at line (\d+), column \d+|at end of document)\)$")
HINTS = (
    (r"[“”„‟«»‘’]", "", 'use straight quotes: "…"'),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?![:\d])", "", "write the seconds too: 2026-12-02T20:00:00"),
    (r"^\s*[\w-]+\s*:", "Expected '='", 'write an = between key and value: title = "…"'),
    (r"\\", "Unescaped", r"write two of them, \\, or use single quotes"),
    (r"=\s*(True|False|yes|no|on|off)\b", "Invalid value", "write true or false"),
    (r"=\s*[^\s\"'\[{\d+-]", "Invalid value", 'put the text in quotes: "…"'),
    (r"\{", "Invalid initial character", "write a { … } table in one line, without a comma at its end"),
    (r"", "Invalid initial character", "write a key, an = and a value"),
    (r"^\s*\[\w+\]", "", "write it once; sessions are [[session]], with two brackets on each side"),
    (r"^\s*\[\[\w+\]\]", "Cannot overwrite", "write [[session]] with two brackets on each side everywhere"),
    (r"", "Cannot overwrite", "keep one of the two lines"),
    (r"", "Unclosed array", "put commas between the texts of a list, and a ] at its end"),
    (r"", "Illegal character '\\n'", "end the text with a quote, or use three quotes for several lines"),
    (r"", "Unterminated string", 'end the text with """'),
    (r"", "Expected '='", "write an = between key and value"),
    (r"=\s*\d{4}-\d", "Expected newline", "write a day and a time that exist: 2026-12-02T20:00:00"),
    (r"", "Invalid date", "write a day and a time that exist: 2026-12-02T20:00:00"),
    (r"", "Expected newline", 'look at the quotes of this line: a quote within a text is written \\"'),
    (r"", "Illegal character", "take that character out"),
)
"""What the line looks like, what tomllib says of it, and the cure; the first that fits both."""


class Unreadable(Exception):  # noqa: N818 - the name says what the file is
    """A file that is not TOML, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def tables(content: bytes, path: str) -> dict[str, Any]:
    """The file's tables. Raises Unreadable."""
    if len(content) > MOST:
        raise _unreadable(path, "size", f"the file has more than {MOST:,} bytes", "split the series into several files")
    text = _decoded(content, path)
    if found := DOTTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _unreadable(path, f"line {line}", "a key of more than 50 parts", "use keys without dots")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _faulty(str(error), text, path) from None
    except RecursionError:
        raise _unreadable(
            path, "file", "lists or tables stand too deep within each other", "nest two at most"
        ) from None
    except ValueError as error:
        what = "a number is too long" if "integer string" in str(error) else "a value is not TOML"
        raise _unreadable(path, "file", what, "use numbers of at most 18 digits") from None


def _decoded(content: bytes, path: str) -> str:
    """The text of a file in UTF-8, without the mark that some editors put first."""
    if content.startswith(UTF_16) or 0 in content[:2]:
        raise _unreadable(path, "line 1", "the file is in UTF-16", "save it as UTF-8")
    try:
        return content.decode("utf-8").removeprefix(UTF_8_MARK)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(
            path, f"line {line}", f"the byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        ) from None


def _faulty(message: str, text: str, path: str) -> Unreadable:
    """What tomllib's message comes to in words."""
    found = AT.search(message)
    lines = text.splitlines() or [""]
    number = int(found[1]) if found and found[1] else len(lines)
    line = lines[min(number, len(lines)) - 1]
    what = AT.sub("", message)
    cure = next(
        (cure for looks, says, cure in HINTS if what.startswith(says) and re.search(looks, line)),
        "see questions/README.md for how it is written",
    )
    return _unreadable(path, f"line {number}", short(what[:1].lower() + what[1:], 80), cure)


def _unreadable(path: str, where: str, what: str, cure: str) -> Unreadable:
    return Unreadable(Problem(path, where, what, cure))
