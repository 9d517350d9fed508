"""The posts of a session in words: reminder, welcome, question, last call, closing. Telegram HTML from plain facts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.plans import Letters
from bot.wording.characters import shorten
from bot.wording.html import bold, escape, italic, link, local_time
from bot.wording.language import Language

TIME_TO_READ = timedelta(hours=2)
"""With less time than this a reminder names no readings: nobody would get through them."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the posts of a session speak of."""

    title: str
    hashtag: str
    topic: str
    number: int
    starts_at: datetime
    timezone: str
    guest: str
    letters: Letters
    texts: dict[str, str]
    language: Language
    readings: tuple[str, ...] = ()
    """What to read before, plain text."""
    anonymous: bool = False
    """Whether people may answer without their name."""
    again_at: datetime | None = None
    """When a second round asks the same, as long as it is to come."""
    second: bool = False
    """Whether this is the second round."""
    running: int | None = None
    """Of a series with one running number, that of the session's first question."""


def label(letters: Letters, number: int, part: str = "") -> str:
    """The label of a question: "Q2b"."""
    return f"{letters.question}{number}{part}"


def when(moment: datetime, timezone: str, language: Language) -> str:
    """A moment in the series' own zone, which a reader's app shows in the reader's."""
    return local_time(moment, language.moment(moment, timezone), "wDT")


def countdown(occasion: Occasion, now: datetime) -> str:
    """How long it is until the session begins; a reader's app keeps counting (Bot API, date-time format "r")."""
    left = occasion.starts_at - now
    hours = timedelta(hours=round(left / timedelta(hours=1)))
    span = occasion.language.span(hours if left >= timedelta(days=1) else rounded(left))
    return local_time(occasion.starts_at, occasion.language.text("in {span}", span=span), "r")


def reminder(occasion: Occasion, now: datetime) -> str:
    """What is coming, and how soon it really is."""
    say = occasion.language.text
    wait = occasion.starts_at - now
    left = occasion.language.span(rounded(wait))
    lines = [
        say("⏰ {hashtag} begins in {left}.", hashtag=escape(occasion.hashtag), left=escape(left)),
        heading(occasion),
        when(occasion.starts_at, occasion.timezone, occasion.language),
        *other_round(occasion),
        *guest(occasion),
        *own_words(occasion, "reminder"),
        *(to_read(occasion) if wait >= TIME_TO_READ else []),
    ]
    return "\n".join(lines)


def to_read(occasion: Occasion) -> list[str]:
    """What to read before, a line each; no lines when there is nothing."""
    if not occasion.readings:
        return []
    return ["", bold(occasion.language.text("To read before:")), *(f"• {escape(one)}" for one in occasion.readings)]


def welcome(occasion: Occasion) -> str:
    """The opening: what it is about, and how to take part, for those who are here for the first time."""
    say = occasion.language.text
    letter = occasion.letters.answer
    rules = occasion.texts.get("rules") or say(
        "I post the questions, numbered. Begin your answers with {first}, {second} and so on, or reply to the "
        "question. Answer late, answer twice, or just read along: all of it is fine.",
        first=f"{letter}1",
        second=f"{letter}2",
    )
    greeting = occasion.texts.get("welcome") or say("Welcome! Say hello: who are you, and where are you?")
    return "\n".join(
        [
            f"👋 {_hashtag(occasion)}",
            heading(occasion),
            *other_round(occasion),
            *guest(occasion),
            "",
            escape(greeting),
            "",
            italic(rules),
            *_nameless(occasion),
        ]
    )


def present(people: int, new: int, language: Language) -> str:
    """How many have said hello, and how many of them are here for the first time; empty for nobody."""
    if not people:
        return ""
    hello = language.plural("{count} person has said hello", "{count} people have said hello", people)
    if not new:
        return f"{hello}."
    if new == people:
        return language.plural(
            "{count} person has said hello, here for the first time: welcome!",
            "{count} people have said hello, all of them here for the first time: welcome!",
            people,
        )
    return language.plural(
        "{hello}, {count} of them here for the first time: welcome!",
        "{hello}, {count} of them here for the first time: welcome!",
        new,
        hello=hello,
    )


def question(occasion: Occasion, number: int, part: str, text: str) -> str:
    """A question with its label and its hashtag, whole."""
    named = occasion.language.apart(bold(label(occasion.letters, number, part) + "."))
    return f"{named} {escape(text)}\n\n{_hashtag(occasion)}"


