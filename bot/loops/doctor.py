"""chathour doctor: looks at everything that hosting needs, and says in plain words what is wrong and how to mend it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from telegram import Bot, ChatMember
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.loops.inspection import as_member
from bot.loops.intake.happenings import ABSENT, ADMINISTRATORS
from bot.loops.intake.updates import Member
from bot.questionfiles import read
from bot.store import stages
from bot.store.database import Database, DBAPIError, Session
from bot.store.upgrade import TooNew, upgrade, write

MANY = 100
"""Updates that wait at Telegram; more mean that nobody takes them in."""
ROOM = 50_000_000
"""Bytes that should be free where the SQLite file is."""


class Level(StrEnum):
    """How bad a finding is."""

    WELL = "ok"
    HINT = "hint"
    """The bot hosts, but could do better."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and how to mend it if it needs that."""

    level: Level
    text: str
    cure: str = ""

    def __str__(self) -> str:
        """The lines to print."""
        mend = f"\n       {self.cure}" if self.cure else ""
        return f"{self.level.value:5}  {self.text}{mend}"


class Doctor:
    """Examines what settings lead to. Nothing is changed, except that the tables are brought up to date."""

    def __init__(self, bot: Bot, database: Database, questions: Path, webhook_url: str | None) -> None:
        self._bot, self._database, self._questions, self._webhook_url = bot, database, questions, webhook_url
        self._chats: list[int | str] = []
        """The groups that question files and tables name: ids, "@names"."""

    async def report(self, tell: Callable[[Finding], None]) -> bool:
        """Tell every finding; True when nothing is wrong."""
        well = True
        try:
            async for finding in self.examine():
                tell(finding)
                well = well and finding.level is not Level.WRONG
        finally:
            await self._bot.shutdown()
            self._database.close()
        return well

    async def examine(self) -> AsyncIterator[Finding]:
        """All findings, one after the other."""
        for finding in await asyncio.to_thread(self._files):
            yield finding
        for finding in await asyncio.to_thread(self._tables):
            yield finding
        hears_all = None
        async for finding in self._token():
            yield finding
            hears_all = finding.level is not Level.WRONG
        if not hears_all:
            return
        async for finding in self._webhook():
            yield finding
        for chat in self._chats:
            yield await self._group(chat)
        if not self._chats:
            yield Finding(
                Level.HINT, "no group is named anywhere", "say /host in the group, or write `group =` in the file"
            )

    def _files(self) -> list[Finding]:
        if not self._questions.exists():
            cure = "set CHATHOUR_QUESTIONS to the folder with the question files, or plan in the chat with /new"
            return [Finding(Level.HINT, f"there is no folder {self._questions}", cure)]
        plans, problems = read([self._questions])
        found = [Finding(Level.WRONG, str(problem), "`chathour check` shows all of it") for problem in problems]
        for plan in plans.values():
            self._meet(plan.chat_id if plan.chat_id is not None else f"@{plan.username}" if plan.username else None)
        text = f"{len(plans)} question files in {self._questions} are right"
        return found or [Finding(Level.WELL, text)]

    def _tables(self) -> list[Finding]:
        shown = self._database.url.render_as_string(hide_password=True)
        try:
            upgrade(self._database)
            with self._database.transaction() as session:
                write(session)
                zones = self._known(session)
        except TooNew as error:
            return [Finding(Level.WRONG, str(error))]
        except DBAPIError as error:
            cure = "see CHATHOUR_DATABASE_URL: is the server up, is the folder writable, is the disk full?"
            return [Finding(Level.WRONG, f"the database {shown} can't be used: {str(error.orig).strip()}", cure)]
        found = [Finding(Level.WELL, f"the database {shown} can be read and written"), *self._room()]
        bad = [zone for zone in zones if not _is_zone(zone)]
        cure = "install tzdata (pip install tzdata), or mend `timezone` in the question file"
        found += [Finding(Level.WRONG, f"the time zone {zone} is not known on this machine", cure) for zone in bad]
        if zones and not bad:
            found.append(Finding(Level.WELL, f"time zones are known: {', '.join(sorted(zones))}"))
        return found

    def _room(self) -> Iterator[Finding]:
        path = self._database.path
        if path is not None and (free := shutil.disk_usage(path.parent).free) < ROOM:
            text = f"the disk of {path} is nearly full: {free // 1_000_000} MB are left"
            yield Finding(Level.WRONG, text, "make room: what can't be written is not taken in, and nothing is posted")

    def _known(self, session: Session) -> set[str]:
        zones = set()
        for series, group in stages.all_series(session):
            zones.add(series.timezone)
            if group is not None:
                self._meet(group.chat_id if group.chat_id is not None else f"@{group.username}")
        return zones

    def _meet(self, chat: int | str | None) -> None:
        if chat is not None and chat not in self._chats:
            self._chats.append(chat)

    async def _token(self) -> AsyncIterator[Finding]:
        try:
            await self._bot.initialize()
        except InvalidToken:
            cure = "send @BotFather /token and put what it answers into CHATHOUR_BOT_TOKEN"
            yield Finding(Level.WRONG, "Telegram does not know this bot token", cure)
            return
        except TelegramError as error:
            cure = "is this machine online, and CHATHOUR_TELEGRAM_URL right?"
            yield Finding(Level.WRONG, f"Telegram can't be reached: {error.message}", cure)
            return
        me = self._bot.bot
        yield Finding(Level.WELL, f"the token is that of @{me.username}")
        if not me.can_join_groups:
            cure = "send @BotFather /setjoingroups, Enable"
            yield Finding(Level.HINT, "the bot may not be added to groups", cure)
        if me.can_read_all_group_messages:
            yield Finding(Level.WELL, "privacy mode is off: the bot hears every message in its groups")
        else:
            cure = (
                "make the bot an administrator of each group; or send @BotFather /setprivacy, Disable, and add it again"
            )
            yield Finding(Level.HINT, "privacy mode is on: it hears plain messages only as an administrator", cure)

    async def _webhook(self) -> AsyncIterator[Finding]:
        try:
            told = await self._bot.get_webhook_info()
        except TelegramError as error:
            yield Finding(Level.WRONG, f"Telegram did not tell of the webhook: {error.message}", "try again later")
            return
        wanted = self._webhook_url or ""
        if told.url != wanted:
            set_now = f"Telegram delivers to {told.url}" if told.url else "no webhook is set"
            asked = f"CHATHOUR_WEBHOOK_URL says {wanted}" if wanted else "CHATHOUR_WEBHOOK_URL is not set"
            cure = "`chathour run` sets it right; if another bot runs with this token somewhere, stop that one"
            yield Finding(Level.HINT, f"{set_now}, but {asked}", cure)
        elif wanted:
            yield Finding(Level.WELL, f"the webhook is {wanted}")
        if told.url and told.last_error_message:
            cure = "is the bot running, does the proxy pass the path on, is the certificate valid?"
            yield Finding(
                Level.WRONG, f"Telegram could not deliver at {told.last_error_date}: {told.last_error_message}", cure
            )
        if told.pending_update_count > MANY:
            cure = "is the bot running? Telegram keeps them for a day"
            yield Finding(Level.HINT, f"{told.pending_update_count} updates wait at Telegram", cure)

    async def _group(self, chat: int | str) -> Finding:
        try:
            about = await self._bot.get_chat(chat)
            mine: ChatMember = await self._bot.get_chat_member(chat, self._bot.id)
        except TelegramError as error:
            if isinstance(error, NetworkError) and not _refused(error):
                return Finding(Level.WRONG, f"group {chat} could not be looked at: {error.message}", "try again")
            cure = "add the bot to the group (again), or mend `group` in the question file"
            return Finding(Level.WRONG, f"the bot is not in the group {chat} (Telegram: {error.message})", cure)
        name = f"group “{about.title or chat}” ({chat})"
        return self._standing(name, as_member(mine))

    def _standing(self, name: str, mine: Member) -> Finding:
        if mine.status in ABSENT:
            return Finding(Level.WRONG, f"the bot is not in the {name}", "add it to the group again")
        if not mine.can_send_messages:
            return Finding(Level.WRONG, f"the bot may not write in the {name}", "lift its restriction in the group")
        if mine.status not in ADMINISTRATORS:
            hears = bool(self._bot.bot.can_read_all_group_messages)
            level, rest = (
                (Level.HINT, "") if hears else (Level.WRONG, " and, with privacy mode on, hears no plain message")
            )
            cure = "make it an administrator: then it hears all, counts reactions and can pin questions"
            return Finding(level, f"the bot is no administrator of the {name}{rest}", cure)
        if not mine.can_pin_messages and mine.status != "creator":
            return Finding(
                Level.HINT, f"the bot can't pin questions in the {name}", "give it the right to pin messages"
            )
        return Finding(Level.WELL, f"the bot is an administrator of the {name} and can pin questions")


def _refused(error: NetworkError) -> bool:
    """Whether Telegram itself said no (the library's BadRequest is one of its NetworkErrors), not the line to it."""
    return error.__cause__ is None and type(error) is not NetworkError


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError):
        return False
    return True
