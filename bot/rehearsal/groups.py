"""A group as a test or a page handles it: people come, talk, edit, react and go."""

from __future__ import annotations

import itertools
from typing import Any

from bot.rehearsal.chats import ADMIN_RIGHTS, Chat, Member, Topic
from bot.rehearsal.entities import Entity
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.chats import out
from bot.rehearsal.methods.editing import remove
from bot.rehearsal.methods.pins import pin, unpin
from bot.rehearsal.methods.sending import origin_of, trimmed
from bot.rehearsal.people import ANONYMOUS_ADMIN, CHANNEL_VOICE, TELEGRAM, User
from bot.rehearsal.persons import Person, quoted, shown_media
from bot.rehearsal.world import World

Json = dict[str, Any]
Who = Person | User


def user_of(who: Who) -> User:
    """The account behind a person."""
    return who.user if isinstance(who, Person) else who


class Group:
    """One group, or the supergroup it became."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._owner = User(next(world.serial) + 70_000, "Owner", username=None)
        world.users[self._owner.id] = self._owner
        chat.members[self._owner.id] = Member(self._owner, "creator")

    @property
    def id(self) -> int:
        """The id it has now."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages that still stand, in order."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def bot_messages(self) -> list[Message]:
        """What the bot said here, without service messages."""
        return [message for message in self.messages if message.by_bot and not message.is_service]

    @property
    def pinned(self) -> list[Message]:
        """The pinned messages, the newest first."""
        return self.chat.pinned()

    def join(self, *people: Who, quietly: bool = True) -> None:
        """People come in; unless quietly, the bot is told as Telegram does."""
        for who in people:
            user = user_of(who)
            if quietly:
                self.chat.members[user.id] = Member(user)
                continue
            self.world.stand(self.chat, user, Member(user))
            self.world.post(self.chat, user, service={"new_chat_members": [user.json()]})

    def leave(self, who: Who) -> None:
        """Somebody goes."""
        user = user_of(who)
        out(self.world, self.chat, user, user, Member(user, "left"))

    def kick(self, who: Who) -> None:
        """The owner throws somebody out."""
        user = user_of(who)
        out(self.world, self.chat, user, self._owner, Member(user, "kicked"))

    def promote(self, who: Who, *, anonymous: bool = False, title: str | None = None, owner: bool = False) -> None:
        """Make somebody an administrator with all rights (or the owner)."""
        user = user_of(who)
        rights = {*ADMIN_RIGHTS, "can_pin_messages", "can_manage_topics"}
        status = "creator" if owner else "administrator"
        self.world.stand(self.chat, self._owner, Member(user, status, rights, anonymous, title))  # type: ignore[arg-type] # both words are of Status

    def demote(self, who: Who) -> None:
        """Make an administrator a member again."""
        user = user_of(who)
        self.world.stand(self.chat, self._owner, Member(user))

    def add_bot(self, *, admin: bool = True, can_pin: bool = True, can_delete: bool = False, **rights: bool) -> None:
        """Put the bot into the group; more rights by their Bot API names."""
        bot = self.world.bot
        fresh = not self.chat.member(bot).is_inside
        self.world.stand(self.chat, self._owner, self._bot_standing(admin, can_pin, can_delete, rights))
        if fresh:
            self.world.post(self.chat, self._owner, service={"new_chat_members": [bot.json()]})

    def _bot_standing(self, admin: bool, can_pin: bool, can_delete: bool, more: dict[str, bool]) -> Member:
        if not admin:
            return Member(self.world.bot)
        rights = {"can_manage_chat"} | {name for name, held in more.items() if held}
        rights |= {"can_pin_messages"} if can_pin else set()
        rights |= {"can_delete_messages"} if can_delete else set()
        return Member(self.world.bot, "administrator", rights)

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self.kick(self.world.bot)

    def demote_bot(self) -> None:
        """Take the bot's administrator rights."""
        self.demote(self.world.bot)

    def mute_bot(self) -> None:
        """Forbid the bot to write."""
        self.world.stand(self.chat, self._owner, Member(self.world.bot, "restricted", {"can_react_to_messages"}))

    def say(
        self,
        who: Who,
        text: str = "",
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        quote: str | None = None,
        entities: list[Entity] | None = None,
        via_bot: Who | None = None,
        **media: Any,
    ) -> Message:
        """Somebody says something; ``photo``, ``voice``, … and ``caption`` as in ``shown_media``. Admins who are anonymous stay so."""
        user = user_of(who)
        member = self.chat.member(user)
        if not member.is_inside:
            raise ValueError(f"{user.name} is not in {self.chat.title}")
        if member.anonymous:
            return self.say_anonymously(
                who, text, reply_to=reply_to, topic=topic, quote=quote, entities=entities, **media
            )
        via = user_of(via_bot) if via_bot else None
        fields = self._fields(text, reply_to, topic, quote, entities, media)
        return self.world.post(self.chat, user, via_bot=via, **fields)

    def say_anonymously(self, who: Who, text: str = "", **more: Any) -> Message:
        """An administrator speaks as the group."""
        fields = self._fields(
            text,
            more.pop("reply_to", None),
            more.pop("topic", None),
            more.pop("quote", None),
            more.pop("entities", None),
            more,
        )  # noqa: E501 - one call
        voice = self.world.users[ANONYMOUS_ADMIN]
        signature = self.chat.member(user_of(who)).title
        return self.world.post(self.chat, voice, sender_chat=self.chat, signature=signature, **fields)

    def say_as_channel(self, channel: Chat, text: str = "", *, automatic: bool = False, **more: Any) -> Message:
        """A channel speaks in the group; ``automatic`` makes it the forward of a post of the linked channel."""
        fields = self._fields(
            text, more.pop("reply_to", None), more.pop("topic", None), more.pop("quote", None), None, more
        )
        voice = self.world.users[TELEGRAM if automatic else CHANNEL_VOICE]
        if automatic:
            fields["origin"] = {
                "type": "channel",
                "chat": channel.json(),
                "message_id": 1,
                "date": int(self.world.clock.time()),
            }
        return self.world.post(self.chat, voice, sender_chat=channel, automatic=automatic, **fields)

    def _fields(
        self,
        text: str,
        reply_to: Message | None,
        topic: int | None,
        quote: str | None,
        entities: list[Entity] | None,
        media: Json,
    ) -> Json:
        caption = media.pop("caption", None)
        album = media.pop("album", None)
        shown = shown_media(self.world, media)
        said, marks = trimmed(caption if caption is not None else text, entities or [])
        if not said and not shown:
            raise ValueError("a message needs a text or a file")
        if topic is None and reply_to is not None:
            topic = reply_to.topic
        if topic is not None and reply_to is None:
            reply_to = self.chat.messages.get(topic)
        fields: Json = {
            "text": said,
            "entities": marks,
            "media": shown,
            "reply_to": reply_to,
            "topic": topic,
            "album": album,
        }
        if quote and reply_to:
            fields["quote"] = quoted(reply_to, quote)
        return fields

    def album(
        self, who: Who, captions: list[str], reply_to: Message | None = None, topic: int | None = None
    ) -> list[Message]:
        """Somebody sends several photos as one album: as many messages, and as many updates."""
        number = str(13_000_000_000 + next(self.world.serial))
        return [
            self.say(who, photo=True, caption=caption, album=number, reply_to=reply_to, topic=topic)
            for caption in captions
        ]

    def voice(self, who: Who, caption: str = "", **more: Any) -> Message:
        """Somebody sends a voice note."""
        return self.say(who, voice=True, caption=caption, **more)

    def edit(self, message: Message, text: str) -> Message:
        """The author changes a text or caption."""
        message.edit(self.world.clock.time())
        message.text, message.entities = trimmed(text, [])
        self.world.edited(message)
        return message

    def touch(self, message: Message) -> None:
        """An edit that changes nothing to be seen, as Telegram sometimes tells of."""
        message.edited_at = self.world.clock.time()
        self.world.edited(message)

    def react(self, who: Who, message: Message, emoji: str | tuple[str, ...] = ()) -> None:
        """Somebody puts reactions on a message; an empty tuple takes them away."""
        user = user_of(who)
        new = [emoji] if isinstance(emoji, str) else list(emoji)
        old = message.reactions.pop(user.id, [])
        if new:
            message.reactions[user.id] = new
        if old != new:
            self.world.reacted(message, user, old, new)

    def forward(self, who: Who, message: Message, topic: int | None = None) -> Message:
        """Somebody forwards a message into the group."""
        fields = {"text": message.text, "entities": message.entities, "media": message.media, "topic": topic}
        return self.world.post(self.chat, user_of(who), origin=origin_of(message), **fields)

    def delete(self, message: Message) -> None:
        """Somebody deletes a message; the bot is not told."""
        remove(self.world, message)

    def pin(self, who: Who, message: Message) -> None:
        """Somebody pins a message."""
        pin(self.world, message, user_of(who))

    def unpin(self, message: Message) -> None:
        """Somebody takes a pin away."""
        unpin(self.world, message)

    def open_topic(self, name: str, by: Who | None = None) -> int:
        """A new forum topic; returns its message_thread_id."""
        author = user_of(by) if by else self._owner
        number = next(self.chat.numbers)
        self.chat.numbers = itertools.chain([number], self.chat.numbers)
        self.chat.topics[number] = Topic(number, name)
        self.world.post(
            self.chat, author, topic=number, service={"forum_topic_created": {"name": name, "icon_color": 7322096}}
        )
        return number

    def close_topic(self, topic: int) -> None:
        """Only those who manage topics may write there from now on."""
        self.chat.topics[topic].closed = True
        self.world.post(self.chat, self._owner, topic=topic, service={"forum_topic_closed": {}})

    def delete_topic(self, topic: int) -> None:
        """The topic and all its messages go, without a word to the bot."""
        del self.chat.topics[topic]
        for message in list(self.chat.messages.values()):
            if message.topic == topic:
                remove(self.world, message)

    def upgrade(self, number: int | None = None) -> int:
        """The group becomes a supergroup: new id, new message numbers; returns the new id."""
        old = self.chat
        if old.kind != "group":
            raise ValueError("only a basic group can be upgraded")
        new = self.world.chat(number or -1_002_000_000_000 - next(self.world.serial), "supergroup", old.title)
        new.members, new.permissions = dict(old.members), dict(old.permissions)
        old.moved_to = new.id
        self.world.post(old, self._owner, service={"migrate_to_chat_id": new.id})
        self.world.post(
            new, self.world.users[ANONYMOUS_ADMIN], sender_chat=new, service={"migrate_from_chat_id": old.id}
        )
        self.chat = new
        return new.id

    async def wait_for(self, text: str = "", *, by_bot: bool = True, timeout: float = 10.0, count: int = 1) -> Message:  # noqa: ASYNC109 - reads best in tests
        """The first message (the ``count``-th) that holds this text, as soon as it stands there; TimeoutError otherwise."""

        def found() -> Message | None:
            fitting = [m for m in self.messages if text in m.text and m.by_bot is by_bot and not m.is_service]
            return fitting[count - 1] if len(fitting) >= count else None

        message: Message = await self.world.until(found, timeout)
        return message
