"""Lateness, as a table: what becomes of each post after a minute, an hour, a day of standing still."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lateness import Circumstances, Verdict, shift, verdict
from bot.rules.words import PostKind

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GO, DROP, END, MISSED = Verdict.GO, Verdict.DROP, Verdict.END, Verdict.MISSED


@pytest.mark.parametrize(
    ("kind", "after_a_minute", "after_an_hour", "after_a_day"),
    [
        (PostKind.WELCOME, GO, GO, MISSED),
        (PostKind.QUESTION, GO, GO, END),
        (PostKind.POLL, GO, GO, GO),
        (PostKind.LAST_CALL, GO, DROP, DROP),
        (PostKind.CLOSING, GO, GO, GO),
        (PostKind.RECAP, GO, GO, GO),
        (PostKind.AMENDMENT, GO, GO, GO),
        (PostKind.NOTICE, GO, GO, GO),
        (PostKind.RECEIPT, GO, DROP, DROP),
        (PostKind.TIDY, GO, DROP, DROP),
    ],
)
def test_what_becomes_of_a_late_post(
    kind: PostKind, after_a_minute: Verdict, after_an_hour: Verdict, after_a_day: Verdict
) -> None:
    facts = Circumstances(lasts=HOUR, pace=timedelta(minutes=10))
    assert [verdict(kind, late, facts) for late in (MINUTE, HOUR, DAY)] == [after_a_minute, after_an_hour, after_a_day]


@pytest.mark.parametrize(
    ("ahead", "late", "newer_due", "decided"),
    [
        (DAY, MINUTE, False, GO),
        (DAY, 12 * HOUR, False, GO),
        (DAY, 13 * HOUR, False, DROP),
        (HOUR, MINUTE, False, GO),
        (HOUR, 31 * MINUTE, False, DROP),
        (10 * MINUTE, MINUTE, False, GO),
        (10 * MINUTE, 6 * MINUTE, False, DROP),
        (HOUR, MINUTE, True, DROP),
    ],
)
def test_a_reminder_goes_out_while_half_of_its_lead_is_left_and_nothing_newer_is_due(
    ahead: timedelta, late: timedelta, newer_due: bool, decided: Verdict
) -> None:
    assert verdict(PostKind.REMINDER, late, Circumstances(ahead=ahead, newer_due=newer_due)) is decided


def test_a_slow_chat_has_more_patience_with_a_late_question() -> None:
    slow = Circumstances(pace=timedelta(days=1))
    assert verdict(PostKind.QUESTION, 2 * DAY, slow) is GO
    assert verdict(PostKind.QUESTION, 4 * DAY, slow) is END


def test_a_long_session_may_begin_later_than_a_short_one() -> None:
    assert verdict(PostKind.WELCOME, 3 * HOUR, Circumstances(lasts=HOUR)) is MISSED
    assert verdict(PostKind.WELCOME, 3 * HOUR, Circumstances(lasts=4 * HOUR)) is GO


@pytest.mark.parametrize(
    ("kind", "late", "pace", "moved"),
    [
        (PostKind.QUESTION, timedelta(seconds=1), 10 * MINUTE, timedelta(0)),
        (PostKind.QUESTION, timedelta(seconds=29), 10 * MINUTE, timedelta(0)),
        (PostKind.QUESTION, MINUTE, 10 * MINUTE, MINUTE),
        (PostKind.WELCOME, HOUR, 5 * MINUTE, HOUR),
        (PostKind.QUESTION, timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=2)),
        (PostKind.QUESTION, timedelta(seconds=1), timedelta(seconds=4), timedelta(0)),
        (PostKind.CLOSING, HOUR, 10 * MINUTE, timedelta(0)),
        (PostKind.REMINDER, HOUR, 10 * MINUTE, timedelta(0)),
        (PostKind.PIN, HOUR, 10 * MINUTE, timedelta(0)),
    ],
)
def test_how_far_the_rest_of_the_evening_moves(
    kind: PostKind, late: timedelta, pace: timedelta, moved: timedelta
) -> None:
    assert shift(kind, late, pace) == moved


@given(
    kind=st.sampled_from(PostKind),
    late=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)),
    more=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)),
    lasts=st.timedeltas(min_value=MINUTE, max_value=DAY),
    pace=st.timedeltas(min_value=timedelta(seconds=1), max_value=DAY),
)
def test_what_is_too_late_does_not_become_timely_again(
    kind: PostKind, late: timedelta, more: timedelta, lasts: timedelta, pace: timedelta
) -> None:
    facts = Circumstances(ahead=DAY, lasts=lasts, pace=pace)
    if verdict(kind, late, facts) is not GO:
        assert verdict(kind, late + more, facts) is not GO


@given(
    late=st.timedeltas(min_value=timedelta(0), max_value=DAY), pace=st.timedeltas(min_value=timedelta(0), max_value=DAY)
)
def test_what_moves_moves_by_all_of_the_lateness_or_not_at_all(late: timedelta, pace: timedelta) -> None:
    assert shift(PostKind.QUESTION, late, pace) in (timedelta(0), late)
