"""Pinning and unpinning."""

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Message
from bot.rehearsal.people import User
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World


def _allowed(world: World, chat: Chat) -> None:
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if chat.kind != "private" and not chat.may(world.bot, right):
        raise bad("not enough rights to manage pinned messages in the chat")


def pin(world: World, message: Message, by: User, *, silent: bool = False) -> None:
    """Pin a message, and tell of it in the chat as Telegram does."""
    if message.pinned:
        return
    message.pinned = True
    world.publish("pinned", message.chat, {"message_id": message.id, "pinned": True})
    world.post(message.chat, by, service={"pinned_message": message}, topic=message.topic, silent=silent)


def unpin(world: World, message: Message) -> None:
    """Take a pin away, without a word in the chat."""
    message.pinned = False
    world.publish("pinned", message.chat, {"message_id": message.id, "pinned": False})


@method("pinChatMessage")
def pin_chat_message(world: World, call: Call) -> bool:
    """Pin a message."""
    chat = reach(world, call, write=True)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to pin not found")
    _allowed(world, chat)
    if message.is_service:
        raise bad("message can't be pinned")
    pin(world, message, world.bot, silent=call.flag("disable_notification"))
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, call: Call) -> bool:
    """Unpin a message; without a number, the newest pinned one."""
    chat = reach(world, call, write=True)
    number = call.number("message_id")
    message = chat.messages.get(number) if number else next(iter(chat.pinned()), None)
    if message is None or message.deleted:
        raise bad("message to unpin not found")
    _allowed(world, chat)
    if message.pinned:
        unpin(world, message)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, call: Call) -> bool:
    """Unpin everything."""
    chat = reach(world, call, write=True)
    _allowed(world, chat)
    for message in chat.pinned():
        unpin(world, message)
    return True
