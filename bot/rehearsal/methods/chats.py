"""Looking at chats and their members, and leaving."""

from typing import Any

from bot.rehearsal.calls import Call, find_chat, method, reach
from bot.rehearsal.chats import Chat, Member
from bot.rehearsal.people import User
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat")
def get_chat(world: World, call: Call) -> Json:
    """All about a chat."""
    chat = find_chat(world, call.params.get("chat_id"))
    if chat.moved_to is None:
        chat = reach(world, call)
    body = chat.json() | {"accent_color_id": chat.id % 7, "max_reaction_count": 11}
    body["accepted_gift_types"] = dict.fromkeys(GIFTS, chat.kind == "private")
    if chat.is_group:
        body["permissions"] = dict(chat.permissions)
    if chat.linked is not None:
        body["linked_chat_id"] = chat.linked
    if pinned := chat.pinned():
        body["pinned_message"] = pinned[0].json(deep=False)
    if chat.username:
        body["active_usernames"] = [chat.username]
    return body


def _user(world: World, call: Call) -> User:
    number = call.number("user_id")
    if not number:
        raise bad("invalid user_id specified")
    if number not in world.users:
        raise bad("user not found")
    return world.users[number]


@method("getChatMember")
def get_chat_member(world: World, call: Call) -> Json:
    """Somebody's standing in a chat."""
    user = _user(world, call)
    chat = reach(world, call)
    if chat.kind == "private":
        return Member(user).json(chat.kind)
    return chat.member(user).json(chat.kind)


@method("getChatAdministrators")
def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """The owner and administrators; other bots are left out."""
    chat = reach(world, call)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    with_bots = call.flag("return_bots")
    admins = (m for m in chat.members.values() if m.is_admin)
    return [m.json(chat.kind) for m in admins if with_bots or not m.user.is_bot or m.user is world.bot]


@method("getChatMemberCount")
def get_chat_member_count(world: World, call: Call) -> int:
    """How many are in the chat."""
    chat = reach(world, call)
    return 2 if chat.kind == "private" else sum(member.is_inside for member in chat.members.values())


@method("leaveChat")
def leave_chat(world: World, call: Call) -> bool:
    """The bot goes."""
    chat = find_chat(world, call.params.get("chat_id"))
    if chat.moved_to is not None:
        raise bad("chat is deactivated")
    chat = reach(world, call)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    out(world, chat, world.bot, world.bot, Member(world.bot, "left"))
    return True


def out(world: World, chat: Chat, user: User, by: User, standing: Member) -> None:
    """Somebody leaves or is thrown out: the bot hears its own status and the service message."""
    if user is world.bot:
        world.stand(chat, by, standing)
        if chat.is_group:
            message = world.post(chat, by, service={"left_chat_member": user.json()})
            world.updates.add("message", message.json(), f"chat{chat.id}")
        return
    if chat.is_group:
        world.post(chat, by, service={"left_chat_member": user.json()})
    world.stand(chat, by, standing)
