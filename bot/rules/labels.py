"""Labels: which numbers a text claims to answer ("A1", "Q2b:", "A1/2", "#a3 -"). docs/filing.md tells each decision."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bot.rules.grammar import ALONE, ARTICLES, BREAK, CELLS, COLON, HEAD, MARK, RETWEET, Grammar, clean, grammar
from bot.rules.plans import Letters

DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d+")
ASKING = re.compile(r"[^\w?]*+[^.!?\n]*+\?")
DASHES = frozenset("-–—")
SPANS = DASHES | {"to", "bis", "a", "à", "t/m"}
WIDEST = 20
"""Numbers that a range may span; more is no range of questions."""
OPENING = 200
"""Characters within which a label may follow an opening sentence, or stand apart at the end."""
SENTENCES = 8
"""Openings that are tried, so that a text made of full stops costs no more than others."""


class Label(Struct, frozen=True, gc=False):
    """A number that a text claims to answer."""

    number: int
    part: str = ""
    """"b" in A2b, in lower case."""


class Claim(Struct, frozen=True, gc=False):
    """What a text's labels say, and the text behind them."""

    labels: tuple[Label, ...]
    body: str
    asks: bool = False
    """The label has the question's letter, as in "Q1"."""
    marked: bool = False
    """A colon, bracket, full stop or dash sets the label off."""
    retweet: bool = False
    """The text says at once that it repeats somebody else's."""


class Head(NamedTuple):
    """The beginning of a text, as far as labels are looked for in it, and how they are written."""

    plain: str
    rules: Grammar


def head_of(text: str, letters: Letters) -> Head | None:
    """Give a text's head; None when no letter has a digit behind it, as in most texts, so that there is no label."""
    if not DIGIT.search(text, 0, HEAD):
        return None
    plain, rules = clean(text), grammar(letters)
    return Head(plain, rules) if rules.anywhere.search(plain) else None


def claim(text: str, letters: Letters, *, opening: bool = True) -> Claim | None:
    """Read the labels of a text.

    With `opening`, a short sentence or a few words may stand before the label, or the label apart at the end; without,
    only what is no text (hashtags, mentions, emoji) may stand before it.
    """
    head = head_of(text, letters)
    return claimed(text, head, opening=opening) if head else None


def claimed(text: str, head: Head, *, opening: bool = True) -> Claim | None:
    """Read the labels of a text of which the head is known, as `claim` does."""
    plain, rules = head
    found = _at(plain, 0, rules) or _at(plain, _skip(plain, 0, rules), rules)
    if found:
        found = _with_lines(found, plain, rules)
    elif opening:
        opened = (_opened(plain, start, rules) for start in islice(_starts(plain), SENTENCES))
        found = next(filter(None, opened), None) or (_apart(plain, rules) if len(text) <= HEAD else None)
    return replace(found, body=found.body + text[HEAD:]) if found and len(text) > HEAD else found


def _skip(head: str, start: int, rules: Grammar) -> int:
    match = rules.prefix.match(head, start)
    return match.end() if match else start


def _starts(head: str) -> Iterator[int]:
    """Give where a label may stand: the beginning, then behind a retweet's mark, then where sentences begin."""
    yield 0
    for match in RETWEET.finditer(head, 0, OPENING):
        yield match.start()
    for match in BREAK.finditer(head, 0, OPENING):
        yield match.end()


def _opened(head: str, start: int, rules: Grammar) -> Claim | None:
    """Read a label behind an opening; it needs a mark, except after a single word ("oh. A4 …") or a retweet's mark."""
    at = _skip(head, start, rules)
    found = _at(head, at, rules) if start else None
    if found:
        if RETWEET.match(head, start):
            return found
        short = len(head[:start].split()) == 1
        return found if (found.marked or short) and not _puts(found) else None
    words = rules.lead.match(head, at)
    found = _at(head, words.end(), rules) if words else None
    if not words or not found or not COLON.match(head, len(head) - len(found.body)):
        return None
    return None if found.asks and (len(words[0].split()) > 3 or _puts(found)) else found


def _puts(found: Claim) -> bool:
    """Tell whether a text puts a question ("On Q3: now as in today?") instead of answering it."""
    return found.asks and not found.retweet and bool(ASKING.match(found.body))


