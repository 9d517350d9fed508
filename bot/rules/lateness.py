"""What becomes of a post whose time has passed: it goes out, is let go, or ends the session; and what shifts."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.rules.words import PostKind

SLACK = timedelta(seconds=1.5)
"""Lateness that no one notices: nothing shifts for it."""
MOST_SLACK = timedelta(seconds=30)
GIVE_UP = timedelta(hours=6)
"""An evening that stood still longer than this is over: it ends with its recap instead of going on the next day."""
LONGEST_DELAY = timedelta(hours=1)
"""A session that could not begin within this (or within its own length) is missed."""


class Verdict(StrEnum):
    """What to do with a post that is due."""

    GO = "go"
    DROP = "drop"
    """It has lost its point."""
    END = "end"
    """The session has stood still too long: close it now, and let the recap follow."""
    MISSED = "missed"
    """The session never began and it is too late for it: cancel it and tell the moderators."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rule looks at beside the post's kind and lateness."""

    ahead: timedelta = timedelta(0)
    """For a reminder or an announcement: how long before the start it was meant."""
    newer_due: bool = False
    """For a reminder or an announcement: a later one, or the welcome, is due as well."""
    lasts: timedelta = timedelta(hours=1)
    """How long the session was planned to take."""
    pace: timedelta = timedelta(minutes=10)
    """The time from this question to the next."""


def verdict(kind: PostKind, late: timedelta, facts: Circumstances) -> Verdict:
    """Decide on a post that is `late` behind its time.

    A reminder or an announcement goes out while half of its lead is left and nothing newer is due. A session begins
    up to an hour (or its own length) late. A question goes out however late, unless the evening stood still for six
    hours (or, in a slow chat, for three of its own paces). Closing and recap are never too late; a last call soon is.
    """
    if kind in (PostKind.REMINDER, PostKind.ANNOUNCEMENT):
        return Verdict.DROP if facts.newer_due or late > facts.ahead / 2 else Verdict.GO
    if kind is PostKind.WELCOME:
        return Verdict.MISSED if late > max(LONGEST_DELAY, facts.lasts) else Verdict.GO
    if kind is PostKind.QUESTION:
        return Verdict.END if late > max(GIVE_UP, 3 * facts.pace) else Verdict.GO
    if kind is PostKind.LAST_CALL:
        return Verdict.DROP if late > timedelta(minutes=1) else Verdict.GO
    if kind in (PostKind.RECEIPT, PostKind.TIDY):
        return Verdict.DROP if late > timedelta(minutes=5) else Verdict.GO
    return Verdict.GO


def shift(kind: PostKind, late: timedelta, pace: timedelta) -> timedelta:
    """How far the rest of the session moves back when this post goes out late.

    Only the welcome and questions move the others. What is late by less than a quarter of its pace (at least 1.5 and
    at most 30 seconds) moves nothing, so that small delays do not add up through the evening.
    """
    if kind not in (PostKind.WELCOME, PostKind.QUESTION):
        return timedelta(0)
    slack = max(SLACK, min(MOST_SLACK, pace / 4))
    return late if late > slack else timedelta(0)
