"""How a sprint is called: "30", "25 pages", "45m x3", "20 in 5", "x2 break 10"."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.rules.reins import length
from bot.rules.sprints import LONGEST, UNITS

USUAL = timedelta(minutes=30)
"""What /sprint means when it does not say; #madwriting's half hour."""
SHORTEST = timedelta(minutes=1)
PAUSE = timedelta(minutes=5)
"""Between two rounds."""
MOST_ROUNDS = 8
FURTHEST = timedelta(hours=3)
"""No sprint that is called begins later than this."""

_ROUNDS = re.compile(r"(?:^|\s)(?:x\s?(?P<before>\d{1,2})|(?P<after>\d{1,2})\s?x)(?=\s|$)", re.IGNORECASE)
_IN = re.compile(r"(?:^|\s)in\s+(?P<wait>\d\S*(?:\s?(?:min(?:utes?)?|hours?|h|m)(?=\s|$))?)", re.IGNORECASE)
_BREAK = re.compile(r"(?:^|\s)(?:break|pause|\+)\s*(?P<pause>\d\S*(?:\s?min(?:utes?)?)?)", re.IGNORECASE)
_FILL = re.compile(r"(?:^|\s)(?:for|of|sprint|please)(?=\s|$)", re.IGNORECASE)
_SIZE = re.compile(r"(?P<size>\d\S*?)?\s*(?P<unit>[^\W\d_]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants."""

    length: timedelta = USUAL
    measure: str = "words"
    rounds: int = 1
    pause: timedelta = PAUSE
    """Between one round's totals and the next round."""
    wait: timedelta = timedelta(0)
    """Until it begins."""


def wanted(words: str, usual: Wanted = Wanted()) -> Wanted | None:
    """What was called for; None when the words say something else. What they leave out is as in `usual`."""
    said = _FILL.sub(" ", words).strip()
    rounds, wait, pause = _ROUNDS.search(said), _IN.search(said), _BREAK.search(said)
    for found in (rounds, wait, pause):
        said = said.replace(found[0], " ") if found else said
    size = _length(said.strip(), usual)
    waits = length(wait["wait"]) if wait else timedelta(0)
    pauses = length(pause["pause"]) if pause else usual.pause
    number = int(rounds["before"] or rounds["after"]) if rounds else 1
    if size is None or waits is None or pauses is None:
        return None
    if not (SHORTEST <= size[0] <= LONGEST and 1 <= number <= MOST_ROUNDS and max(waits, pauses) <= FURTHEST):
        return None
    return Wanted(size[0], size[1], number, pauses, waits)


def _length(said: str, usual: Wanted) -> tuple[timedelta, str] | None:
    """How long, and what is counted: the word behind a bare number. ("25 pages": 25 minutes, in which pages count.)"""
    if not said:
        return usual.length, usual.measure
    found = _SIZE.fullmatch(said.casefold())
    unit = UNITS.get((found["unit"] or "") if found else "")
    if found is not None and unit is not None and found["unit"] not in {"m", "w", "p"}:
        span = length(found["size"]) if found["size"] else usual.length
        return None if span is None else (span, unit)
    parts = said.rsplit(maxsplit=1)
    if len(parts) == 2 and parts[1].casefold() in UNITS and (span := length(parts[0])) is not None:
        return span, UNITS[parts[1].casefold()]
    span = length(said)
    return None if span is None else (span, usual.measure)
