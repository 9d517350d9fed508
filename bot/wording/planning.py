"""What is said about sessions that are coming: the list of them, and what became of a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.plans import QuestionPlan
from bot.rules.words import QuestionKind
from bot.wording import posts
from bot.wording.html import bold, code, escape
from bot.wording.language import Language, marked

SAYINGS = {
    "nothing": marked("Nothing is planned. /new plans a session."),
    "which": marked("Which session? Write its name behind the command, for example: {example}"),
    "unknown": marked("I know no planned session “{name}” that you may change. /plan lists them."),
    "which_series": marked("Which series? Write its name behind the command, for example: {example}"),
    "unknown_series": marked("I know no series “{name}” that you may plan."),
    "moved": marked("{name} begins {when} now."),
    "again": marked("{name} begins {when}, and a second round {again}."),
    "once": marked("{name} has one round, {when}."),
    "too_early_again": marked("The second round of {name} has to come after the first one."),
    "cancelled": marked("{name} is cancelled."),
    "sure": marked("Cancel {name}, {when}?"),
    "leave_out": marked("No chat on {when}?"),
    "instead": marked("{name} takes place on {when} instead."),
    "dateless": marked("{name} would be without a date: the schedule names no other."),
    "free_day": marked("No {name} on {when}? No session has that date yet, and none would take it."),
    "own_date": marked("{name} has a date of its own, {when}, so no other would follow from the schedule. Cancel it?"),
    "no_day": marked("{name} has no date on that day; /plan shows when it is. A day is written like 24 December."),
    "left_out": marked("There is no {name} on {when}. /announce in the group tells people what comes next."),
    "in_after_all": marked("There is {name} on {when} after all."),
    "new_date": marked("{name}: {when}"),
    "copied": marked("Copied: {name}, {when}. /edit and /move change it."),
    "beside": marked("{name} takes place in the same group at that time, too: {when}."),
    "edited": marked("{name} is changed."),
    "how_to_edit": marked(
        "Write what to change, for example:\n/edit {name} topic A new topic\n/edit {name} guest Somebody\n"
        "/edit {name} questions\nand below, one a line, all the questions.\n"
        "/edit {name} readings\nand below, one a line, what to read before."
    ),
    "told_before": marked("The group has been told of it already: let people know."),
    "from_file": marked("It comes from a question file: change it there too, or the file wins when it next changes."),
    "export": marked("The series as a question file. Send me one like it, and I take it in."),
    "bad_file": marked("That file can't be taken in; nothing was changed:\n{problems}"),
    "taken_in": marked("Taken in: {name}, with {sessions}. /plan shows them."),
    "on_server": marked("{name} comes from a question file where I run; change it there."),
    "not_yours": marked("Only the moderators of {name} can change it."),
    "cohost": marked("{who} may steer {name} too."),
    "guest": marked("{who} is the guest of {name}."),
    "how_to_cohost": marked("Write /cohost @name, or /cohost guest @name."),
    "how_to_announce": marked(
        "Write /announce to tell of it now, /announce 3d for three days before it begins, or /announce questions."
    ),
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
    """A sentence by its key, as Telegram HTML; `when` and `again` may hold HTML of their own."""
    kept = {name: value if name in ("when", "again") else escape(value) for name, value in values.items()}
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
        lines = [f"{language.apart(escape(one.hashtag))} {bold(one.topic)}", when]
        facts = [
            language.apart(code(one.name)),
            language.plural("{count} question", "{count} questions", one.questions),
        ]
        facts.append(language.apart(escape(one.group)) or language.text("no group yet"))
        paragraphs.append("\n".join([*lines, " · ".join(facts)]))
    return "\n\n".join(paragraphs)


def follow(count: int, language: Language) -> str:
    """That other sessions move as well."""
    return language.plural(
        "{count} session after it moves on by one date too.",
        "{count} sessions after it move on by one date each.",
        count,
    )


def questions(asked: Sequence[tuple[str, QuestionPlan]], language: Language) -> str:
    """The questions of a session with their labels, as its moderators see them and may send them back."""
    return "\n".join(escape(f"{label}. {written(question, language)}") for label, question in asked)


def written(question: QuestionPlan, language: Language) -> str:
    """A question as it may be pasted (`rules.pasting` reads these words in every language)."""
    words, text = [language.text("spare:")] if question.spare else [], question.text
    if question.kind is QuestionKind.NUMBER:
        words.append(language.text("number:"))
    elif question.kind is QuestionKind.POLL:
        words.append(language.text("poll:"))
        text = " / ".join((text, *question.choices))
    return " ".join((*words, text))
