"""Reads what Telegram brings into requests: which updates are said to the bot, and what they ask."""

import re

from bot.commands.turn import Request
from bot.loops.intake.desk import Me
from bot.loops.intake.slips import Person, clean, person_of
from bot.loops.intake.updates import CallbackQuery, Command, Message, Update
from bot.rules.typos import meant
from bot.wording.characters import undirected

FORGIVEN = ("sprint", "stumper", "stumpers", "solved")
"""Commands that everybody types, and in a hurry."""
_STUMPER = re.compile(r"(?<!\w)#stumper(?!\w)", re.IGNORECASE)


def request_of(update: Update, me: Me) -> Request | None:
    """What an update asks of the bot; None when it is not said to it.

    Edited and forwarded messages never ask anything, nor do other bots, nor commands that name another bot.
    """
    if update.callback_query is not None:
        return _press(update.callback_query)
    message = update.message
    if message is None or message.is_forward or message.by_other_bot or message.sender is None:
        return None
    if message.chat.type == "private":
        return _private(message, me)
    if message.chat.type not in {"group", "supergroup"} or not message.text:
        return None
    command = message.command
    if command is None and message.reply is None and (tag := _STUMPER.search(message.text)) is not None:
        return _request(message, "stumper", f"{message.text[: tag.start()]}{message.text[tag.end() :]}".strip())
    if command is None or command.bot not in ("", me.username):
        return None
    return _request(message, *_forgiven(command))


def _forgiven(command: Command) -> tuple[str, str]:
    """A command of a sprint or a stumper as it was meant: "/sprit 30", "/sprint30"."""
    name, digits = command.name.rstrip("0123456789"), command.name.lstrip("abcdefghijklmnopqrstuvwxyz")
    known = meant(name, FORGIVEN)
    if known is None or name + digits != command.name:
        return command.name, command.words
    return known, f"{digits} {command.words}".strip()


def _private(message: Message, me: Me) -> Request | None:
    command = message.command
    if command is not None and command.bot not in ("", me.username):
        return None
    if command is None:
        return _request(message, "", message.words)
    return _request(message, command.name, command.words)


def _request(message: Message, command: str, words: str) -> Request:
    return Request(
        key=f"{message.chat.id}:{message.message_id}",
        who=person_of(message),
        chat_id=message.chat.id,
        private=message.chat.type == "private",
        message_id=message.message_id,
        topic_id=message.message_thread_id if message.is_topic_message else None,
        title=clean(message.chat.title),
        command=command,
        words=undirected(clean(words)),  # an example copied from a line in Arabic holds isolates
        reply_to=None if message.reply is None else message.reply.message_id,
        replied=message.reply,
    )


def _press(press: CallbackQuery) -> Request:
    user = press.from_
    chat_id = user.id if press.message is None else press.message.chat.id
    return Request(
        key=f"press:{press.id}",
        who=Person(user.id, clean(user.name), user.username, False, user.language_code),
        chat_id=chat_id,
        private=chat_id == user.id,
        message_id=0 if press.message is None else press.message.message_id,
        press=tuple(clean(press.data).split(":")),
    )
