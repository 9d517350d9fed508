"""The control room: what the page shows of clock, timetable, crowd and trouble, and how it turns them."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.room.controls import FASTEST, MOST_PEOPLE, SLOWEST, Controls, Row
from bot.rehearsal.room.troubles import Troubles
from bot.rehearsal.standin import StandIn

Json = dict[str, Any]

DUE = "due"
FURTHEST = 366 * 86_400.0
"""Seconds that the clock can be put forward at once, at most."""


class Panel:
    """One rehearsal's controls as the page sees them."""

    def __init__(self, telegram: StandIn, controls: Controls) -> None:
        self.controls = controls
        self.troubles = Troubles(telegram, controls.group)
        self._speed = controls.clock.speed or 1.0

    def view(self) -> Json:
        """Everything on the panel. ``now`` is in seconds since 1970, ``speed`` 0 while the clock stands still."""
        controls = self.controls
        speed = controls.clock.speed
        self._speed = speed or self._speed
        rows = [Row(*row) for row in controls.timetable()]
        following = self._following(rows)
        return {
            "now": controls.clock.time(),
            "speed": self._speed,
            "paused": speed == 0,
            "zone": controls.zone,
            "topic": controls.topic,
            "timetable": [
                {"at": row.when.timestamp(), "what": row.what, "state": row.state, "next": row is following}
                for row in rows
            ],
            "crowd": self._crowd(),
            "troubles": self.troubles.rows(),
            "refused": self.troubles.refused(),
            "recap": controls.recap() is not None,
        }

    def _crowd(self) -> Json | None:
        crowd = self.controls.crowd
        if crowd is None:
            return None
        return {
            "on": crowd.on,
            "people": crowd.people,
            "most": MOST_PEOPLE,
            "chatty": crowd.chatty,
            "sloppy": crowd.sloppy,
        }

    def _following(self, rows: list[Row]) -> Row | None:
        now = self.controls.clock.time()
        ahead = [row for row in rows if row.state == DUE and row.when.timestamp() > now]
        return min(ahead, key=lambda row: row.when, default=None)

    def set_clock(self, *, paused: bool | None, speed: float | None, forward: float | None) -> None:
        """Stop, start or speed up the clock, or put it forward by seconds. Raises ValueError for what can't be."""
        clock = self.controls.clock
        if speed is not None:
            if not SLOWEST <= speed <= FASTEST:
                raise ValueError(f"the clock runs at {SLOWEST:.0f} to {FASTEST:.0f} times the wall's pace")
            clock.speed = self._speed = speed
        if forward is not None:
            if not 0 < forward <= FURTHEST:
                raise ValueError("the clock goes forward only, and by a year at most")
            clock.jump(forward)
        if paused is not None and paused != (clock.speed == 0):
            if paused:
                clock.pause()
            else:
                clock.resume()
        self.controls.nudge()

    def jump(self) -> str:
        """Put the clock forward to the next post, and return what it is. Raises ValueError when there is none."""
        following = self._following([Row(*row) for row in self.controls.timetable()])
        if following is None:
            raise ValueError("nothing more is to come")
        self.controls.clock.jump(max(0.0, following.when.timestamp() - self.controls.clock.time()))
        self.controls.nudge()
        return following.what

    def set_crowd(self, **wish: float | bool | None) -> None:
        """Set what is given of on, people, chatty and sloppy, within its bounds. Raises ValueError without a crowd."""
        crowd = self.controls.crowd
        if crowd is None:
            raise ValueError("nobody is simulated in this rehearsal")
        if (on := wish.get("on")) is not None:
            crowd.on = bool(on)
        if (people := wish.get("people")) is not None:
            crowd.people = min(MOST_PEOPLE, max(0, int(people)))
        if (chatty := wish.get("chatty")) is not None:
            crowd.chatty = min(1.0, max(0.0, float(chatty)))
        if (sloppy := wish.get("sloppy")) is not None:
            crowd.sloppy = min(1.0, max(0.0, float(sloppy)))
