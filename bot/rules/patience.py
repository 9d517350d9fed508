"""What the bot does by itself about a lively or a silent room: a question waits a little, a spare one is offered."""

from datetime import timedelta

from bot.rules.reins import Room

STEP = timedelta(seconds=30)
"""So long a question waits before the room is looked at again."""
LONGEST = timedelta(minutes=3)
"""All the waits of one question together are never longer."""
TOO_NEAR = timedelta(minutes=1)
"""With less time than this to the next question nobody needs a spare one."""


def wait(room: Room, waited: timedelta, late: timedelta) -> timedelta:
    """How much longer a question that is due waits; no time at all when it goes out.

    `waited` is how long it has waited already. One that is `late` because the bot was away, or because Telegram made
    it wait, has waited long enough.
    """
    if room is not Room.BUSY or late >= STEP:
        return timedelta(0)
    return max(timedelta(0), min(STEP, LONGEST - waited))


def offers(room: Room, spares: int, until_next: timedelta | None) -> bool:
    """Whether moderators are offered a spare question; `until_next` is the time to the next question or the end."""
    return room is Room.QUIET and spares > 0 and (until_next is None or until_next >= TOO_NEAR)
