"""Telegram's HTML: builders that take plain text and cannot be broken by it, and what a piece of it comes to when read.

Telegram needs `&`, `<` and `>` escaped, and quotes within attributes (Bot API, "HTML style").
"""

import re
from datetime import datetime
from html import unescape

from bot.wording.characters import clean, isolated, utf16_length

_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<[a-z]")
SELF_MADE = re.compile(r"(?<![\w/&])[#@/$](?=\w)|https?://")
"""How those entities begin that Telegram finds by itself: hashtags, names, commands, links."""


def escape(text: str) -> str:
    """A text that reads the same within Telegram's HTML, less its control characters."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """A text that reads the same within the double quotes of an attribute."""
    return escape(text).replace('"', "&quot;")


def bold(text: str) -> str:
    """A plain text in bold."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """A plain text in italics."""
    return f"<i>{escape(text)}</i>"


def code(text: str) -> str:
    """A plain text that is copied at a touch."""
    return f"<code>{escape(text)}</code>"


def link(text: str, url: str) -> str:
    """A plain text that leads somewhere; without an address only the text."""
    return f'<a href="{attribute(url)}">{escape(text)}</a>' if url else escape(text)


def linked_name(name: str, url: str) -> str:
    """A name that leads somewhere: the link holds it exactly as it is, what keeps its direction stands outside."""
    before, _, after = isolated(name).partition(name)
    return f"{before}{link(name, url)}{after}"


def quotation(text: str) -> str:
    """A plain text set apart as a quotation."""
    return f"<blockquote>{escape(text)}</blockquote>"


def local_time(moment: datetime, text: str, form: str = "wDT") -> str:
    """A moment that readers see in their own time; older apps show the plain `text` (Bot API, "date_time" entity)."""
    return f'<tg-time unix="{int(moment.timestamp())}" format="{attribute(form)}">{escape(text)}</tg-time>'


def plain(html: str) -> str:
    """What a reader sees of a piece of Telegram's HTML."""
    return unescape(_TAG.sub("", html))


def visible_length(html: str) -> int:
    """The length that Telegram's limits count, in UTF-16 units: after its tags and escapes have been read."""
    return utf16_length(plain(html))


def entities(html: str) -> int:
    """How many entities a piece makes: its own, and those that Telegram finds (hashtags, names, commands, links)."""
    return len(_OPENING.findall(html)) + len(SELF_MADE.findall(_TAG.sub(" ", html)))
