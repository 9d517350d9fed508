"""Who the bot is, and its menu of commands."""

import json
from typing import Any

from bot.rehearsal.calls import Call, find_chat, method
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (), "chat": ("chat_id",),
    "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip
COMMAND_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


@method("getMe")
def get_me(world: World, _call: Call) -> Json:
    """Who the bot is, and whether it hears everything."""
    return world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
def log_out(_world: World, _call: Call) -> bool:
    """Leave the cloud's server; nothing to do here."""
    return True


@method("close")
def close(_world: World, _call: Call) -> bool:
    """Close the bot's instance; nothing to do here."""
    return True


def _key(world: World, call: Call) -> str:
    scope = call.thing("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    for name in SCOPES[str(kind)]:
        if not scope.get(name):
            raise bad(f"can't parse BotCommandScope: {name} is empty")
    if "chat_id" in SCOPES[str(kind)]:
        scope["chat_id"] = find_chat(world, scope["chat_id"]).id
    language = call.text("language_code")
    if language and not (len(language) == 2 and language.isascii() and language.islower()):
        raise bad("invalid language code specified")
    return json.dumps([{name: scope[name] for name in ("type", *SCOPES[str(kind)])}, language])


@method("setMyCommands")
def set_my_commands(world: World, call: Call) -> bool:
    """Set the menu of one scope and language."""
    commands = call.value("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad("can't parse bot commands JSON object")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    kept = []
    key = _key(world, call)
    for entry in commands:
        name = str(entry.get("command", "")).strip().removeprefix("/")
        description = str(entry.get("description", "")).strip()
        if not name:
            raise bad("command must be non-empty")
        if not description:
            raise bad("command description must be non-empty")
        if len(name) > 32:
            raise bad("command length must not exceed 32")
        if len(description) > 256:
            raise bad("command description length must not exceed 256")
        if not set(name) <= COMMAND_LETTERS:
            raise bad("BOT_COMMAND_INVALID")
        kept.append({"command": name, "description": description})
    world.settings[f"commands {key}"] = kept
    world.publish("commands", None, {"commands": kept})
    return True


@method("getMyCommands")
def get_my_commands(world: World, call: Call) -> list[Json]:
    """The menu of exactly this scope and language."""
    menu: list[Json] = world.settings.get(f"commands {_key(world, call)}", [])
    return menu


@method("deleteMyCommands")
def delete_my_commands(world: World, call: Call) -> bool:
    """Remove the menu of one scope and language."""
    world.settings.pop(f"commands {_key(world, call)}", None)
    return True


def _wording(kind: str, field: str, most: int) -> None:
    @method(f"set{kind}")
    def setter(world: World, call: Call) -> bool:
        """Keep one of the bot's own texts."""
        if len(call.text(field)) > most:
            raise bad(f"bot {field.replace('_', ' ')} is too long")
        world.settings[f"{kind} {call.text('language_code')}"] = call.text(field)
        return True

    @method(f"get{kind}")
    def getter(world: World, call: Call) -> Json:
        """Show one of the bot's own texts."""
        return {field: world.settings.get(f"{kind} {call.text('language_code')}", "")}


_wording("MyDescription", "description", 512)
_wording("MyShortDescription", "short_description", 120)
_wording("MyName", "name", 64)
