"""When a post that did not go out is tried again, and when it no longer is."""

from datetime import timedelta

from bot.rules.words import PostKind

TWICE = frozenset(
    {PostKind.WELCOME, PostKind.QUESTION, PostKind.POLL, PostKind.LAST_CALL, PostKind.CLOSING, PostKind.RECAP, PostKind.ANNOUNCEMENT}
    | {PostKind.AMENDMENT, PostKind.PIN, PostKind.UNPIN}
)
"""Posts that are tried once more when nobody knows whether they went out: a double is better than a gap."""
MOST_FLOODS = 3
"""How often a chat that answered 429 is tried again before it is left alone for an hour."""
LEFT_ALONE = timedelta(hours=1)
MOST_REFUSALS = 3
"""How often a post is tried that Telegram refuses for a reason that might pass."""


def again_when_doubtful(kind: PostKind, doubtful_before: bool) -> bool:
    """Whether a post that may or may not have gone out is tried again: once at most, so at most one double."""
    return kind in TWICE and not doubtful_before


def backoff(tries: int) -> timedelta:
    """How long to wait after a try that surely failed: 0.5, 1, 2 … seconds, at most half a minute."""
    return timedelta(seconds=min(30.0, 0.5 * 2 ** min(tries - 1, 10)))


def flood_wait(retry_after: float, floods: int) -> timedelta:
    """How long a chat is left alone after its `floods`-th 429 in a row; never less than Telegram asked for (seconds)."""
    if floods > MOST_FLOODS:
        return max(LEFT_ALONE, timedelta(seconds=retry_after))
    return timedelta(seconds=retry_after)
