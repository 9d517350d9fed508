"""Links: where a message is found again, and what people shared in what they said."""

import re
from collections.abc import Iterator

_SUPERGROUPS = 10**12
"""A supergroup's chat id is -100 followed by the number that its links carry (Bot API, Chat)."""
_ADDRESS = re.compile(
    r"https?://[^\s<>\"\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+", re.IGNORECASE
)
_TRAILING = ".,;:!?'’”»…*_~`|"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（"}


def message_address(chat_id: int, public_id: int | None, username: str) -> str:
    """What a link to a message of that chat begins with; the message's id follows.

    The public name holds only for the group's present id: messages from before an upgrade to a supergroup keep theirs.
    """
    if username and chat_id == public_id:
        return f"https://t.me/{username}/"
    number = -chat_id - _SUPERGROUPS if chat_id <= -_SUPERGROUPS else abs(chat_id)
    return f"https://t.me/c/{number}/"


def message_link(chat_id: int, message_id: int, public_id: int | None = None, username: str = "") -> str:
    """The address of a message, for those who may read the group."""
    return f"{message_address(chat_id, public_id, username)}{message_id}"


def addresses(text: str) -> Iterator[str]:
    """The http and https addresses in a text, in order, without the punctuation of the sentence around them."""
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match.group())
        if len(address) > len("https://"):
            yield address


def _trimmed(address: str) -> str:
    """An address without trailing punctuation, and without a closing bracket that it did not open."""
    while address:
        last = address[-1]
        if last in _TRAILING or (last in _BRACKETS and address.count(last) > address.count(_BRACKETS[last])):
            address = address[:-1]
        else:
            break
    return address
