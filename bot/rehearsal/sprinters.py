"""What the simulated people say in a writing sprint: where they start, and what they have when the time is up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SOON = 240.0
"""Seconds within which those who join a sprint do so, about."""
JOINING = ("join {start}", "{start}", "join", "same", "/join {start}", "jion {start}", "join {start}")
COUNTING = ("+{new}", "{end}", "{end:,} words", "{new} new words", "done", "done {end}", "+{new}")


@dataclass(slots=True)
class Sprinters:
    """Remembers where everybody started, so that their counts fit."""

    luck: random.Random
    _starts: dict[int, int] = field(default_factory=dict)

    def words(self, who: int, *, opening: bool) -> str:
        """What somebody says at the opening, or once the time is up."""
        start = self._starts.setdefault(who, self.luck.randrange(0, 24) * 250)
        new = self.luck.randrange(120, 900)
        text = self.luck.choice(JOINING if opening else COUNTING)
        return text.format(start=start, new=new, end=start + new)
