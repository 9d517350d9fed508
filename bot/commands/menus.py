"""The menus of commands that Telegram shows: one for everybody, one for administrators, one in private."""

import asyncio
import hashlib
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

from bot.loops.clock import Clock
from bot.store import menus, stages
from bot.store.database import Database, DBAPIError
from bot.wording.catalogs import FOLDER
from bot.wording.greetings import EVERYBODY, PLANNING, STEERING
from bot.wording.language import Language

log = structlog.get_logger(__name__)

TWO_LETTERS = re.compile(r"[a-z]{2}(?![a-zA-Z])")
LONGEST = 256
"""Characters of a command's description (Bot API, BotCommand)."""
LATER = 60.0
"""Seconds after the start at which menus follow in languages that no series speaks: their catalogs take a while."""
SCOPES = (
    (BotCommandScopeAllGroupChats(), EVERYBODY),
    (BotCommandScopeAllChatAdministrators(), (*STEERING, *EVERYBODY)),
    (BotCommandScopeAllPrivateChats(), (*EVERYBODY, *PLANNING)),
)


async def show(bot: Bot, database: Database, clock: Clock, later: float = LATER) -> None:
    """Set the menus that are not set yet: in English, in the languages of the series, and `later` in all others.

    Telegram knows menus by languages of two letters, whatever the region. What fails is tried at the next start.
    """
    try:
        first = two_letters(await database.look(stages.languages))
        await _show(bot, database, clock, ["", *first])
        await asyncio.sleep(later)
        rest = two_letters([file.stem for file in FOLDER.glob("*.po")])
        await _show(bot, database, clock, [code for code in rest if code not in first])
    except TelegramError as error:
        log.warning("the menus of commands could not be set", error=error.message)
    except DBAPIError as error:
        log.warning("the database is out of reach", error=str(error.orig))


def two_letters(languages: Sequence[str]) -> list[str]:
    """Languages as Telegram's menus know them; English is what holds for all others."""
    return sorted({language[:2] for language in languages if TWO_LETTERS.match(language)} - {"en"})


async def _show(bot: Bot, database: Database, clock: Clock, codes: Sequence[str]) -> None:
    for code in codes:
        wanted = digest(code)
        if await database.look(menus.shown, bot.id, code) == wanted:
            continue
        for scope, listed in zip(SCOPES, await asyncio.to_thread(_worded, code), strict=True):
            await bot.set_my_commands(listed, scope=scope[0], language_code=code or None)
        await database.run(menus.keep, bot.id, code, wanted, clock.now())


def digest(code: str) -> str:
    """What tells one version of a language's menus from another, without loading the language."""
    file = FOLDER / f"{code}.po"
    told = hashlib.sha256(repr([listed for _, listed in SCOPES]).encode())
    told.update(file.read_bytes() if code and file.is_file() else b"")
    return told.hexdigest()


def _worded(code: str) -> list[list[BotCommand]]:
    language = Language(code or "en")
    return [[BotCommand(name, language.text(what)[:LONGEST]) for name, what in listed] for _, listed in SCOPES]
