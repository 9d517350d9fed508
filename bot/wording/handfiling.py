"""What moderators are told about filing by hand, and how a doubtful message is shown to them."""

from bot.wording.characters import shorten
from bot.wording.html import bold, escape, link, quotation
from bot.wording.language import Language, marked

SHOWN = 700
"""UTF-16 units of a message in the box."""
SAYINGS = {
    "how": marked("Reply with it to the message: /file 3, /file talk, /drop, /undo."),
    "no_question": marked("No question of that number has been asked yet."),
    "no_session": marked("That message belongs to no session that I know."),
    "nothing_to_undo": marked("There is nothing to undo on that message."),
    "filed": marked("Filed under {label}."),
    "talk": marked("It is talk now."),
    "dropped": marked("It is left out of the recap."),
    "empty": marked("Nothing is unfiled."),
    "gone": marked("That message is no longer kept."),
}


def saying(key: str, language: Language, **values: str) -> str:
    """A plain sentence by its key."""
    return language.text(SAYINGS[key], **values)


def doubtful(name: str, text: str, url: str) -> str:
    """A message that is filed nowhere, as moderators see it."""
    return f"{bold(name)} {link('↗', url)}\n{quotation(shorten(text or escape('…'), SHOWN))}"
