"""Messages as the rehearsal room keeps them, and as the Bot API shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Entity, write_html
from bot.rehearsal.people import User
from bot.rehearsal.polls import Poll

Json = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Edit:
    """One change of a message: when (seconds since 1970) and what it said before."""

    at: float
    text: str
    markup: Json | None


@dataclass(slots=True, eq=False)
class Message:
    """One message. ``text`` is its caption when it shows a file; ``service`` holds what a service message tells."""

    id: int
    chat: Chat
    author: User | None
    sent_at: float
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    sender_chat: Chat | None = None
    signature: str | None = None
    media: Json = field(default_factory=dict)
    service: Json = field(default_factory=dict)
    reply_to: Message | None = None
    external_reply: Json | None = None
    quote: Json | None = None
    topic: int | None = None
    origin: Json | None = None
    automatic: bool = False
    album: str | None = None
    via_bot: User | None = None
    poll: Poll | None = None
    markup: Json | None = None
    fixed: bool = False
    by_bot: bool = False
    silent: bool = False
    protected: bool = False
    preview: Json | None = None
    pinned: bool = False
    deleted: bool = False
    edited_at: float | None = None
    edits: list[Edit] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def date(self) -> int:
        """When it was sent, in whole seconds since 1970, as Telegram tells it."""
        return int(self.sent_at)

    @property
    def html(self) -> str:
        """The text as the HTML that makes it."""
        return write_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of inline buttons below the message."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def speaker(self) -> str:
        """The name that the apps show above the message."""
        if self.sender_chat:
            return self.sender_chat.title or ""
        return self.author.name if self.author else ""

    @property
    def root(self) -> Message:
        """The message that began the thread of replies. Outside forums Telegram calls it message_thread_id too."""
        message = self
        while message.reply_to:
            message = message.reply_to
        return message

    @property
    def is_service(self) -> bool:
        """True for messages that only tell what happened (joins, pins, …)."""
        return bool(self.service)

    def edit(self, at: float) -> None:
        """Keep what the message said until now, before it is changed."""
        self.edits.append(Edit(at, self.text, self.markup))
        self.edited_at = at

    def json(self, *, deep: bool = True) -> Json:
        """A Bot API ``Message``; the message it replies to is shown one level deep."""
        body: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.author:
            body["from"] = self.author.json()
        if self.sender_chat:
            body["sender_chat"] = self.sender_chat.json()
        if self.signature:
            body["author_signature"] = self.signature
        if self.edited_at is not None:
            body["edit_date"] = int(self.edited_at)
        if self.topic is not None:
            body |= {"message_thread_id": self.topic, "is_topic_message": True}
        elif self.chat.kind == "supergroup" and self.reply_to:
            body["message_thread_id"] = self.root.id
        if deep and self.reply_to and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to.json(deep=False)
        body |= {
            name: value
            for name, value in (
                ("forward_origin", self.origin),
                ("external_reply", self.external_reply),
                ("quote", self.quote),
                ("media_group_id", self.album),
                ("via_bot", self.via_bot.json() if self.via_bot else None),
                ("reply_markup", self.markup),
                ("link_preview_options", self.preview),
            )
            if value is not None
        }
        if self.automatic:
            body["is_automatic_forward"] = True
        if self.protected:
            body["has_protected_content"] = True
        return body | self._content()

    def _content(self) -> Json:
        body: Json = {**self.media, **self.service}
        if self.poll:
            body["poll"] = self.poll.json()
        word = "caption" if self.media else "text"
        if self.text:
            body[word] = self.text
            if self.entities:
                body["entities" if word == "text" else "caption_entities"] = [dict(e) for e in self.entities]
        pinned = body.get("pinned_message")
        if isinstance(pinned, Message):
            body["pinned_message"] = pinned.json(deep=False)
        return body
