"""Answers to presses of buttons."""

from bot.rehearsal.calls import Call, method
from bot.rehearsal.refusals import bad
from bot.rehearsal.updates import PRESS
from bot.rehearsal.world import World

ANSWER_LIMIT = 200  # characters (Bot API, answerCallbackQuery)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(world: World, call: Call) -> bool:
    """End the button's little clock, with or without words."""
    press = world.presses.get(call.text("callback_query_id"))
    if press is None or press.answer is not None or world.clock.time() - press.at > PRESS:
        raise bad(TOO_OLD)
    if len(call.text("text")) > ANSWER_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    press.answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    body = {"id": press.id, "user": press.user.json(), "message_id": press.message.id, **press.answer}
    world.publish("answered", press.message.chat, body)
    return True
