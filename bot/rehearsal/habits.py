"""How people label what they say, by the shares counted in ten complete chats of 2015 (2,734 messages of 189 people).

Figures of #critlib: of the people, 83 label with A only, 7 with Q only, 34 with both and 65 never; of the labels 88 in
100 have the A, 91 stand at the start, 3 are in lower case.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from bot.rules.plans import Letters
from bot.rules.words import Form

Thing = TypeVar("Thing")


class Habit(Enum):
    """What somebody labels answers with."""

    A = "only with the answer's letter"
    Q = "only with the question's letter"
    BOTH = "with either"
    NEVER = "never"


HABITS = ((Habit.A, 83), (Habit.Q, 7), (Habit.BOTH, 34), (Habit.NEVER, 65))
Q_OF_BOTH = 0.25
"""How often those who use both take the Q: with the 7 who know nothing else it makes 12.4 % of all labels."""
MARKS = ((" ", 50), (": ", 32), (". ", 7), (" - ", 2), ("- ", 1), (") ", 1), (" – ", 1), ("... ", 1))
"""What follows the label. Half of the full stops belong to continuations (`A1.2`), which are made elsewhere."""
PLACES = (("start", 910), ("hashtag", 30), ("mention", 17), ("opening", 33), ("end", 5))
LOWER_CASE = 0.03
FORGOTTEN = 0.12
"""How often those who do label forget it."""
REPLYING = 0.5
"""How often an answer without a label is a reply to the question, which the bot understands as well as a label.
(No figure of 2015: there was no bot then to reply to.)"""
LABELLED_COMMENTS = 0.057
WRONG_NUMBER = 0.02
TWO_AT_ONCE = 0.01
USUAL_SLOPPINESS = 0.3
"""The position of the room's control at which people are as they were counted."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What labels are made of in a series."""

    letters: Letters
    hashtag: str
    sloppy: float = USUAL_SLOPPINESS
    """How often labels are wrong or missing, from 0.0 (never) to 1.0 (nearly always)."""
    form: Form = Form.HOUR


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is written."""

    text: str
    as_reply: bool = False
    """It is a reply to the question."""
    label: str = ""
    meant: str = ""
    """The right label, when `label` is wrong and will be corrected."""


def drawn(luck: random.Random, weighted: Sequence[tuple[Thing, int]]) -> Thing:
    """One of several things by their weights."""
    things, weights = zip(*weighted, strict=True)
    chosen: Thing = luck.choices(things, weights)[0]
    return chosen


def habit(luck: random.Random) -> Habit:
    """Somebody's habit, by how many have it."""
    return drawn(luck, HABITS)


def answer(
    luck: random.Random,
    who: Habit,
    setting: Setting,
    number: int,
    text: str,
    *,
    others: Sequence[int] = (),
    opening: str = "",
    mention: str = "",
) -> Said:
    """An answer to question `number`, in the manner of somebody.

    `others` are the numbers of other questions asked so far; `opening` a few words and `mention` a name with its @ that
    may come first.
    """
    more = setting.sloppy / USUAL_SLOPPINESS
    if who is Habit.NEVER or luck.random() < FORGOTTEN * more:
        return Said(text, as_reply=luck.random() < REPLYING / max(more, 1))
    letter = _letter(luck, who, setting.letters)
    if others and luck.random() < WRONG_NUMBER * more:
        wrong = luck.choice(others)
        return replace(_labelled(luck, f"{letter}{wrong}", text, ""), meant=f"{letter}{number}")
    label = f"{letter}{number}"
    if others and luck.random() < TWO_AT_ONCE:
        label = f"{letter}{min(number, others[-1])}/{max(number, others[-1])}"
    place = drawn(luck, PLACES)
    match place:
        case "hashtag" if setting.hashtag:
            return _labelled(luck, label, text, f"{setting.hashtag} ")
        case "mention" if mention:
            return _labelled(luck, label, text, f"{mention} ")
        case "opening" if opening:
            return Said(f"{opening} {label}: {text}", label=label)
        case "end":
            return Said(f"{text} {label}", label=label)
    return _labelled(luck, label, text, "")


def comment(luck: random.Random, setting: Setting, number: int, text: str) -> str:
    """A reply to somebody's answer; a few carry its label."""
    if luck.random() < LABELLED_COMMENTS:
        return f"{setting.letters.answer}{number} {text}"
    return text


def mistyped(luck: random.Random, text: str) -> str:
    """The text with two letters of a longer word changed round, as it looks before its author edits it."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    place = luck.choice(long)
    word = words[place]
    cut = luck.randrange(1, len(word) - 2)
    words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _letter(luck: random.Random, who: Habit, letters: Letters) -> str:
    asks = who is Habit.Q or (who is Habit.BOTH and luck.random() < Q_OF_BOTH)
    letter = letters.question if asks else letters.answer
    return letter.lower() if luck.random() < LOWER_CASE else letter


def _labelled(luck: random.Random, label: str, text: str, before: str) -> Said:
    return Said(f"{before}{label}{drawn(luck, MARKS)}{text}", label=label)
