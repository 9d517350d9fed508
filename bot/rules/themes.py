"""Themes: the words that set a question's answers apart, and the few answers that between them say most of it.

Both are plain counting (docs/archive.md); no language model. A word counts once for each person who used it,
so that nobody makes a theme alone, and words everybody uses everywhere weigh nothing because they set nothing apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.rules.recap import Entry, QuestionRecap
from bot.rules.terms import terms

FEWEST, MOST = 3, 7
"""How many answers are chosen to stand for all."""
MOST_WORDS = 6
MOST_READ = 1_500
"""Answers to one question that are compared at most; of more, those with most reactions and comments."""
CERTAIN = 1.35
"""Standard errors by which a word has to be commoner here than in the other questions' answers."""
SEVERAL = 0.15
"""The part of those who answered that has to have used a word; two people at the least."""
_SHORT, _LONG = 12, 60
"""Words of an answer: below the first it hardly stands for others, beyond the second it is long to read."""
_PRIOR = 0.5
"""What is added to every count, so that a word never said elsewhere is not infinitely telling (half a person)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What sets the answers to a question apart."""

    words: tuple[str, ...]
    """Words and pairs of words, the most telling first, as they are mostly written."""
    quotes: tuple[Entry, ...]
    """Answers that between them hold most of what several people said, in the order they were given."""


def themes(questions: Sequence[QuestionRecap]) -> tuple[Theme, ...]:
    """The theme of each question, told apart from the others of its session."""
    read = [_Read(_worth_reading(question.answers)) for question in questions]
    everywhere = Counter[str]()
    for one in read:
        everywhere.update(one.people)
    voices = sum(one.voices for one in read)
    found = []
    for question, one in zip(questions, read, strict=True):
        asked = {term for term, _ in terms(question.text.replace("#", " "))}
        elsewhere = {term: everywhere[term] - people for term, people in one.people.items()}
        found.append(Theme(one.telling(elsewhere, voices - one.voices, asked), one.covering()))
    return tuple(found)


class _Read:
    """The answers to one question, with the terms of each."""

    def __init__(self, answers: Sequence[Entry]) -> None:
        self.answers = answers
        self.terms: list[frozenset[str]] = []
        self.lengths: list[int] = []
        self.written: Counter[tuple[str, str]] = Counter()
        users: set[tuple[str, int]] = set()
        for answer in answers:
            found = terms(answer.text)
            self.terms.append(frozenset(term for term, _ in found))
            self.lengths.append(len(answer.text.split()))
            self.written.update(found)
            users.update((term, answer.person.id) for term, _ in found)
        self.people = Counter(term for term, _ in users)
        self.voices = len({answer.person.id for answer in answers})

    def telling(self, elsewhere: Mapping[str, int], others: int, asked: Iterable[str]) -> tuple[str, ...]:
        """The terms several people used here and fewer elsewhere, by the log-odds ratio over its standard error."""
        known, few = set(asked), max(2.0, self.voices * SEVERAL)
        scored = []
        for term, people in self.people.items():
            if people < few or term in known:
                continue
            there = elsewhere.get(term, 0)
            here = log((people + _PRIOR) / (self.voices - people + _PRIOR))
            ratio = here - log((there + _PRIOR) / (max(0, others - there) + _PRIOR))
            score = ratio / sqrt(1 / (people + _PRIOR) + 1 / (there + _PRIOR)) if others else float(people)
            if score >= CERTAIN:
                scored.append((score * (1 + 0.2 * (" " in term)), people, term))
        scored.sort(key=lambda one: (-one[0], -one[1], one[2]))
        return tuple(self._as_written(term) for term in _apart([term for _, _, term in scored]))

    def _as_written(self, term: str) -> str:
        """The form of a term that is written most."""
        forms = {form: count for (known, form), count in self.written.items() if known == term}
        return min(forms, key=lambda form: (-forms[form], form))

    def covering(self) -> tuple[Entry, ...]:
        """Answers that between them hold most of what several people said: each adds the most that is still missing.

        A term weighs as much as people used it. Somebody quoted already counts half, and so do very short and very
        long answers. Choosing the best next one is never far from the best choice of all (Nemhauser and others, 1978).
        """
        weight = {term: people for term, people in self.people.items() if people > 1}
        left = dict(enumerate(self.terms))
        covered: set[str] = set()
        chosen: list[int] = []
        voices: set[int] = set()
        while left and len(chosen) < MOST:
            gains = {at: self._gain(at, covered, weight, voices) for at in left}
            best = max(
                left, key=lambda at: (gains[at], self.answers[at].reactions, len(self.answers[at].comments), -at)
            )
            if gains[best] <= 0 or (len(chosen) >= FEWEST and gains[best] < 0.04 * sum(weight.values())):
                break
            chosen.append(best)
            covered |= left.pop(best)
            voices.add(self.answers[best].person.id)
        return tuple(self.answers[at] for at in sorted(chosen)) if len(chosen) >= FEWEST else ()

    def _gain(self, at: int, covered: set[str], weight: Mapping[str, int], voices: set[int]) -> float:
        """What an answer would add."""
        gain = float(sum(weight.get(term, 0) for term in self.terms[at] - covered))
        if self.answers[at].person.id in voices:
            gain /= 2
        return gain / 2 if not _SHORT <= self.lengths[at] <= _LONG else gain


def _worth_reading(answers: Sequence[Entry]) -> Sequence[Entry]:
    """Of very many answers those that drew most, in their order."""
    if len(answers) <= MOST_READ:
        return answers
    ranked = sorted(range(len(answers)), key=lambda at: (-answers[at].reactions, -len(answers[at].comments), at))
    return [answers[at] for at in sorted(ranked[:MOST_READ])]


def _apart(ranked: Sequence[str]) -> list[str]:
    """The first terms that have no word in common: "book club" makes "book" and "club" needless."""
    kept: list[str] = []
    taken: set[str] = set()
    for term in ranked:
        words = set(term.split())
        if not words & taken:
            kept.append(term)
            taken |= words
        if len(kept) == MOST_WORDS:
            break
    return kept
