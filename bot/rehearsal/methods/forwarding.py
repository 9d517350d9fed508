"""Forwards and copies."""

from typing import Any

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.entities import units
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.keyboards import check_buttons, read_markup
from bot.rehearsal.methods.sending import CAPTION_LIMIT, common, formatted, origin_of, writable
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]


def _source(world: World, call: Call, verb: str) -> Message:
    chat = reach(world, call, "from_chat_id")
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad(f"message to {verb} not found")
    if message.is_service or (message.protected and verb == "forward"):
        raise bad("the message can't be forwarded" if verb == "forward" else "the message can't be copied")
    return message


@method("forwardMessage")
def forward_message(world: World, call: Call) -> Json:
    """Pass a message on, with who said it first."""
    source = _source(world, call, "forward")
    chat = writable(world, call)
    fields = common(world, call, chat)
    message = world.post(
        chat, world.bot, source.text, entities=source.entities, media=source.media, origin=origin_of(source), **fields
    )
    return message.json()


@method("copyMessage")
def copy_message(world: World, call: Call) -> Json:
    """Say the same again, as the bot's own."""
    markup, fixed = read_markup(call)
    source = _source(world, call, "copy")
    text, entities = source.text, source.entities
    if source.media and "caption" in call.params:
        text, entities = formatted(world, call, "caption")
        if units(text) > CAPTION_LIMIT:
            raise bad("message caption is too long")
    chat = writable(world, call)
    fields = common(world, call, chat)
    check_buttons(markup)
    message = world.post(
        chat, world.bot, text, entities=entities, media=source.media, markup=markup, fixed=fixed, **fields
    )
    return {"message_id": message.id}
