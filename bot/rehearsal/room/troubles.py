"""Trouble on purpose: switches that let Telegram misbehave, so that one sees what the bot does then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.faults import Fault
from bot.rehearsal.groups import Group
from bot.rehearsal.standin import StandIn

Json = dict[str, Any]

FLOOD = 120.0
"""Seconds of the room's clock that a flood limit lasts, unless it is switched off before."""
SLOW = 3.0
"""Seconds of the wall clock that each answer takes while Telegram is slow."""
ALWAYS = 1_000_000_000
LAST = 200
"""How many of the last calls are looked through for refusals."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One switch: what it is called, what it does, and what the strip says while it is on."""

    name: str
    title: str
    hint: str
    is_on: Callable[[], bool]
    switch: Callable[[bool], None]
    says: Callable[[], str]


class Troubles:
    """All switches of one room."""

    def __init__(self, telegram: StandIn, group: Group) -> None:
        self._telegram, self._group = telegram, group
        self._lost: Fault | None = None
        self._shut: Fault | None = None
        self.switches = {trouble.name: trouble for trouble in self._all()}

    def rows(self) -> list[Json]:
        """The switches as the page shows them."""
        return [
            {"name": one.name, "title": one.title, "hint": one.hint, "on": on, "says": one.says() if on else ""}
            for one in self.switches.values()
            for on in (one.is_on(),)
        ]

    def turn(self, name: str, on: bool) -> None:
        """Turn one switch. Raises ValueError for one that there is not."""
        trouble = self.switches.get(name)
        if trouble is None:
            raise ValueError(f"there is no trouble called {name!r}")
        if trouble.is_on() != on:
            trouble.switch(on)

    def refused(self) -> list[Json]:
        """The last three calls of the bot that Telegram refused, the newest first."""
        found: list[Json] = []
        for call in reversed(self._telegram.calls[-LAST:]):
            answer = call.response or {}
            if answer.get("ok") is False and len(found) < 3:
                found.append({"method": call.method, "says": str(answer.get("description", "")), "at": call.at})
        return found

    def _all(self) -> list[Trouble]:
        faults = self._telegram.faults
        return [
            Trouble(
                "flood",
                "Flood limit",
                "Telegram takes nothing into the group for two minutes of the room’s clock",
                lambda: self._flood_left() > 0,
                self._flood,
                lambda: f"Telegram now answers 429 Too Many Requests: retry after {int(self._flood_left()) + 1}",
            ),
            Trouble(
                "lost",
                "Lost answer",
                "The next message is sent, but the bot never hears that it was",
                lambda: self._lost in faults.planned,
                self._lose,
                lambda: "The answer to the next message will be lost",
            ),
            Trouble(
                "shut",
                "Telegram is down",
                "Every call fails, until you switch it off",
                lambda: self._shut in faults.planned,
                self._shut_down,
                lambda: "Telegram now answers 502 Bad Gateway",
            ),
            Trouble(
                "slow",
                "Slow answers",
                f"Each answer takes {SLOW:.0f} seconds",
                lambda: faults.slowness > 0,
                lambda on: faults.latency(SLOW if on else 0.0),
                lambda: f"Telegram now takes {SLOW:.0f} seconds to answer",
            ),
            Trouble(
                "held",
                "Messages held back",
                "What people write reaches the bot only when you switch this off",
                lambda: self._telegram.world.updates.paused,
                lambda on: self._telegram.pause() if on else self._telegram.resume(),
                lambda: f"Telegram holds back {len(self._telegram.world.updates.pending)} updates",
            ),
            Trouble(
                "removed",
                "Bot removed",
                "Somebody throws the bot out of the group; switched off, it comes back as administrator",
                lambda: not self._standing_inside(),
                lambda on: self._group.remove_bot() if on else self._group.add_bot(),
                lambda: "The bot is not in the group: Telegram now answers 403 Forbidden",
            ),
            Trouble(
                "privacy",
                "Privacy mode on",
                "The bot is a plain member that hears only commands and replies to itself",
                lambda: self._standing_inside() and self._deaf(),
                self._privacy,
                lambda: "Privacy mode: the bot hears only commands and replies to it",
            ),
        ]

    def _flood_left(self) -> float:
        return self._telegram.faults.floods.get(self._group.id, 0.0) - self._telegram.clock.time()

    def _flood(self, on: bool) -> None:
        if on:
            self._telegram.faults.flood(self._group.id, FLOOD)
        else:
            self._telegram.faults.floods.pop(self._group.id, None)

    def _lose(self, on: bool) -> None:
        if on:
            self._lost = self._telegram.faults.drop_after("sendMessage", chat=self._group.id)
        elif self._lost:
            self._telegram.faults.planned.remove(self._lost)

    def _shut_down(self, on: bool) -> None:
        if on:
            self._shut = self._telegram.faults.fail_next("*", times=ALWAYS)
        elif self._shut:
            self._telegram.faults.planned.remove(self._shut)

    def _standing_inside(self) -> bool:
        return self._group.chat.member(self._telegram.bot).is_inside

    def _deaf(self) -> bool:
        return not self._group.chat.hears_all and not self._telegram.world.is_admin(self._group.chat)

    def _privacy(self, on: bool) -> None:
        """Like changing it with BotFather, putting the bot in anew, and taking or giving its rights."""
        self._telegram.privacy = on
        self._group.chat.hears_all = not on
        if on:
            self._group.demote_bot()
        else:
            self._group.add_bot()
