"""Puts the bot together: the composition root."""

import asyncio
import contextlib
import os
import warnings
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.commands import menus
from bot.commands.desk import CommandDesk
from bot.loops.clock import Clock
from bot.loops.inspection import Inspector
from bot.loops.intake.desk import Me
from bot.loops.intake.files import Files
from bot.loops.intake.hearing import Ear
from bot.loops.intake.line import Line, line_to
from bot.loops.intake.polling import Polling
from bot.loops.intake.reception import Reception
from bot.loops.intake.rush import Rush
from bot.loops.leadership import Election, Lead, SoleLead
from bot.loops.scheduler import Scheduler
from bot.loops.sending.sender import Sender
from bot.loops.whereabouts import Whereabouts
from bot.settings import BadSettings, Settings
from bot.store.database import Database, DBAPIError, lost
from bot.store.leadership import Candidate
from bot.store.upgrade import upgrade
from bot.wallclock import SystemClock, ticks

if TYPE_CHECKING:
    from bot.loops.web import Web

log = structlog.get_logger(__name__)

CONNECTIONS = 40
"""Connections to Telegram: what the sender has in flight, and some for questions asked meanwhile."""
PROXY = (
    "the environment names a proxy that can't be used (ALL_PROXY, HTTPS_PROXY, HTTP_PROXY): "
    "write http://host:port, or unset it; a SOCKS proxy needs one more package (pip install 'httpx[socks]')"
)
LAST_WAIT = 3.3
"""Seconds after SIGTERM for which the database is waited for: longer than the sender waits for its last calls."""
LAST_MINUTES = 3.5
"""Seconds that the loops have to come to their end after SIGTERM; the whole process has five."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries to reach Telegram when we start."""


class Service(Protocol):
    """A part of the bot that runs until it is stopped."""

    async def run(self) -> None:
        """Run."""
        ...

    async def stop(self) -> None:
        """Make `run` come to its end."""
        ...


def build_bot(settings: Settings) -> Bot:
    """The library's bot. Raises `BadSettings` as `connect` does."""
    return connect(settings)[0]