def _nameless(occasion: Occasion) -> list[str]:
    """How to answer without a name, where that is possible."""
    if not occasion.anonymous:
        return []
    return [italic(occasion.language.text("You can also answer without your name: write /anonymous to me in private."))]


def in_second(occasion: Occasion) -> Occasion:
    """The same session in its second round."""
    return replace(occasion, starts_at=occasion.again_at or occasion.starts_at, again_at=None, second=True)


def with_poll(text: str, url: str, language: Language) -> str:
    """A question of a second round whose poll stands above already."""
    return f"{text}\n{link(language.text('Vote in the poll of the first round'), url)}"


def first_closing(occasion: Occasion) -> str:
    """The end of a first round: thanks, and when the second one begins."""
    say = occasion.language.text
    lines = [f"🏁 {escape(say('That was the first round. Thank you all!'))}"]
    if occasion.again_at is not None:
        at = when(occasion.again_at, occasion.timezone, occasion.language)
        lines.append(say("The same questions are asked once more {when}. Answers count all the time.", when=at))
    lines.append(say("The recap follows the second round."))
    return "\n".join(lines)


def other_round(occasion: Occasion) -> list[str]:
    """A line about the other round, if there are two."""
    say = occasion.language.text
    if occasion.second:
        return [say("Second round: the same questions once more. What was said in the first one counts as it is.")]
    if occasion.again_at is None:
        return []
    return [say("And once more {when}.", when=when(occasion.again_at, occasion.timezone, occasion.language))]


def nudge(occasion: Occasion, number: int, part: str, text: str, people: int, until: datetime) -> str:
    """A slow question once more, when few have answered; it holds the question, so that replies to it count."""
    say = occasion.language.text
    named = occasion.language.apart(bold(label(occasion.letters, number, part) + "."))
    if people:
        so_far = occasion.language.plural(
            "{count} person has answered so far; there is room for you.",
            "{count} people have answered so far; there is room for you.",
            people,
        )
    else:
        so_far = say("Nobody has answered yet; somebody has to be the first.")
    still = say(
        "It stays open until {when}. One sentence will do.", when=when(until, occasion.timezone, occasion.language)
    )
    return f"🌱 {named} {escape(text)}\n\n{escape(so_far)}\n{still}"


def poll(occasion: Occasion, number: int, part: str, text: str) -> str:
    """The question line of a poll, plain text of at most 300 characters (Bot API, sendPoll)."""
    return shorten(f"{occasion.language.apart(label(occasion.letters, number, part) + '.')} {text}", 300)


def last_call(occasion: Occasion, left: timedelta) -> str:
    """The end is near."""
    say = occasion.language.text
    default = say("⏳ {left} left. Last thoughts, last answers!", left=occasion.language.span(rounded(left)))
    return escape(occasion.texts.get("last_call") or default)


def closing(occasion: Occasion, late_until: datetime, late: timedelta) -> str:
    """The end: thanks, and until when answers still count."""
    say = occasion.language.text
    thanks = occasion.texts.get("closing") or say("That was our time. Thank you all!")
    lines = [f"🏁 {escape(thanks)}"]
    if late >= timedelta(minutes=1):
        lines.append(
            say(
                "Missed a question? Answers still count until {when}.",
                when=when(late_until, occasion.timezone, occasion.language),
            )
        )
    lines.append(say("The recap follows."))
    return "\n".join(lines)


def _hashtag(occasion: Occasion) -> str:
    return occasion.language.apart(escape(occasion.hashtag))


def titled(title: str, number: int | None, topic: str, language: Language) -> str:
    """What a session is called: its topic, or with a running number "Small steps #9: Sit down"."""
    if number is None:
        return topic or title
    named = language.text("{title} #{number}", title=title, number=number)
    return language.text("{title}: {topic}", title=named, topic=topic) if topic else named


def heading(occasion: Occasion) -> str:
    """What the session is called, in bold."""
    return bold(titled(occasion.title, occasion.running, occasion.topic, occasion.language))


def guest(occasion: Occasion) -> list[str]:
    """A line about the guest, if there is one."""
    if not occasion.guest:
        return []
    return [occasion.language.text("With {guest}", guest=escape(occasion.guest))]


def own_words(occasion: Occasion, key: str) -> list[str]:
    """What the series itself has to say in a post of this kind, if anything."""
    text = occasion.texts.get(key)
    return [escape(text)] if text else []


def rounded(span: timedelta) -> timedelta:
    """A length of time as people say it: to the minute when it is longer than one."""
    seconds = max(span.total_seconds(), 0)
    unit = 60 if seconds >= 59 else 1
    return timedelta(seconds=round(seconds / unit) * unit)
