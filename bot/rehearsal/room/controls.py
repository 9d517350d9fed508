"""What the page may turn in a rehearsal: the clock, the simulated people; and what it reads of the session's plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.rehearsal.groups import Group

SLOWEST, FASTEST = 1.0, 120.0
"""The speeds that the page offers, in seconds of the room for one second of the wall clock."""
MOST_PEOPLE = 60


class Row(NamedTuple):
    """One post of the session's timetable. ``when`` is aware; ``state`` is ``due``, ``posted``, or another plain word.

    A row that is ``due`` and lies ahead is what "jump to the next post" goes to.
    """

    when: datetime
    what: str
    state: str


class Timepiece(Protocol):
    """The room's clock, as RehearsalClock is one; ``speed`` is 0 while it stands still."""

    @property
    def speed(self) -> float:
        """Seconds that pass here in one second of the wall clock."""

    @speed.setter
    def speed(self, speed: float) -> None: ...

    def time(self) -> float:
        """Seconds since 1970."""

    def pause(self) -> None:
        """Stand still."""

    def resume(self) -> None:
        """Run on at the speed it had."""

    def jump(self, seconds: float) -> None:
        """Go forward by so many seconds."""


class Crowd(Protocol):
    """The simulated people. The page sets these attributes at any time; the crowd heeds them from then on."""

    on: bool
    """Whether they say and do anything."""
    people: int
    """How many of them take part, 0 to MOST_PEOPLE."""
    chatty: float
    """How much they talk: 0.0 (hardly a word) to 1.0 (at every occasion)."""
    sloppy: float
    """How often their labels are wrong or missing: 0.0 (never) to 1.0 (nearly always)."""


@dataclass(slots=True)
class Controls:
    """All that the page may turn and read.

    ``timetable`` is called once a second in the event loop: let it be quick. ``nudge`` is called after the clock was
    set, so that the bot looks at its schedule anew. ``zone`` is the series' time zone by its IANA name; ``recap``
    returns the whole recap as an HTML page once there is one (else None), served at /recap.
    """

    group: Group
    clock: Timepiece
    timetable: Callable[[], Sequence[tuple[datetime, str, str]]] = tuple
    crowd: Crowd | None = None
    nudge: Callable[[], object] = bool
    zone: str = "UTC"
    topic: str = ""
    recap: Callable[[], str | None] = lambda: None
