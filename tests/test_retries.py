"""When a post that did not go out is tried again, and when it no longer is."""

from datetime import timedelta

import pytest

from bot.rules.retries import LEFT_ALONE, MOST_FLOODS, again_when_doubtful, backoff, doubt, flood_wait
from bot.rules.words import PostKind


def tries(kind: PostKind, *, silent: bool) -> int:
    """How often a post is tried when no try is ever answered."""
    doubts = made = 0
    while True:
        made += 1
        doubts += doubt(silent)
        if not again_when_doubtful(kind, doubts):
            return made


@pytest.mark.parametrize(
    ("kind", "connections_that_break", "time_outs"),
    [
        (PostKind.QUESTION, 4, 2),
        (PostKind.WELCOME, 4, 2),
        (PostKind.RECAP, 4, 2),
        (PostKind.CLOSING, 4, 2),
        (PostKind.PIN, 4, 2),
        (PostKind.AMENDMENT, 4, 2),
        (PostKind.POLL, 2, 1),
        (PostKind.LAST_CALL, 2, 1),
        (PostKind.REMINDER, 1, 1),
        (PostKind.NOTICE, 1, 1),
        (PostKind.RECEIPT, 1, 1),
    ],
)
def test_how_often_a_post_is_tried_when_no_answer_ever_comes(
    kind: PostKind, connections_that_break: int, time_outs: int
) -> None:
    assert tries(kind, silent=False) == connections_that_break
    assert tries(kind, silent=True) == time_outs


def test_the_pauses_between_sure_failures_grow_to_half_a_minute() -> None:
    pauses = [backoff(tries).total_seconds() for tries in range(1, 9)]
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_chat_is_left_alone_as_long_as_telegram_asks() -> None:
    assert flood_wait(7, 1) == timedelta(seconds=7)
    assert flood_wait(7, MOST_FLOODS) == timedelta(seconds=7)


def test_after_three_more_floods_it_is_left_alone_for_an_hour_or_longer_if_telegram_asks() -> None:
    assert flood_wait(7, MOST_FLOODS + 1) == LEFT_ALONE
    assert flood_wait(86_400, MOST_FLOODS + 1) == timedelta(days=1)
