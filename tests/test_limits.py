"""Telegram's limits, kept per chat, so that no group waits for another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.limits import BURST, OVERALL, PER_GROUP, Limits
from bot.rules.words import PostKind

NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
GROUP, OTHER, PERSON = -100, -200, 300
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def said(limits: Limits, chat: int, times: int, kind: PostKind = PostKind.QUESTION) -> datetime:
    """Say something so many times, each as soon as it may be; when the last was."""
    now = NOW
    for _ in range(times):
        now = limits.ready_at(chat, kind, now)
        limits.spend(chat, kind, now)
    return now


def test_a_chat_hears_one_message_a_second() -> None:
    limits = Limits()
    assert said(limits, GROUP, 1) == NOW
    assert limits.ready_at(GROUP, PostKind.QUESTION, NOW) == NOW + SECOND


def test_a_group_hears_twenty_messages_a_minute() -> None:
    limits = Limits()
    last = said(limits, GROUP, PER_GROUP)
    assert last == NOW + (PER_GROUP - 1) * SECOND
    assert limits.ready_at(GROUP, PostKind.QUESTION, last) == NOW + MINUTE


def test_a_private_chat_has_no_limit_by_the_minute() -> None:
    limits = Limits()
    assert said(limits, PERSON, 30) == NOW + 29 * SECOND


def test_edits_are_counted_apart_and_pins_not_at_all() -> None:
    limits = Limits()
    last = said(limits, GROUP, PER_GROUP)
    assert limits.ready_at(GROUP, PostKind.AMENDMENT, last) == last
    assert limits.ready_at(GROUP, PostKind.PIN, last) == last


def test_calls_are_spread_over_the_second_and_come_to_no_more_than_the_limit() -> None:
    limits, now = Limits(), NOW
    made: list[datetime] = []
    while now < NOW + 20 * SECOND:
        now = limits.free_at(now)
        for _ in range(limits.room(now)):
            limits.spend(-len(made), PostKind.WELCOME, now)
            made.append(now)
    assert max(sum(at <= one < at + SECOND for one in made) for at in made) == OVERALL
    assert max(sum(at <= one < at + SECOND / 10 for one in made) for at in made) == BURST
    assert len(made) >= 20 * OVERALL


def test_one_groups_limit_is_none_of_anothers() -> None:
    limits = Limits()
    said(limits, GROUP, PER_GROUP)
    limits.hold(GROUP, NOW + timedelta(hours=1))
    later = NOW + MINUTE
    assert limits.ready_at(OTHER, PostKind.QUESTION, later) == later


def test_a_chat_that_answered_429_is_left_alone_whatever_it_is_owed() -> None:
    limits = Limits()
    limits.hold(GROUP, NOW + MINUTE)
    limits.hold(GROUP, NOW + SECOND)
    for kind in (PostKind.QUESTION, PostKind.AMENDMENT, PostKind.PIN):
        assert limits.ready_at(GROUP, kind, NOW) == NOW + MINUTE


def test_over_all_chats_there_are_thirty_calls_a_second_or_a_thousand_when_paid() -> None:
    limits, paid = Limits(), Limits(paid=True)
    for place in range(OVERALL):
        limits.spend(-place - 1, PostKind.QUESTION, NOW)
        paid.spend(-place - 1, PostKind.QUESTION, NOW)
    assert limits.ready_at(-1000, PostKind.QUESTION, NOW) == NOW + SECOND
    assert paid.ready_at(-1000, PostKind.QUESTION, NOW) == NOW


def test_chats_that_were_quiet_for_a_minute_are_forgotten() -> None:
    limits = Limits()
    said(limits, GROUP, 3)
    limits.hold(OTHER, NOW + SECOND)
    limits.sweep(NOW + 2 * MINUTE)
    assert not limits._said
    assert not limits._held


@given(st.lists(st.tuples(st.sampled_from([GROUP, OTHER, PERSON]), st.sampled_from(PostKind)), max_size=150))
def test_whoever_asks_first_never_breaks_a_limit(posts: list[tuple[int, PostKind]]) -> None:
    limits, now = Limits(), NOW
    calls: list[tuple[int, str, datetime]] = []
    for chat, kind in posts:
        now = limits.ready_at(chat, kind, now)
        limits.spend(chat, kind, now)
        calls.append((chat, limits.lane(kind), now))
    for chat, lane, at in calls:
        same = [other for who, where, other in calls if (who, where) == (chat, lane) and lane != "marks"]
        assert sum(at <= other < at + MINUTE for other in same) <= (PER_GROUP if chat < 0 else 60)
        assert sum(at <= other < at + SECOND for other in same) <= 1
        assert sum(at <= other < at + SECOND for _, _, other in calls) <= OVERALL


def test_a_clock_that_is_set_back_keeps_nobody_silent() -> None:
    limits = Limits()
    limits.room(NOW)
    for _ in range(25):
        limits.spend(-1, PostKind.QUESTION, NOW)
    limits.hold(-2, NOW + timedelta(seconds=30))
    before = NOW - timedelta(hours=1)
    assert limits.room(before) == BURST
    assert limits.ready_at(-1, PostKind.QUESTION, before) == before
    assert limits.ready_at(-2, PostKind.QUESTION, before) == before + timedelta(seconds=30)
