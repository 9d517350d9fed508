"""What is asked while somebody plans a session in private, step by step, and the preview at the end."""

from collections.abc import Sequence
from datetime import timedelta

from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.timetable import Slot, numbered, timetable
from bot.rules.words import PostKind
from bot.wording import posts
from bot.wording.characters import one_line, shorten
from bot.wording.html import bold, code, escape
from bot.wording.language import Language, marked
from bot.wording.posts import Occasion, label
from bot.wording.splitting import split

SHORT = 60
"""UTF-16 units of a question in a timetable."""
ASKED = {
    "series": marked("For which chat?"),
    "title": marked("What is the chat called? For example: Library chat"),
    "hashtag": marked("Under which hashtag? For example: {example}"),
    "zone": marked("In which town, or country, do its clocks tick? For example: London"),
    "topic": marked("What is the topic of this session?"),
    "when": marked("When does it begin, on the clocks of {place}? For example: 2 December 20:00"),
    "questions": marked(
        "Now paste the questions, all in one message, in whatever form you keep them: Q1 …, 1) …, bullets, or one a "
        "line. “Spare: …” makes a spare question."
    ),
    "every": marked("How long between two questions? For example: 10m"),
}
"""What is asked at each step."""
WRONG = {
    "title": marked("That is too long for a title; up to 100 characters, please."),
    "hashtag": marked("A hashtag is letters and digits without blanks, for example {example}"),
    "zone": marked("I know no such place. The nearest large town, or the country, will do."),
    "zones": marked("There are several clocks there. Which?"),
    "topic": marked("That is too long; up to 200 characters, please."),
    "when": marked("I could not read that. Write day, month and time, for example: 2 December 20:00"),
    "past": marked("{when} has passed already. When shall it be?"),
    "skipped": marked("The clocks in {place} skip that hour on that night. Another time, please."),
    "questions": marked("I found no question in that. Write one a line, please."),
    "every": marked("Write it like 90s, 10m or 1h, please."),
}
LEFT = marked("I keep the draft; /new takes it up again whenever you like.")
RESUMED = marked("You were planning {what}. Shall we go on?")


def asked(step: str, language: Language, **values: str) -> str:
    """The question of a step."""
    return language.text(ASKED[step], **{name: escape(value) for name, value in values.items()})


def wrong(key: str, language: Language, **values: str) -> str:
    """Why an answer will not do, and what would."""
    return language.text(WRONG[key], **{name: escape(value) for name, value in values.items()})


def preview(
    occasion: Occasion,
    cadence: Cadence,
    questions: Sequence[QuestionPlan],
    announce: Sequence[timedelta],
    language: Language,
) -> tuple[str, ...]:
    """Every post and the timetable in words, as messages that Telegram takes; announced so long before the start."""
    starts_at = occasion.starts_at
    names = [label(occasion.letters, number) for number in numbered(questions)]
    slots = timetable(starts_at, cadence, questions, announce, timezone=occasion.timezone)
    end = slots[-1].at
    blocks = [
        f"{bold(language.text('This is what I will do:'))}\n{posts.when(starts_at, occasion.timezone, language)}",
        course(slots, questions, names, occasion.timezone, language),
        bold(language.text("And this is what I will post:")),
        quotation_of(posts.welcome(occasion)),
    ]
    blocks += [
        quotation_of(posts.question(occasion, number, "", question.text))
        for number, question in zip(numbered(questions), questions, strict=True)
    ]
    blocks.append(quotation_of(posts.closing(occasion, end + cadence.late, cadence.late)))
    return split(blocks)


def course(
    slots: Sequence[Slot], questions: Sequence[QuestionPlan], names: Sequence[str], timezone: str, language: Language
) -> str:
    """The timetable in words, a line for each post under its day."""
    lines = []
    day = ""
    for slot in slots:
        today = language.date(slot.at, timezone)
        if slot.kind is PostKind.RECAP:
            continue
        if today != day:
            lines.append(bold(today))
            day = today
        lines.append(f"{language.time(slot.at, timezone)} {_what(slot, questions, names, language)}")
    lines += [
        f"{language.text('spare:')} {_short(question, name, language)}"
        for question, name in zip(questions, names, strict=True)
        if question.spare
    ]
    return "\n".join(lines)


def _what(slot: Slot, questions: Sequence[QuestionPlan], names: Sequence[str], language: Language) -> str:
    if slot.question is not None:
        return _short(questions[slot.question], names[slot.question], language)
    if slot.ahead is not None and slot.kind is PostKind.ANNOUNCEMENT:
        return language.text("announcement, {span} before", span=language.span(slot.ahead))
    if slot.ahead is not None:
        return language.text("reminder, {span} before", span=language.span(slot.ahead))
    words = {
        PostKind.WELCOME: marked("welcome"),
        PostKind.LAST_CALL: marked("last call"),
        PostKind.CLOSING: marked("closing, then the recap"),
    }
    return language.text(words[slot.kind])


def _short(question: QuestionPlan, name: str, language: Language) -> str:
    return f"{language.apart(escape(name))} {escape(shorten(one_line(question.text), SHORT))}"


def quotation_of(html: str) -> str:
    """A post of the bot set apart."""
    return f"<blockquote>{html}</blockquote>"


def planned(name: str, when: str, *, hosted: bool, language: Language) -> str:
    """The session stands in the plan; what is left to do."""
    lines = [language.text("Planned: {name}, {when}.", name=bold(name), when=when)]
    if not hosted:
        host = code(f"/host {name.partition('/')[0]}")
        lines.append(language.text("Now add me to your group as an administrator, and say {host} there.", host=host))
    lines.append(language.text("/plan shows it; /edit, /move and /cancel change it."))
    return "\n".join(lines)


def resumed(what: str, language: Language) -> str:
    """Shall we go on with what was begun?"""
    return language.text(RESUMED, what=escape(what))
