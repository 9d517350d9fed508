"""When a post that did not go out is tried again, and when it no longer is."""

from datetime import timedelta

from bot.rules.words import PostKind

EVENING = frozenset({PostKind.WELCOME, PostKind.QUESTION, PostKind.CLOSING, PostKind.RECAP, PostKind.RELAY})
"""Posts without which an evening has a hole: better twice in the group than not at all."""
ONCE_MORE = frozenset({PostKind.POLL, PostKind.LAST_CALL, PostKind.ANNOUNCEMENT})
HARMLESS = frozenset({PostKind.AMENDMENT, PostKind.PIN, PostKind.UNPIN})
"""Calls that come to the same however often they are made."""
MOST_DOUBT = 3
"""Doubt up to which a post of the evening is tried again."""
MOST_FLOODS = 3
"""How often a chat that answered 429 is tried again before it is left alone for an hour."""
LEFT_ALONE = timedelta(hours=1)


def doubt(silent: bool) -> int:
    """How much speaks for it that a try whose answer is missing went out, as against nothing having arrived.

    A time-out (`silent`) says that somebody was there; a connection that breaks, or a crash of ours, says less.
    """
    return 2 if silent else 1


def again_when_doubtful(kind: PostKind, doubts: int) -> bool:
    """Whether a post that may have gone out already, with so much doubt in all, is tried again."""
    most = MOST_DOUBT if kind in EVENING | HARMLESS else 1 if kind in ONCE_MORE else 0
    return doubts <= most


def backoff(tries: int) -> timedelta:
    """How long to wait after a try that surely failed: 0.5, 1, 2 … seconds, at most half a minute."""
    return timedelta(seconds=min(30.0, 0.5 * 2 ** min(tries - 1, 10)))


def flood_wait(retry_after: float, floods: int) -> timedelta:
    """How long a chat is left alone after its `floods`-th 429 in a row; never less than asked for (seconds)."""
    if floods > MOST_FLOODS:
        return max(LEFT_ALONE, timedelta(seconds=retry_after))
    return timedelta(seconds=retry_after)
