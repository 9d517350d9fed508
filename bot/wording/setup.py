"""What is said when the bot comes into a group, or its rights change: what it can do, and the cure for the rest."""

from dataclasses import dataclass

from bot.wording.html import code, escape
from bot.wording.language import Language, marked

CURES = {
    "deaf": marked(
        "I can't hear plain messages here, only replies to my posts and commands. Make me an administrator of this "
        "group (group name → Administrators → Add), and every answer counts."
    ),
    "no_pin": marked("I may not pin. With the right to pin messages, the question on air stays at the top."),
    "mute": marked("I may not write here. Allow me to send messages, or make me an administrator."),
    "no_reactions": marked(
        "I don't see reactions. As an administrator I would, and the recap shows what people liked."
    ),
}
"""By what is missing: what it means and how to mend it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot can do in a group."""

    hears: bool
    pins: bool
    writes: bool
    sees_reactions: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What it can't do, the worst first."""
        wants = (
            ("mute", self.writes),
            ("deaf", self.hears),
            ("no_pin", self.pins),
            ("no_reactions", self.sees_reactions),
        )
        found = [key for key, is_there in wants if not is_there]
        return tuple(key for key in found if not (key == "no_reactions" and "deaf" in found))


def check(title: str, standing: Standing, unhosted: tuple[str, ...], language: Language) -> str:
    """The check in words; `unhosted` are the series that wait for a group."""
    say = language.text
    lines = [say("Hello! I checked what I can do in “{title}”:", title=escape(title))]
    able = [
        (standing.writes, say("post questions")),
        (standing.hears, say("hear what people say")),
        (standing.pins, say("pin the question on air")),
        (standing.sees_reactions, say("see reactions")),
    ]
    lines += [f"{'✅' if can else '❌'} {what}" for can, what in able]
    lines += ["", *(f"• {escape(say(CURES[key]))}" for key in standing.missing)] if standing.missing else []
    lines.append("")
    if unhosted:
        lines.append(say("To let this group host a series, say /host {name} here.", name=escape(unhosted[0])))
    else:
        lines.append(say("To plan a session, write /new to me in private."))
    return "\n".join(lines)


def changed(title: str, standing: Standing, language: Language) -> str:
    """What has become of the bot's rights since."""
    if not standing.missing:
        return language.text("“{title}”: all is well now. Thank you!", title=escape(title))
    lines = [language.text("“{title}”: something is missing now.", title=escape(title))]
    return "\n".join([*lines, *(f"• {escape(language.text(CURES[key]))}" for key in standing.missing)])


def group_id(title: str, chat_id: int, language: Language) -> str:
    """The id of a group, and what it is good for."""
    line = code(f"moderators_group = {chat_id}")
    say = language.text
    return "\n".join(
        [
            say("The id of “{title}” is {id}.", title=escape(title), id=code(str(chat_id))),
            say("For control cards there, write in the question file, under [manners]: {line}", line=line),
        ]
    )


HOSTING = {
    "hosted": marked("{hashtag} is at home here now. /plan shows what is coming."),
    "no_series": marked("I know no series called “{name}”. These wait for a group: {names}"),
    "none_waits": marked("I know no series called “{name}”. Write /new to me in private to make one."),
    "not_yours": marked("{hashtag} has a group already; only its own moderators can move it."),
    "runs": marked("A session of {hashtag} runs just now; it can move when it is over."),
}


def hosting(key: str, language: Language, **values: str) -> str:
    """What came of /host, as Telegram HTML."""
    return language.text(HOSTING[key], **{name: escape(value) for name, value in values.items()})
