"""Fixtures: an evening, that is the whole bot hosting a series in a group of the stand-in, on a real database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.loops.intake.files import digest
from bot.recaps import render
from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.groups import Group
from bot.rehearsal.limits import Limits
from bot.rehearsal.messages import Message
from bot.rehearsal.standin import StandIn
from bot.rehearsal.stillness import stillness
from bot.settings import Settings
from bot.store import recaps
from bot.store.database import Database
from bot.store.tables import Series
from tests.standins import bot_api
from tests.tables import tables

TOKEN = "123456:an-evening-of-tests-0123456789abcdefg"
CHAT = -1001234567890
PATIENCE = 60.0
"""Seconds of the wall clock that a test waits for something to happen, at most."""
LOOK_EVERY = 0.02
"""Seconds of the wall clock between two looks for what nobody tells of."""


class Pace:
    """An evening's time: it stands while the test talks and looks, and goes from moment to moment while it waits.

    Whatever happens at a moment finds the clock standing there, however slow the machine is. A clock that somebody set
    going runs by itself.
    """

    def __init__(self, telegram: StandIn, clock: RehearsalClock, app: Callable[[], App | None]) -> None:
        self._telegram, self._clock, self._app = telegram, clock, app
        self._next_at: float | None = None

    async def rest(self) -> None:
        """Wait until the bot has done all that is to be done at this moment."""
        deeds, app, runs = self._telegram.world.deeds, self._app(), self._clock.speed > 0
        posts = None if app is None or runs else await stillness(self._telegram, app)
        self._next_at = min((at for at in (posts, deeds.next_at) if at is not None and not runs), default=None)
        if self._next_at is None:  # what is waited for comes from elsewhere
            await asyncio.sleep(LOOK_EVERY)

    def go_on(self) -> None:
        """Go on to the next moment at which the bot will post, or something will happen in its world."""
        if self._next_at is not None:
            self._clock.jump(max(0.0, self._next_at - self._clock.time()))
            self._telegram.world.deeds.do()

    async def let_pass(self, seconds: float) -> None:
        """Let so many seconds pass, and all happen that is due in them."""
        end = self._clock.time() + seconds
        await self.rest()
        while self._next_at is not None and self._next_at <= end:
            self.go_on()
            await self.rest()
        self._clock.jump(max(0.0, end - self._clock.time()))


class Evening:
    """A stand-in, a group, a folder of question files, a database, and the bot among them."""

    def __init__(self, folder: Path, telegram: StandIn, clock: RehearsalClock, database_url: str = "") -> None:
        self.folder, self.telegram, self.clock = folder, telegram, clock
        self.database_url = database_url or f"sqlite:///{folder / 'chathour.db'}"
        if not database_url:
            (folder / "chathour.db").write_bytes(tables())
        self.questions = folder / "questions"
        self.questions.mkdir()
        self.group: Group = telegram.group("Library chat", id=CHAT)
        self.group.add_bot(admin=True)
        self.app: App | None = None
        self.pace = telegram.world.pace = Pace(telegram, clock, lambda: self.app)
        self._running: asyncio.Task[None] | None = None

    def write(
        self,
        *questions: str,
        name: str = "libchat",
        starts_in: float = 60,
        cadence: str = 'reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "2m"\nlate = "10m"',
        head: str = "",
        group: int | str = CHAT,
        topic: str = "Reading for pleasure",
    ) -> Path:
        """Write a question file whose one session begins so many seconds (of the stand-in's clock) from now."""
        starts = (self.clock.now() + timedelta(seconds=starts_in)).replace(tzinfo=None)
        listed = ",\n  ".join(question if question.startswith("{") else json.dumps(question) for question in questions)
        file = self.questions / f"{name}.toml"
        file.write_text(
            f'title = "Library chat"\nhashtag = "#{name}"\ngroup = {json.dumps(group)}\ntimezone = "UTC"\n{head}\n'
            f"[cadence]\n{cadence}\n"
            f'[[session]]\ntopic = "{topic}"\nstarts = {starts.isoformat()}\nquestions = [\n  {listed},\n]\n',
            encoding="utf-8",
        )
        return file

    async def start(self, **settings: Any) -> None:
        """Let the bot host."""
        given: dict[str, Any] = {"bot_token": TOKEN, "telegram_url": self.telegram.url, "questions": self.questions}
        self.database = Database(self.database_url)
        self.app = App(Settings(**given | settings), self.database, self.clock)
        self._running = asyncio.create_task(self.app.run())
        ready = asyncio.create_task(self.app.ready())
        await asyncio.wait([self._running, ready], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            self._running.result()
        assert ready.done(), "the bot did not begin to host"

    async def stop(self) -> None:
        """Let the bot come to an end, as SIGTERM does."""
        if self.app is not None and self._running is not None:
            self.app.stop()
            await asyncio.wait_for(self._running, PATIENCE)
            self.database.close()
            self.app = None

    async def until_posted(self, text: str) -> Message:
        """Wait until the bot has posted something with this text in the group."""
        return await self.group.wait_for(text, by_bot=True, timeout=PATIENCE)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until this holds of the stand-in or the database; time goes on meanwhile."""
        await self.telegram.until(holds, PATIENCE)

    async def meanwhile(self, holds: Callable[[], object]) -> None:
        """Wait until this holds, while time stands: for what comes when the wall clock says so, or at once."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            assert asyncio.get_running_loop().time() < deadline, "it did not come to hold in time"
            await asyncio.sleep(LOOK_EVERY)

    async def taken_in(self, file: Path) -> None:
        """Wait until the bot, which looks at its files when the wall clock says so, has taken in this one as it is."""
        await self.meanwhile(lambda: self._digest(file.stem) == digest(file))

    def _digest(self, series: str) -> str:
        with self.database.reading() as rows:
            found = rows.get(Series, series)
            return "" if found is None else found.digest

    def recap(self, session: str = "libchat") -> Any:
        """The session's recap as the JSON of the contract."""
        with self.database.reading() as rows:
            found = recaps.find(rows, session)
            assert found is not None
            return json.loads(render(recaps.recap(rows, found), "json"))

    def filed(self, number: int, session: str = "libchat") -> list[tuple[str, str]]:
        """Who said what to a question, as (name, text)."""
        question = next(one for one in self.recap(session)["questions"] if one["number"] == number)
        return [(answer["participant"]["name"], answer["text"]) for answer in question["answers"]]

    @property
    def posted(self) -> list[str]:
        """What the bot has posted in the group, in order."""
        return [message.text or "" for message in self.group.bot_messages if message.text]


@pytest.fixture
def clock() -> RehearsalClock:
    """A clock that stands; once it is resumed, it runs 60 times as fast as the wall's."""
    return standing()


def standing() -> RehearsalClock:
    """A clock that stands."""
    clock = RehearsalClock(speed=60)
    clock.pause()
    return clock


@pytest.fixture
async def evening(tmp_path: Path, clock: RehearsalClock) -> AsyncIterator[Evening]:
    """An evening on SQLite; the bot does not run yet. Fails if any call broke the Bot API's schema."""
    async with StandIn(TOKEN, clock=clock, schema=bot_api(), privacy=False, limits=Limits()) as telegram:
        whole = Evening(tmp_path, telegram, clock)
        yield whole
        await whole.stop()
        assert telegram.errors == []
