"""What an error of Telegram's means for the post that met it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Meaning(Enum):
    """What to do about a call that failed."""

    FLOOD = "flood"
    """Too much in this chat: wait as long as Telegram asks."""
    MOVED = "moved"
    """The group became a supergroup."""
    GONE = "gone"
    """The bot may not write in this chat: kicked, blocked, chat deleted, muted."""
    TOPIC_GONE = "topic gone"
    """The forum topic was deleted or closed."""
    MESSAGE_GONE = "message gone"
    """The message to edit, pin or delete is not there any more."""
    NO_RIGHT = "no right"
    """The bot lacks an administrator's right for this, but may write."""
    DONE_ALREADY = "done already"
    """Nothing to change: as good as done."""
    BAD_TOKEN = "bad token"  # noqa: S105  # a meaning, not a secret
    NOT_SENT = "not sent"
    """It surely did not arrive; try again soon."""
    UNKNOWN = "unknown"
    """It may have arrived: the answer was lost."""
    REFUSED = "refused"
    """Telegram will never take this call."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error, understood."""

    meaning: Meaning
    text: str
    retry_after: float = 0.0
    """Seconds, with FLOOD."""
    new_chat_id: int | None = None
    """With MOVED."""
    timed_out: bool = False
    """With UNKNOWN: the connection stood, but nothing came."""


_BY_TEXT = (
    (("message is not modified", "reply markup are exactly the same"), Meaning.DONE_ALREADY),
    (("thread not found", "topic_closed", "topic_deleted", "topic closed"), Meaning.TOPIC_GONE),
    (
        (
            "message to edit not found",
            "message to pin not found",
            "message to unpin not found",
            "message to delete not found",
            "message to react not found",
            "message can't be edited",
            "message_id_invalid",
            "message can't be deleted",
        ),
        Meaning.MESSAGE_GONE,
    ),
    (
        (
            "chat not found",
            "rights to send",
            "chat_write_forbidden",
            "have no rights to send",
            "need administrator rights in the channel",
            "group chat was deactivated",
            "chat was deleted",
            "chat_restricted",
            "peer_id_invalid",
        ),
        Meaning.GONE,
    ),
    (("not enough rights", "chat_admin_required", "administrator rights"), Meaning.NO_RIGHT),
)
"""Parts of Telegram's descriptions of error 400, in lower case, and what they mean (seen in tdlib/telegram-bot-api)."""


def understand(error: TelegramError) -> Refusal:
    """Tell what a failed call means. The order matters: the library's BadRequest and TimedOut are NetworkErrors too."""
    text = error.message
    match error:
        case RetryAfter():
            return Refusal(Meaning.FLOOD, text, retry_after=_seconds(error))
        case ChatMigrated():
            return Refusal(Meaning.MOVED, text, new_chat_id=error.new_chat_id)
        case Forbidden():
            return Refusal(Meaning.GONE, text)
        case InvalidToken() | EndPointNotFound():  # as the library calls it when a method is asked for by its name
            return Refusal(Meaning.BAD_TOKEN, text)
        case BadRequest():
            lower = text.lower()
            for parts, meaning in _BY_TEXT:
                if any(part in lower for part in parts):
                    return Refusal(meaning, text)
            return Refusal(Meaning.REFUSED, text)
        case NetworkError():
            unknown, silent = _may_have_arrived(error), isinstance(error.__cause__, httpx.TimeoutException)
            return Refusal(Meaning.UNKNOWN if unknown else Meaning.NOT_SENT, text, timed_out=unknown and silent)
    return Refusal(Meaning.REFUSED, text)


def _may_have_arrived(error: NetworkError) -> bool:
    """Only a call that left and was never answered is in doubt; an answer of 5xx, and no connection, are not."""
    cause = error.__cause__
    if isinstance(cause, httpx.PoolTimeout | httpx.ConnectTimeout | httpx.ConnectError):
        return False
    return isinstance(cause, httpx.HTTPError)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after  # a timedelta, because app.py sets PTB_TIMEDELTA
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
