"""How the demo looks in a terminal, and the clock that it is played by."""

from datetime import UTC, datetime, timedelta

import pytest
from rich.text import Text

from bot.rehearsal.demo import has_display
from bot.rehearsal.leading import FAR, LedClock
from bot.rehearsal.progress import progress
from bot.rehearsal.styles import formatted, readable, since


def test_a_browser_is_opened_only_where_somebody_would_see_it() -> None:
    assert has_display({"DISPLAY": ":0"}, "linux")
    assert has_display({}, "darwin")
    assert not has_display({}, "linux")
    assert not has_display({"DISPLAY": ":0", "CI": "true"}, "linux")
    assert not has_display({"DISPLAY": ":10", "SSH_CONNECTION": "a b"}, "linux")


def test_the_clock_waits_where_it_was_told_to_and_catches_up_later() -> None:
    start = datetime(2026, 12, 2, 20, tzinfo=UTC)
    clock = LedClock(1000, start)
    clock.limit += 5
    clock.jump(60)
    assert clock.now() == start + timedelta(seconds=5)
    assert clock.seconds_until(start + timedelta(seconds=6)) == FAR
    assert clock.seconds_until(start) < 0
    clock.limit += 50
    assert clock.now() == start + timedelta(seconds=55)
    assert clock.seconds_until(clock.now()) <= 0


def test_a_paused_clock_stands_still_however_far_it_may_go() -> None:
    start = datetime(2026, 12, 2, 20, tzinfo=UTC)
    clock = LedClock(1000, start)
    told: list[bool] = []
    clock.changed.append(lambda: told.append(True))
    clock.pause()
    clock.limit += 3600
    assert clock.now() == start
    assert clock.speed == 0
    clock.speed = 50
    clock.resume()
    assert clock.speed == 50
    assert told


@pytest.mark.parametrize(
    ("seconds", "whole", "shown"),
    [
        (0, 3600, "00:00"),
        (-600, 3600, "-10:00"),
        (3661.4, 3600, "61:01"),
        (12_000, 3600, "3h20"),
        (-0.2, 3600, "00:00"),
        (90_000, 400_000, "1d 01h"),
    ],
)
def test_times_are_short_and_rounded(seconds: float, whole: float, shown: str) -> None:
    assert since(seconds, whole) == shown


def test_formatting_is_counted_in_the_units_of_telegram() -> None:
    text = formatted(
        "🔥 bold #tag", [{"type": "bold", "offset": 3, "length": 4}, {"type": "hashtag", "offset": 8, "length": 4}]
    )
    assert text.plain == "🔥 bold #tag"
    assert [(span.start, span.end, span.style) for span in text.spans] == [(2, 6, "bold"), (7, 11, "blue")]


def test_nothing_that_people_write_steers_the_terminal() -> None:
    assert readable("a\x1b[2Jb\x07\u202ec") == "a[2Jbc"


def test_the_line_of_progress_never_breaks() -> None:
    line: Text = progress(None, 1800, 3600, 100)
    assert line.plain.endswith("30:00 of 60:00 · soon")
    assert progress(None, 9000, 3600, 60).plain.endswith("60:00 of 60:00 · after the end")
