"""A call of the Bot API as it came in, and how its parameters are read."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.refusals import Refusal, bad, forbidden
from bot.rehearsal.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One call. ``at`` and ``answered_at`` are seconds of the room's clock; ``response`` is None if unanswered."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)
    at: float = 0.0
    answered_at: float | None = None
    response: Json | None = None
    applied: bool = False
    description: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it was answered well."""
        return bool(self.response and self.response.get("ok"))

    def text(self, name: str) -> str:
        """A text, empty when it is missing."""
        value = self.params.get(name)
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; what cannot be read counts as missing, as Telegram reads it."""
        value = self.params.get(name)
        if isinstance(value, bool) or value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A yes or no."""
        value = self.params.get(name)
        return value is True or str(value).lower() in {"true", "yes", "1"}

    def value(self, name: str, what: str = "") -> Any:
        """A JSON value, also when it came as a text; None when missing. Raises Refusal when it is not JSON."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {what or name} JSON object") from None

    def thing(self, name: str, what: str = "") -> Json | None:
        """A JSON object, or None when missing."""
        value = self.value(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad(f"can't parse {what or name} JSON object")
        return value


Method = Callable[[World, Call], Any]
METHODS: dict[str, tuple[str, Method]] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as a method of the Bot API; names are found in any case."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return register


def find_chat(world: World, value: object) -> Chat:
    """The chat of a chat_id; raises Refusal when there is none that the bot could know."""
    if value is None or value == "":
        raise bad("chat_id is empty")
    text = str(value)
    if text.startswith("@"):
        for chat in world.chats.values():
            if chat.username and chat.kind != "private" and chat.username.lower() == text[1:].lower():
                return chat
        raise bad("chat not found")
    try:
        number = int(text)
    except ValueError:
        raise bad("chat not found") from None
    if number in world.chats:
        return world.chats[number]
    if number > 0 and number in world.users:
        return world.private(world.users[number])
    raise bad("chat not found")


def reach(world: World, call: Call, name: str = "chat_id", *, write: bool = False) -> Chat:
    """The chat of a call, checked as Telegram checks it: is the bot in it, has it moved, may the bot write first?"""
    chat = find_chat(world, call.params.get(name))
    if chat.moved_to is not None:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, reason, {"migrate_to_chat_id": chat.moved_to})
    if chat.kind == "private":
        _reach_person(chat, write=write)
        return chat
    if world.bot.id not in chat.members:
        raise bad("chat not found")
    kind = f"{chat.kind} chat"
    status = chat.member(world.bot).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if status == "left":
        raise forbidden(f"bot is not a member of the {kind}")
    return chat


def _reach_person(chat: Chat, *, write: bool) -> None:
    person = chat.person
    if not write or person is None:
        return
    if person.gone:
        raise forbidden("user is deactivated")
    if person.is_bot:
        raise forbidden("bot can't send messages to bots")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.wrote:
        raise forbidden("bot can't initiate conversation with a user")
