"""The people (and other bots) of the rehearsal room, as Telegram knows them."""

from dataclasses import dataclass
from typing import Any

ANONYMOUS_ADMIN = (
    1087968824  # @GroupAnonymousBot: who an anonymous administrator seems to be (Bot API, Message.sender_chat)
)
CHANNEL_VOICE = 136817688  # @Channel_Bot: who a channel that speaks in a group seems to be
TELEGRAM = 777000  # who forwards a linked channel's posts into its discussion group


@dataclass(slots=True, eq=False)
class User:
    """One account. ``wrote`` says whether it has ever written to the bot, ``blocked`` whether it blocked it since."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    wrote: bool = False
    blocked: bool = False
    gone: bool = False

    @property
    def name(self) -> str:
        """First and last name, as Telegram's apps show it."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def json(self) -> dict[str, Any]:
        """A Bot API ``User``."""
        user: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language and not self.is_bot:
            user["language_code"] = self.language
        return user


STANDARD = {
    ANONYMOUS_ADMIN: User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True),
    CHANNEL_VOICE: User(CHANNEL_VOICE, "Channel", username="Channel_Bot", is_bot=True),
    TELEGRAM: User(TELEGRAM, "Telegram"),
}
