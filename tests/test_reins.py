"""What the reins do to the posts that are still owed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import reins
from bot.rules.reins import Owed, Room
from bot.rules.words import PostKind

START = datetime(2026, 12, 2, 20, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@st.composite
def evenings(draw: st.DrawFn) -> tuple[Owed, ...]:
    """What an evening still owes: questions at any gaps, then the end and the recap."""
    gaps = draw(st.lists(st.integers(1, 90), min_size=0, max_size=9))
    at, posts = START, []
    for place, gap in enumerate(gaps):
        at += minutes(gap)
        posts.append(Owed(place + 1, PostKind.QUESTION, at))
    at += minutes(draw(st.integers(1, 90)))
    return (*posts, Owed(90, PostKind.CLOSING, at), Owed(91, PostKind.RECAP, at))


def gaps(posts: tuple[Owed, ...]) -> list[timedelta]:
    return [later.at - earlier.at for earlier, later in pairwise(posts)]


@given(evenings(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_after_a_hold_each_post_waits_as_long_as_it_still_had_to(
    evening: tuple[Owed, ...], held_after: int, for_seconds: int
) -> None:
    held_at = START + timedelta(seconds=held_after)
    now = held_at + timedelta(seconds=for_seconds)
    resumed = reins.resumed(evening, held_at, now)
    assert [post.at - now for post in resumed] == [post.at - held_at for post in evening]


@given(evenings(), st.integers(1, 10_000))
def test_more_moves_everything_by_exactly_that(evening: tuple[Owed, ...], seconds: int) -> None:
    later = reins.moved(evening, timedelta(seconds=seconds))
    assert {new.at - old.at for new, old in zip(later, evening, strict=True)} == {timedelta(seconds=seconds)}


@given(evenings())
def test_next_brings_the_question_now_and_the_rest_keep_their_gaps(evening: tuple[Owed, ...]) -> None:
    sooner = reins.brought_forward(evening, START)
    assert gaps(sooner) == gaps(evening)
    if reins.next_question(evening):
        assert sooner[0].at == START


@given(evenings())
def test_skip_takes_one_question_away_and_its_heir_comes_at_its_time(evening: tuple[Owed, ...]) -> None:
    first = reins.next_question(evening)
    rest = reins.without_next(evening)
    if first is None:
        assert rest == evening
        return
    assert [post.id for post in rest] == [post.id for post in evening[1:]]
    assert rest[0].at == first.at
    assert gaps(rest) == gaps(evening[1:])


def test_the_last_question_skipped_the_end_comes_at_its_time() -> None:
    posts = (
        Owed(1, PostKind.QUESTION, START + minutes(10)),
        Owed(2, PostKind.LAST_CALL, START + minutes(18)),
        Owed(3, PostKind.CLOSING, START + minutes(20)),
    )
    assert [post.at for post in reins.without_next(posts)] == [START + minutes(8), START + minutes(10)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("5", minutes(5)),
        ("+5", minutes(5)),
        ("6s", timedelta(seconds=6)),
        ("90s", timedelta(seconds=90)),
        ("5m", minutes(5)),
        ("5 min", minutes(5)),
        ("10 minutes", minutes(10)),
        ("1h", minutes(60)),
        ("1h30m", minutes(90)),
        ("1H 30M", minutes(90)),
        ("2 hours", minutes(120)),
        ("1d", minutes(24 * 60)),
        ("", None),
        ("0", None),
        ("-5m", None),
        ("soon", None),
        ("5x", None),
        ("5m please", None),
        ("99d", None),
        ("٥", None),
    ],
)
def test_lengths_of_time_as_people_type_them(said: str, meant: timedelta | None) -> None:
    assert reins.length(said) == meant


@pytest.mark.parametrize(("said", "meant"), [("5x", True), ("٥", True), ("", False), ("thanks, everybody", False)])
def test_words_without_a_number_are_no_length_gone_wrong(said: str, meant: bool) -> None:
    assert reins.means_length(said) is meant


def test_a_room_is_busy_quiet_or_flowing() -> None:
    assert reins.liveliness(4, timedelta(seconds=5), minutes(8)) is Room.BUSY
    assert reins.liveliness(0.5, timedelta(seconds=50), minutes(8)) is Room.STEADY
    assert reins.liveliness(0, minutes(4), minutes(8)) is Room.QUIET
    assert reins.liveliness(0, None, minutes(4)) is Room.QUIET
    assert reins.liveliness(0, None, minutes(1)) is Room.STEADY
