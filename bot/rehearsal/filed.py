"""Where the bot files each message of a rehearsal, read off the recap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.rules.recap import Recap


class Sort(Enum):
    """What a message counts as."""

    ANSWER = "answer"
    COMMENT = "comment"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Filed:
    """What a message counts as, and under which questions it does ("Q1", "Q1+Q2")."""

    sort: Sort
    label: str


def places(recap: Recap) -> dict[int, Filed]:
    """Every message of the session by its number in the chat; those that count nowhere are left out."""
    found: dict[int, Filed] = {}
    for question in recap.questions:
        for answer in question.answers:
            before = found.get(answer.message_id)
            label = f"{before.label}+{question.label}" if before else question.label
            found[answer.message_id] = Filed(Sort.ANSWER, label)
            found.update((comment.message_id, Filed(Sort.COMMENT, question.label)) for comment in answer.comments)
        found.update((remark.message_id, Filed(Sort.TALK, question.label)) for remark in question.talk)
    found.update((remark.message_id, Filed(Sort.TALK, "")) for remark in recap.unfiled)
    return found
