"""Figures: what the numbers given to a question come to, and what a voice counts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import quantiles

from bot.rules.anonymity import SOMEBODY
from bot.rules.recap import Entry


@dataclass(frozen=True, slots=True)
class Spread:
    """How the numbers given to a question lie."""

    people: int
    """How many gave a number; of somebody who gave several, the last one counts."""
    lowest: float
    lower: float
    """A quarter of the numbers is no higher."""
    median: float
    """Half of the numbers are no higher."""
    upper: float
    """A quarter of the numbers is no lower."""
    highest: float


def _voice(answer: Entry) -> tuple[int, int]:
    """Who gave an answer; of those without a name, each counts as somebody else's."""
    return answer.person.id, answer.message_id if answer.person.id == SOMEBODY else 0


def spread(answers: Sequence[Entry]) -> Spread | None:
    """How the numbers given to a question lie, one number a person; None when there is none.

    The quarters are interpolated between the numbers given (`statistics.quantiles`, method "inclusive").
    """
    last = {_voice(answer): answer.value for answer in answers if answer.value is not None and isfinite(answer.value)}
    numbers = sorted(last.values())
    if not numbers:
        return None
    lower, middle, upper = quantiles(numbers, method="inclusive") if len(numbers) > 1 else numbers * 3
    return Spread(len(numbers), numbers[0], lower, middle, upper, numbers[-1])
