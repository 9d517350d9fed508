"""Sending: sendMessage, and what every sending method shares."""

import re
from typing import Any

from bot.rehearsal.calls import Call, find_chat, method, reach
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Entity, cut, read_html, units
from bot.rehearsal.findings import find
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.keyboards import check_buttons, read_markup
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

TEXT_LIMIT = 4096  # UTF-16 units, the stricter reading (Bot API, sendMessage)
CAPTION_LIMIT = 1024
RAW_LIMIT = 32 * 1024  # bytes of unparsed text (tdlib/telegram-bot-api)
_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff]*\Z"
)
_SELF_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
_KNOWN = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip


def shows_nothing(text: str) -> bool:
    """True for a text that would be invisible."""
    return bool(_BLANK.match(text))


def formatted(world: World, call: Call, name: str = "text", prefix: str = "") -> tuple[str, list[Entity]]:
    """A text parameter with its formatting read and its own links and hashtags found; trimmed as Telegram does."""
    raw = call.text(name).replace("\r", "")  # before offsets are counted, as Telegram drops it
    if len(raw.encode()) > RAW_LIMIT:
        raise bad("text is too long" if name == "text" else "message caption is too long")
    mode = call.text(f"{prefix}parse_mode").lower()
    entities_name = "entities" if name == "text" else f"{name}_entities"
    if mode == "html":
        text, entities = read_html(raw)
    elif mode in {"", "none"}:
        text, entities = raw, _explicit(call, entities_name, raw)
    else:
        raise bad("unsupported parse_mode")
    for entity in entities:
        if entity["type"] == "text_mention" and (user := world.users.get(entity["user"]["id"])):
            entity["user"] = user.json()
    return trimmed(text, entities)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut blanks from both ends, move the entities along, and add what Telegram finds by itself."""
    text = "".join(letter if letter == "\n" or ord(letter) >= 32 else " " for letter in text)
    text = text.rstrip(" \n")
    lead = len(text) - len(text.lstrip(" \n"))
    text, end = text[lead:], units(text) - lead
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, find(text, kept)


def _explicit(call: Call, name: str, text: str) -> list[Entity]:
    given = call.value(name, "message entities") or []
    if not isinstance(given, list):
        raise bad("can't parse message entities JSON object")
    entities: list[Entity] = []
    length = units(text)
    for entity in given:
        kind = entity.get("type") if isinstance(entity, dict) else None
        if kind in _SELF_FOUND:
            continue
        if kind not in _KNOWN:
            raise bad("can't parse MessageEntity: Unsupported type specified")
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int) or offset < 0 or offset + size > length:
            raise bad("entity beginning or end is out of the text")
        cut_out = cut(text, offset, size)
        if "\ufffd" in cut_out and "\ufffd" not in text:
            raise bad("entity begins or ends in the middle of a UTF-16 symbol")
        if size > 0:
            entities.append(dict(entity))
    return entities


def writable(world: World, call: Call, right: str = "can_send_messages", what: str = "text messages") -> Chat:
    """The chat to send into; raises Refusal when the bot may not send there."""
    chat = reach(world, call, write=True)
    if chat.kind == "channel":
        if "can_post_messages" not in chat.member(world.bot).rights:
            raise bad("need administrator rights in the channel chat")
    elif chat.is_group and not chat.may(world.bot, right):
        raise bad(f"not enough rights to send {what} to the chat")
    return chat


def thread(world: World, call: Call, chat: Chat) -> int | None:
    """The topic to send into, or None; raises Refusal for one that is not there or closed."""
    number = call.number("message_thread_id")
    if not number:
        if chat.is_forum and chat.general_closed and not chat.may(world.bot, "can_manage_topics"):
            raise bad("TOPIC_CLOSED")
        return None
    if chat.kind == "private" or not chat.is_forum or number not in chat.topics:
        raise bad("message thread not found")
    if chat.topics[number].closed and not chat.may(world.bot, "can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return number


def reply(world: World, call: Call, chat: Chat) -> Json:
    """The fields of a message that say what it replies to; raises Refusal when that is gone or misquoted."""
    wish = call.thing("reply_parameters", "reply parameters") or {
        "message_id": call.number("reply_to_message_id"),
        "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
    }
    number = wish.get("message_id")
    if not number:
        return {}
    if not isinstance(number, int):
        raise bad('can\'t parse reply parameters: field "message_id" must be of type Number')
    source = find_chat(world, wish["chat_id"]) if wish.get("chat_id") not in (None, "") else chat
    target = source.messages.get(number)
    if target is None or target.deleted:
        if wish.get("allow_sending_without_reply") is True:
            return {}
        raise bad("message to be replied not found")
    fields: Json = {"reply_to": target}
    if quote := wish.get("quote"):
        if quote not in target.text:
            raise bad("QUOTE_TEXT_INVALID")
        fields["quote"] = {"text": quote, "position": units(target.text[: target.text.index(quote)]), "is_manual": True}
    if source is not chat:
        fields["external_reply"] = external(target)
        fields.pop("reply_to")
    return fields


def external(target: Message) -> Json:
    """A Bot API ``ExternalReplyInfo`` of a message in another chat or topic."""
    info: Json = {"origin": origin_of(target)} | target.media
    if target.chat.kind in {"supergroup", "channel"}:
        info |= {"chat": target.chat.json(), "message_id": target.id}
    return info


def origin_of(message: Message) -> Json:
    """A Bot API ``MessageOrigin``: who said it first."""
    if message.origin:
        return message.origin
    if message.sender_chat:
        kind = "channel" if message.chat.kind == "channel" else "chat"
        body: Json = {"type": kind, "date": message.date}
        if kind == "channel":
            return body | {"chat": message.chat.json(), "message_id": message.id}
        return body | {"sender_chat": message.sender_chat.json()}
    author = message.author.json() if message.author else {}
    return {"type": "user", "date": message.date, "sender_user": author}


def common(world: World, call: Call, chat: Chat) -> Json:
    """Topic, reply and the flags that all sending methods share."""
    topic = thread(world, call, chat)
    fields = reply(world, call, chat)
    target = fields.get("reply_to")
    if topic is None and target is not None and target.topic is not None:
        topic = target.topic
    if topic is not None and "reply_to" not in fields and topic in chat.messages:
        fields["reply_to"] = chat.messages[topic]
    return fields | {
        "topic": topic,
        "silent": call.flag("disable_notification"),
        "protected": call.flag("protect_content"),
    }


@method("sendMessage")
def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    if not call.text("text"):
        raise bad("message text is empty")
    text, entities = formatted(world, call)
    markup, fixed = read_markup(call)
    preview = call.thing("link_preview_options", "link preview options")
    chat = writable(world, call)
    fields = common(world, call, chat)
    if shows_nothing(text):
        raise bad("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad("message is too long")
    check_buttons(markup)
    if preview and not any(entity["type"] in {"url", "text_link"} for entity in entities):
        preview = None
    message = world.post(
        chat, world.bot, text, entities=entities, markup=markup, fixed=fixed, preview=preview or None, **fields
    )
    return message.json()


@method("sendChatAction")
def send_chat_action(world: World, call: Call) -> bool:
    """Show "typing …"."""
    reach(world, call, write=True)
    if not call.text("action"):
        raise bad("wrong parameter action in request")
    return True
