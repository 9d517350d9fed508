"""The menus of commands that Telegram shows: one for everybody, one for administrators, one in private."""

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.wording.greetings import EVERYBODY, PLANNING, STEERING
from bot.wording.language import Language

log = structlog.get_logger(__name__)

LONGEST = 256
"""Characters of a command's description (Bot API, BotCommand)."""


async def show(bot: Bot, languages: tuple[str, ...] = ()) -> None:
    """Set the menus, in English for everybody and in these languages for those who speak them."""
    scopes = (
        (BotCommandScopeAllGroupChats(), EVERYBODY),
        (BotCommandScopeAllChatAdministrators(), (*STEERING, *EVERYBODY)),
        (BotCommandScopeAllPrivateChats(), (*EVERYBODY, *PLANNING)),
    )
    try:
        for code in ("", *languages):
            language = Language(code or "en")
            for scope, commands in scopes:
                listed = [BotCommand(name, language.text(what)[:LONGEST]) for name, what in commands]
                await bot.set_my_commands(listed, scope=scope, language_code=code or None)
    except TelegramError as error:
        log.warning("the menus of commands could not be set", error=error.message)
