"""The stand-in for Telegram: one bot, its people and groups, over real HTTP on 127.0.0.1."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from starlette.routing import BaseRoute

from bot.rehearsal.answers import Answers
from bot.rehearsal.calls import Call
from bot.rehearsal.chats import Chat, Kind
from bot.rehearsal.clocks import Clock, RehearsalClock
from bot.rehearsal.faults import Faults
from bot.rehearsal.groups import Group
from bot.rehearsal.limits import Limits
from bot.rehearsal.messages import Message
from bot.rehearsal.people import User
from bot.rehearsal.persons import Person
from bot.rehearsal.schema import Schema
from bot.rehearsal.server import Server
from bot.rehearsal.webhook import Postman
from bot.rehearsal.world import PATIENCE, Event, Press, World

Json = dict[str, Any]


class StandIn:
    """A local Bot API server with people in it: ``async with StandIn(token="123:abc") as telegram: …``.

    ``privacy`` is the bot's privacy mode (on, as for a fresh bot); ``limits`` Telegram's flood limits; ``schema`` the
    machine-readable Bot API that every call is held against; ``pages`` further routes to serve, such as a chat page.
    """

    def __init__(
        self,
        token: str = "123456:rehearsal",  # noqa: S107 - opens nothing but this stand-in
        *,
        clock: Clock | None = None,
        port: int = 0,
        username: str = "chathour_bot",
        name: str = "chathour",
        privacy: bool = True,
        limits: Limits | None = None,
        schema: Schema | None = None,
        pages: Sequence[BaseRoute] = (),
    ) -> None:
        self.token = token
        self.clock: Clock = clock or RehearsalClock()
        number = token.partition(":")[0]
        bot = User(int(number) if number.isdigit() else 1, name, username=username, is_bot=True)
        self.world = World(self.clock, bot, privacy)
        self.faults = Faults(self.clock)
        self.limits = limits or Limits()
        self.answers = Answers(self.world, self.faults, self.limits, schema)
        self.server = Server(self.answers, token, port, pages)
        self.groups: list[Group] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self.server.start()
        self._tasks = [asyncio.create_task(Postman(self.world).run()), asyncio.create_task(self.world.deeds.run())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.updates.stop_poll("")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.stop()

    async def go_away(self) -> None:
        """Be unreachable: connections are cut and new ones refused, until ``come_back``."""
        self.world.updates.stop_poll("")
        await self.server.stop()

    async def come_back(self) -> None:
        """Listen again, at the same address."""
        await self.server.start()

    @property
    def url(self) -> str:
        """Where it listens; python-telegram-bot's ``base_url`` is this + ``/bot``, its file url + ``/file/bot``."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def bot(self) -> User:
        """The bot's own account."""
        return self.world.bot

    @property
    def calls(self) -> list[Call]:
        """Every call of the Bot API, in order of arrival."""
        return self.answers.calls

    @property
    def errors(self) -> list[str]:
        """What was wrong with calls by the machine-readable Bot API."""
        return self.answers.errors

    @property
    def presses(self) -> list[Press]:
        """Every press of a button, with the bot's answer to it."""
        return list(self.world.presses.values())

    def called(self, method: str, **params: Any) -> list[Call]:
        """The calls of one method whose parameters are as given (compared as text)."""
        return [
            call
            for call in self.calls
            if call.method.lower() == method.lower()
            and all(str(call.params.get(name)) == str(value) for name, value in params.items())
        ]

    def group(
        self,
        title: str,
        id: int | None = None,  # noqa: A002 - the Bot API's word
        *,
        username: str | None = None,
        kind: Kind = "supergroup",
        forum: bool = False,
    ) -> Group:
        """A new group, without the bot: ``group.add_bot()`` puts it in."""
        if id is None:
            number = next(self.world.serial)
            id = -1_001_000_000_000 - number if kind == "supergroup" else -4_000_000 - number  # noqa: A001 - as above
        chat = self.world.chat(id, kind, title, username=username, is_forum=forum)
        group = Group(self.world, chat)
        self.groups.append(group)
        return group

    def channel(self, title: str, username: str | None = None) -> Chat:
        """A channel, to speak in groups as itself."""
        return self.world.chat(-1_003_000_000_000 - next(self.world.serial), "channel", title, username=username)

    def person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language: str | None = "en",
        id: int | None = None,  # noqa: A002 - the Bot API's word
        is_bot: bool = False,
    ) -> Person:
        """Somebody new (or another bot). Ids are above 32 bits, as Telegram's may be."""
        number = id or 5_000_000_000 + next(self.world.serial)
        user = User(number, first_name, last_name, username, language, is_bot)
        self.world.users[number] = user
        return Person(self.world, user)

    def pause(self) -> None:
        """Hold updates back."""
        self.world.updates.pause()

    def resume(self) -> None:
        """Let updates through again."""
        self.world.updates.resume()

    @property
    def privacy(self) -> bool:
        """The bot's privacy mode; a change counts from the next time it is added to a group, as with BotFather."""
        return self.world.privacy

    @privacy.setter
    def privacy(self, on: bool) -> None:
        self.world.privacy = on

    def updates_of(self, message: Message) -> list[int]:
        """The ids of the updates that told of a message: its sending, its edits."""
        return [
            update.id for update in self.world.updates.made.values() if update.about == (message.chat.id, message.id)
        ]

    def redeliver(self, update_id: int) -> None:
        """Deliver an update again, whatever was confirmed since."""
        self.world.updates.redeliver(update_id)

    def renumber(self, next_id: int) -> None:
        """Number updates from here on anew, as Telegram does after a week without any: even lower than before."""
        self.world.updates.next_id = next_id

    def preload(self, bodies: Iterable[tuple[str, Json]]) -> None:
        """Queue ready-made (kind, body) updates by the thousand: ``("message", {…})``."""
        self.world.updates.preload(bodies)

    async def until(self, holds: Callable[[], Any], timeout: float = PATIENCE, *, time_goes: bool = True) -> Any:  # noqa: ASYNC109 - reads best in tests
        """Wait until something holds, and return it; TimeoutError after so many seconds of the wall clock."""
        return await self.world.until(holds, timeout, time_goes=time_goes)

    async def quiet(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - reads best in tests
        """Wait until the bot has confirmed every update it was sent."""
        updates = self.world.updates
        await self.world.until(lambda: not updates.pending and not updates.again, timeout, time_goes=False)

    def events(self, since: int | None = None) -> AsyncGenerator[Event, None]:
        """What happens, as it happens; with ``since``, first what has happened from that number on."""
        return self.world.events(since)
