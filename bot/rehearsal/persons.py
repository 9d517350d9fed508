"""A person as a test or a page handles them: writing to the bot, pressing buttons, voting."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.chats import Member, Status
from bot.rehearsal.entities import units
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.sending import trimmed
from bot.rehearsal.people import User
from bot.rehearsal.world import PATIENCE, Press, World

Json = dict[str, Any]


class Person:
    """Somebody with an account."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    @property
    def id(self) -> int:
        """The account's number."""
        return self.user.id

    @property
    def name(self) -> str:
        """First and last name."""
        return self.user.name

    @property
    def messages(self) -> list[Message]:
        """What stands in the private chat with the bot."""
        return [message for message in self.world.private(self.user).messages.values() if not message.deleted]

    def write(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write to the bot in private; from then on the bot may write too."""
        self._come_back()
        said, entities = trimmed(text, [])
        return self.world.post(self.world.private(self.user), self.user, said, entities=entities, reply_to=reply_to)

    def start(self, parameter: str = "") -> Message:
        """Press Start, or a deep link with a parameter."""
        return self.write(f"/start {parameter}".strip())

    def _come_back(self) -> None:
        if self.user.blocked:
            self.user.blocked = False
            self._tell("kicked", "member")
        self.user.wrote = True

    def block(self) -> None:
        """Block the bot, which is told."""
        self.user.blocked = True
        self._tell("member", "kicked")

    def _tell(self, before: Status, after: Status) -> None:
        chat = self.world.private(self.user)
        chat.members[self.world.bot.id] = Member(self.world.bot, before)
        self.world.stand(chat, self.user, Member(self.world.bot, after))

    def press(self, message: Message, button: str) -> Press:
        """Press a button, named by its text or its data. Raises ValueError when the message shows no such button."""
        for row in message.buttons:
            for entry in row:
                if button in (entry["text"], entry.get("callback_data")) and "callback_data" in entry:
                    return self.world.press(self.user, message, entry["callback_data"])
        raise ValueError(f"no button {button!r} below message {message.id}")

    def replay(self, message: Message, data: str) -> Press:
        """Send data as a button would, though no such button is (or is still) there: what a forged client can do."""
        return self.world.press(self.user, message, data)

    def vote(self, message: Message, chosen: list[int]) -> None:
        """Vote in a message's poll; an empty list takes the vote back."""
        if message.poll is None:
            raise ValueError(f"message {message.id} has no poll")
        if message.poll.vote(self.user, chosen):
            self.world.voted(message.poll, self.user)

    async def wait_for(self, text: str = "", *, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109 - reads best in tests
        """The first private message of the bot that holds this text; TimeoutError when it does not come."""

        def found() -> Message | None:
            return next((m for m in self.messages if m.by_bot and text in m.text), None)

        message: Message = await self.world.until(found, timeout)
        return message


def quoted(message: Message, quote: str, *, by_hand: bool = True) -> Json:
    """A Bot API ``TextQuote`` of a part of a message, picked by hand or put there by Telegram."""
    position = message.text.index(quote)
    body: Json = {"text": quote, "position": units(message.text[:position])}
    return body | {"is_manual": True} if by_hand else body
