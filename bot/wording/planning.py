"""What is said about sessions that are coming: the list of them, and what became of a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.wording import posts
from bot.wording.html import bold, code, escape
from bot.wording.language import Language, marked

SAYINGS = {
    "nothing": marked("Nothing is planned. /new plans a session."),
    "which": marked("Which session? Write its name behind the command, for example: {example}"),
    "unknown": marked("I know no planned session “{name}” that you may change. /plan lists them."),
    "unknown_series": marked("I know no series “{name}” that you may plan."),
    "moved": marked("{name} begins {when} now."),
    "cancelled": marked("{name} is cancelled."),
    "sure": marked("Cancel {name}, {when}?"),
    "copied": marked("Copied: {name}, {when}. /edit and /move change it."),
    "edited": marked("{name} is changed."),
    "how_to_edit": marked(
        "Write what to change, for example:\n/edit {name} topic A new topic\n/edit {name} guest Somebody\n"
        "/edit {name} questions\nand below, one a line, all the questions.\n"
        "/edit {name} readings\nand below, one a line, what to read before."
    ),
    "from_file": marked("It comes from a question file: change it there too, or the file wins when it next changes."),
    "export": marked("The series as a question file. Send me one like it, and I take it in."),
    "bad_file": marked("That file can't be taken in; nothing was changed:\n{problems}"),
    "taken_in": marked("Taken in: {name}, with {sessions}. /plan shows them."),
    "on_server": marked("{name} comes from a question file where I run; change it there."),
    "not_yours": marked("Only the moderators of {name} can change it."),
    "cohost": marked("{who} may steer {name} too."),
    "guest": marked("{who} is the guest of {name}."),
    "how_to_cohost": marked("Write /cohost @name, or /cohost guest @name."),
    "announced": marked("{name} is announced."),
    "announced_later": marked("{name} will be announced {when}."),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A session in the list of what is coming."""

    name: str
    hashtag: str
    topic: str
    starts_at: datetime | None
    timezone: str
    group: str
    questions: int


def saying(key: str, language: Language, **values: str) -> str:
    """A sentence by its key, as Telegram HTML; `when` may hold HTML of its own."""
    kept = {name: value if name == "when" else escape(value) for name, value in values.items()}
    return language.text(SAYINGS[key], **kept)


def coming(sessions: Sequence[Planned], language: Language) -> str:
    """What is coming, a paragraph for each session."""
    if not sessions:
        return saying("nothing", language)
    paragraphs = []
    for one in sessions:
        when = language.text("without a date")
        if one.starts_at is not None:
            when = posts.when(one.starts_at, one.timezone, language)
        lines = [f"{escape(one.hashtag)} {bold(one.topic)}", when]
        facts = [code(one.name), language.plural("{count} question", "{count} questions", one.questions)]
        facts.append(escape(one.group) or language.text("no group yet"))
        paragraphs.append("\n".join([*lines, " · ".join(facts)]))
    return "\n\n".join(paragraphs)


def questions(texts: Sequence[str]) -> str:
    """The questions of a session, as its moderators see them."""
    return "\n".join(escape(text) for text in texts)
