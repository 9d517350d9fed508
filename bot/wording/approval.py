"""The draft of a recap in a moderator's private chat: what the buttons below it say, and what a press is answered."""

from dataclasses import dataclass

from bot.rules import editing
from bot.rules.editing import Edits
from bot.rules.recap import MOST_QUOTES, Recap
from bot.wording import tallies
from bot.wording.characters import one_line, shorten
from bot.wording.html import bold, escape, italic
from bot.wording.language import Language, marked

MOST_LISTED = 90
"""Answers in a list of buttons; Telegram takes 100 buttons below a message."""
LONGEST_LABEL = 60
"""UTF-16 units on a button."""
LONGEST_INTRO = 1000
"""Characters of an intro."""
TAKE_AWAY = "-"
"""What is written instead of an intro to have none."""

SAYINGS = {
    "published": marked("Published: the recap goes out now."),
    "out_already": marked("It is out already."),
    "none_waits": marked("No recap waits to be published here."),
    "left_out": marked("Left out; it is counted all the same."),
    "taken_in": marked("Taken in again."),
    "moved_up": marked("It comes first under its question now."),
    "gone": marked("That answer is no longer there."),
    "over": marked("That is over."),
    "write_intro": marked(
        "Write the intro: your next message here is put at the top of the recap, as plain text. Write {none} for none."
    ),
    "intro_kept": marked("The intro is kept."),
    "taken": marked("They go out with the recap."),
    "not_taken": marked("They stay out of the recap."),
    "intro_gone": marked("The recap has no intro now."),
}

Buttons = list[list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the message with the buttons speaks of."""

    session_id: int
    name: str
    """The session as people name it: "libchat/12"."""
    published: bool
    edits: Edits


def saying(key: str, language: Language) -> str:
    """A plain sentence by its key."""
    return language.text(SAYINGS[key], none=TAKE_AWAY) if key == "write_intro" else language.text(SAYINGS[key])


def desk(about: Desk, language: Language) -> str:
    """Below the draft: what it is, and what was changed in it."""
    say = language.text
    told = (
        say("The recap of {name} is out. What you change here is changed there, too.", name=about.name)
        if about.published
        else say(
            "This is the draft of the recap of {name}. The group sees nothing of it until a moderator publishes it.",
            name=about.name,
        )
    )
    lines = [f"📝 {escape(told)}"]
    if about.edits.left_out:
        lines.append(
            language.plural("{count} answer is left out.", "{count} answers are left out.", len(about.edits.left_out))
        )
    if about.edits.sketch:
        lines.append(
            say("🤖 A language model wrote a sentence a question. They go out with the recap: you took them.")
            if about.edits.taken
            else say("🤖 A language model wrote a sentence a question. Read them: they go out only if you take them.")
        )
    if about.edits.intro:
        lines.append(f"{escape(say('Intro:'))} {italic(shorten(one_line(about.edits.intro), LONGEST_LABEL))}")
    return "\n".join(lines)


def desk_buttons(about: Desk, language: Language) -> Buttons:
    """What can be done with the draft."""
    say, mine = language.text, f"r:{about.session_id}"
    rows = [] if about.published else [[(say("✅ Publish"), f"{mine}:publish")]]
    if about.edits.sketch:
        taking = say("🤖 Leave the sentences out") if about.edits.taken else say("🤖 Take the sentences")
        rows.append([(taking, f"{mine}:take")])
    return [
        *rows,
        [(say("Leave out…"), f"{mine}:out"), (say("Move up…"), f"{mine}:up")],
        [(say("Edit the intro"), f"{mine}:intro"), (say("Show the draft"), f"{mine}:show")],
    ]


def list_text(verb: str, language: Language) -> str:
    """Above a list of answers to choose from, for "out" or "up"."""
    if verb == "out":
        return "\n".join(
            [
                bold(language.text("Which answers are not to be quoted?")),
                escape(language.text("A tap leaves one out (✗), another takes it in again. All are counted.")),
            ]
        )
    return "\n".join(
        [
            bold(language.text("Which answer is to come first?")),
            escape(language.text("A tap puts it before the others of its question (⬆).")),
        ]
    )


def list_buttons(verb: str, recap: Recap, edits: Edits, language: Language) -> Buttons:
    """The answers to choose from, one a row: the best of each question, and those that were changed before."""
    rows: Buttons = []
    seen = set()
    left_out = {answer.key for answer in editing.left_out(recap, edits)}
    for question in recap.questions:
        shown = {answer.key for answer in editing.quotes(question.answers, MOST_QUOTES, edits)} | left_out
        for answer in question.answers:
            if answer.key not in shown or answer.key in seen:
                continue
            seen.add(answer.key)
            mark = "✗ " if answer.key in edits.left_out else "⬆ " if answer.key in edits.first else ""
            said = one_line(answer.text) or tallies.media(answer, language)
            label = f"{mark}{question.label} {tallies.name(answer.person, language)}: {said}"
            data = f"r:{recap.session.id}:{verb}:{answer.message_id}:{answer.chat_id}"
            rows.append([(shorten(label, LONGEST_LABEL), data)])
    return [*rows[:MOST_LISTED], [(language.text("Show the draft"), f"r:{recap.session.id}:show")]]
