"""Terms: the words of a text that are worth counting, and pairs of them."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_NOISE = re.compile(
    r"(?:https?://|www\.)\S+|[@#]\w+|^\s*[^\W\d_]{0,8}\W?\s?\d{1,3}\w?(?:\s?[/&+,]\s?\w?\d{1,3})*[\s.:)\-–—]+"
)
"""Addresses, mentions, hashtags, and the label that an answer begins with."""
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_SMALL = """
a about above after again all also am an and any are aren't as at be because been before being below between
both but by can can't could did didn't do does doesn't doing don't down during each even few for from further
get got had has have haven't having he her here him his how i i'd i'll i'm i've if in into is isn't it it's
its just like lot lots make many may me more most much my no nor not now of off on once one only or other our
out over own really same see she should so some such than that that's the their them then there these they
they're thing things think this those through to too two under until up us use very was way we we're were what
when where which while who why will with would yes you you're your aber als also am an auch auf aus bei beim
bin bis bist da damit dann das dass dem den der des die dies diese doch durch ein eine einem einen einer eines
er es für gegen haben hat hatte ich ihr im in ist ja kann kein keine man mehr mein meine mich mir mit muss
nach nicht noch nur ob oder ohne schon sehr sein sich sie sind so über um und uns unter vom von vor war was
wenn wer wie wir wird zu zum zur al algo ante así aunque bien como con cuando de del desde donde dos el ella
ellos en entre era eran es esa ese eso esta está este esto fue ha han hasta hay la las le les lo los más me mi
mis mucho muy ni no nos o otra otro para pero poco por porque que qué se según ser si sí sin sobre son su sus
también te tiene todo todos tu un una uno unos y ya yo
"""
_LITTLE = frozenset(_SMALL.split())
"""Small words of English, German and Spanish, which tell of nothing."""


def terms(text: str) -> list[tuple[str, str]]:
    """The words of a text worth counting, and pairs of neighbours, each as it is compared and as it is written.

    Scripts without blanks between words give pairs of characters.
    """
    said = _NOISE.sub(" ", unicodedata.normalize("NFC", text))
    found: list[tuple[str, str]] = []
    before: tuple[str, str, int] | None = None
    for match in _WORD.finditer(said):
        written = match.group()
        if not written.isascii() and _is_spaceless(written):
            found += [(pair, pair) for pair in (written[at : at + 2] for at in range(len(written) - 1))]
            before = None
            continue
        word = written.casefold().replace("’", "'").removesuffix("'s")
        if word in _LITTLE or len(word) < 3 or word.isdigit():
            before = None
            continue
        found.append((_stem(word), word))
        if before is not None and said[before[2] : match.start()] == " ":
            found.append((f"{before[0]} {_stem(word)}", f"{before[1]} {word}"))
        before = (_stem(word), word, match.end())
    return found


def _stem(word: str) -> str:
    """A word without the endings that make two of one: libraries, library; books, book."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_spaceless(word: str) -> bool:
    """Whether a word is of a script that puts no blanks between words."""
    return unicodedata.name(word[0], "").startswith(_SPACELESS)
