"""Evenings whose recap a moderator reads before the group does, and the recaps that the group has got."""

from tests import reins
from tests.evenings import Evening

APPROVE = 'recap = "approve"'
HOURLY = reins.HOURLY.replace('late = "10m"', 'late = "1d"')


def recaps(evening: Evening) -> list[str]:
    """The recaps that stand in the group."""
    return [text for text in evening.posted if "took part" in text]
