"""A call to Telegram that has been decided on, and how it is made through python-telegram-bot."""

from dataclasses import dataclass
from enum import Enum

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)

from bot.rules.words import PostKind

READ_TIMEOUT = 15.0
"""Seconds to wait for an answer before a try counts as "perhaps sent"; the library's own 5 are short for sending."""


class Action(Enum):
    """What a call does."""

    SEND = "send"
    EDIT = "edit"
    PIN = "pin"
    UNPIN = "unpin"
    POLL = "poll"
    DOCUMENT = "document"
    PHOTO = "photo"
    DELETE = "delete"
    REACT = "react"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says and what it sends back when pressed (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call, with all that it needs; nothing more is read from the database to make it."""

    post_id: int
    kind: PostKind
    chat_id: int
    action: Action
    text: str = ""
    topic_id: int | None = None
    message_id: int | None = None
    """The message that is edited, pinned, deleted or reacted to; for a new message, the one it replies to."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    choices: tuple[str, ...] = ()
    silent: bool = False
    document: tuple[str, ...] = ()
    """A file that is sent along: its name and its text."""
    photo: bytes = b""
    """A picture that is sent along (PNG)."""
    body: str = ""
    """What to remember of it, to tell whether an edit would change anything."""
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Telegram answered."""

    message_id: int | None = None
    poll_id: str | None = None


async def make(bot: Bot, call: Call, *, paid: bool = False) -> Outcome:
    """Make the call. Raises `telegram.error.TelegramError` as the library does."""
    match call.action:
        case Action.SEND | Action.POLL:
            return await _send(bot, call, paid)
        case Action.DOCUMENT:
            return await _send_document(bot, call)
        case Action.PHOTO:
            return await _send_photo(bot, call)
        case Action.EDIT:
            await bot.edit_message_text(
                call.text,
                chat_id=call.chat_id,
                message_id=call.message_id,
                parse_mode="HTML",
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=_keyboard(call),
                read_timeout=READ_TIMEOUT,
            )
        case Action.PIN:
            await bot.pin_chat_message(call.chat_id, call.message_id or 0, disable_notification=True)
        case Action.UNPIN:
            await bot.unpin_chat_message(call.chat_id, call.message_id)
        case Action.DELETE:
            await bot.delete_message(call.chat_id, call.message_id or 0)
        case Action.REACT:
            await bot.set_message_reaction(call.chat_id, call.message_id or 0, ReactionTypeEmoji(call.text))
    return Outcome()


async def _send(bot: Bot, call: Call, paid: bool) -> Outcome:
    reply = None
    if call.message_id is not None:
        reply = ReplyParameters(call.message_id, allow_sending_without_reply=True)
    if call.action is Action.POLL:
        return await _send_poll(bot, call, reply, paid)
    message = await bot.send_message(
        call.chat_id,
        call.text,
        parse_mode="HTML",
        message_thread_id=call.topic_id,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=reply,
        reply_markup=_keyboard(call),
        disable_notification=call.silent,
        read_timeout=READ_TIMEOUT,
        allow_paid_broadcast=paid or None,
    )
    return Outcome(message.message_id)


async def _send_poll(bot: Bot, call: Call, reply: ReplyParameters | None, paid: bool) -> Outcome:
    """Send a poll. What comes back is read raw: the library refuses polls of a Bot API server older than itself."""
    sent = await bot.do_api_request(
        "sendPoll",
        {
            "chat_id": call.chat_id,
            "question": call.text,
            "options": [InputPollOption(choice) for choice in call.choices],
            "is_anonymous": False,
            "message_thread_id": call.topic_id,
            "reply_parameters": reply,
            "disable_notification": call.silent,
            "allow_paid_broadcast": paid or None,
        },
        read_timeout=READ_TIMEOUT,
    )
    return Outcome(sent["message_id"], sent["poll"]["id"])


async def _send_document(bot: Bot, call: Call) -> Outcome:
    name, text = call.document
    message = await bot.send_document(
        call.chat_id,
        text.encode(),
        caption=call.text,
        filename=name,
        parse_mode="HTML",
        message_thread_id=call.topic_id,
        reply_markup=_keyboard(call),
        disable_notification=call.silent,
        read_timeout=READ_TIMEOUT,
    )
    return Outcome(message.message_id)


async def _send_photo(bot: Bot, call: Call) -> Outcome:
    message = await bot.send_photo(
        call.chat_id,
        call.photo,
        caption=call.text,
        filename="chart.png",
        parse_mode="HTML",
        message_thread_id=call.topic_id,
        disable_notification=call.silent,
        read_timeout=READ_TIMEOUT,
    )
    return Outcome(message.message_id)


def _keyboard(call: Call) -> InlineKeyboardMarkup | None:
    if not call.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in call.buttons]
    )
