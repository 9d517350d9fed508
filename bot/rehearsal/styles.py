"""Colours and columns of a chat in a terminal: texts as Telegram formats them, names, times."""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.rehearsal.entities import Entity, units
from bot.rehearsal.messages import Message
from bot.wording.characters import clean, undirected

PALETTE = ("cyan", "magenta", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta", "bright_blue")
BOT = "bold green"
QUIET = "bright_black"
STYLES = {"bold": "bold", "italic": "italic", "hashtag": "blue", "mention": "blue", "url": "underline", "code": "cyan"}
MEDIA = {"photo": "photo", "voice": "voice note", "video": "video", "document": "file", "sticker": "sticker"}
DAY = 86_400


def readable(text: str) -> str:
    """A text that a terminal prints and does not obey."""
    return undirected(clean(text)).replace("\t", " ")


def formatted(text: str, entities: list[Entity]) -> Text:
    """A text with Telegram's formatting."""
    edges = sorted({0, units(text), *(e["offset"] for e in entities), *(e["offset"] + e["length"] for e in entities)})
    raw, whole = text.encode("utf-16-le"), Text()
    for start, end in pairwise(edges):
        around = [e["type"] for e in entities if e["offset"] <= start and end <= e["offset"] + e["length"]]
        style = " ".join(STYLES[kind] for kind in around if kind in STYLES)
        piece = raw[2 * start : 2 * end].decode("utf-16-le", "replace")
        whole.append(readable(piece), style)
    return whole


def name(message: Message, names: dict[str, str], width: int) -> Text:
    """Who speaks, by the first name where both are too wide, in a colour of their own, which is kept in `names`."""
    speaker = readable(message.speaker)
    style = BOT if message.by_bot else names.setdefault(speaker, f"bold {PALETTE[len(names) % len(PALETTE)]}")
    first = readable(message.author.first_name) if message.author and not message.sender_chat else speaker
    return Text(speaker if cell_len(speaker) <= width else first, style)


def said(message: Message) -> Text:
    """What a message says or shows, on as many lines as it has."""
    text = formatted(message.text, message.entities)
    shown = [word for kind, word in MEDIA.items() if kind in message.media]
    return Text.assemble((f"[{', '.join(shown)}] ", "italic"), text) if shown else text


def first_words(message: Message, most: int = 24) -> str:
    """The beginning of a message, to know it by."""
    words = " ".join(readable(message.text).split()) or " ".join(MEDIA[kind] for kind in message.media if kind in MEDIA)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def since(seconds: float, whole: float) -> str:
    """The time since the start of a session that takes `whole` seconds, as short as it can be read."""
    sign, left = ("-" if round(seconds) < 0 else ""), abs(round(seconds))
    if whole >= 2 * DAY:
        return f"{sign}{left // DAY}d {left % DAY // 3600:02}h"
    if left >= 6000:
        return f"{sign}{left // 3600}h{left % 3600 // 60:02}"
    return f"{sign}{left // 60:02}:{left % 60:02}"


def line(console: Console, columns: list[tuple[Text, int]], text: Text) -> None:
    """Print a text behind columns of fixed widths, its further lines below its first."""
    before = sum(width + 1 for _, width in columns)
    for place, piece in enumerate(text.wrap(console, max(16, console.width - before - 1)) or [Text()]):
        row = Text()
        for column, width in columns:
            shown = column.copy() if place == 0 else Text()
            shown.truncate(width, overflow="ellipsis", pad=True)
            row.append_text(shown).append(" ")
        row.append_text(piece)
        row.rstrip()
        console.print(row, soft_wrap=True)
