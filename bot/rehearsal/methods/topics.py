"""Forum topics that the bot opens, renames, closes."""

from typing import Any

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.chats import Chat, Topic
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.editing import remove
from bot.rehearsal.people import User
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

COLOUR = 7322096  # the first of the six icon colours (Bot API, createForumTopic)


def open_topic(world: World, chat: Chat, name: str, by: User) -> Message:
    """A new topic; its number is that of the message which tells of it."""
    told = {"forum_topic_created": {"name": name, "icon_color": COLOUR}}
    number = chat.next_number()
    chat.topics[number] = Topic(number, name)
    return world.post(chat, by, topic=number, service=told, number=number)


def set_closed(world: World, chat: Chat, topic: Topic, by: User, *, closed: bool) -> None:
    """Close or reopen a topic and tell of it."""
    topic.closed = closed
    word = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.post(chat, by, topic=topic.id, service={word: {}})


def drop_topic(world: World, chat: Chat, topic: Topic) -> None:
    """The topic and all its messages go; no update tells of it."""
    del chat.topics[topic.id]
    for message in list(chat.messages.values()):
        if message.topic == topic.id and not message.deleted:
            remove(world, message)


def _forum(world: World, call: Call, right: str = "can_manage_topics") -> Chat:
    chat = reach(world, call, write=True)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    if not chat.may(world.bot, right):
        raise bad("not enough rights to manage the forum topic")
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None:
        raise bad("message thread not found")
    return topic


@method("createForumTopic")
def create_forum_topic(world: World, call: Call) -> Json:
    """Open a topic."""
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad("topic name is invalid")
    message = open_topic(world, _forum(world, call), name, world.bot)
    return {"message_thread_id": message.id, "name": name, "icon_color": COLOUR}


@method("editForumTopic")
def edit_forum_topic(world: World, call: Call) -> bool:
    """Rename a topic."""
    chat = _forum(world, call)
    topic = _topic(chat, call)
    name = call.text("name").strip() or topic.name
    if name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    world.post(chat, world.bot, topic=topic.id, service={"forum_topic_edited": {"name": name}})
    return True


@method("closeForumTopic")
def close_forum_topic(world: World, call: Call) -> bool:
    """Close a topic to most members."""
    chat = _forum(world, call)
    topic = _topic(chat, call)
    if topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    set_closed(world, chat, topic, world.bot, closed=True)
    return True


@method("reopenForumTopic")
def reopen_forum_topic(world: World, call: Call) -> bool:
    """Open a closed topic again."""
    chat = _forum(world, call)
    topic = _topic(chat, call)
    if not topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    set_closed(world, chat, topic, world.bot, closed=False)
    return True


@method("deleteForumTopic")
def delete_forum_topic(world: World, call: Call) -> bool:
    """Remove a topic with all that was said in it."""
    chat = _forum(world, call, "can_delete_messages")
    drop_topic(world, chat, _topic(chat, call))
    return True
