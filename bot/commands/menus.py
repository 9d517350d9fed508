"""The menus of commands that Telegram shows: one for everybody, one for administrators, one in private."""

import re
from collections.abc import Sequence

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

TWO_LETTERS = re.compile(r"[a-z]{2}(?![a-zA-Z])")
LONGEST = 256
"""Characters of a command's description (Bot API, BotCommand)."""


async def show(bot: Bot, languages: Sequence[str] = ()) -> None:
    """Set the menus, in English for everybody and in these languages for those who speak them.

    Telegram knows menus by languages of two letters, whatever the region.
    """
    spoken = sorted({language[:2] for language in languages if TWO_LETTERS.match(language)} - {"en"})
    scopes = (
        (BotCommandScopeAllGroupChats(), EVERYBODY),
        (BotCommandScopeAllChatAdministrators(), (*STEERING, *EVERYBODY)),
        (BotCommandScopeAllPrivateChats(), (*EVERYBODY, *PLANNING)),
    )
    try:
        for code in ("", *spoken):
            language = Language(code or "en")
            for scope, commands in scopes:
                listed = [BotCommand(name, language.text(what)[:LONGEST]) for name, what in commands]
                await bot.set_my_commands(listed, scope=scope, language_code=code or None)
    except TelegramError as error:
        log.warning("the menus of commands could not be set", error=error.message)
