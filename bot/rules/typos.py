"""Slips of the finger: whether a word as it was typed is one that is known, with a letter gone wrong."""

from collections.abc import Iterable

SHORTEST = 4
"""Letters; in a shorter word one wrong letter makes another word."""


def meant(typed: str, known: Iterable[str]) -> str | None:
    """The known word that was meant: the same, or one slip away (a letter missing, doubled, wrong, or two swapped).

    The first letter is never a slip: `/print` is not `/sprint`.
    """
    words = tuple(known)
    if typed in words:
        return typed
    return next((word for word in words if _is_slip(typed, word)), None)


def _is_slip(typed: str, word: str) -> bool:
    if len(word) < SHORTEST or abs(len(typed) - len(word)) > 1 or typed[:1] != word[:1]:
        return False
    front = 0
    while front < min(len(typed), len(word)) and typed[front] == word[front]:
        front += 1
    ours, theirs = typed[front:], word[front:]
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    if len(ours) <= 1 and len(theirs) <= 1:
        return True
    return len(ours) == len(theirs) == 2 and ours == theirs[::-1]
