"""The room as one sees it on a screen: chats, messages and people as plain JSON for the page."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Message
from bot.rehearsal.people import STANDARD, User
from bot.rehearsal.polls import Poll
from bot.rehearsal.standin import StandIn

Json = dict[str, Any]

MOST_MESSAGES = 1000
"""How many of a chat's newest messages the page is given."""
SNIPPET = 120
"""Characters of a message that stand for it in a reply."""
_KINDS = ("photo", "document", "voice", "audio", "video", "animation", "video_note", "sticker")


def whole(telegram: StandIn) -> Json:
    """Everything that stands in the room now."""
    return {
        "bot": {**_person(telegram.bot), "username": telegram.bot.username},
        "people": people(telegram),
        "chats": [chat | {"messages": _messages(telegram, chat["id"])} for chat in chats(telegram)],
    }


def people(telegram: StandIn) -> list[Json]:
    """Everybody with an account, with their standing in the first group."""
    world = telegram.world
    group = telegram.groups[0].chat if telegram.groups else None
    rows = []
    for user in list(world.users.values()):
        if user.is_bot or user.id in STANDARD:
            continue
        member = group.member(user) if group else None
        rows.append(
            _person(user)
            | {
                "username": user.username,
                "admin": bool(member and member.is_admin),
                "anonymous": bool(member and member.anonymous),
                "inside": bool(member and member.is_inside),
            }
        )
    return rows


def chats(telegram: StandIn) -> list[Json]:
    """The groups, then people's private chats with the bot, without their messages."""
    groups = [group.chat for group in telegram.groups]
    private = [chat for chat in telegram.world.chats.values() if chat.kind == "private" and chat.messages]
    return [_chat(telegram, chat) for chat in [*groups, *private]]


def _chat(telegram: StandIn, chat: Chat) -> Json:
    title = chat.person.name if chat.person else chat.title
    return {
        "id": chat.id,
        "kind": "private" if chat.kind == "private" else "group",
        "title": title or "",
        "username": chat.username,
        "members": sum(member.is_inside for member in chat.members.values()),
        "bot_inside": chat.kind == "private" or chat.member(telegram.bot).is_inside,
        "pinned": [message.id for message in chat.pinned()],
        "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
    }


def _messages(telegram: StandIn, number: int) -> list[Json]:
    standing = [message for message in telegram.world.chats[number].messages.values() if not message.deleted]
    return [message_view(telegram, message) for message in standing[-MOST_MESSAGES:]]


def message_view(telegram: StandIn, message: Message) -> Json:
    """One message as the page shows it; entities as in the Bot API, their offsets in UTF-16 units."""
    view: Json = {
        "id": message.id,
        "at": message.sent_at,
        "author": _author(message),
        "bot": message.by_bot,
        "text": message.text,
        "entities": message.entities,
        "edited": message.edited_at is not None,
        "silent": message.silent,
    }
    if message.service:
        view["service"] = _told(message)
    if message.reply_to and not message.reply_to.deleted and message.reply_to.id != message.topic:
        view["reply"] = _snippet(message.reply_to) | {"quote": (message.quote or {}).get("text")}
    if message.origin:
        view["forwarded"] = _origin(message.origin)
    if message.topic is not None and message.topic in message.chat.topics:
        view["topic"] = {"id": message.topic, "name": message.chat.topics[message.topic].name}
    if message.media:
        view |= {"media": _media(telegram, message.media), "album": message.album}
    if message.poll:
        view["poll"] = _poll(message.poll)
    if message.markup:
        view["buttons"] = message.buttons
    view["reactions"] = _reactions(message)
    return view


def _person(user: User) -> Json:
    return {"id": user.id, "name": user.name}


def _author(message: Message) -> Json:
    who = message.sender_chat or message.author
    title = message.signature if message.sender_chat else None
    return {"id": who.id if who else 0, "name": message.speaker, "title": title, "user": message.author is not None}


def _snippet(message: Message) -> Json:
    text = message.text or (message.poll.question if message.poll else "")
    return {
        "id": message.id,
        "author": _author(message),
        "text": text[:SNIPPET] or next((kind for kind in _KINDS if kind in message.media), ""),
    }


def _origin(origin: Json) -> str:
    who = origin.get("sender_user") or origin.get("sender_chat") or origin.get("chat") or {}
    names = [who.get("first_name"), who.get("last_name")]
    return " ".join(name for name in names if name) or str(who.get("title") or origin.get("sender_user_name") or "")


def _media(telegram: StandIn, media: Json) -> Json:
    kind = next((kind for kind in _KINDS if kind in media), "")
    if not kind:
        return {"kind": "other", "name": ", ".join(media)}
    body = media[kind][-1] if kind == "photo" else media[kind]
    file = telegram.world.files.get(body["file_id"])
    name = file.name if file else kind
    return {"kind": kind, "file": body["file_id"], "name": name, "size": len(file.content) if file else 0}


def _poll(poll: Poll) -> Json:
    counts = [sum(number in chosen for _, chosen in poll.votes.values()) for number in range(len(poll.options))]
    return {
        "question": poll.question,
        "options": [{"text": text, "votes": count} for text, count in zip(poll.options, counts, strict=True)],
        "voters": len(poll.votes),
        "anonymous": poll.anonymous,
        "several": poll.several,
        "closed": poll.closed,
        "quiz": poll.kind == "quiz",
        "chosen": {str(number): chosen for number, (_, chosen) in poll.votes.items()},
    }


def _reactions(message: Message) -> list[Json]:
    by: dict[str, list[int]] = {}
    for number, chosen in message.reactions.items():
        for emoji in chosen:
            by.setdefault(emoji, []).append(number)
    return [{"emoji": emoji, "by": numbers} for emoji, numbers in by.items()]


def _told(message: Message) -> str:
    """What a service message tells, in a sentence."""
    who = message.speaker or "Somebody"
    service = message.service
    if people := service.get("new_chat_members"):
        names = ", ".join(" ".join(filter(None, (one["first_name"], one.get("last_name")))) for one in people)
        return f"{names} joined the group" if names == who else f"{who} added {names}"
    if gone := service.get("left_chat_member"):
        return f"{who} left the group" if gone["first_name"] in who else f"{who} removed {gone['first_name']}"
    if pinned := service.get("pinned_message"):
        text = pinned.text.partition("\n")[0] or "a message"
        return f"{who} pinned “{text[:60]}{'…' if len(text) > 60 else ''}”"
    if "migrate_to_chat_id" in service or "migrate_from_chat_id" in service:
        return "The group became a supergroup"
    if topic := service.get("forum_topic_created"):
        return f"{who} opened the topic “{topic.get('name', '')}”"
    return f"{who}: {', '.join(name.replace('_', ' ') for name in service)}"
