"""Keyboards below messages, checked as Telegram checks them."""

from typing import Any

from bot.rehearsal.calls import Call
from bot.rehearsal.refusals import bad

Json = dict[str, Any]

ACTIONS = (
    "url", "callback_data", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
DATA_LIMIT = 64  # bytes (Bot API, InlineKeyboardButton.callback_data)


def read_markup(call: Call) -> tuple[Json | None, bool]:
    """The inline keyboard of a call, if any, and whether its message can never be edited (ForceReply and the like)."""
    markup = call.thing("reply_markup", "reply keyboard markup")
    if not markup:
        return None, False
    if "inline_keyboard" in markup:
        rows = [[_button(button) for button in _row(row)] for row in _row(markup["inline_keyboard"])]
        rows = [row for row in rows if row]
        return ({"inline_keyboard": rows} if rows else None), False
    for name in ("force_reply", "remove_keyboard"):
        if name in markup and not isinstance(markup[name], bool):
            raise bad(f'can\'t parse reply keyboard markup JSON object: field "{name}" must be of type Boolean')
    if markup.get("keyboard") == [] or not {"keyboard", "force_reply", "remove_keyboard"} & markup.keys():
        raise bad("object expected as reply markup")
    return None, True


def _row(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise bad('can\'t parse inline keyboard button: Field "inline_keyboard" must be of type Array')
    return value


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise bad("can't parse InlineKeyboardButton: Can't find field \"text\"")
    action = next((name for name in ACTIONS if button.get(name) not in (None, "")), None)
    if action is None:
        raise bad("can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard")
    kept = {name: button[name] for name in ("text", "icon_custom_emoji_id", "style") if name in button}
    return kept | {action: button[action]}


def check_buttons(markup: Json | None) -> None:
    """Refuse callback data over 64 bytes and links that are none; Telegram does so only after all other checks."""
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if len(str(button.get("callback_data", "")).encode()) > DATA_LIMIT:
                raise bad("BUTTON_DATA_INVALID")
            url = str(button.get("url", "http://a.b"))
            if "://" not in url and "." not in url:
                raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
