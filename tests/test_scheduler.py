"""The scheduler's alarm: it goes on whatever becomes of the clock on the wall."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest

from bot.loops.scheduler import Scheduler
from bot.wallclock import SystemClock
from tests.evenings import PATIENCE


class AnHourBefore(datetime):
    """The clock on the wall as APScheduler sees it, set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one will do
        return datetime.now(tz) - timedelta(hours=1)


async def test_the_regular_look_goes_on_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.loops.scheduler.LOOK_EVERY", 0.01)
    woken = asyncio.Event()
    scheduler = Scheduler(SystemClock(), woken.set, lambda: None)
    scheduler.start()
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", AnHourBefore)
    for _ in range(3):
        woken.clear()
        await asyncio.wait_for(woken.wait(), PATIENCE)
    scheduler.stop()
