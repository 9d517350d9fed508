"""chathour deadletters: updates that were set aside because they could not be handled, listed or taken in at last."""

from telegram import Bot

from bot.commands.desk import CommandDesk
from bot.loops.clock import Clock
from bot.loops.intake.desk import Me
from bot.loops.intake.hearing import Ear
from bot.loops.intake.reception import Reception
from bot.store import letters
from bot.store.database import Database, Session


def listed(session: Session) -> str:
    """Those that wait, each with the last line of its error and as it came; empty when there are none."""
    return "".join(
        f"{letter.id}  {letter.at:%Y-%m-%d %H:%M:%SZ}  {letter.error.strip().splitlines()[-1]}\n    {letter.raw}\n"
        for letter in letters.waiting(session)
    )


async def retry(bot: Bot, database: Database, clock: Clock, moderators: tuple[int | str, ...]) -> tuple[int, list[str]]:
    """Take in those that wait: how many went through, and what is still wrong with the others.

    Raises `telegram.error.TelegramError` when Telegram does not say who the bot is.
    """
    done, wrong = 0, []
    async with bot:
        me = Me(bot.id, (bot.bot.username or "").lower(), bool(bot.bot.can_read_all_group_messages))
        reception = Reception(database, clock, Ear(me), CommandDesk(bot, me, moderators, database), wake=lambda: None)
        for letter in await database.look(letters.waiting):
            if error := await reception.retry(letter.raw.encode()):
                wrong.append(f"{letter.id}  {error.strip().splitlines()[-1]}")
                continue
            done += 1
            await database.run(letters.handled, letter.id or 0, clock.now())
    return done, wrong
