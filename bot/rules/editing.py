"""What moderators change in a recap before (or after) it is published: an intro, quotes left out, quotes put first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.recap import Entry, Recap, SharedLink, highlights

Key = tuple[int, int]
"""A chat and a message in it."""


@dataclass(frozen=True, slots=True)
class Edits:
    """The changes; messages are named by their chats and ids."""

    intro: str = ""
    left_out: tuple[Key, ...] = ()
    """Messages that are not quoted; they are counted all the same."""
    first: tuple[Key, ...] = ()
    """Messages that are quoted before the others of their question, in this order."""
    sketch: tuple[tuple[str, str], ...] = ()
    """Sentences that a language model drafted, by question."""
    taken: bool = False
    """Whether a moderator lets those be published."""

    def introduced(self, intro: str) -> "Edits":
        """The same with another intro; an empty one takes it away."""
        return replace(self, intro=intro)

    def toggled(self, key: Key) -> "Edits":
        """Leave a message out, or take it in again."""
        if key in self.left_out:
            return replace(self, left_out=_without(self.left_out, key))
        return replace(self, left_out=(*self.left_out, key), first=_without(self.first, key))

    def moved_up(self, key: Key) -> "Edits":
        """Put a message before all others of its question; one that was left out is taken in again."""
        first = (key, *_without(self.first, key))
        return replace(self, first=first, left_out=_without(self.left_out, key))


NONE = Edits()


def quotes(answers: Sequence[Entry], most: int, edits: Edits = NONE) -> tuple[Entry, ...]:
    """The answers of a question to quote: those moved up, then the best of the others; none that was left out."""
    kept = [answer for answer in answers if answer.key not in edits.left_out]
    moved = [answer for answer in kept if answer.key in edits.first]
    moved.sort(key=lambda answer: edits.first.index(answer.key))
    others = [answer for answer in kept if answer.key not in edits.first]
    best = highlights(others, most)
    return (*moved, *best)[: max(most, len(moved))] if moved else best


def left_out(recap: Recap, edits: Edits) -> tuple[Entry, ...]:
    """The answers that moderators left out, as far as they are still there; each message once."""
    found = {
        answer.key: answer
        for question in recap.questions
        for answer in (question.answers if edits.left_out else ())
        if answer.key in edits.left_out
    }
    return tuple(found.values())


def links(recap: Recap, edits: Edits) -> tuple[SharedLink, ...]:
    """The links to show: none that came with a message that was left out."""
    gone = {answer.link for answer in left_out(recap, edits)}
    return tuple(shared for shared in recap.links if shared.link not in gone)


def _without(keys: tuple[Key, ...], key: Key) -> tuple[Key, ...]:
    return tuple(one for one in keys if one != key)
