"""Which session of a question file is which row: a file names none, so they are known by date, words or place."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from operator import eq

from bot.rules.plans import SessionPlan
from bot.rules.words import SessionState
from bot.store.stages import RUNNING
from bot.store.tables import Session as Row

NEARLY = 0.8
"""How alike a question and the same one without its slip of the pen are, at least (SequenceMatcher.ratio)."""
NUMBERS = re.compile(r"\d+")


def paired(
    rows: Sequence[Row], wanted: Sequence[SessionPlan], texts: Mapping[int, Sequence[str]]
) -> list[tuple[Row | None, SessionPlan]]:
    """Each session of the file with the row that it was before, if any.

    That is the row with the same date (of two the one with the same words), else with the same topic and questions,
    else with the same topic. When the file leaves the date to the schedule: else one that has begun with the same
    questions (though the last of a file may ask anew what was asked before), else the next behind the same neighbour:
    one that is planned and was given other words, or one that has begun and in which slips were corrected (the last of
    a file, when it is over, is none). `texts` are the questions of each row, by its id.
    """
    left = list(rows)
    found: dict[int, Row] = {}

    def pair(place: int, row: Row | None) -> None:
        if row is not None:
            left.remove(row)
            found[place] = row

    def same_words(row: Row, plan: SessionPlan) -> bool:
        return row.topic == plan.topic and _asked(row, plan, texts, eq)

    def begun(row: Row, plan: SessionPlan) -> bool:
        may_be = row.state in RUNNING or (row.state is SessionState.CLOSED and plan is not wanted[-1])
        return may_be and plan.starts_at is None and _asked(row, plan, texts, eq)

    def may_follow(row: Row, place: int) -> bool:
        if row not in left or row.state is SessionState.PLANNED:
            return True
        begun = row.state in RUNNING or (row.state is SessionState.CLOSED and place + 1 in found)
        return begun and _asked(row, wanted[place], texts, _nearly)

    for known in (_same_date, same_words, _same_topic, begun):
        for place, plan in enumerate(wanted):
            if place not in found:
                fitting = [row for row in left if known(row, plan)]
                best = min(fitting, key=lambda row: (row.topic != plan.topic, not same_words(row, plan)), default=None)
                pair(place, best)
    for place, plan in enumerate(wanted):
        if place not in found and plan.starts_at is None and (place == 0 or place - 1 in found):
            behind = rows.index(found[place - 1]) + 1 if place else 0
            heir = next((row for row in rows[behind:] if may_follow(row, place)), None)
            pair(place, heir if heir in left else None)
    return [(found.get(place), plan) for place, plan in enumerate(wanted)]


def _same_date(row: Row, plan: SessionPlan) -> bool:
    return plan.starts_at is not None and row.starts_at == plan.starts_at and row.occurrence != row.starts_at


def _same_topic(row: Row, plan: SessionPlan) -> bool:
    return bool(plan.topic) and row.topic == plan.topic


def _asked(row: Row, plan: SessionPlan, texts: Mapping[int, Sequence[str]], alike: Callable[[str, str], bool]) -> bool:
    """Whether a session has all the questions of a plan, which are compared so."""
    asked, asks = texts.get(row.id or 0, ()), [question.text for question in plan.questions]
    return len(asked) == len(asks) and all(map(alike, asked, asks))


def _nearly(asked: str, asks: str) -> bool:
    """Whether a question is the same but for a slip of the pen; another number makes it another question."""
    alike = asked == asks or SequenceMatcher(None, asked, asks, autojunk=False).ratio() >= NEARLY
    return alike and NUMBERS.findall(asked) == NUMBERS.findall(asks)
