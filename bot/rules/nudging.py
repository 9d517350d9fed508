"""When a slow question that few have answered is brought to mind again: once, half way, and never at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SLOW = timedelta(days=1)
"""A question that is open for less than this is not slow, and is never brought up again."""
FEW = 3
"""With as many people, a question needs no nudge."""
EVENING, MORNING = time(21), time(9)
"""Between them nobody is woken, by the clocks of the series."""
ROOM = timedelta(hours=2)
"""With less time than this to answer, a nudge would only annoy."""


def due(asked_at: datetime, closes_at: datetime, zone: str) -> datetime | None:
    """When to bring up a question that is open that long; None when it is not slow, or there is no time for it."""
    if closes_at - asked_at < SLOW:
        return None
    at = awake(asked_at + (closes_at - asked_at) / 2, zone)
    return at if at + ROOM <= closes_at else None


def awake(moment: datetime, zone: str) -> datetime:
    """The moment itself, or the next morning when it is at night there."""
    place = ZoneInfo(zone)
    local = moment.astimezone(place)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= EVENING else local.date()
    return datetime.combine(day, MORNING, place).astimezone(moment.tzinfo)
