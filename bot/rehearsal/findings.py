"""What Telegram marks in a text by itself: mentions, commands, hashtags, links and addresses."""

import re

from bot.rehearsal.entities import MOST_ENTITIES, Entity, units

_WORD = r"[^\W]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'»]|(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|me|uk|de|es|fr|eu|app|dev|xyz)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'»])?)", re.I)),  # noqa: E501 - one pattern reads better on one line
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b", re.I | re.A)),
    ("mention", re.compile(r"(?<![\w@/])@[a-z0-9_]{3,32}(?![\w@])", re.I | re.A)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/@])", re.I | re.A)),
    ("hashtag", re.compile(r"(?<![\w@#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])", re.A)),
)  # fmt: skip
_CLOSED = {"code", "pre", "text_link", "text_mention", "date_time"}


def find(text: str, given: list[Entity] | None = None) -> list[Entity]:
    """The given entities and the found ones, in order, at most 100. Nothing is found inside code and links."""
    given = given or []
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _CLOSED]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match.group())
            if any(start < right and left < end for left, right in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    both = sorted([*given, *found], key=lambda entity: (entity["offset"], -entity["length"]))
    return both[:MOST_ENTITIES]
