"""What organisers are told in private with a record, and of how a series grows."""

from collections.abc import Sequence

from bot.rules.growth import CAME, MISSED, Drew, Figures, Growth, Quiet
from bot.wording.characters import isolated, one_line, shorten
from bot.wording.growth import MEASURES, told
from bot.wording.html import bold, escape, italic
from bot.wording.language import Language, marked

LATEST = 5
"""Sessions that /stats tells of; the table that comes along holds all."""
DREW = 3
"""Questions that /stats names."""
NAMED = 40
"""People that are listed as not here."""
LONGEST_NAME = 50
LONGEST = 120
"""UTF-16 units of a question or a topic."""

SAYINGS = {
    "no_session": marked("I know no session by that name that has begun. Write it like /recap libchat/12."),
    "no_series": marked("I know no series by that name. Write it like /stats libchat."),
    "not_yours": marked("Records are for those who took part in the series, and for its moderators."),
    "withheld": marked("A moderator reads that recap first; once it is published, the record is here for you."),
    "no_format": marked("I can make it as html, markdown, csv, json or text."),
    "no_growth": marked("No session of this series has ended yet."),
    "table": marked("All sessions as a table."),
    "which_series": marked("Which series? Write it like /stats {name}."),
}


def saying(key: str, language: Language, **values: str) -> str:
    """A plain sentence by its key."""
    return language.text(SAYINGS[key], **values)


def record_caption(name: str, topic: str, language: Language) -> str:
    """Below the file with the whole record."""
    said = language.text("The whole record of {name}", name=name)
    return escape(f"{said}: {shorten(one_line(topic), LONGEST)}" if topic else said)


def too_large(name: str, language: Language) -> str:
    """A record that Telegram does not take."""
    return escape(
        language.text(
            "The record of {name} is larger than Telegram lets me send. Whoever runs me can write it with: "
            "chathour recap {name}",
            name=name,
        )
    )


def stats(title: str, growth: Growth, language: Language) -> list[str]:
    """How a series has gone, as blocks of Telegram HTML: in all, the latest sessions, the questions that drew most."""
    held = len(growth.sessions)
    blocks = [
        "\n".join(
            [
                bold(title),
                escape(
                    language.text(
                        "{sessions}, {people}.",
                        sessions=language.plural("{count} session", "{count} sessions", held),
                        people=language.plural(
                            "{count} person has answered", "{count} people have answered", growth.people
                        ),
                    )
                ),
            ]
        )
    ]
    blocks += [_session(one, language) for one in reversed(growth.sessions[-LATEST:])]
    if growth.drew_most:
        lines = [bold(language.text("Questions answered by most people"))]
        lines += [_drew(one, language) for one in growth.drew_most[:DREW]]
        blocks.append("\n".join(lines))
    meanings = [f"{escape(language.text(one.name))}: {italic(language.text(one.meaning))}" for one in MEASURES]
    blocks.append("\n".join([bold(language.text("What the numbers mean")), *meanings]))
    return blocks


def _session(figures: Figures, language: Language) -> str:
    heading = f"#{figures.session.number} {shorten(one_line(figures.session.topic), LONGEST)}".strip()
    values = [f"{language.text(one.name)}: {told(one, figures, language)}" for one in MEASURES]
    return f"{bold(heading)}\n{escape(' · '.join(values))}"


def _drew(one: Drew, language: Language) -> str:
    people = language.plural("{count} person", "{count} people", one.asked.people)
    text = isolated(shorten(one_line(one.asked.text), LONGEST))
    return escape(f"• #{one.session.number} {one.asked.label}: {text} ({people})")


def who_is_not_here(found: Sequence[tuple[str, Quiet]], language: Language) -> str:
    """Who came to earlier sessions and has gone quiet; for moderators alone."""
    meaning = language.text(
        "People who answered in at least {came} sessions and in none of the last {missed}. Only you see this; "
        "perhaps somebody would like to be asked how they are.",
        came=CAME,
        missed=MISSED,
    )
    if not found:
        return escape(language.text("Nobody who used to come has gone quiet."))
    lines = [bold(language.text("Who is not here")), italic(meaning)]
    for name, quiet in found[:NAMED]:
        came = language.plural("{count} session", "{count} sessions", quiet.sessions)
        last = language.text("last in #{number}", number=quiet.last.number)
        told = language.text("{came}, {last}", came=came, last=last)
        lines.append(escape(f"• {isolated(shorten(one_line(name), LONGEST_NAME))}: {told}"))
    more = len(found) - NAMED
    if more > 0:
        lines.append(italic(language.plural("and {count} more", "and {count} more", more)))
    return "\n".join(lines)
