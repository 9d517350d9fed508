"""Puts the bot together: the composition root, and the one reader of the clock."""

import asyncio
import os
import warnings
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.commands.desk import CommandDesk
from bot.loops.clock import Clock
from bot.loops.desk import Me
from bot.loops.files import Files
from bot.loops.hearing import Ear
from bot.loops.inspection import Inspector
from bot.loops.polling import Polling, RawUpdates
from bot.loops.reception import Reception
from bot.loops.scheduler import Scheduler
from bot.loops.sender import Lead, Sender
from bot.settings import Settings
from bot.store import groups
from bot.store.database import Database, DBAPIError, Session
from bot.store.upgrade import upgrade

log = structlog.get_logger(__name__)

CONNECTIONS = 40
"""Connections to Telegram: what the sender has in flight, and some for questions asked meanwhile."""
LAST_MINUTES = 4.0
"""Seconds that the loops have to come to their end after SIGTERM."""


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)

    def wall(self, at: datetime) -> datetime:
        """The same: this clock is the one on the wall."""
        return at

    def seconds_until(self, at: datetime) -> float:
        """Seconds until then."""
        return (at - self.now()).total_seconds()


class SoleLead:
    """On SQLite there is one process, and it leads."""

    def holds(self) -> bool:
        """Always."""
        return True

    def confirm(self, session: Session) -> bool:  # noqa: ARG002  # part of what a lead is asked
        """Always."""
        return True


class Service(Protocol):
    """A part of the bot that runs until it is stopped."""

    async def run(self) -> None:
        """Run."""
        ...

    async def stop(self) -> None:
        """Make `run` come to its end."""
        ...


def build_bot(settings: Settings) -> Bot:
    """The library's bot, its connection for updates leaving them as bytes."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch to its coming way of giving spans
    # It advises its own getUpdates, which would parse every update into its own objects first.
    warnings.filterwarnings("ignore", message=".*do_api_request..getUpdates", category=PTBUserWarning)
    return Bot(
        settings.token(),
        base_url=f"{settings.telegram_url}/bot",
        base_file_url=f"{settings.telegram_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=CONNECTIONS, connect_timeout=5, pool_timeout=5),
        get_updates_request=RawUpdates(connection_pool_size=1, connect_timeout=5),
    )


class App:
    """The whole bot; `run` hosts until `stop`."""

    def __init__(self, settings: Settings, database: Database, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self.database = database
        self._bot = build_bot(settings)
        self._lead: Lead = SoleLead()
        self._stopped = asyncio.Event()
        self._ready = asyncio.Event()

    async def run(self) -> None:
        """Host: bring the tables up to date, take in the question files, then send, schedule and listen."""
        self.database.claim_alone()
        await asyncio.get_running_loop().run_in_executor(None, upgrade, self.database)
        sender = Sender(self._bot, self.database, self._clock, self._lead, paid=self._settings.allow_paid_broadcast)
        scheduler = Scheduler(self._clock, sender.wake, lambda: sender.next_at)
        sender.on_round = scheduler.set
        files = Files(self._settings.questions, self.database, self._clock, sender.wake)
        await files.look()
        me = await self._introduce()
        if me is None:
            return
        sender.on_sent = Inspector(self._bot, self.database, self._clock, me).after
        commands = CommandDesk(self._bot, me, self._settings.moderators)
        reception = Reception(self.database, self._clock, Ear(me), commands, sender.wake)
        polling = Polling(self._bot, reception)
        scheduler.start()
        log.info("hosting", bot=f"@{me.username}", questions=str(self._settings.questions))
        self._ready.set()
        try:
            await self._together([sender, polling], [files.watch, self._look_up_groups])
        finally:
            scheduler.stop()
            await self._farewell()

    def stop(self) -> None:
        """Come to an end: what is in flight is finished, nothing new is begun."""
        self._stopped.set()

    async def ready(self) -> None:
        """Wait until the bot hosts."""
        await self._ready.wait()

    async def _together(self, services: list[Service], errands: list[Callable[[], Coroutine[Any, Any, None]]]) -> None:
        """Run the loops until one fails or `stop` is called; errands end with them."""
        running = [asyncio.create_task(service.run()) for service in services]
        beside: list[asyncio.Task[Any]] = [asyncio.create_task(errand()) for errand in errands]
        stopped = asyncio.create_task(self._stopped.wait())
        await asyncio.wait([*running, stopped], return_when=asyncio.FIRST_COMPLETED)
        for service in services:
            await service.stop()
        for task in [*beside, stopped]:
            task.cancel()
        await asyncio.wait(running, timeout=LAST_MINUTES)
        for task in running:
            if task.done():
                task.result()
            else:
                task.cancel()

    async def _introduce(self) -> Me | None:
        """Learn from Telegram who we are; wait for it as long as it takes. None when stopped meanwhile."""
        pause = 0.5
        while not self._stopped.is_set():
            try:
                await self._bot.initialize()
                await self._bot.delete_webhook()
            except InvalidToken:
                log.error(
                    "Telegram does not know this bot token; get a valid one from @BotFather, see CHATHOUR_BOT_TOKEN"
                )
                pause = 30
            except TelegramError as error:
                log.warning(
                    "Telegram can't be reached yet; trying again", url=self._settings.telegram_url, error=error.message
                )
            else:
                user = self._bot.bot
                if not user.can_read_all_group_messages:
                    log.warning("privacy mode is on: where I am no administrator I hear only replies and commands")
                return Me(user.id, (user.username or "").lower(), bool(user.can_read_all_group_messages))
            try:
                await asyncio.wait_for(self._stopped.wait(), pause)
            except TimeoutError:
                pause = min(30, pause * 2)
        return None

    async def _look_up_groups(self) -> None:
        """Find the ids of groups that question files name by their public name."""
        while True:
            try:
                for group in await self.database.look(groups.nameless):
                    chat = await self._bot.get_chat(f"@{group.username}")
                    await self.database.run(groups.identified, group.id or 0, chat.id, chat.title or "")
                    log.info("group found", name=f"@{group.username}", chat=chat.id)
            except TelegramError as error:
                log.warning("a group could not be found; is its public name right?", error=error.message)
            except DBAPIError as error:
                log.warning("the database is out of reach", error=str(error.orig))
            await asyncio.sleep(10)

    async def _farewell(self) -> None:
        try:
            await asyncio.wait_for(self._bot.shutdown(), 1)
        except (TimeoutError, TelegramError):
            log.warning("the connections to Telegram did not close in time")
