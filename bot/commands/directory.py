"""The list of what can be said to the bot, and who is to answer it."""

from collections.abc import Callable, Mapping

from bot.commands import steering
from bot.commands.turn import Request, Turn

Handler = Callable[[Turn], None]

IN_GROUP: Mapping[str, Handler] = {**dict.fromkeys(steering.DEEDS, steering.steer), "start": steering.start}
IN_PRIVATE: Mapping[str, Handler] = {**dict.fromkeys(steering.DEEDS, steering.steer)}
PRESSES: Mapping[str, Handler] = {"s": steering.press}

GROUP = frozenset(IN_GROUP)
FOR_MODERATORS = frozenset({*steering.DEEDS, "start"})
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
