"""The list of what can be said to the bot, and who is to answer it."""

from collections.abc import Callable, Mapping

from bot.commands import drafting, greetings, participants, setup, steering
from bot.commands.turn import Request, Turn

Handler = Callable[[Turn], None]

COMMON: Mapping[str, Handler] = {
    "now": participants.now,
    "mine": participants.mine,
    "withdraw": participants.withdraw,
    "forget": participants.forget,
    "suggest": participants.suggest,
    "help": greetings.help_,
    "privacy": greetings.privacy,
}
IN_GROUP: Mapping[str, Handler] = {
    **COMMON,
    **dict.fromkeys(steering.DEEDS, steering.steer),
    "start": steering.start,
    "host": setup.host,
}
IN_PRIVATE: Mapping[str, Handler] = {
    **COMMON,
    **dict.fromkeys(steering.DEEDS, steering.steer),
    "start": greetings.start,
    "log": greetings.log,
    "card": greetings.card,
    "new": drafting.new,
    "": drafting.plain_words,
}
PRESSES: Mapping[str, Handler] = {"s": steering.press, "d": drafting.press, "forget": participants.forgotten}

GROUP = frozenset(IN_GROUP)
FOR_MODERATORS = frozenset({*steering.DEEDS, "start", "help", "log", "card", "host", "new", ""})
"""Commands for which Telegram is asked who administers the group."""


def handler(request: Request) -> Handler | None:
    """Who answers this."""
    if request.press:
        return PRESSES.get(request.press[0])
    if request.private:
        return IN_PRIVATE.get(request.command)
    return IN_GROUP.get(request.command)


def session_of(press: tuple[str, ...]) -> int | None:
    """The session that a button is about: the last part that is a number."""
    return next((int(part) for part in press[1:3] if part.isdecimal() and len(part) < 18), None)
