"""The rehearsal room's world: its people and chats, what the bot hears of them, and who watches."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.rehearsal.chats import Chat, Kind, Member
from bot.rehearsal.clocks import Clock
from bot.rehearsal.deeds import Deeds
from bot.rehearsal.files import File
from bot.rehearsal.messages import Message
from bot.rehearsal.people import STANDARD, User
from bot.rehearsal.polls import Poll
from bot.rehearsal.updates import PRESS, Updates

Json = dict[str, Any]
PATIENCE = 60.0
"""Seconds of the wall clock that whoever waits for something waits at most."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for whoever watches; ``at`` is in seconds since 1970."""

    kind: str
    at: float
    chat_id: int | None
    body: Json


@dataclass(slots=True)
class Press:
    """A press of a button; ``answer`` is what the bot showed for it, None until then."""

    id: str
    user: User
    message: Message
    data: str
    at: float
    answer: Json | None = None


class Pace(Protocol):
    """How time goes on while somebody waits: from one moment to the next at which something happens."""

    async def rest(self) -> None:
        """Wait until nothing is left to be done at this moment."""

    def go_on(self) -> None:
        """Go on to the next moment at which something will happen by itself."""


@dataclass(slots=True)
class World:
    """Everything that is so in the rehearsal room. It changes only through people's deeds and the bot's calls."""

    clock: Clock
    bot: User
    privacy: bool = True
    hears_bots: bool = True
    users: dict[int, User] = field(default_factory=lambda: dict(STANDARD))
    chats: dict[int, Chat] = field(default_factory=dict)
    polls: dict[str, Message] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    updates: Updates = field(init=False)
    account_numbers: Any = field(default_factory=lambda: itertools.count(1))
    serial: Any = field(default_factory=lambda: itertools.count(1))
    deeds: Deeds = field(init=False)
    bells: set[asyncio.Event] = field(default_factory=set)
    watchers: set[asyncio.Queue[Event]] = field(default_factory=set)
    history: list[Event] = field(default_factory=list)
    pace: Pace | None = None
    """How time goes on while somebody waits; None where it goes by itself."""

    def __post_init__(self) -> None:
        self.updates = Updates(self.clock.time)
        self.deeds = Deeds(self.clock)
        self.users[self.bot.id] = self.bot

    def chat(self, number: int, kind: Kind, title: str | None = None, **more: Any) -> Chat:
        """A new chat.

        Private chats and basic groups number their messages from the bot's one sequence; in a basic group all may pin.
        """
        chat = Chat(number, kind, title, **more)
        if kind in {"private", "group"}:
            chat.numbers = self.account_numbers
        if kind == "group":
            chat.permissions = dict.fromkeys(chat.permissions, True)
        self.chats[number] = chat
        return chat

    def private(self, user: User) -> Chat:
        """Somebody's private chat with the bot."""
        return self.chats.get(user.id) or self.chat(user.id, "private", username=user.username, person=user)

    def is_admin(self, chat: Chat) -> bool:
        """Whether the bot is an administrator there."""
        return chat.member(self.bot).is_admin

    def post(
        self, chat: Chat, author: User | None, text: str = "", *, number: int | None = None, **more: Any
    ) -> Message:
        """Put a message into a chat (under a number taken before, if given), and tell the bot if it may hear it."""
        message = Message(number or chat.next_number(), chat, author, self.clock.time(), text, **more)
        message.by_bot = author is self.bot
        chat.messages[message.id] = message
        if message.poll:
            self.polls[message.poll.id] = message
        if self.hears(message):
            kind = "channel_post" if chat.kind == "channel" else "message"
            self.updates.add(kind, message.json(), f"chat{chat.id}")
        self.publish("message", chat, message.json())
        return message

    def hears(self, message: Message) -> bool:
        """Whether Telegram tells the bot of a message (core.telegram.org/bots/features, "Privacy mode")."""
        chat = message.chat
        if message.by_bot and not message.is_service:
            return False
        if chat.kind == "private":
            return True
        if not chat.member(self.bot).is_inside:
            return False
        if message.is_service:
            return True
        if message.author and message.author.is_bot and not message.sender_chat and not self.hears_bots:
            return False
        return chat.hears_all or self.is_admin(chat) or self._is_meant(message)

    def _is_meant(self, message: Message) -> bool:
        name = f"@{self.bot.username}".lower()
        if message.reply_to and message.reply_to.by_bot:
            return True
        if message.via_bot is self.bot:
            return True
        raw = message.text.encode("utf-16-le")
        for entity in message.entities:
            start = entity["offset"] * 2
            word = raw[start : start + entity["length"] * 2].decode("utf-16-le").lower()
            if entity["type"] == "mention" and word == name:
                return True
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(name)):
                return True
            if entity["type"] == "text_mention" and entity["user"]["id"] == self.bot.id:
                return True
        return False

    def edited(self, message: Message) -> None:
        """Tell of an edit that somebody made."""
        if self.hears(message):
            kind = "edited_channel_post" if message.chat.kind == "channel" else "edited_message"
            self.updates.add(kind, message.json(), f"chat{message.chat.id}")
        self.publish("edited", message.chat, message.json())

    def reacted(self, message: Message, user: User, old: list[str], new: list[str], voice: Chat | None = None) -> None:
        """Tell of a reaction; only administrators hear of them, and nobody of a bot's own."""
        if not user.is_bot and (self.is_admin(message.chat) or message.chat.kind == "private"):
            body: Json = {"chat": message.chat.json(), "message_id": message.id, "date": int(self.clock.time())}
            body |= {"actor_chat": voice.json()} if voice else {"user": user.json()}
            body |= {"old_reaction": _reactions(old), "new_reaction": _reactions(new)}
            self.updates.add("message_reaction", body, f"reaction{message.chat.id}")
        body = {"message_id": message.id, "user": user.json(), "emoji": new, "reactions": self.counts(message)}
        self.publish("reaction", message.chat, body)

    def counts(self, message: Message) -> dict[str, int]:
        """How often each reaction stands on a message."""
        every = [emoji for chosen in message.reactions.values() for emoji in chosen]
        return {emoji: every.count(emoji) for emoji in dict.fromkeys(every)}

    def stand(self, chat: Chat, by: User, new: Member) -> None:
        """Change somebody's standing and tell the bot: of itself always, of others if it is an administrator."""
        before = chat.member(new.user)
        if new.user is self.bot and new.is_inside and not before.is_inside:
            chat.hears_all = not self.privacy  # a changed privacy mode counts from the next time the bot is added
        old = before.json(chat.kind)
        chat.members[new.user.id] = new
        body = {"chat": chat.json(), "from": by.json(), "date": int(self.clock.time())}
        body |= {"old_chat_member": old, "new_chat_member": new.json(chat.kind)}
        if body["old_chat_member"] == body["new_chat_member"]:
            return
        if new.user is self.bot:
            self.updates.add("my_chat_member", body, f"status{chat.id}")
        elif self.is_admin(chat):
            self.updates.add("chat_member", body, f"user{new.user.id}")
        self.publish("member", chat, body)

    def press(self, user: User, message: Message, data: str) -> Press:
        """Somebody presses a button below a message."""
        press = Press(str(next(self.serial) + 4_000_000_000), user, message, data, self.clock.time())
        self.presses[press.id] = press
        shown = (
            message.json()
            if not message.deleted
            else {"chat": message.chat.json(), "message_id": message.id, "date": 0}
        )
        body = {"id": press.id, "from": user.json(), "message": shown, "data": data}
        body["chat_instance"] = str(message.chat.id * 7919)
        self.updates.add("callback_query", body, f"press{user.id}", PRESS)
        self.publish(
            "press", message.chat, {"id": press.id, "user": user.json(), "message_id": message.id, "data": data}
        )
        return press

    def voted(self, poll: Poll, user: User) -> None:
        """Tell the bot of a vote in a poll of its own."""
        message = self.polls[poll.id]
        if poll.by_bot:
            if not poll.anonymous:
                voice = message.chat if message.chat.member(user).anonymous else None
                self.updates.add("poll_answer", poll.answer(user, voice.json() if voice else None), f"poll{poll.id}")
            self.updates.add("poll", poll.json(), f"poll{poll.id}")
        self.publish("poll", message.chat, {"message_id": message.id, "poll": poll.json()})

    def publish(self, kind: str, chat: Chat | None, body: Json) -> None:
        """Tell everybody who watches, and wake everybody who waits."""
        event = Event(kind, self.clock.time(), chat.id if chat else None, body)
        self.history.append(event)
        for watcher in self.watchers:
            watcher.put_nowait(event)
        self.ring()

    def ring(self) -> None:
        """Wake everybody who waits for something to hold."""
        for bell in self.bells:
            bell.set()

    def events(self, since: int | None = None) -> AsyncGenerator[Event, None]:
        """Events from now on, as they happen; with ``since``, first those of the history from that number on."""
        watcher: asyncio.Queue[Event] = asyncio.Queue()
        for event in self.history[since:] if since is not None else []:
            watcher.put_nowait(event)
        self.watchers.add(watcher)
        return self._watch(watcher)

    async def _watch(self, watcher: asyncio.Queue[Event]) -> AsyncGenerator[Event, None]:
        try:
            while True:
                yield await watcher.get()
        finally:
            self.watchers.discard(watcher)

    async def until(self, holds: Callable[[], Any], timeout: float = PATIENCE, *, time_goes: bool = True) -> Any:  # noqa: ASYNC109 - reads best in tests
        """Wait until something holds and return it; raises TimeoutError after so many seconds of the wall clock.

        Where there is a pace, time goes on meanwhile from moment to moment; or stands, if ``time_goes`` is False.
        """
        async with asyncio.timeout(timeout):
            if self.pace is None or not time_goes:
                return await self._rung(holds)
            await self.pace.rest()
            while not (value := holds()):
                self.pace.go_on()
                await self.pace.rest()
            return value

    async def _rung(self, holds: Callable[[], Any]) -> Any:
        bell = asyncio.Event()
        self.bells.add(bell)
        try:
            while not (value := holds()):
                bell.clear()
                await bell.wait()
            return value
        finally:
            self.bells.discard(bell)


def _reactions(emojis: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]
