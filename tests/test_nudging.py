"""A slow question is brought to mind once, half way through its time, and never at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import nudging, reminding
from tests.moments import MOMENTS

ZONES = st.sampled_from(["UTC", "Europe/London", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns"])


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)), ZONES)
def test_nobody_is_nudged_at_night_nor_too_early_nor_too_late(asked: datetime, lasts: timedelta, zone: str) -> None:
    due = nudging.due(asked, asked + lasts, zone)
    if lasts < timedelta(days=1):
        assert due is None
    if due is not None:
        assert asked + lasts / 2 <= due <= asked + lasts - nudging.ROOM
        assert due - (asked + lasts / 2) <= timedelta(hours=13)
        assert time(9) <= due.astimezone(ZoneInfo(zone)).time() < time(21)
    if lasts >= timedelta(days=2):
        assert due is not None


@given(MOMENTS, st.timedeltas(timedelta(days=-2), timedelta(days=9)))
def test_a_reminder_comes_half_an_hour_before_or_half_way_to_the_start(now: datetime, wait: timedelta) -> None:
    due = reminding.due(now + wait, now)
    assert (due is None) == (wait <= timedelta(0))
    if due is not None:
        assert now <= due < now + wait
        assert now + wait - due <= reminding.AHEAD
