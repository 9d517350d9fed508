"""Telegram's updates as our own small types: only the fields we use, decoded straight from the bytes.

Field names are those of the Bot API (objects Update, Message, User, Chat …).
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType, field

from bot.loops.intake.richtext import plain

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>])")
"""What Telegram takes for a command (tdlib, find_bot_commands)."""

ALLOWED = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "message_reaction_count",
    "my_chat_member",
    "chat_member",
    "poll_answer",
)
"""The updates we ask for; reactions and members come only when they are named."""


class User(Struct, frozen=True, gc=False):
    """A person, or a bot."""

    id: int
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Chat(Struct, frozen=True, gc=False):
    """A private chat, group, supergroup or channel."""

    id: int
    type: str = ""
    title: str = ""
    username: str = ""
    first_name: str = ""
    last_name: str = ""


class Quote(Struct, frozen=True, gc=False):
    """The part of a message that a reply quotes."""

    text: str = ""


class Poll(Struct, frozen=True, gc=False):
    """A poll, as far as a reply to it tells."""

    question: str = ""


class Origin(Struct, frozen=True, gc=False):
    """Who said something first."""

    sender_user: User | None = None


class ExternalReply(Struct, frozen=True, gc=False):
    """A reply to a message in another chat or topic, or from before the group became a supergroup."""

    origin: Origin | None = None


class Message(Struct, frozen=True, gc=False):
    """A message, new or edited, or what a reply carries of the one replied to."""

    message_id: int
    chat: Chat
    date: int = 0
    from_: User | None = field(default=None, name="from")
    sender_chat: Chat | None = None
    text: str = ""
    caption: str = ""
    edit_date: int | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    reply_to_message: "Message | None" = None
    external_reply: ExternalReply | None = None
    quote: Quote | None = None
    media_group_id: str | None = None
    forward_origin: Raw | UnsetType = UNSET
    photo: Raw | UnsetType = UNSET
    video: Raw | UnsetType = UNSET
    voice: Raw | UnsetType = UNSET
    video_note: Raw | UnsetType = UNSET
    audio: Raw | UnsetType = UNSET
    document: Raw | UnsetType = UNSET
    animation: Raw | UnsetType = UNSET
    sticker: Raw | UnsetType = UNSET
    location: Raw | UnsetType = UNSET
    contact: Raw | UnsetType = UNSET
    dice: Raw | UnsetType = UNSET
    story: Raw | UnsetType = UNSET
    rich_message: Any = None
    checklist: Any = None
    poll: Poll | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None

    @property
    def words(self) -> str:
        """The text, a caption, or what a message says that has neither."""
        return self.text or self.caption or plain(self.rich_message or self.checklist)

    @property
    def media(self) -> str:
        """What it is beside text: "photo", "voice" …; empty for plain text."""
        if self.text:
            return ""
        shown = next((name for name in MEDIA if getattr(self, name) not in (UNSET, None)), "")
        return "" if shown in {"rich_message", "checklist"} and self.words else shown

    @property
    def sent_at(self) -> datetime:
        """When it was sent, to the second."""
        return _moment(self.date)

    @property
    def edited_at(self) -> datetime | None:
        """When it was edited last."""
        return None if self.edit_date is None else _moment(self.edit_date)

    @property
    def sender(self) -> User | None:
        """Who speaks: a person, or a chat that speaks as itself (anonymous administrators, channels)."""
        if self.sender_chat is not None:
            return User(self.sender_chat.id, self.sender_chat.title, username=self.sender_chat.username)
        return self.from_

    @property
    def is_plain(self) -> bool:
        """It was said in a group and is no service message. (An edit of anything counts: its words may be gone.)"""
        said = bool(self.words or self.edit_date is not None or self.media)
        return said and self.chat.type in {"group", "supergroup"}

    @property
    def is_forward(self) -> bool:
        """It was forwarded, or (in a group with a channel) put there by Telegram."""
        return self.forward_origin is not UNSET

    @property
    def reply(self) -> "Message | None":
        """The message it replies to. (In a topic, a message that replies to nothing replies to the topic's first.)"""
        there = self.reply_to_message
        if there is not None and self.is_topic_message and there.message_id == self.message_thread_id:
            return None
        return there

    @property
    def replied_to(self) -> User | None:
        """The account behind the message that it replies to."""
        if self.external_reply is not None and self.external_reply.origin is not None:
            return self.external_reply.origin.sender_user
        return None if self.reply is None else self.reply.from_

    @property
    def by_other_bot(self) -> bool:
        """A bot speaks. (Behind a chat that speaks as itself Telegram puts a bot too, which does not count.)"""
        return self.sender_chat is None and self.from_ is not None and self.from_.is_bot

    @property
    def command(self) -> "Command | None":
        """The command at the very start of the text, whoever's it is."""
        found = _COMMAND.match(self.words) if self.words.startswith("/") else None
        if found is None:
            return None
        return Command(found[1].lower(), (found[2] or "").lower(), self.words[found.end() :].strip())


@lru_cache(maxsize=256)
def _moment(seconds: int) -> datetime:
    """A time as Telegram gives it; many messages of a batch have the same."""
    return datetime.fromtimestamp(seconds, UTC)


MEDIA = (
    "photo", "video", "voice", "video_note", "audio", "animation", "document", "sticker", "location", "contact", "dice",
    "story", "rich_message", "checklist", "poll",
)  # fmt: skip
"""The fields that tell of something beside text."""


class Command(Struct, frozen=True, gc=False):
    """A command as somebody typed it."""

    name: str
    bot: str
    """The bot it is meant for, in lower case; empty if none is named."""
    words: str
    """What follows."""


class CallbackQuery(Struct, frozen=True):
    """A press of a button."""

    id: str
    from_: User = field(name="from")
    message: Message | None = None
    data: str = ""


class Reaction(Struct, frozen=True):
    """One person's reactions to a message, as they stand now."""

    chat: Chat
    message_id: int
    date: int
    new_reaction: list[Any]
    user: User | None = None
    actor_chat: Chat | None = None


class CountOfReaction(Struct, frozen=True):
    """How many there are of one reaction."""

    total_count: int = 0


class ReactionCount(Struct, frozen=True):
    """All anonymous reactions to a message, counted."""

    chat: Chat
    message_id: int
    date: int
    reactions: list[CountOfReaction]


class Member(Struct, frozen=True):
    """Somebody's standing in a chat."""

    status: str
    user: User
    can_pin_messages: bool = False
    can_delete_messages: bool = False
    can_send_messages: bool = True
    is_member: bool = True


class MemberChange(Struct, frozen=True):
    """A change of somebody's standing."""

    chat: Chat
    from_: User = field(name="from")
    new_chat_member: Member
    old_chat_member: Member | None = None
    date: int = 0


class PollAnswer(Struct, frozen=True):
    """Somebody's vote."""

    poll_id: str
    option_ids: list[int]
    user: User | None = None
    voter_chat: Chat | None = None


class Update(Struct, frozen=True, gc=False):
    """One thing that happened."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    message_reaction: Reaction | None = None
    message_reaction_count: ReactionCount | None = None
    my_chat_member: MemberChange | None = None
    chat_member: MemberChange | None = None
    poll_answer: PollAnswer | None = None


class UpdateId(Struct, frozen=True):
    """The one field that even an update we can't read should have."""

    update_id: int


decode = msgspec.json.Decoder(Update).decode
decode_id = msgspec.json.Decoder(UpdateId).decode
