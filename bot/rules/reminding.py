"""When somebody who asked for it is reminded of a session, in private."""

from datetime import datetime, timedelta

AHEAD = timedelta(minutes=30)
"""How long before the start."""


def due(starts_at: datetime, now: datetime) -> datetime | None:
    """When to remind of a session: half an hour before, else half way to it; None when it has begun."""
    if starts_at <= now:
        return None
    return starts_at - AHEAD if starts_at - AHEAD > now else now + (starts_at - now) / 2
