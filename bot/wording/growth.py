"""Growth in words: each number with its definition, a session a row."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from bot.rules.growth import Figures
from bot.wording.language import Language, marked


class Measure(NamedTuple):
    """A number that is told of every session."""

    key: str
    """Its column in the table."""
    name: str
    meaning: str
    value: Callable[[Figures], float | None]


MEASURES = (
    Measure("people", marked("People"), marked("Who answered at least one question."), lambda one: one.people),
    Measure(
        "first_timers",
        marked("First-timers"),
        marked("Those of them who had not answered in an earlier session of this series."),
        lambda one: one.first_timers,
    ),
    Measure("returning", marked("Returning"), marked("Those of them who had."), lambda one: one.returning),
    Measure(
        "answers",
        marked("Answers"),
        marked("Messages filed under a question; one that answers two questions counts under each."),
        lambda one: one.answers,
    ),
    Measure(
        "comments",
        marked("Comments"),
        marked("Replies to answers, counted apart."),
        lambda one: one.session.comments,
    ),
    Measure("questions", marked("Questions"), marked("Those that were posted."), lambda one: one.questions),
    Measure(
        "answers_a_question",
        marked("Answers a question"),
        marked("Answers divided by questions."),
        lambda one: round(one.answers_a_question, 1),
    ),
    Measure(
        "half_of_answers_by",
        marked("Half of the answers by"),
        marked(
            "The fewest people who together gave half of the answers: the more they are beside all who took part, "
            "the wider the talk was spread."
        ),
        lambda one: one.half,
    ),
    Measure(
        "first_answer_seconds",
        marked("First answer after"),
        marked(
            "How long a question waited for its first answer; of the session's questions, the one in the middle. "
            "Questions without an answer are left out."
        ),
        lambda one: None if one.first_answer is None else round(one.first_answer),
    ),
)
"""In the order of their columns."""


def told(measure: Measure, figures: Figures, language: Language) -> str:
    """A number of a session as people read it."""
    value = measure.value(figures)
    if value is None:
        return "–"
    if measure.key == "first_answer_seconds":
        return language.span(timedelta(seconds=value))
    return language.number(value, 1)
