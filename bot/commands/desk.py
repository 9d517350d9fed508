"""Where what is said to the bot arrives: commands, buttons, private messages."""

from datetime import datetime

from sqlmodel import Session
from telegram import Bot

from bot.loops.desk import Me
from bot.loops.updates import Update


class CommandDesk:
    """Decides whether an update is said to the bot, and has it obeyed."""

    def __init__(self, bot: Bot, me: Me, moderators: tuple[int | str, ...]) -> None:
        self._bot, self._me, self._moderators = bot, me, moderators

    def concerns(self, update: Update) -> bool:
        return update.callback_query is not None or (update.message is not None and update.message.chat.type == "private")

    async def gather(self, update: Update) -> object:
        return None

    def obey(self, session: Session, update: Update, facts: object, now: datetime) -> None:
        return None

    async def acknowledge(self, update: Update, facts: object) -> None:
        if update.callback_query is not None:
            await self._bot.answer_callback_query(update.callback_query.id)
