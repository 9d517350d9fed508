"""Introductions: which two people, both willing, wrote about the same and have never replied to each other."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from bot.rules.anonymity import SOMEBODY
from bot.rules.recap import QuestionRecap
from bot.rules.terms import terms
from bot.rules.themes import themes

MOST_WORDS = 3
"""Words that two people are told they met in."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, the lower id first, and the words they met in."""

    people: tuple[int, int]
    words: tuple[str, ...]


def words_of(questions: Sequence[QuestionRecap]) -> dict[int, frozenset[str]]:
    """Of each person the words of theirs that set the answers to some question apart, as they are written mostly."""
    found: dict[int, set[str]] = {}
    for question, theme in zip(questions, themes(questions), strict=True):
        telling = {term: word for word in theme.words for term, _ in terms(word) if " " not in term or " " in word}
        for answer in question.answers:
            if answer.person.id <= SOMEBODY:  # nobody in particular, or a chat that speaks as itself
                continue
            said = {telling[term] for term, _ in terms(answer.text) if term in telling}
            found.setdefault(answer.person.id, set()).update(said)
    return {person: frozenset(words) for person, words in found.items()}


def pairs(words: Mapping[int, frozenset[str]], willing: Collection[int], met: Set[frozenset[int]]) -> tuple[Pair, ...]:
    """Who is introduced to whom: those who have most in common first, nobody twice, nobody whom they have `met`.

    A word weighs the more, the fewer people used it. Equal pairs are taken by their ids, so that the same evening
    always comes to the same.
    """
    used = Counter(word for said in words.values() for word in said)
    found = []
    for first, second in combinations(sorted(set(willing) & words.keys()), 2):
        common = words[first] & words[second]
        if common and frozenset((first, second)) not in met:
            ranked = sorted(common, key=lambda word: (used[word], word))
            found.append((-sum(1 / used[word] for word in common), first, second, tuple(ranked[:MOST_WORDS])))
    taken: set[int] = set()
    chosen = []
    for _, first, second, shared in sorted(found):
        if not taken & {first, second}:
            taken |= {first, second}
            chosen.append(Pair((first, second), shared))
    return tuple(chosen)
