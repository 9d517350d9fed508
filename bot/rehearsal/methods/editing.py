"""Editing and deleting what was sent."""

from typing import Any

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import units
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.keyboards import check_buttons, read_markup
from bot.rehearsal.methods.sending import CAPTION_LIMIT, TEXT_LIMIT, formatted, shows_nothing
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
OLD = 48 * 3600  # seconds after which a message can't be deleted (Bot API, deleteMessage)


def own(world: World, call: Call) -> tuple[Chat, Message]:
    """The bot's own message that a call wants to change; raises Refusal when it is not there or not changeable."""
    chat = reach(world, call, write=True)
    number = call.number("message_id")
    if not number:
        raise bad("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if not message.by_bot or message.is_service or message.fixed or message.origin:
        raise bad("message can't be edited")
    return chat, message


def _apply(world: World, message: Message, markup: Json | None) -> Json:
    check_buttons(markup)
    message.markup = markup
    world.publish("edited", message.chat, message.json())
    return message.json()


def _reword(world: World, message: Message, text: str, entities: list[Json], markup: Json | None) -> Json:
    """Give a message, or a file's caption, new words; refused when nothing would change."""
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad(UNCHANGED)
    check_buttons(markup)
    message.edit(world.clock.time())
    message.text, message.entities = text, entities
    return _apply(world, message, markup)


@method("editMessageText")
def edit_message_text(world: World, call: Call) -> Json:
    """Change a text; without a keyboard in the call, the keyboard goes."""
    if not call.text("text"):
        raise bad("message text is empty")
    text, entities = formatted(world, call)
    markup, _ = read_markup(call)
    _, message = own(world, call)
    if message.media or message.poll:
        raise bad("there is no text in the message to edit")
    if shows_nothing(text):
        raise bad("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    return _reword(world, message, text, entities, markup)


@method("editMessageCaption")
def edit_message_caption(world: World, call: Call) -> Json:
    """Change the text below a file."""
    text, entities = formatted(world, call, "caption")
    markup, _ = read_markup(call)
    _, message = own(world, call)
    if not message.media:
        raise bad("there is no caption in the message to edit")
    if units(text) > CAPTION_LIMIT:
        raise bad("MEDIA_CAPTION_TOO_LONG")
    return _reword(world, message, text, entities, markup)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Change or remove the keyboard alone."""
    markup, _ = read_markup(call)
    _, message = own(world, call)
    if markup == message.markup:
        raise bad(UNCHANGED)
    check_buttons(markup)
    message.edit(world.clock.time())
    return _apply(world, message, markup)


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    if world.clock.time() - message.sent_at >= OLD and not chat.may(world.bot, "can_delete_messages"):
        return False
    if message.service.keys() & {"group_chat_created", "supergroup_chat_created", "forum_topic_created"}:
        return False
    return message.by_bot or chat.kind == "private" or chat.may(world.bot, "can_delete_messages")


def remove(world: World, message: Message) -> None:
    """Take a message out of its chat. No update tells of it."""
    message.deleted = True
    message.pinned = False
    world.publish("deleted", message.chat, {"message_id": message.id})


@method("deleteMessage")
def delete_message(world: World, call: Call) -> bool:
    """Delete one message."""
    chat = reach(world, call)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to delete not found")
    if not _deletable(world, chat, message):
        raise bad("message can't be deleted")
    remove(world, message)
    return True


@method("deleteMessages")
def delete_messages(world: World, call: Call) -> bool:
    """Delete several messages of one chat; those that are not there are passed over."""
    chat = reach(world, call)
    numbers = call.value("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified")
    messages = [m for n in numbers if (m := chat.messages.get(int(n))) and not m.deleted]
    if not all(_deletable(world, chat, message) for message in messages):
        raise bad("message can't be deleted")
    for message in messages:
        remove(world, message)
    return True
