"""What Telegram marks in a text by itself: mentions, commands, hashtags, links and addresses."""

import re

from bot.rehearsal.entities import MOST_ENTITIES, Entity, units

_TAIL = r"[^\s<>\"]*[^\s<>\".,;:!?)\]'»]"
_ENDINGS = "com|org|net|edu|gov|info|io|me|uk|de|es|fr|eu|app|dev|xyz"
_ANY_CASE = re.IGNORECASE | re.ASCII
_PATTERNS = (
    (
        "url",
        re.compile(
            rf"(?<![\w@.])(?:https?://{_TAIL}|(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/(?:{_TAIL})?)?)", re.IGNORECASE
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b", _ANY_CASE)),
    ("mention", re.compile(r"(?<![\w@/])@[a-z0-9_]{3,32}(?![\w@])", _ANY_CASE)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/@])", _ANY_CASE)),
    ("hashtag", re.compile(r"(?<![\w@#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])", re.ASCII)),
)
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
