"""What the simulated people say: sentences of our own by language, each said once before any is said again."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("remarks.toml")
OTHERWISE = "any"
"""The language-neutral sentences, for series in a language that we have none of."""


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass(slots=True)
class Remarks:
    """The sentences of one language, drawn without repetition as long as there are fresh ones."""

    language: str
    luck: random.Random
    _left: dict[str, list[str]] = field(default_factory=dict)

    def any(self, kind: str) -> str:
        """A sentence of a kind: `greetings`, `answers`, `comments` …"""
        return self._drawn(kind, self._all()[kind])

    def first(self, kind: str, place: int = 0) -> str:
        """A sentence of a kind by its place, without drawing lots."""
        return self._all()[kind][place]

    def answer(self, question: str) -> str:
        """An answer: one written for this very question if there is one left, else one that fits most questions."""
        for held in _sentences()["tailored"]:
            if held["question"] == question and self._left.get(question, held["answers"]):
                return self._drawn(question, held["answers"])
        return self.any("answers")

    def number(self) -> str:
        """An answer to a question that asks for a number."""
        amount = max(0, round(self.luck.lognormvariate(2.6, 0.8)))
        return self.luck.choice(self._all()["numbers"]).format(n=amount)

    def _all(self) -> dict[str, list[str]]:
        code = self.language.replace("_", "-").partition("-")[0].lower()
        found: dict[str, list[str]] = _sentences().get(code) or _sentences()[OTHERWISE]
        return found

    def _drawn(self, kind: str, sentences: list[str]) -> str:
        if not self._left.get(kind):
            self._left[kind] = self.luck.sample(sentences, len(sentences))
        return self._left[kind].pop()
