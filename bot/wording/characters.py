"""Characters as Telegram and screens count them: lengths, cleaning, and shortening that breaks no word or emoji."""

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_TAG = re.compile(r"<[^>]*>")
_JOINER = "\u200d"
_OUTSIDE = re.compile("[\U00010000-\U0010ffff]")
"""Characters that take two units in UTF-16."""
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def utf16_length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 units, in which an emoji is two (Bot API, MessageEntity)."""
    return len(text) if text.isascii() else len(text) + len(_OUTSIDE.findall(text))


def clean(text: str) -> str:
    """A text without control characters and broken surrogates, which no message, page or terminal should get.

    Line feeds and tabs stay.
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def undirected(text: str) -> str:
    """A text without the marks that force a writing direction, for places where they could turn a whole line round."""
    return _DIRECTIONS.sub("", text)


def isolated(text: str) -> str:
    """A text that cannot turn its neighbours' direction: right-to-left texts are put in isolates (Unicode UAX 9)."""
    if text.isascii():
        return text
    if _DIRECTIONS.search(text) or any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text):
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def isolated_from_right_to_left(html: str) -> str:
    """A piece of HTML for a line that runs from right to left: in an isolate if some of its letters run the other way.

    Else its marks would jump to the far side: "#libchat" would be seen as "libchat#".
    """
    if any(unicodedata.bidirectional(character) == "L" for character in _TAG.sub("", html)):
        return f"{_ISOLATE}{html}{_END_OF_ISOLATE}"
    return html


def is_visible(text: str) -> bool:
    """Whether there is anything to see in a text, or to touch when it is a link."""
    return any(
        not unicodedata.category(character).startswith(("C", "Z", "M")) and character not in _INVISIBLE
        for character in text
    )


def one_line(text: str) -> str:
    """A text on one line, its runs of white space made single spaces."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """A text of at most `limit` UTF-16 units, ending in … at a word when something had to go."""
    if utf16_length(text) <= limit:
        return text
    cut = units = 0
    for cut, character in enumerate(text):  # noqa: B007  # where it stops is what is sought
        units += 2 if character > "\uffff" else 1
        if units > limit - 1:
            break
    space = text.rfind(" ", cut // 2, cut + 1)
    if space > 0:
        cut = space
    else:
        while cut and not _separable(text, cut):
            cut -= 1
    return text[:cut].rstrip() + "…"


def _separable(text: str, cut: int) -> bool:
    """Whether the characters on both sides of a cut are seen as two (a simple reading of Unicode UAX 29)."""
    before, after = text[cut - 1], text[cut]
    if _JOINER in (before, after) or unicodedata.category(after).startswith("M") or ord(after) in _SKIN_TONES:
        return False
    return not (ord(before) in _FLAGS and ord(after) in _FLAGS and _flags_before(text, cut) % 2)


def _flags_before(text: str, cut: int) -> int:
    """How many regional letters stand in a row before a cut: two make a flag."""
    start = cut
    while start and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return cut - start
