"""Second rounds in a question file: which are right, and what would be right instead."""

from collections.abc import Iterator
from datetime import timedelta

from bot.questionfiles.problems import Problem
from bot.rules.plans import SeriesPlan
from bot.rules.timetable import duration
from bot.rules.words import Form

FARTHEST = timedelta(days=7)
"""Further apart, two rounds are two sessions."""


def misfits(plan: SeriesPlan, path: str) -> Iterator[Problem]:
    """What is wrong with the second rounds of a series."""
    for number, session in enumerate(plan.sessions, 1):
        if session.again_at is None:
            continue
        where = f"session {number}, again"
        if plan.form is not Form.HOUR:
            yield Problem(path, where, "only a chat of questions has a second round", "take it out")
        elif session.starts_at is None:
            yield Problem(path, where, "the session has no start of its own", "add starts, or take again out")
        elif session.again_at < session.starts_at + duration(plan.cadence, session.questions):
            yield Problem(path, where, "the second round begins before the first has ended", "give it a later time")
        elif session.again_at > session.starts_at + FARTHEST:
            what = "the second round begins more than a week after the first"
            yield Problem(path, where, what, "give it an earlier time, or make it a session of its own")
