"""What the bot tells moderators when something is wrong or done, by key, so that a post can carry the key."""

from collections.abc import Mapping

from bot.wording.html import escape
from bot.wording.language import Language, marked

NOTICES = {
    "deaf": marked(
        "I can't hear plain messages here, only replies to my posts and commands. "
        "To count every answer, make me an administrator of this group "
        "(or switch off privacy mode at @BotFather and add me again)."
    ),
    "no_pin": marked(
        "I may not pin messages here. Give me the right to pin, and the question on air stays at the top."
    ),
    "missed": marked("{hashtag}: “{topic}” could not begin in time, because I was not running. I have cancelled it."),
    "refused": marked("Telegram refused a post of {hashtag}: {error}"),
    "unreachable": marked(
        "I can't write in the group of {hashtag} any more ({error}). Add me again, and I go on where I stopped."
    ),
    "topic_gone": marked("The topic that hosted {hashtag} was deleted or closed, so I go on in the general one."),
    "recap_waits": marked(
        "The recap of {hashtag} is written and waits for a moderator. Moderators: press Start in a private chat with "
        "me to read it first, or write /publish here."
    ),
    "bad_file": marked("A question file is wrong and was not taken in; what was planned before still holds.\n{error}"),
}


def notice(key: str, values: Mapping[str, str], language: Language) -> str:
    """A notice as Telegram HTML; the values are data, whatever they hold."""
    return language.text(NOTICES[key], **{name: escape(value) for name, value in values.items()})
