"""Who may steer: a group's administrators, the series' moderators and co-hosts, and those named in the settings."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says or presses something."""

    id: int
    username: str = ""
    is_chat: bool = False
    """A chat speaks as itself: an anonymous administrator as the group, a channel as the channel."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What somebody wants to steer."""

    chat_id: int | None
    """The group; None while no group hosts the series."""
    moderators: Collection[int | str] = ()
    """User ids, and names with or without @, of all who may besides the group's administrators."""


def may_steer(who: Speaker, ground: Ground, administers: Collection[int]) -> bool:
    """Whether somebody may steer there; `administers` are the chats that Telegram, just asked, calls theirs."""
    if who.is_chat:
        return who.id == ground.chat_id
    if ground.chat_id is not None and ground.chat_id in administers:
        return True
    return named(who, ground.moderators)


def named(who: Speaker, moderators: Collection[int | str]) -> bool:
    """Whether a list of ids and names holds this person. Names compare without case; a channel is no person."""
    if who.is_chat:
        return False
    names = {str(name).lstrip("@").lower() for name in moderators if not isinstance(name, int)}
    return who.id in moderators or (who.username != "" and who.username.lower() in names)
