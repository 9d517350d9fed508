"""The bot's own reactions."""

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

_LISTED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ "
    "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 "
    "🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJIS = frozenset(_LISTED.split())  # Bot API, ReactionTypeEmoji


@method("setMessageReaction")
def set_message_reaction(world: World, call: Call) -> bool:
    """Set the bot's one reaction on a message, or none."""
    wish = call.value("reaction", "reaction types") or []
    if not isinstance(wish, list):
        raise bad("can't parse reaction types JSON object")
    chosen: list[str] = []
    for reaction in wish:
        kind = reaction.get("type") if isinstance(reaction, dict) else None
        if kind not in {"emoji", "custom_emoji"}:
            raise bad("can't parse ReactionType: invalid reaction type specified")
        chosen.append(str(reaction.get("emoji") or reaction.get("custom_emoji_id")))
        if kind == "custom_emoji" and not chosen[-1].isdigit():
            raise bad("invalid custom emoji identifier specified")
        if kind == "emoji" and chosen[-1] not in EMOJIS:
            raise bad("REACTION_INVALID")
    chat = reach(world, call)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to react not found")
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if message.is_service and message.service.keys() & {"new_chat_members", "left_chat_member"}:
        raise bad("REACTION_INVALID")
    old = message.reactions.pop(world.bot.id, [])
    if chosen:
        message.reactions[world.bot.id] = chosen
    world.reacted(message, world.bot, old, chosen)
    return True
