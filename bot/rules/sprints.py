"""Sprints: what somebody says in one (joins, a start, a count), and what everybody came to; it is no contest.

docs/filing.md tells what counts, with examples.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules import numbers
from bot.rules.asides import OWNING
from bot.rules.asides import WORDS as CORRECTING
from bot.rules.plans import Letters
from bot.rules.recap import Entry, Person, QuestionRecap, Tally
from bot.rules.timetable import NOTICE
from bot.rules.typos import meant

WINDOW, LATE = timedelta(minutes=5), timedelta(minutes=15)
"""How long a sprint that was called waits for counts before it adds up, and takes those that come later."""
LONGEST = timedelta(hours=3)
"""No sprint is longer: `/sprint 1200` while one runs tells where somebody starts."""

BRIEF = 120
"""Characters; once the time is up, a text no longer than this with a number in it is a count."""
LETTERS = Letters()


class Sign(StrEnum):
    """What a message in a sprint says."""

    JOIN = "join"
    SAME = "same"
    """It starts where the last sprint ended."""
    COUNT = "count"
    """Where somebody stands."""
    GAIN = "gain"
    """What came to it."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a sprint as it was understood."""

    sign: Sign
    number: float | None = None
    unit: str = ""
    """"words", "pages", …; empty when it does not say."""
    passing: bool = False
    """The number stands among other words."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a sprint: whose it is, when and what."""

    person: Person
    text: str
    sent_at: datetime
    counting: bool
    """It was filed under the second question, the one for the counts."""


WORDS = {
    Sign.JOIN: "join joining joined in start starting sprint dabei apunto participo entro unirme participe انضم سأنضم",
    Sign.SAME: "same again igual mismo pareil gleich dasselbe mesmo نفس",
    Sign.DONE: "done finished finish count total now end ended listo hecho fini terminé fertig feito acabei تم انتهيت",
}
SIGNS = {word: sign for sign, words in WORDS.items() for word in words.split()}
PHRASES = frozenset({"i'm in", "im in", "i’m in", "count me in", "me too", "ich bin dabei", "me apunto", "j'en suis"})
UNITS = {
    word: unit
    for unit, words in {
        "words": "word words wds w palabra palabras mot mots wort wörter worte palavra palavras كلمة كلمات",
        "pages": "page pages pp pg pgs p página páginas seite seiten صفحة صفحات",
        "minutes": "minute minutes min mins minuto minutos minuten دقيقة دقائق",
        "lines": "line lines línea líneas ligne lignes zeile zeilen linha linhas سطر أسطر",
        "chapters": "chapter chapters capítulo capítulos chapitre chapitres kapitel فصل فصول",
    }.items()
    for word in words.split()
}
"""What can be counted, by the words for it."""
_NEW = r"new|more|added|wrote|nuevas|nouveaux|neue|novas"
_WORD = re.compile(r"/?(?P<word>[^\W\d_]+)(?:@\w+)?\s*[:,.!…]*\s*(?P<rest>.*)", re.DOTALL)
_BARE = re.compile(
    r"(?P<sign>[+\-−–]|plus\s|minus\s)?\s*\d[\d.,'’ \u00a0\u2009\u202f]*+(?P<thousand>k\b)?\s*"
    rf"(?:(?P<new>{_NEW})\b)?\s*(?P<unit>[^\W\d_]+)?(?P<rest>\W*)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:[^\W\d_]++[\s,.:;!…]*+)++")
_LETTERS = re.compile(r"[^\W\d_]+")
_GAINED = re.compile(rf"(?:^|\s)[+−-]\s?\d|\b(?:{_NEW})\b", re.IGNORECASE)
_COUNTED = re.compile(rf"\d\s*(?:(?:{_NEW})\s+)?(?P<unit>[^\W\d_]{{2,}})", re.IGNORECASE)


def read(text: str, *, counting: bool) -> Said | None:
    """What a message says to a sprint; None when it is talk. `counting` once the time is up, or nearly."""
    body = re.sub(r"(?<!\S)[#@]\w+", " ", text).strip().casefold()
    if not body or len(body) > BRIEF:
        return None
    if body.strip(" .!…") in PHRASES:
        return Said(Sign.JOIN)
    bare = _number(body)
    if bare is not None:
        return bare
    found = _WORD.match(body)
    word = None if found is None else meant(found["word"], SIGNS)
    if found is not None and word is not None:
        said = _signed(SIGNS[word], found["rest"].strip())
        if said is not None:
            return said
    if counting:
        return _loose(body)
    return None


def _signed(sign: Sign, rest: str) -> Said | None:
    """What follows the word: nothing, a number, "same"; with other words it is talk ("in the library")."""
    if not rest.strip(" .!…:)🙂👍🎉"):
        return Said(sign)
    following = _WORD.match(rest)
    if sign is Sign.JOIN and following is not None and meant(following["word"], ("same", "again")):
        return Said(Sign.SAME)
    number = _number(rest)
    if number is None:
        return None
    if sign is Sign.JOIN:
        return replace(number, sign=Sign.JOIN)
    return number


