"""Recaps to take home: the same record as plain text, a page, Markdown for a blog, a table or JSON."""

from collections.abc import Callable

from bot.recaps.markdown import markdown
from bot.recaps.page import page
from bot.recaps.record import record
from bot.recaps.sheet import sheet
from bot.recaps.text import text
from bot.rules.recap import Recap

FORMATS: dict[str, Callable[[Recap], str]] = {
    "text": text,
    "html": page,
    "markdown": markdown,
    "csv": sheet,
    "json": record,
}


def render(recap: Recap, format: str) -> str:  # noqa: A002  # the word of the command line, which callers name
    """The recap in one of `FORMATS`.

    Raises `ValueError` for any other.
    """
    if format not in FORMATS:
        raise ValueError(f"no such format: {format!r}; there are {', '.join(FORMATS)}")
    return FORMATS[format](recap)