def connect(settings: Settings) -> tuple[Bot, BaseRequest]:
    """The library's bot and its line for updates, which leaves them as bytes.

    Raises `BadSettings` when the environment names a proxy that can't be used.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch to its coming way of giving spans
    # It advises its own methods, which would parse what comes back into its own objects first.
    warnings.filterwarnings("ignore", message=".*do_api_request..(getUpdates|sendPoll)", category=PTBUserWarning)
    try:
        line = line_to(settings.telegram_url)
        bot = Bot(
            settings.token(),
            base_url=f"{settings.telegram_url}/bot",
            base_file_url=f"{settings.telegram_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, connect_timeout=5, pool_timeout=5),
            get_updates_request=line,
        )
    except (RuntimeError, ValueError, httpx.InvalidURL) as error:
        raise BadSettings(PROXY) from error
    return bot, line


class App:
    """The whole bot; `run` hosts until `stop`."""

    def __init__(self, settings: Settings, database: Database, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self.database = database
        database.chiefs = settings.moderators
        self._bot, self._line = connect(settings)
        self._election = None if database.is_sqlite else Election(Candidate(database), ticks)
        self._lead: Lead = self._election or SoleLead()
        self._stopped = asyncio.Event()
        self._ready = asyncio.Event()
        self._sender: Sender | None = None
        self.web: Web | None = None
        """What is open to the network: health, metrics, the webhook; None without CHATHOUR_LISTEN."""

    async def run(self) -> None:
        """Host: bring the tables up to date, take in the question files, then send, schedule and listen.

        Raises `AlreadyOpen` when another process hosts on this SQLite file, `CannotListen` when the port is taken.
        """
        sender = Sender(self._bot, self.database, self._clock, self._lead, paid=self._settings.allow_paid_broadcast)
        files = Files(self._settings.questions, self.database, self._clock, self._lead, sender.wake)
        self.web, serving = self._open(), None
        hanging_up = asyncio.create_task(self._hang_up())
        try:
            if self.web is not None:
                sender.on_settled = self.web.metrics.settled
                serving = asyncio.create_task(self.web.run())
            if await self._prepare(files) and (me := await self._introduce()) is not None:
                await self._host(me, sender, files)
        finally:
            if self.web is not None and serving is not None:
                await self.web.stop()
                await serving
            await self._farewell()
            hanging_up.cancel()

    async def _host(self, me: Me, sender: Sender, files: Files) -> None:
        sender.on_sent = Inspector(self._bot, self.database, self._clock, me).after
        scheduler = Scheduler(self._clock, sender.wake, lambda: sender.next_at)
        sender.on_round = scheduler.set
        commands = CommandDesk(self._bot, me, self._settings.moderators, self.database)
        reception = Reception(self.database, self._clock, Ear(me, alone=self.database.is_sqlite), commands, sender.wake)
        rush = None
        if isinstance(self._line, Line):  # the library's transport has no thread to lend
            rush = Rush(f"{self._bot.base_url}/getUpdates", self._line, reception, self._lead, sender.wake)
        intake: Service = Polling(self._bot, reception, self._lead, rush)
        if self.web is not None:
            intake = self.web.receive(reception, self._bot) or intake
        services: list[Service] = [sender, intake]
        if self._election is not None:
            self._election.on_change = lambda _: sender.wake()
            services.append(self._election)  # the last to stop: what is in flight is settled under our lead
        self._sender = sender
        scheduler.start()
        log.info("hosting", bot=f"@{me.username}", questions=str(self._settings.questions))
        self._ready.set()
        show_menus = partial(menus.show, self._bot, self.database, self._clock)
        find_groups = Whereabouts(self._bot, self.database).watch
        try:
            await self._together(services, [files.watch, find_groups, show_menus, *self._extras()])
        finally:
            self._ready.clear()
            scheduler.stop()

    def _extras(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """What runs beside when the settings ask for it: drafts by a language model."""
        settings = self._settings
        if settings.model_url is None:
            return []
        from bot.loops.sketching import Sketcher

        key = "" if settings.model_key is None else settings.model_key.get_secret_value()
        return [Sketcher(settings.model_url, settings.model_name, key, self.database, self._clock, self._lead).watch]

    def _open(self) -> "Web | None":
        """Open the bot's own web server, if it is to have one."""
        settings = self._settings
        if settings.listen is None:
            return None
        from bot.loops.web import Web  # a bot that does not listen need not load a web server

        hook = None if settings.webhook_url is None else (settings.webhook_url, settings.secret())
        web = Web(self.database, self._clock, self._lead, self._ready.is_set, hook)
        web.bind(*settings.listen)
        return web

    async def _prepare(self, files: Files) -> bool:
        """Make the database ready; trouble that may pass is waited out. False when stopped meanwhile."""
        told = ""
        while not self._stopped.is_set():
            try:
                self.database.claim_alone()
                await asyncio.get_running_loop().run_in_executor(None, upgrade, self.database)
                if self._lead.holds():
                    await files.look()
            except (DBAPIError, OSError) as error:
                if isinstance(error, DBAPIError) and not lost(error):
                    raise
                why = str(error.orig if isinstance(error, DBAPIError) else error).strip()
                if why != told and not self._stopped.is_set():  # once, and not every second of a night
                    told = why
                    log.error(
                        "the database can't be used yet; I keep trying. Is CHATHOUR_DATABASE_URL right?", error=why
                    )
            else:
                return True
            await self._pause(1)
        return False

    async def _hang_up(self) -> None:
        """Wait no longer for the database than we have time: it may be out of reach, or a table locked."""
        await self._stopped.wait()
        await asyncio.sleep(LAST_WAIT)
        self.database.hang_up()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()

    def stop(self) -> None:
        """Come to an end: what is in flight is finished, nothing new is begun."""
        self._stopped.set()

    async def ready(self) -> None:
        """Wait until the bot hosts."""
        await self._ready.wait()

    async def rest(self) -> datetime | None:
        """Once hosting: make all that is due by now, and say when more will be. (A rehearsal goes step by step.)"""
        await self._ready.wait()
        return await self._sender.rest() if self._sender is not None else None

    async def _together(self, services: list[Service], errands: list[Callable[[], Coroutine[Any, Any, None]]]) -> None:
        """Run the loops until one fails or `stop` is called; errands end with them."""
        running = [asyncio.create_task(service.run()) for service in services]
        beside: list[asyncio.Task[Any]] = [asyncio.create_task(errand()) for errand in errands]
        stopped = asyncio.create_task(self._stopped.wait())
        await asyncio.wait([*running, stopped], return_when=asyncio.FIRST_COMPLETED)
        for service in services:
            if service is not self._election:
                await service.stop()
        for task in [*beside, stopped]:
            task.cancel()
        await asyncio.wait(running[: len(services) - (self._election is not None)], timeout=LAST_MINUTES)
        if self._election is not None:
            await self._election.stop()
            await asyncio.wait(running[-1:], timeout=1)
        for task in running:
            if task.done():
                task.result()
            else:
                task.cancel()

    async def _introduce(self) -> Me | None:
        """Learn from Telegram who we are; wait for it as long as it takes. None when stopped meanwhile."""
        pause, told = 0.5, ""
        while not self._stopped.is_set():
            try:
                if not await self._unless_stopped(self._bot.initialize()):
                    return None
            except InvalidToken:
                log.error("Telegram does not know this bot token; get a valid one from @BotFather: CHATHOUR_BOT_TOKEN")
                pause = 30
            except TelegramError as error:
                if error.message != told:  # once, and not every few seconds of a night without a line
                    told = error.message
                    log.warning(
                        "Telegram can't be reached yet; I keep trying. Are we online, is CHATHOUR_TELEGRAM_URL right?",
                        url=self._settings.telegram_url,
                        error=told,
                    )
            else:
                user = self._bot.bot
                if not user.can_read_all_group_messages:
                    log.warning("privacy mode is on: where I am no administrator I hear only replies and commands")
                return Me(user.id, (user.username or "").lower(), bool(user.can_read_all_group_messages))
            await self._pause(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        return None

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do this, or give it up when we are stopped meanwhile: False."""
        doing, stopped = asyncio.create_task(work), asyncio.create_task(self._stopped.wait())
        await asyncio.wait([doing, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        await asyncio.wait([doing])
        return False

    async def _farewell(self) -> None:
        try:
            async with asyncio.timeout(1):
                await self._bot.shutdown()
        except (TimeoutError, TelegramError):
            log.warning("the connections to Telegram did not close in time")
