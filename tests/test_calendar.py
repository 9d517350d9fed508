"""Local times and schedules become the right moments, also in the nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import BadSchedule, NoSuchTime, occurrences, resolve

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone", "moment"),
    [
        pytest.param("2026-12-02 20:00", "Europe/London", "2026-12-02 20:00", id="winter in London"),
        pytest.param("2026-07-01 20:00", "Europe/London", "2026-07-01 19:00", id="summer in London"),
        pytest.param("2026-10-25 01:30", "Europe/London", "2026-10-25 00:30", id="shown twice: the first"),
        pytest.param("2026-12-02 20:00", "UTC", "2026-12-02 20:00", id="UTC"),
        pytest.param("2026-12-02 20:00", "Asia/Kathmandu", "2026-12-02 14:15", id="three quarters of an hour"),
    ],
)
def test_a_local_time_is_a_moment(local: str, zone: str, moment: str) -> None:
    assert resolve(datetime.fromisoformat(local), zone) == utc(moment)


@pytest.mark.parametrize(
    ("local", "zone", "instead"),
    [
        pytest.param("2026-03-29 01:30", "Europe/London", "2026-03-29 02:30", id="an hour in London"),
        pytest.param("2026-03-08 02:00", "America/New_York", "2026-03-08 03:00", id="the first minute of the skip"),
        pytest.param("2026-10-04 02:10", "Australia/Lord_Howe", "2026-10-04 02:40", id="half an hour on Lord Howe"),
        pytest.param("2011-12-30 12:00", "Pacific/Apia", "2011-12-31 12:00", id="a whole day in Samoa"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused_with_one_that_exists(local: str, zone: str, instead: str) -> None:
    with pytest.raises(NoSuchTime) as caught:
        resolve(datetime.fromisoformat(local), zone)
    assert caught.value.instead == datetime.fromisoformat(instead)
    resolve(caught.value.instead, zone)


def test_a_weekly_schedule_keeps_its_hour_on_the_wall_through_the_year() -> None:
    evenings = list(islice(occurrences("0 20 * * wed", "Europe/London", NEW_YEAR), 52))
    assert evenings[0] == utc("2026-01-07 20:00")
    assert {moment.hour for moment in evenings} == {19, 20}
    assert {after - before for before, after in pairwise(evenings)} == {
        timedelta(days=7),
        timedelta(days=7, hours=1),
        timedelta(days=6, hours=23),
    }


@pytest.mark.parametrize("schedule", ["30 1 * * *", "*/30 1 * * *", "30 * 25 10 *"])
def test_in_the_autumn_night_an_hour_that_comes_twice_counts_once(schedule: str) -> None:
    night = list(islice(occurrences(schedule, "Europe/London", utc("2026-10-24 22:00")), 12))
    half_past = [moment for moment in night if utc("2026-10-25 00:00") < moment < utc("2026-10-25 01:59")]
    assert [moment for moment in half_past if moment.minute == 30] == [utc("2026-10-25 00:30")]


def test_an_occurrence_of_the_second_pass_does_not_go_back_in_time() -> None:
    within = utc("2026-10-25 01:10")
    assert next(occurrences("30 1 * * *", "Europe/London", within)) == utc("2026-10-26 01:30")


def test_in_the_spring_night_an_hour_that_is_skipped_comes_right_after() -> None:
    assert next(occurrences("30 1 * * *", "Europe/London", utc("2026-03-28 12:00"))) == utc("2026-03-29 01:00")


def test_the_moment_asked_from_is_not_an_occurrence_itself() -> None:
    evening = utc("2026-01-07 20:00")
    assert next(occurrences("0 20 * * wed", "Europe/London", evening)) == evening + timedelta(days=7)
    just_before = evening - timedelta(microseconds=1)
    assert next(occurrences("0 20 * * wed", "Europe/London", just_before)) == evening


@pytest.mark.parametrize(
    ("schedule", "reason"),
    [
        pytest.param("every wednesday", "2 parts", id="words"),
        pytest.param("", "0 parts", id="nothing"),
        pytest.param("@weekly", "1 part ", id="a nickname"),
        pytest.param("0 0 20 * * wed", "6 parts", id="with seconds"),
        pytest.param("0 25 * * wed", "bad hour", id="no such hour"),
        pytest.param("0 20 * * someday", "bad day-of-week", id="no such weekday"),
        pytest.param("0 20 31 2 *", "bad day-of-month", id="the 31st of February"),
        pytest.param("0 20 */31 2 mon#5", "never comes", id="a fifth Monday on the first"),
        pytest.param("0 " + "9" * 5000 + " * * *", "5008 characters", id="endless"),
        pytest.param("0 20 * * ²", "bad day-of-week", id="a digit that is none"),
    ],
)
def test_a_schedule_that_cannot_be_kept_says_why(schedule: str, reason: str) -> None:
    with pytest.raises(BadSchedule, match=reason):
        occurrences(schedule, "Europe/London", NEW_YEAR)


@given(
    st.sampled_from(["0 20 * * wed", "30 1 * * sun", "*/20 * * * *", "15 2 * * *", "0 9 1 * *", "0 0 * * *"]),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]),
    st.integers(0, 365 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
)
def test_occurrences_rise_and_lie_after_the_moment_asked_from(schedule: str, zone: str, after: datetime) -> None:
    moments = list(islice(occurrences(schedule, zone, after), 5))
    assert all(earlier < later for earlier, later in pairwise([after, *moments]))
