"""A question as the people of a rehearsal see it, and when they answer it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bot.rehearsal.messages import Message
from bot.rules.words import QuestionKind

MEDIAN, SPREAD = 0.61, 0.595
"""When people answer, as a share of the time until the next question: a log-normal delay. In #critlib half of them had
answered after 7 minutes and nine of ten after 15, and one label in five named an earlier question."""
SOONEST = 0.03
"""Nobody reads, thinks and types faster, as a share of the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the people see it. `lasts` and `left` are seconds: until the next one, and until the end."""

    number: int
    text: str
    kind: QuestionKind
    message: Message
    lasts: float
    left: float

    def delay(self, luck: random.Random) -> float:
        """How many seconds after the question somebody answers it; at the end people hurry."""
        delay = self.lasts * max(SOONEST, MEDIAN * luck.lognormvariate(0, SPREAD))
        return delay if delay < self.left else luck.uniform(0.1, 0.9) * self.left
