"""Lots that are drawn many times, to see how often something comes."""

from datetime import UTC, datetime

from bot.rehearsal.habits import Setting
from bot.rules.plans import Letters

MANY = 20_000
SETTING = Setting(Letters(), "#libchat")
START = datetime(2026, 12, 2, 20, tzinfo=UTC)


def share(of: int, among: int) -> float:
    return of / among
