"""An announcement of a session, days before: topic, day and time on several clocks, and the questions if wished."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.wording import posts
from bot.wording.html import bold, escape
from bot.wording.posts import Occasion

CLOCKS = (
    "America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Asia/Kolkata",
    "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip
"""Clocks that are named beside the series' own; those that show the same are named once."""


def announcement(occasion: Occasion, lasts: timedelta, questions: Sequence[str], now: datetime) -> str:
    """The announcement as Telegram HTML."""
    say = occasion.language.text
    starts_at = occasion.starts_at
    lines = [
        f"📣 {occasion.language.apart(escape(occasion.hashtag))}: {posts.heading(occasion)}",
        posts.when(starts_at, occasion.timezone, occasion.language),
        say("⏳ It begins {countdown}.", countdown=posts.countdown(occasion, now)),
        escape(clocks(occasion)),
        *posts.other_round(occasion),
        say("It takes {span}.", span=occasion.language.span(lasts)),
    ]
    lines += posts.guest(occasion)
    if own := posts.own_words(occasion, "announcement"):
        lines += ["", *own]
    lines += posts.to_read(occasion)
    if questions:
        lines += ["", bold(say("The questions, for those who like to think ahead:"))]
        lines += [escape(question) for question in questions]
    lines += ["", say("Newcomers are welcome, and so is just reading along.")]
    return "\n".join(lines)


def clocks(occasion: Occasion) -> str:
    """The start on the clocks of other places: "New York 15:00 · Tokyo 05:00 (+1)"."""
    own = occasion.starts_at.astimezone(ZoneInfo(occasion.timezone))
    seen = {own.utcoffset()}
    shown = []
    for zone in CLOCKS:
        there = occasion.starts_at.astimezone(ZoneInfo(zone))
        if there.utcoffset() in seen:
            continue
        seen.add(there.utcoffset())
        shown.append(f"{occasion.language.city(zone)} {there:%H:%M}{_day(own, there)}")
    return " · ".join(shown)


def _day(own: datetime, there: datetime) -> str:
    days = (there.date() - own.date()).days
    return f" ({days:+d})" if days else ""
