"""Chats of the rehearsal room: who is in them with which rights, their topics, their messages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bot.rehearsal.people import User

if TYPE_CHECKING:
    from bot.rehearsal.messages import Message

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_NOT_FOR_ALL = {"can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag"}


def usual_permissions() -> dict[str, bool]:
    """What members may do in a fresh supergroup: talk, but neither pin nor change the group."""
    return {name: name not in _NOT_FOR_ALL for name in PERMISSIONS}


@dataclass(slots=True)
class Member:
    """Somebody's standing in a chat; ``rights`` names the true ones."""

    user: User
    status: Status = "member"
    rights: set[str] = field(default_factory=set)
    anonymous: bool = False
    title: str | None = None

    @property
    def is_admin(self) -> bool:
        """True for the owner and administrators."""
        return self.status in {"creator", "administrator"}

    @property
    def is_inside(self) -> bool:
        """True while they are in the chat."""
        return self.status not in {"left", "kicked"}

    def json(self, kind: Kind) -> dict[str, Any]:
        """A Bot API ``ChatMember``."""
        body: dict[str, Any] = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            body["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            body |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            body |= {right: right in self.rights for right in ADMIN_RIGHTS}
            if kind in {"group", "supergroup"}:
                body["can_pin_messages"] = "can_pin_messages" in self.rights
            if kind == "supergroup":
                body["can_manage_topics"] = "can_manage_topics" in self.rights
        elif self.status == "restricted":
            body |= {"is_member": True, "until_date": 0}
            body |= {name: name in self.rights for name in PERMISSIONS}
        elif self.status == "kicked":
            body["until_date"] = 0
        if self.title and self.is_admin:
            body["custom_title"] = self.title
        return body


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """One chat and all that was said in it."""

    id: int
    kind: Kind
    title: str | None = None
    username: str | None = None
    person: User | None = None
    is_forum: bool = False
    linked: int | None = None
    moved_to: int | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    members: dict[int, Member] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=usual_permissions)
    topics: dict[int, Topic] = field(default_factory=dict)
    general_closed: bool = False
    hears_all: bool = False
    messages: dict[int, Message] = field(default_factory=dict)

    def next_number(self) -> int:
        """A fresh message number."""
        return next(self.numbers)

    @property
    def is_group(self) -> bool:
        """True for basic groups and supergroups."""
        return self.kind in {"group", "supergroup"}

    def member(self, user: User) -> Member:
        """Somebody's standing; outsiders have ``left``."""
        return self.members.get(user.id) or Member(user, "left")

    def may(self, user: User, right: str) -> bool:
        """Whether somebody holds an administrator's right, or the permission of that name that all members have."""
        member = self.member(user)
        if member.status == "creator" or (member.status == "administrator" and right in member.rights):
            return True
        if member.status == "restricted":
            return right in member.rights and self.permissions.get(right, False)
        if member.status == "administrator":
            return right.startswith(("can_send_", "can_react", "can_add")) or self.permissions.get(right, False)
        return member.status == "member" and self.permissions.get(right, False)

    def pinned(self) -> list[Message]:
        """The pinned messages, the newest first."""
        return sorted((m for m in self.messages.values() if m.pinned), key=lambda m: -m.id)

    def json(self) -> dict[str, Any]:
        """A Bot API ``Chat``."""
        body: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person:
            body |= {k: v for k, v in self.person.json().items() if k in {"first_name", "last_name", "username"}}
        if self.title is not None:
            body["title"] = self.title
        if self.username:
            body["username"] = self.username
        if self.is_forum:
            body["is_forum"] = True
        return body
