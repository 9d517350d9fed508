"""Quotes: telling by its words alone that a text is, holds or cuts short a question that was posted."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.rules.grammar import INVISIBLE

TAG = re.compile(r"#\w+")
WORD = re.compile(r"\w+")
EXTRA = 60
"""Words that a question post may hold besides its question (hashtag, hint, a poll's choices); a recap holds more."""
TELLING = 8
"""Characters from which on a part of a question tells which it is."""
READ = 5000
"""Characters of a text that are compared; Telegram's longest message has 4,096."""


def plain(text: str) -> str:
    """Give the words of a text alone, in lower case, one blank between them: no hashtags, marks or emoji."""
    known = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[:READ])).casefold()
    return " ".join(WORD.findall(TAG.sub(" ", known)))


_asked = lru_cache(maxsize=512)(plain)
"""The same for questions, which are compared again and again."""


def holds(text: str, part: str) -> bool:
    """Tell whether a plain text holds a plain part, as whole words or, when it is long enough to tell, anyhow."""
    return bool(part) and (f" {part} " in f" {text} " or (len(part) >= TELLING and part in text))


def repeats(said: str, question: str, *, more: bool) -> bool:
    """Tell whether somebody repeats a question word for word, or its beginning up to "…"; with `more`, among others."""
    theirs, ours = plain(said), _asked(question)
    if not ours or theirs == ours:
        return bool(ours)
    if len(theirs) >= TELLING and said.rstrip().endswith(("…", "...")) and ours.startswith(theirs):
        return True
    return more and len(ours) >= TELLING and holds(theirs, ours)


def quoted(text: str, questions: Sequence[tuple[str, str]], *, whole: bool = False) -> int | None:
    """Tell which of the questions, each a label ("Q2b") and its text, a post's or a quote's text is of; None for none.

    The whole question, a cut one (the last word too) or a part of it will do; the label decides between equal texts.
    A post given `whole` must begin with the label, as every question's does, or be the question: a welcome may ask
    who people are, too.
    """
    given = plain(text)
    if not given:
        return None
    asked = [(plain(label), _asked(words)) for label, words in questions]
    if whole and not any(f"{given} ".startswith(f"{label} ") or given == words for label, words in asked):
        return None
    named = {at for at, (label, _) in enumerate(asked) if f" {label} " in f" {given} "}
    found = [at for at, (label, words) in enumerate(asked) if holds(given, words) or _is_part(given, label, words)]
    if found:
        return _one(found, named, asked, given)
    return next((at for at, (label, _) in enumerate(asked) if given == label), None)


def _is_part(given: str, label: str, words: str) -> bool:
    """Tell whether a text is a part of a question, perhaps behind its label."""
    behind = given.rpartition(f"{label} ")[2]
    return len(behind) >= TELLING and behind in words


def _one(found: list[int], named: set[int], asked: list[tuple[str, str]], given: str) -> int | None:
    """Choose between questions: those named first, then the longest; None for a text of several, as a recap is."""
    chosen = [at for at in found if at in named] or found
    best = max(chosen, key=lambda at: (len(asked[at][1]), at))
    words = asked[best][1]
    if any(asked[at][1] not in words for at in chosen) or len(given.split()) > len(words.split()) + EXTRA:
        return None
    return best
