"""From the clocks on the wall to UTC: local times, and the moments at which a schedule comes round."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

FIELDS = 5
"""minute, hour, day of the month, month, weekday, as crontab(5) has them."""
LAST_YEAR = 2999
"""No plan reaches further, and Python's dates end in 9999, where sums with them fail."""
LONGEST = 200
"""Characters; no schedule that a person would write is longer."""


class NoSuchTime(ValueError):  # noqa: N818 - the name says what happened
    """A local time that the clocks skip in the night when summer time begins."""

    def __init__(self, local: datetime, zone: str, instead: datetime) -> None:
        super().__init__(f"there is no {local.isoformat()} in {zone}: the clocks skip to {instead.isoformat()}")
        self.local = local
        self.zone = zone
        self.instead = instead
        """The local time, naive, that the same clocks do show after the skip."""


class BadSchedule(ValueError):  # noqa: N818 - the name says what happened
    """A schedule that is not a cron expression, or one that never comes round."""


def resolve(local: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` show `local` (naive); the first one where they show it twice.

    Raises NoSuchTime where they never show it.
    """
    place = ZoneInfo(zone)
    moment = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    shown = moment.astimezone(place).replace(tzinfo=None, fold=0)
    if shown != local:
        raise NoSuchTime(local, zone, shown)
    return moment


def occurrences(schedule: str, zone: str, after: datetime) -> Iterator[datetime]:
    """The moments, in UTC, at which `schedule` (cron, on the clocks of `zone`) comes round, strictly after `after`.

    An hour that the clocks show twice counts once, the first time; one that they skip counts when they have skipped it.
    They end with LAST_YEAR. Raises BadSchedule at once, before the first moment is asked for.
    """
    parts = schedule.split()
    if len(schedule) > LONGEST:
        raise BadSchedule(f"it has {len(schedule)} characters")
    if len(parts) != FIELDS:
        raise BadSchedule(f"it has {len(parts)} {'part' if len(parts) == 1 else 'parts'} where cron has five")
    try:
        times = CronSim(schedule, after.astimezone(ZoneInfo(zone)))
    except CronSimError as error:
        raise BadSchedule(f"cron calls it a {str(error).lower()}") from None
    moments = _once(times, after)
    first = next(moments, None)
    if first is None:
        raise BadSchedule("that day never comes")
    return _and_then(first, moments)


def _once(times: Iterator[datetime], after: datetime) -> Iterator[datetime]:
    """Those of the local `times` that lie after `after`, each reading of the clock once, in UTC and rising."""
    latest = after
    for local in times:
        moment = local.astimezone(UTC)
        if moment.year > LAST_YEAR:
            return
        if moment > latest and not local.fold:
            latest = moment
            yield moment


def _and_then(first: datetime, rest: Iterator[datetime]) -> Iterator[datetime]:
    yield first
    yield from rest