def _number(body: str) -> Said | None:
    """A number by itself, with the word for what was counted at most."""
    found = _BARE.fullmatch(body)
    if found is None:
        return None
    unit = UNITS.get(found["unit"] or "")
    if found["unit"] and unit is None:
        return None
    value = numbers.value(re.sub(r"^(?:plus|minus|\+)\s*", "", body), LETTERS)
    if value is None:
        return None
    sign = (found["sign"] or "").strip()
    if sign in {"-", "−", "–", "minus"}:
        value = -abs(value)
    return Said(Sign.GAIN if sign or found["new"] else Sign.COUNT, value, unit or "")


def _loose(body: str) -> Said | None:
    """A number among other words: "got 350 words, phew". One that corrects stands by itself: "sorry, 1,700 words"."""
    lead = _LEAD.match(body)
    if lead is not None and OWNING & (words := set(_LETTERS.findall(lead[0]))) and words <= CORRECTING:
        bare = _number(body[lead.end() :])
        if bare is not None:
            return bare
    value = numbers.value(body, LETTERS)
    if value is None:
        return None
    unit = next((UNITS[found["unit"]] for found in _COUNTED.finditer(body) if found["unit"] in UNITS), "")
    return Said(Sign.GAIN if _GAINED.search(body) else Sign.COUNT, value, unit, passing=True)


def is_said(text: str, *, counting: bool, late: bool = False) -> bool:
    """Whether a message says something to a sprint. After its end only a number that stands by itself does."""
    said = read(text, counting=counting and not late)
    return said is not None and (not late or said.number is not None)


def given(text: str) -> float | None:
    """The number that an answer in a sprint gives."""
    said = read(text, counting=True)
    if said is None or said.number is None:
        return None
    called = text.startswith("/sprint") and said.number <= LONGEST / timedelta(minutes=1)
    return None if called else said.number


def totals(
    heard: Iterable[Heard],
    time_up: datetime | None,
    before: Mapping[int, float],
    measure: str = "words",
    length: timedelta | None = None,
) -> tuple[Tally, ...]:
    """What everybody came to, in the order in which they were heard first; of several counts the last one holds.

    `before` is where people ended their last sprint, `measure` what is counted by those who do not say, `length` how
    long the sprint was: more minutes than that were none.
    """
    sums: dict[int, tuple[Person, _Sum]] = {}
    for one in heard:
        sums.setdefault(one.person.id, (one.person, _Sum()))[1].take(one, time_up, before.get(one.person.id))
    return tuple(_tally(person, came, measure, length) for person, came in sums.values())


def tallied(questions: Sequence[QuestionRecap], before: Mapping[int, float], measure: str) -> tuple[QuestionRecap, ...]:
    """The questions of a sprint, with what everybody came to at the second."""
    heard = [_heard(answer, counting=place > 0) for place, one in enumerate(questions) for answer in one.answers]
    opened, time_up = ([one.posted_at for one in questions[:2]] + [None, None])[:2]
    length = time_up - opened if time_up is not None and opened is not None else None
    tallies = totals(heard, time_up, before, measure, length)
    last = len(questions) - 1
    return tuple(replace(one, tallies=tallies if place == last else ()) for place, one in enumerate(questions))


def _heard(answer: Entry, *, counting: bool) -> Heard:
    return Heard(answer.person, answer.text, answer.sent_at, counting)


def together(tallies: Sequence[Tally]) -> dict[str, float]:
    """What all came to, by what was counted; what somebody cut is not taken from what others wrote."""
    sums: dict[str, float] = {}
    for tally in tallies:
        if tally.gained is not None and tally.gained > 0:
            sums[tally.unit] = sums.get(tally.unit, 0.0) + tally.gained
    return sums


@dataclass(slots=True)
class _Sum:
    """What one person has said so far."""

    start: float | None = None
    end: float | None = None
    gain: float | None = None
    unit: str = ""
    plain: bool = False
    """Once the time was up, they gave a number by itself: one in passing ("see you at 9") does not replace it."""

    def take(self, one: Heard, time_up: datetime | None, before: float | None) -> None:
        said = read(one.text, counting=one.counting)
        if said is None or (given(one.text) is None and said.sign is not Sign.SAME):
            return
        if said.passing and self.plain:
            return
        self.plain = one.counting and not said.passing
        self.unit = said.unit or self.unit
        early = time_up is not None and self.start is not None and one.sent_at >= time_up - NOTICE
        opening = not one.counting and said.sign in {Sign.JOIN, Sign.COUNT} and not early
        if said.sign is Sign.SAME:
            if one.counting:
                self.end, self.gain = self.start, None
            else:
                self.start = before
        elif said.sign is Sign.GAIN:
            self.end, self.gain = None, said.number
        elif opening:
            self.start = said.number
        else:
            self.end, self.gain = said.number, None


def _tally(person: Person, came: _Sum, measure: str, length: timedelta | None) -> Tally:
    """Without a start the count stands as it is. Less than half of the start can only be what came to it."""
    start, end, gained = came.start, came.end, came.gain
    if end is not None and start is not None and (end >= start / 2 or end < 0):
        gained = end - start
    elif end is not None:
        gained, end = end, None if start is None else start + end
    elif gained is not None and start is not None:
        end = start + gained
    if gained is None:
        return Tally(person, start)
    unit = came.unit or measure
    if unit == "minutes" and not came.unit and length is not None and gained > length / timedelta(minutes=1):
        unit = "words"
    return Tally(person, start, end if start is not None else None, gained, unit)
