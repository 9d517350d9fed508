"""Which session of a question file is which row: a file names none, so they are known by date, words or place."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

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

    That is the row with the same date (of two the one with the same words), else with the same topic and questions, else
    with the same topic. When the file leaves the date to the schedule: else one that has begun with the same questions
    (though the last of a file may ask anew what was asked before), else the next behind the same neighbour: one that is
    planned and was given other words, or one in which slips were corrected, which runs or is held before the next one
    of the file. `texts` are the questions of each row, by its id.
    """
    left = list(rows)
    found: dict[int, Row] = {}

    def pair(place: int, row: Row | None) -> None:
        if row is not None:
            left.remove(row)
            found[place] = row

    def same_questions(row: Row, plan: SessionPlan) -> bool:
        return list(texts.get(row.id or 0, ())) == [question.text for question in plan.questions]

    def same_words(row: Row, plan: SessionPlan) -> bool:
        return row.topic == plan.topic and same_questions(row, plan)

    def same(row: Row, plan: SessionPlan) -> bool:
        return _same_date(row, plan) and same_words(row, plan)

    def begun(row: Row, plan: SessionPlan) -> bool:
        may_be = row.state in RUNNING or (row.state is SessionState.CLOSED and plan is not wanted[-1])
        return may_be and plan.starts_at is None and same_questions(row, plan)

    def corrected(row: Row, place: int) -> bool:
        may_be = row.state in RUNNING or (row.state is SessionState.CLOSED and place + 1 in found)
        asked, asks = texts.get(row.id or 0, ()), [question.text for question in wanted[place].questions]
        return may_be and len(asked) == len(asks) and all(map(_nearly, asked, asks))

    for known in (same, _same_date, same_words, _same_topic, begun):
        for place, plan in enumerate(wanted):
            if place not in found:
                pair(place, next((row for row in left if known(row, plan)), None))
    for place, plan in enumerate(wanted):
        if place not in found and plan.starts_at is None and (place == 0 or place - 1 in found):
            behind = rows.index(found[place - 1]) + 1 if place else 0
            there = (row for row in rows[behind:] if row not in left or _is_planned(row) or corrected(row, place))
            heir = next(there, None)
            pair(place, heir if heir in left else None)
    return [(found.get(place), plan) for place, plan in enumerate(wanted)]


def _same_date(row: Row, plan: SessionPlan) -> bool:
    return plan.starts_at is not None and row.starts_at == plan.starts_at and row.occurrence != row.starts_at


def _same_topic(row: Row, plan: SessionPlan) -> bool:
    return bool(plan.topic) and row.topic == plan.topic


def _is_planned(row: Row) -> bool:
    return row.state is SessionState.PLANNED


def _nearly(asked: str, asks: str) -> bool:
    """Whether a question is the same but for a slip of the pen; another number makes it another question."""
    alike = asked == asks or SequenceMatcher(None, asked, asks, autojunk=False).ratio() >= NEARLY
    return alike and NUMBERS.findall(asked) == NUMBERS.findall(asks)
