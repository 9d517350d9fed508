"""The patterns of labels: one pair of letters compiled once, and no text that takes long to read."""

from time import perf_counter

import pytest

from bot.rules.asides import corrected
from bot.rules.grammar import clean, grammar
from bot.rules.labels import claim, head_of
from bot.rules.numbers import value
from bot.rules.plans import Letters

LETTERS = Letters()
BITS = (
    "A",
    "1",
    "A1",
    "A1 ",
    "A1, ",
    "A1/",
    "A1-",
    "A1\n",
    "#a",
    "@a ",
    "\n",
    ". ",
    "( ",
    "1/2 ",
    "RT @a ",
    "1 111",
    "oops ",
    "א",
    "🙂",
)


@pytest.mark.parametrize("size", [4_096, 100_000])
@pytest.mark.parametrize("bit", BITS)
def test_no_text_takes_long(bit: str, size: int) -> None:
    """A hundredth of this is usual; a pattern that backtracks would take hours."""
    began = perf_counter()
    for text in (bit * (size // len(bit)), "A1 " + bit * (size // len(bit)), bit * (size // len(bit)) + "A1:"):
        claim(text, LETTERS)
        if head := head_of(text, LETTERS):
            corrected(text, head)
        value(text, LETTERS)
    assert perf_counter() - began < 1


def test_the_patterns_of_a_pair_of_letters_are_made_once() -> None:
    assert grammar(Letters("P", "R")) is grammar(Letters("P", "R"))


def test_full_width_signs_are_made_plain_and_unseen_marks_are_dropped() -> None:
    assert clean("\u200fＡ１：️ yes") == "A1: yes"
