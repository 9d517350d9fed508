"""What people do on the page: they come, write, edit, react, vote and press, as anybody in the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from bot.rehearsal.chats import Chat
from bot.rehearsal.files import shown_media
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.editing import remove
from bot.rehearsal.people import User
from bot.rehearsal.persons import Person
from bot.rehearsal.room.panel import Panel
from bot.rehearsal.standin import StandIn

Json = dict[str, Any]

LONGEST_NAME = 64  # characters of a first name (core.telegram.org/method/account.updateProfile)


class Deed(msgspec.Struct, frozen=True):
    """What the page sends; each deed looks at the fields that it needs."""

    who: int = 0
    chat: int = 0
    message: int = 0
    text: str = ""
    reply_to: int | None = None
    topic: int | None = None
    quote: str | None = None
    emoji: str = ""
    options: list[int] = []
    data: str = ""
    name: str = ""
    moderator: bool = False
    on: bool | None = None
    paused: bool | None = None
    speed: float | None = None
    forward: float | None = None
    people: int | None = None
    chatty: float | None = None
    sloppy: float | None = None


class Doings:
    """Carries deeds out; each raises ValueError, in words for people, for what can't be done."""

    def __init__(self, telegram: StandIn, panel: Panel) -> None:
        self._telegram, self._panel = telegram, panel
        self.by_name: dict[str, Callable[[Deed], Json]] = {
            "join": self._join,
            "leave": self._leave,
            "say": self.say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "vote": self._vote,
            "press": self._press,
            "clock": self._clock,
            "jump": lambda _: {"what": self._panel.jump()},
            "crowd": self._crowd,
            "trouble": self._trouble,
        }

    @property
    def _group(self) -> Group:
        return self._panel.controls.group

    def _user(self, deed: Deed) -> User:
        user = self._telegram.world.users.get(deed.who)
        if user is None or user.is_bot:
            raise ValueError("nobody here has this account")
        return user

    def _chat(self, deed: Deed) -> tuple[User, Chat]:
        """Who acts, and in which chat: their own private one, or a group they are in."""
        user = self._user(deed)
        if deed.chat == user.id:
            return user, self._telegram.world.private(user)
        chat = self._telegram.world.chats.get(deed.chat)
        if chat is None or chat.kind == "private":
            raise ValueError("there is no such chat")
        if not chat.member(user).is_inside:
            raise ValueError(f"{user.name} is not in {chat.title}")
        return user, chat

    def _message(self, deed: Deed) -> tuple[User, Message]:
        user, chat = self._chat(deed)
        message = chat.messages.get(deed.message)
        if message is None or message.deleted:
            raise ValueError("this message is gone")
        return user, message

    def _group_of(self, chat: Chat) -> Group:
        return next((group for group in self._telegram.groups if group.chat is chat), self._group)

    def _join(self, deed: Deed) -> Json:
        name = " ".join(deed.name.split())
        if deed.who:
            person = Person(self._telegram.world, self._user(deed))
        elif not name or len(name) > LONGEST_NAME:
            raise ValueError(f"a name has 1 to {LONGEST_NAME} letters")
        else:
            person = self._telegram.person(name)
        if not self._group.chat.member(person.user).is_inside:
            self._group.join(person, quietly=False)
        if deed.moderator:
            self._group.promote(person)
        return {"who": person.id}

    def _leave(self, deed: Deed) -> Json:
        self._group.leave(self._user(deed))
        return {}

    def say(self, deed: Deed, photo: bytes | None = None) -> Json:
        """Write, or send a photo with the text below it."""
        user, chat = self._chat(deed)
        target = chat.messages.get(deed.reply_to) if deed.reply_to else None
        if target is not None and target.deleted:
            target = None
        if chat.kind == "private":
            person = Person(self._telegram.world, user)
            if photo is None and not deed.text.strip():
                raise ValueError("a message needs a text or a file")
            if photo is None:
                return {"message": person.write(deed.text, reply_to=target).id}
            media = shown_media(self._telegram.world, {"photo": photo})
            user.wrote = True
            return {"message": self._telegram.world.post(chat, user, deed.text, media=media, reply_to=target).id}
        group = self._group_of(chat)
        quote = deed.quote if target is not None and deed.quote and deed.quote in target.text else None
        more: Json = {"caption": deed.text, "photo": photo} if photo is not None else {}
        said = group.say(
            user, "" if photo is not None else deed.text, reply_to=target, topic=deed.topic, quote=quote, **more
        )
        return {"message": said.id}

    def _edit(self, deed: Deed) -> Json:
        user, message = self._message(deed)
        if message.author is not user or message.origin:
            raise ValueError("people can edit only what they wrote themselves")
        if not deed.text.strip() and not message.media:
            raise ValueError("a message needs a text or a file")
        if deed.text != message.text:
            self._group.edit(message, deed.text)
        return {}

    def _delete(self, deed: Deed) -> Json:
        user, message = self._message(deed)
        if message.author is not user and not message.chat.member(user).is_admin:
            raise ValueError("only moderators can delete what others wrote")
        remove(self._telegram.world, message)
        return {}

    def _react(self, deed: Deed) -> Json:
        user, message = self._message(deed)
        self._group_of(message.chat).react(user, message, deed.emoji or ())
        return {}

    def _vote(self, deed: Deed) -> Json:
        user, message = self._message(deed)
        Person(self._telegram.world, user).vote(message, deed.options)
        return {}

    def _press(self, deed: Deed) -> Json:
        user, message = self._message(deed)
        return {"press": Person(self._telegram.world, user).press(message, deed.data).id}

    def _clock(self, deed: Deed) -> Json:
        self._panel.set_clock(paused=deed.paused, speed=deed.speed, forward=deed.forward)
        return {}

    def _crowd(self, deed: Deed) -> Json:
        self._panel.set_crowd(on=deed.on, people=deed.people, chatty=deed.chatty, sloppy=deed.sloppy)
        return {}

    def _trouble(self, deed: Deed) -> Json:
        self._panel.troubles.turn(deed.name, bool(deed.on))
        return {}
