"""A group as a test or a page handles it: people come, talk, edit, react and go."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Entity, units
from bot.rehearsal.files import shown_media
from bot.rehearsal.membership import Membership, Who, user_of
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.editing import remove
from bot.rehearsal.methods.pins import pin, unpin
from bot.rehearsal.methods.sending import TEXT_LIMIT, external, origin_of, trimmed
from bot.rehearsal.methods.topics import drop_topic, open_topic, set_closed
from bot.rehearsal.people import ANONYMOUS_ADMIN, CHANNEL_VOICE, TELEGRAM
from bot.rehearsal.persons import quoted
from bot.rehearsal.polls import Poll
from bot.rehearsal.world import PATIENCE

Json = dict[str, Any]


class Group(Membership):
    """One group, or the supergroup it became."""

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
        """Somebody says something; ``photo=True`` (or bytes), ``voice``, … and ``caption`` send a file.

        Administrators who are anonymous speak as the group. Raises ValueError for outsiders.
        """
        user = user_of(who)
        member = self.chat.member(user)
        if not member.is_inside:
            raise ValueError(f"{user.name} is not in {self.chat.title}")
        if topic in self.chat.topics and self.chat.topics[topic].closed and not member.is_admin:
            raise ValueError(f"{self.chat.topics[topic].name} is closed")
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
        )
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
        if units(said) > TEXT_LIMIT:
            raise ValueError("nobody can send a text this long")
        elsewhere = reply_to is not None and (
            reply_to.chat is not self.chat or (topic or reply_to.topic) != reply_to.topic
        )
        if topic is None and reply_to is not None and not elsewhere:
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
        if reply_to and (quote or elsewhere):
            fields["quote"] = quoted(reply_to, quote or reply_to.text, by_hand=bool(quote))
        if reply_to and elsewhere:
            fields |= {"external_reply": external(reply_to), "reply_to": None}
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

    def post(self, who: Who, **content: Any) -> Message:
        """Somebody sends another kind of thing, given by its Bot API fields: ``rich_message={…}``."""
        return self.world.post(self.chat, user_of(who), media=content)

    def poll(self, who: Who, question: str, options: list[str], **more: Any) -> Message:
        """Somebody starts a poll of their own; the bot hears of it, but not of its votes."""
        number = str(5_000_000_000_000 + next(self.world.serial))
        return self.world.post(self.chat, user_of(who), poll=Poll(number, question, options, by_bot=False, **more))

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
            voice = self.chat if self.chat.member(user).anonymous else None
            self.world.reacted(message, user, old, new, voice)

    def forward(self, who: Who, message: Message, topic: int | None = None) -> Message:
        """Somebody forwards a message into the group."""
        fields: Json = {"text": message.text, "entities": message.entities, "media": message.media, "topic": topic}
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
        return open_topic(self.world, self.chat, name, user_of(by) if by else self.owner).id

    def close_topic(self, topic: int) -> None:
        """Only those who manage topics may write there from now on."""
        set_closed(self.world, self.chat, self.chat.topics[topic], self.owner, closed=True)

    def delete_topic(self, topic: int) -> None:
        """The topic and all its messages go, without a word to the bot."""
        drop_topic(self.world, self.chat, self.chat.topics[topic])

    def upgrade(self, number: int | None = None) -> int:
        """The group becomes a supergroup: new id, new message numbers; returns the new id."""
        old = self.chat
        if old.kind != "group":
            raise ValueError("only a basic group can be upgraded")
        new = self.world.chat(number or -1_002_000_000_000 - next(self.world.serial), "supergroup", old.title)
        new.members, new.permissions = dict(old.members), dict(old.permissions)
        old.moved_to = new.id
        self.world.post(old, self.owner, service={"migrate_to_chat_id": new.id})
        self.world.post(
            new, self.world.users[ANONYMOUS_ADMIN], sender_chat=new, service={"migrate_from_chat_id": old.id}
        )
        self.chat = new
        return new.id

    async def wait_for(
        self,
        text: str = "",
        *,
        by_bot: bool = True,
        count: int = 1,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - reads best in tests
    ) -> Message:
        """The ``count``-th message that holds this text, as soon as it stands there; TimeoutError otherwise."""

        def found() -> Message | None:
            fitting = [m for m in self.messages if text in m.text and m.by_bot is by_bot and not m.is_service]
            return fitting[count - 1] if len(fitting) >= count else None

        message: Message = await self.world.until(found, timeout)
        return message
