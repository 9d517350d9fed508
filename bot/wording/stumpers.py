"""A stumper in words: as it is asked, tried, solved, and listed while it is open."""

from collections.abc import Sequence

from bot.rules.recap import OpenStumper, Solution
from bot.wording.characters import one_line, shorten
from bot.wording.html import bold, escape, italic, link, quotation
from bot.wording.language import Language, marked

TITLE = marked("Stumper")
SHOWN, QUOTED = 120, 500
"""UTF-16 units of a stumper in a list, and of the try that solved it."""
MOST_RESURFACE, MOST_LISTED = 3, 20
SAYINGS = {
    "what": marked("Write the question behind the command: /stumper Who knows the red book with the whale?"),
    "in_group": marked("Say that in the group."),
    "enough": marked("Several of yours are open already; let the room think about those first."),
    "none_open": marked("No stumper is open here. /stumper and a question asks the room."),
    "reply_to_it": marked("Reply /solved to the message that solved it; behind it you can name the source."),
    "already": marked("It is solved already, by {name}. Thank you for looking after it!"),
    "solved": marked("Solved!"),
    "gone": marked("That message is no longer kept."),
}


def saying(key: str, language: Language, **values: str) -> str:
    """A plain sentence by its key."""
    return language.text(SAYINGS[key], **values)


def already(name: str, language: Language) -> str:
    """It is solved already, by whom."""
    return saying("already", language, name=name or language.text("somebody"))


def asked(number: int, hashtag: str, text: str, asker: str, rules: str, language: Language) -> str:
    """The post that asks, with how to try and how to mark what solved it."""
    say = language.text
    return "\n".join(
        [
            f"🔎 {_named(number, asker, language)}",
            escape(text),
            "",
            italic(rules or say("Know it, or have a hunch? Reply to this message.")),
            italic(
                say("{asker}, reply /solved to the one that solves it.", asker=asker)
                if asker
                else say("Moderators reply /solved to the one that solves it.")
            ),
            language.apart(escape(hashtag)),
        ]
    )


def asked_and_solved(number: int, hashtag: str, text: str, asker: str, found: Solution, language: Language) -> str:
    """The same post once it is solved."""
    head = f"✅ {_named(number, asker, language)}"
    return "\n".join([head, escape(text), "", *_solution(found, language), language.apart(escape(hashtag))])


def solved(number: int, url: str, found: Solution, language: Language) -> str:
    """The news that it is solved."""
    name = language.text("Stumper #{number}", number=number)
    head = language.text("{stumper} is solved!", stumper=link(name, url))
    return "\n".join([f"✅ {head}", *_solution(found, language)])


def tried(name: str, text: str, url: str, language: Language) -> str:
    """What the asker is told in private of a try."""
    head = language.text("{name} has a try at your stumper:", name=bold(name or language.text("somebody")))
    arrow = f" {link('↗', url)}" if url else ""
    return f"{head}{arrow}\n{quotation(shorten(text or '…', QUOTED))}"


def that_is_it(language: Language) -> str:
    """The button below it."""
    return language.text("✓ That solves it")


def listed(stumpers: Sequence[OpenStumper], language: Language) -> str:
    """The open ones, the oldest first."""
    if not stumpers:
        return escape(saying("none_open", language))
    head = language.plural("{count} stumper is open:", "{count} stumpers are open:", len(stumpers))
    return "\n".join([bold(head), *(_line(one) for one in stumpers[:MOST_LISTED])])


def resurfacing(stumpers: Sequence[OpenStumper], language: Language) -> str:
    """A few of the open ones, for those who come to a session; empty when there is none."""
    if not stumpers:
        return ""
    return "\n".join([f"🔎 {bold(language.text('Still open:'))}", *(_line(one) for one in stumpers[:MOST_RESURFACE])])


def standing(found: Solution | None, language: Language) -> str:
    """Whether it is solved, by whom and where that is written, as a plain sentence for pages and files."""
    if found is None:
        return language.text("This one is still open.")
    name = found.name or language.text("somebody")
    if found.source:
        return language.text("Solved: found by {name}. Source: {source}", name=name, source=found.source)
    return language.text("Solved: found by {name}.", name=name)


def _line(one: OpenStumper) -> str:
    return f"• {link(f'#{one.number}', one.link)} {escape(shorten(one_line(one.text), SHOWN))}"


def _named(number: int, asker: str, language: Language) -> str:
    name = bold(language.text("Stumper #{number}", number=number))
    return language.text("{stumper} from {name}:", stumper=name, name=escape(asker)) if asker else f"{name}:"


def _solution(found: Solution, language: Language) -> list[str]:
    """Who found it, in which words, and where that is written."""
    lines = [language.text("Found by {name}.", name=link(found.name or language.text("somebody"), found.link))]
    if found.text:
        lines.append(quotation(shorten(found.text, QUOTED)))
    if found.source:
        lines.append(language.text("Source: {source}", source=escape(found.source)))
    return lines
