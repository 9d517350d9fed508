"""How the bot behaves in a series where tastes differ: what it does unasked, for whom, and for how long."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Manners:
    """What `[manners]` of a question file says; what it does not say is as here."""

    receipts: bool = True
    """A reaction of the bot's tells people that a command arrived."""
    hints: bool = True
    """Who is here for the first time is told once, quietly, how Q1 and A1 work."""
    hold_when_busy: bool = False
    """A question waits a little while the room is still busy with the one before."""
    offer_spare: bool = False
    """Moderators are offered a spare question when the room has gone quiet."""
    anonymous: bool = False
    """People may answer through the bot without their name, after a moderator's nod."""
    introductions: bool = False
    """After a session, two people who both said yes may be introduced to each other."""
    announce: tuple[timedelta, ...] = ()
    """How long before the start the session is announced in the group."""
    announce_questions: bool = False
    """Announcements show the questions ahead."""
    moderators_group: int | None = None
    """The chat id of a group of moderators that gets the control card too."""
    keep: timedelta | None = None
    """How long after a session's end people's words and names are kept; None for always."""
