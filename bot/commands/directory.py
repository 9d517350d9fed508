"""The list of what can be said to the bot, and who is to answer it."""

from collections.abc import Callable, Mapping

from bot.commands import (
    announcing,
    backstage,
    box,
    calendar,
    drafting,
    greetings,
    handfiling,
    holidays,
    ideas,
    introducing,
    latecomers,
    organisers,
    participants,
    relaying,
    setup,
    sprints,
    steering,
    stumpers,
)
from bot.commands.turn import Request, Turn

Handler = Callable[[Turn], None]

COMMON: Mapping[str, Handler] = {
    "now": latecomers.now,
    "remind": latecomers.remind,
    "ideas": ideas.ideas,
    "introduce": introducing.introduce,
    "anonymous": relaying.begin,
    "mine": participants.mine,
    "withdraw": participants.withdraw,
    "forget": participants.forget,
    "suggest": participants.suggest,
    "help": greetings.help_,
    "privacy": greetings.privacy,
    "plan": calendar.plan,
    "recap": organisers.recap,
    "stats": organisers.stats,
}
"""What everybody may say, anywhere."""
IN_ROOM: Mapping[str, Handler] = {
    "sprint": sprints.sprint,
    "stumper": stumpers.ask,
    "stumpers": stumpers.listed,
    "solved": stumpers.solved,
}
"""What everybody may say where the others hear it."""
STEERING: Mapping[str, Handler] = {
    **dict.fromkeys(steering.DEEDS, steering.steer),
    "cohost": announcing.cohost,
    "announce": announcing.announce,
    "publish": organisers.publish,
}
"""What moderators say, anywhere."""
IN_GROUP: Mapping[str, Handler] = {
    **COMMON,
    **STEERING,
    **IN_ROOM,
    "start": backstage.start,
    "card": backstage.card,
    "host": setup.host,
    "file": handfiling.file,
    "drop": handfiling.file,
    "undo": handfiling.undo,
}
IN_PRIVATE: Mapping[str, Handler] = {
    **COMMON,
    **STEERING,
    **dict.fromkeys((*IN_ROOM, "host", "file", "drop", "undo"), sprints.in_group),
    "start": greetings.start,
    "log": greetings.log,
    "card": greetings.card,
    "new": drafting.new,
    "edit": calendar.edit,
    "move": calendar.move,
    "skip": holidays.skip,
    "again": calendar.again,
    "cancel": calendar.cancel,
    "copy": calendar.copy,
    "export": calendar.export,
    "": drafting.plain_words,
}
PRESSES: Mapping[str, Handler] = {
    "s": steering.press,
    "d": drafting.press,
    "p": calendar.press,
    "h": holidays.press,
    "f": handfiling.press,
    "q": box.press,
    "a": relaying.press,
    "i": introducing.press,
    "r": organisers.press,
    "t": stumpers.press,
    "unfiled": handfiling.box,
    "box": box.show,
    "forget": participants.forgotten,
}
"""Buttons, by the first part of what they send back."""

GROUP = frozenset(IN_GROUP)
FOR_MODERATORS = (frozenset({*IN_GROUP, *IN_PRIVATE}) - frozenset(COMMON)) | {
    "help",
    "plan",
    "recap",
    "stats",
}
"""Commands for which Telegram is asked who administers the group."""


def handler(request: Request) -> Handler | None:
    """Who answers this."""
    if request.press:
        return PRESSES.get(request.press[0])
    if request.private:
        return IN_PRIVATE.get(request.command, greetings.unknown)
    return IN_GROUP.get(request.command)


def session_of(press: tuple[str, ...]) -> int | None:
    """The session that a button is about: the first part that is a number."""
    return next((int(part) for part in press[1:3] if part.isdecimal() and len(part) < 18), None)
