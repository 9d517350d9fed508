"""Who takes part in a rehearsal: people made up from first and last names of many places, each with manners."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bot.rehearsal.groups import Group
from bot.rehearsal.habits import Habit, habit
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn

FIRST = (
    "Mina", "Tom", "Ana", "Kofi", "Priya", "Jonas", "Leila", "Søren", "Mei", "Graça", "Oleh", "Dilek", "Ruth", "Yusuf",
    "Ingrid", "Tariq", "Chloé", "Marek", "Aroha", "Nuno", "Hana", "Bram", "Siobhán", "Emeka", "Lucía", "Pavel", "Noor",
    "Eero", "Wanjiru", "Dario", "Zofia", "Minh", "Farah", "Iker", "Sunniva", "Tendai", "Beatriz", "Anders", "Rosa",
)  # fmt: skip
LAST = (
    "", "Okafor", "Bakker", "", "Rivera", "Sharma", "Weber", "", "Nyström", "Lin", "Teixeira", "", "Kovalenko", "Aydın",
    "Fielding", "", "Haddad", "Moreau", "Novák", "",
)  # fmt: skip
HOST = "Ines"
LURKERS = 5
"""One in so many reads along and never writes."""
SLEEPING = 8
"""Everybody with this number in their dozen misses the evening."""
NAMED = 0.6
"""How many have a public @name."""


@dataclass(slots=True, eq=False)
class Character:
    """One simulated person. `eager` is how likely they answer a question; 0.0 for those who only read along."""

    person: Person
    habit: Habit
    eager: float
    asleep: bool = False
    """Misses the evening, and answers the day after."""


class Company:
    """Everybody who may take part; accounts are made only for as many as are asked for.

    The first hosts the chat as an administrator, and all but the last of the first `present` are in the group already.
    """

    def __init__(self, telegram: StandIn, group: Group, luck: random.Random, present: int) -> None:
        self._telegram, self._group, self._luck, self._present = telegram, group, luck, present
        self._names = [(name, LAST[(place + turn) % len(LAST)]) for turn in (0, 7) for place, name in enumerate(FIRST)]
        self._people: list[Character] = []

    def first(self, size: int) -> list[Character]:
        """The first so many of them."""
        while len(self._people) < min(size, len(self._names)):
            self._people.append(self._another())
        return self._people[:size]

    def _another(self) -> Character:
        number = len(self._people)
        if number == 0:
            host = self._telegram.person(HOST, last_name="Marsh", username="ines_hosts")
            self._group.join(host)
            self._group.promote(host)
            return Character(host, Habit.A, 0.2)
        first, last = self._names[number - 1]
        username = f"{first}{number}".lower() if first.isascii() and self._luck.random() < NAMED else None
        person = self._telegram.person(first, last_name=last or None, username=username)
        if number < self._present - 1:
            self._group.join(person)
        eager = 0.0 if number % LURKERS == 0 else self._luck.uniform(0.5, 0.95)
        return Character(person, habit(self._luck), eager, asleep=eager > 0 and number % 12 == SLEEPING)
