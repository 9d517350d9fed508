"""The parts of a question in a question file that hang together: its kind, its text, its choices, its time."""

from datetime import timedelta
from typing import Protocol, TypeVar

from pydantic import ValidationInfo

from bot.questionfiles import times, values
from bot.questionfiles.problems import Wrong
from bot.questionfiles.surroundings import around
from bot.rules.words import QuestionKind
from bot.wording.characters import utf16_length

MOST = 100
"""Questions of one session."""


class Timed(Protocol):
    """A question that has a time unless it is spare."""

    @property
    def spare(self) -> bool:
        """Whether it waits for a moderator to send it."""


Asked = TypeVar("Asked", bound=Timed)


def text(value: object, info: ValidationInfo) -> str:
    """A question that fits into one post with its label and hashtag."""
    said = values.text(value)
    kind = info.data.get("kind", QuestionKind.OPEN)
    room = around(info).room(kind)
    if utf16_length(said) > room:
        holder = "a poll" if kind is QuestionKind.POLL else "a message"
        raise Wrong(
            f"the question has {utf16_length(said):,} characters, too many for {holder} of Telegram",
            f"use at most {room:,}, so that its label fits in too (an emoji counts as two)",
        )
    return said


def choices(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """The choices of a poll; other questions have none."""
    kind = info.data.get("kind")
    if value == ():
        if kind is QuestionKind.POLL:
            raise Wrong("a poll without choices", 'add choices = ["Yes", "No"]')
        return ()
    if kind in (QuestionKind.OPEN, QuestionKind.NUMBER):
        raise Wrong(f'choices for a question of the kind "{kind}"', 'add kind = "poll", or take the choices out')
    return values.choices(value)


def minutes(value: object, info: ValidationInfo) -> timedelta:
    """The time that a question lasts, in whole minutes."""
    if info.data.get("lasts") is not None:
        raise Wrong("it stands beside `lasts`, which says the same", "keep one of the two")
    return times.minutes(value)


def some_timed(asked: list[Asked]) -> list[Asked]:
    """Questions of which at least one has a time, so that the session asks anything at all."""
    if all(question.spare for question in asked):
        raise Wrong("all questions are spare", "let at least one be asked by itself: take its spare = true out")
    return asked
