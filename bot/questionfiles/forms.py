"""What the form of a series asks of its sessions: a sprint has two numbers, a stumper one open question."""

from collections.abc import Iterator

from bot.questionfiles.problems import Problem
from bot.rules.plans import QuestionPlan, SeriesPlan
from bot.rules.words import Form, QuestionKind


def misfits(plan: SeriesPlan, path: str) -> Iterator[Problem]:
    """The sessions that are not of the form that their series says."""
    for number, session in enumerate(plan.sessions, 1):
        where = f"session {number}, questions"
        kinds = [question.kind for question in session.questions if not question.spare]
        if plan.form is Form.SPRINT and (kinds != [QuestionKind.NUMBER] * 2 or _spares(session.questions)):
            what = "a sprint asks twice for a number: where people start, and what they have when the time is up"
            yield Problem(path, where, what, 'write two questions with kind = "number", or leave out form = "sprint"')
        if plan.form is Form.STUMPER and (kinds != [QuestionKind.OPEN] or _spares(session.questions)):
            what = "a stumper is one open question"
            yield Problem(path, where, what, 'give it a session of its own, or leave out form = "stumper"')


def _spares(questions: tuple[QuestionPlan, ...]) -> bool:
    return any(question.spare for question in questions)