def _apart(head: str, rules: Grammar) -> Claim | None:
    """Read a label alone in brackets near the start, or behind the last sentence or hashtag."""
    match = rules.bracketed.search(head, 0, OPENING)
    if match:
        return Claim((label_of(match["number"], match["part"]),), head[match.end() :], marked=True)
    match = rules.tail.search(head, max(0, len(head) - OPENING))
    if not match:
        return None
    label = label_of(match["number"] or match["tag"], match["part"] or match["tagpart"] or "")
    return Claim((label,), head[: match.start() + 1], marked=True)


def _with_lines(found: Claim, head: str, rules: Grammar) -> Claim:
    """Add the labels that begin later lines: people answer several questions in one message, a line for each."""
    at = head.find("\n", len(head) - len(found.body))
    if at < 0:
        return found
    every = list(found.labels)
    while at >= 0:
        start = _skip(head, at, rules)
        more = _at(head, start, rules)
        if more and more.asks == found.asks:
            every += more.labels
        at = head.find("\n", start)
    return replace(found, labels=tuple(dict.fromkeys(every)))


def _at(head: str, at: int, rules: Grammar) -> Claim | None:
    """Read the label that stands exactly there, and the numbers joined to it."""
    first = rules.first.match(head, at)
    if not first:
        return None
    every, end = _joined(first, rules)
    marked = bool(MARK.match(head, end))
    if _looks_alike(first, end, marked=marked, rules=rules):
        return None
    asks = first["asks"] is not None
    return Claim(every, head[end:], asks, marked, retweet=bool(RETWEET.match(head)))


def label_of(number: str, part: str) -> Label:
    """Make a label of what the grammar's groups "number" and "part" hold."""
    if number.isdecimal():
        return Label(int(number))
    digits = DIGITS.match(number)
    return Label(int(digits[0]) if digits else 0, part.strip(" .()").lower())


def _looks_alike(first: re.Match[str], end: int, *, marked: bool, rules: Grammar) -> bool:
    """Tell whether what reads like a label is a quarter, an article with a number, a cell or a blood value."""
    head = first.string
    if ALONE.match(head, end) or CELLS.match(head, end):
        return True
    if marked:
        return False
    if first["spelled"]:
        return first["spelled"][0].lower() not in {"a", "r"}
    if "-" in first["gap"] or first[0] == "A1C" or rules.quarter.match(head, first.start()):
        return True
    letter = first["asks"] or first["answers"]
    if not first["gap"].startswith((" ", "\u00a0")) or len(letter) > 1:
        return False
    return letter.islower() or (letter.lower() in ARTICLES and not _begins_anew(head, end))


def _begins_anew(head: str, at: int) -> bool:
    """Tell whether a sentence, a hashtag or nothing at all follows, not the rest of a noun ("A 2 hour nap")."""
    word = next(iter(head[at : at + 40].split(maxsplit=1)), "")
    if not word[:1].isalnum():
        return not word or word[0] in '#@"“”«([…' or not word.isascii()
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _joined(first: re.Match[str], rules: Grammar) -> tuple[tuple[Label, ...], int]:
    """Read the numbers joined to the first: "A1/2", "A1 & A4:", "A1-A3". Gives them, and where they end."""
    every = [label_of(first["number"], first["part"])]
    pending: list[Label] = []
    end = at = first.end()
    last = every[0].number
    while further := rules.further.match(first.string, at):
        joiner, label = further["joiner"].strip().lower(), label_of(further["number"], further["part"])
        if joiner == "+" and not further["letter"] and not 1 < label.number <= last + WIDEST:
            break  # "A2 +1" agrees, "A2 +400" counts
        if joiner in SPANS:
            if not last < label.number <= last + WIDEST or (further["joiner"] == " - " and not further["letter"]):
                break
            pending += (Label(number) for number in range(last + 1, label.number))
        pending.append(label)
        last, at = label.number, further.end()
        if _is_joined(further, joiner, first[0][0].lower()):
            every, pending, end = every + pending, [], at
    return tuple(dict.fromkeys(every)), end


def _is_joined(further: re.Match[str], joiner: str, alike: str) -> bool:
    """Tell whether a number behind a joiner is one more label, and not the text's ("A1, 2 hours", "A2 & 3 others")."""
    head, end = further.string, further.end()
    ends, tight = bool(MARK.match(head, end)), further["joiner"] == joiner
    if further["letter"]:
        return (
            ends or not head[end:].strip() or (further["letter"][0].lower() == alike and (tight or joiner not in SPANS))
        )
    if joiner in SPANS:
        return ends
    if joiner == ",":
        return bool(COLON.match(head, end))
    return ends or tight or joiner == "/" or _begins_anew(head, end)
