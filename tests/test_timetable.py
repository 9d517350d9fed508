"""A session's posts come in order, at the gaps that the cadence and the questions ask for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.timetable import Slot, duration, numbered, timetable
from bot.rules.words import PostKind

EVENING = datetime(2026, 12, 2, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

gaps = st.timedeltas(min_value=SECOND, max_value=timedelta(days=8))
cadences = st.builds(
    Cadence, reminders=st.lists(gaps, max_size=4).map(tuple), first=gaps, every=gaps, closing=gaps, late=gaps
)
questions = st.lists(
    st.builds(QuestionPlan, text=st.just("Why?"), spare=st.booleans(), lasts=st.none() | gaps), min_size=1, max_size=8
)
# A fortnight on either side of the clock changes of 2026 in London, so that sessions run across them.
starts = st.builds(
    lambda change, away: change + away,
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.timedeltas(timedelta(days=-14), timedelta(days=14)),
)


def times(slots: tuple[Slot, ...], kind: PostKind) -> list[datetime]:
    return [slot.at for slot in slots if slot.kind == kind]


def test_an_evening_with_the_usual_cadence() -> None:
    plan = (QuestionPlan("Who?"), QuestionPlan("How many?", lasts=5 * MINUTE), QuestionPlan("Why?"))
    slots = timetable(EVENING, Cadence(), plan)
    assert [(slot.kind.value, f"{slot.at:%d %H:%M}", slot.question) for slot in slots] == [
        ("reminder", "01 20:00", None),
        ("reminder", "02 19:00", None),
        ("reminder", "02 19:50", None),
        ("welcome", "02 20:00", None),
        ("question", "02 20:05", 0),
        ("question", "02 20:15", 1),
        ("question", "02 20:20", 2),
        ("last_call", "02 20:28", None),
        ("closing", "02 20:30", None),
        ("recap", "02 20:30", None),
    ]
    assert duration(Cadence(), plan) == 30 * MINUTE


def test_a_spare_question_has_no_time_and_takes_none() -> None:
    plan = (QuestionPlan("Who?"), QuestionPlan("Spare?", spare=True, lasts=timedelta(days=1)), QuestionPlan("Why?"))
    slots = timetable(EVENING, Cadence(), plan)
    assert [slot.question for slot in slots if slot.kind == PostKind.QUESTION] == [0, 2]
    assert duration(Cadence(), plan) == duration(Cadence(), (plan[0], plan[2]))


@pytest.mark.parametrize(
    ("closing", "calls"),
    [
        pytest.param(5 * MINUTE, [EVENING + 8 * MINUTE], id="five minutes are room enough"),
        pytest.param(5 * MINUTE - SECOND, [], id="less is not"),
    ],
)
def test_the_last_call_comes_two_minutes_before_the_end_when_there_is_room(
    closing: timedelta, calls: list[datetime]
) -> None:
    slots = timetable(EVENING, Cadence(closing=closing), (QuestionPlan("Who?"),))
    assert times(slots, PostKind.LAST_CALL) == calls


def test_without_reminders_the_welcome_is_first() -> None:
    slots = timetable(EVENING, Cadence(reminders=()), (QuestionPlan("Who?"),))
    assert slots[0] == Slot(PostKind.WELCOME, EVENING)


def test_a_reminder_says_how_far_ahead_it_is() -> None:
    slots = timetable(EVENING, Cadence(reminders=(MINUTE, timedelta(hours=1), MINUTE)), (QuestionPlan("Who?"),))
    assert [slot.ahead for slot in slots if slot.kind == PostKind.REMINDER] == [timedelta(hours=1), MINUTE]


@given(starts, cadences, questions)
def test_posts_are_in_order_and_none_comes_after_the_recap(
    start: datetime, cadence: Cadence, plan: list[QuestionPlan]
) -> None:
    slots = timetable(start, cadence, plan)
    assert list(slots) == sorted(slots, key=lambda slot: slot.at)
    assert [slot.kind for slot in slots[-2:]] == [PostKind.CLOSING, PostKind.RECAP]
    assert slots[-2].at == slots[-1].at == start + duration(cadence, plan)


@given(starts, cadences, questions)
def test_gaps_are_exact_even_when_the_clocks_change_on_the_way(
    start: datetime, cadence: Cadence, plan: list[QuestionPlan]
) -> None:
    slots = [slot for slot in timetable(start, cadence, plan) if slot.kind == PostKind.QUESTION]
    asked = [plan[slot.question] for slot in slots if slot.question is not None]
    waits = [cadence.first, *(question.lasts or cadence.every for question in asked)]
    for before, after, wait in zip(
        [start, *(slot.at for slot in slots)], [slot.at for slot in slots], waits, strict=False
    ):
        assert after - before == wait
    (end,) = times(timetable(start, cadence, plan), PostKind.CLOSING)
    if slots:
        assert end - slots[-1].at == cadence.closing


@given(questions, st.integers(min_value=1, max_value=90))
def test_numbers_run_through_the_timed_questions_and_then_the_spares(plan: list[QuestionPlan], first: int) -> None:
    numbers = numbered(plan, first)
    in_order = [number for number, question in zip(numbers, plan, strict=True) if not question.spare]
    in_order += [number for number, question in zip(numbers, plan, strict=True) if question.spare]
    assert in_order == list(range(first, first + len(plan)))


def test_a_question_a_day_keeps_its_time_of_the_day_when_the_clocks_change() -> None:
    morning = datetime(2027, 3, 27, 9, tzinfo=UTC)
    cadence = Cadence(reminders=(), first=MINUTE, every=timedelta(days=1), closing=timedelta(days=1))
    slots = timetable(morning, cadence, [QuestionPlan("Why?")] * 3, timezone="Europe/London")
    asked = [slot.at for slot in slots if slot.kind is PostKind.QUESTION]
    assert [f"{at.astimezone(ZoneInfo('Europe/London')):%d. %H:%M}" for at in asked] == [
        "27. 09:01", "28. 09:01", "29. 09:01",
    ]  # fmt: skip
    assert slots[-1].at == datetime(2027, 3, 30, 8, 1, tzinfo=UTC)
