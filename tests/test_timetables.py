"""A timetable reads like one: in the series' own zone, compact, and the same for people, programs and calendars."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.timetable import duration, timetable
from bot.rules.words import QuestionKind
from bot.wording.timetables import Coming, day_and_time, plan_ics, plan_json, plan_text, session_table, standing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVENING = datetime(2026, 12, 2, 20, tzinfo=UTC)
ASKED = (
    QuestionPlan("Who\nare you?"),
    QuestionPlan("Which?", QuestionKind.POLL, choices=("This", "That", "Neither")),
    QuestionPlan("How many?", QuestionKind.NUMBER, spare=True),
)
LABELS = ("Q1", "Q2", "Q3")


def coming(starts_at: datetime = EVENING, timezone: str = "Europe/London", group: str = "@libchatters") -> Coming:
    cadence = Cadence(reminders=(timedelta(hours=1),))
    return Coming(
        series="libchat",
        number=12,
        topic="Reading; for, pleasure",
        hashtag="#libchat",
        starts_at=starts_at,
        timezone=timezone,
        title="Library chat",
        group=group,
        lasts=duration(cadence, ASKED),
        slots=timetable(starts_at, cadence, ASKED),
    )


def test_a_table_shows_each_post_once_with_the_day_where_it_changes() -> None:
    lines = session_table(timetable(EVENING, Cadence(), ASKED), ASKED, LABELS, "Europe/London")
    assert lines == [
        "Tue  1 Dec 2026  20:00 GMT  reminder, 1 day before",
        "Wed  2 Dec 2026  19:00 GMT  reminder, 1 hour before",
        "                 19:50 GMT  reminder, 10 minutes before",
        "                 20:00 GMT  welcome",
        "                 20:05 GMT  Q1  Who are you?",
        "                 20:15 GMT  Q2  Which? (poll of 3)",
        "                 20:23 GMT  last call",
        "                 20:25 GMT  closing, then the recap",
        "                 spare      Q3  How many? (a number)",
    ]


def test_seconds_are_shown_where_they_matter() -> None:
    cadence = Cadence(reminders=(), first=timedelta(seconds=1), closing=timedelta(seconds=2))
    lines = session_table(timetable(EVENING, cadence, ASKED[:1]), ASKED[:1], LABELS[:1], "UTC")
    assert [line[17:29] for line in lines] == ["20:00:00 UTC", "20:00:01 UTC", "20:00:03 UTC"]


def test_a_night_when_the_clocks_change_shows_both_their_names() -> None:
    before = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    lines = session_table(timetable(before, Cadence(reminders=()), ASKED[:1]), ASKED[:1], LABELS[:1], "Europe/London")
    assert ["01:50 BST" in lines[0], "01:55 BST" in lines[1], "01:05 GMT" in lines[-1]] == [True] * 3


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "Wed 2 Dec 2026, 20:00 GMT"),
        ("Asia/Kathmandu", "Thu 3 Dec 2026, 01:45 UTC+0545"),
        ("America/New_York", "Wed 2 Dec 2026, 15:00 EST"),
        ("UTC", "Wed 2 Dec 2026, 20:00 UTC"),
    ],
)
def test_a_moment_is_told_on_the_clocks_of_the_series(zone: str, said: str) -> None:
    assert day_and_time(EVENING, zone) == said


@pytest.mark.parametrize(
    ("starts_in", "said"),
    [
        (timedelta(days=-2), "past"),
        (timedelta(minutes=-60), "past"),
        (timedelta(minutes=-59), "under way"),
        (timedelta(0), "under way"),
        (timedelta(seconds=30), "in 30 seconds"),
        (timedelta(hours=3, minutes=5, seconds=7), "in 3 hours and 5 minutes"),
        (timedelta(days=10, hours=8), "in 10 days"),
    ],
)
def test_a_session_stands_before_within_or_behind_its_time(starts_in: timedelta, said: str) -> None:
    assert standing(NOW + starts_in, timedelta(hours=1), NOW) == said


def test_the_plan_for_people_says_when_what_and_where() -> None:
    assert plan_text([coming()], NOW) == (
        "Wed 2 Dec 2026, 20:00 GMT (in 10 days)  #libchat libchat/12: Reading; for, pleasure\n"
        "    @libchatters; 2 questions, until 20:25 GMT; reminders 1 hour before\n"
    )


def test_the_plan_names_the_day_of_an_end_that_comes_on_another_day() -> None:
    week = replace(coming(), lasts=timedelta(days=6))
    assert "2 questions, until Tue 8 Dec 2026, 20:00 GMT; " in plan_text([week], NOW)


def test_the_plan_tells_how_a_series_gets_its_group() -> None:
    assert "no group yet: say /host libchat in one" in plan_text([coming(group="")], NOW)


def test_an_empty_plan_says_so() -> None:
    assert plan_text([], NOW) == "Nothing is planned for these days.\n"
    assert json.loads(plan_json([])) == []
    assert not icalendar.Calendar.from_ical(plan_ics([])).events


def test_the_plan_for_programs_has_utc_and_local_times() -> None:
    (session,) = json.loads(plan_json([coming(datetime(2026, 7, 1, 19, tzinfo=UTC))]))
    assert (session["series"], session["number"], session["hashtag"]) == ("libchat", 12, "#libchat")
    assert (session["starts_at"], session["starts_local"]) == ("2026-07-01T19:00:00Z", "2026-07-01T20:00:00+01:00")
    assert session["ends_at"] == "2026-07-01T19:25:00Z"
    assert [post["kind"] for post in session["posts"]][:3] == ["reminder", "welcome", "question"]


def test_the_calendar_keeps_zone_and_identity() -> None:
    calendar = icalendar.Calendar.from_ical(plan_ics([coming()]))
    (event,) = calendar.events
    assert event["uid"] == "libchat-12@chathour"
    assert event["summary"] == "#libchat: Reading; for, pleasure"
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.start == EVENING
    assert event.end - event.start == timedelta(minutes=25)
    assert [zone["tzid"] for zone in calendar.timezones] == ["Europe/London"]


def test_a_moved_session_is_the_same_event_in_the_calendar() -> None:
    before, after = (
        icalendar.Calendar.from_ical(plan_ics([coming(start)])).events[0]
        for start in (EVENING, EVENING + timedelta(days=7))
    )
    assert before["uid"] == after["uid"]
    assert before.start != after.start


def test_the_second_pass_of_an_autumn_hour_is_written_in_utc() -> None:
    again = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    (event,) = icalendar.Calendar.from_ical(plan_ics([coming(again)])).events
    assert event.start == again


def test_the_same_plan_is_the_same_calendar() -> None:
    assert plan_ics([coming(), coming(timezone="UTC")]) == plan_ics([coming(), coming(timezone="UTC")])
