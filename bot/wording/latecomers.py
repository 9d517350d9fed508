"""What latecomers are told: how a session stands, and when the next one begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.wording import posts, sprints
from bot.wording.characters import isolated, one_line, shorten
from bot.wording.html import bold, escape, italic, link
from bot.wording.language import Language, marked

LONGEST = 140
"""UTF-16 units of an answer that is quoted."""
SAYINGS = {
    "which": marked("In which chat? Write it like /{command} {hashtag}."),
    "none": marked("I host no chat by that name here."),
    "off": marked("I remind you of {hashtag} no more."),
    "once": marked("I remind you of the next session of {hashtag}, half an hour before, here in private."),
    "always": marked(
        "I remind you of every session of {hashtag}, half an hour before, here in private. /remind off ends it."
    ),
    "once_open": marked("{hashtag} has no next date yet. As soon as it has one, I remind you half an hour before."),
    "start_first": marked("Say hello to me in private first, so that I may write to you there."),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """An answer, with who gave it and where it stands."""

    name: str
    text: str
    url: str
    likes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands."""

    hashtag: str
    label: str
    text: str
    url: str
    answer: str
    """What an answer to the question begins with: "A2"."""
    asked: Sequence[tuple[str, str]]
    """The questions so far: their labels and links."""
    held: bool = False
    next_label: str = ""
    """Of the question that comes next; empty when this is the last."""
    left: timedelta | None = None
    """To the next question, or to the end."""
    liked: Sequence[Quote] = ()
    anonymous: bool = False
    """Whether people may answer without their name."""
    sprint: bool = False
    """Whether people write for a while, and count."""


def saying(key: str, language: Language, **values: str) -> str:
    """A sentence by its key, as Telegram HTML."""
    return escape(language.text(SAYINGS[key], **values)) if values else escape(language.text(SAYINGS[key]))


def standing(now: Standing, language: Language) -> str:
    """The question on air, how long it stays, the questions before it, and what was liked most."""
    say = language.text
    if now.sprint:
        return sprints.standing(now.text, now.url, _left(now, language), language, writing=bool(now.next_label))
    lines = [f"{say('On air:')} {link(now.label, now.url)}", italic(now.text), escape(_left(now, language))]
    if len(now.asked) > 1:
        lines += ["", say("So far: {questions}", questions=" · ".join(link(label, url) for label, url in now.asked))]
    if now.liked:
        lines += ["", bold(say("Liked most"))]
        lines += [quote(one, language) for one in now.liked]
    lines += [
        "",
        escape(say("Begin with {label}, or reply to the question. Earlier ones count, too.", label=now.answer)),
    ]
    if now.anonymous:
        lines.append(escape(say("You can also answer without your name: write /anonymous to me in private.")))
    return "\n".join(lines)


def quote(one: Quote, language: Language) -> str:
    """An answer in a line, linked to where it stands."""
    text = language.apart(escape(isolated(shorten(one_line(one.text), LONGEST))))
    likes = f" ♥ {language.number(one.likes)}" if one.likes else ""
    return language.line(f"• {language.apart(link(one.name, one.url))}: {text}{likes}")


def _left(now: Standing, language: Language) -> str:
    if now.held:
        return language.text("The session is paused just now.")
    if now.left is None:
        return language.text("It stays open for a while.")
    left = language.span(posts.rounded(now.left))
    if now.sprint:
        return language.text("⏳ {left} to go.", left=left)
    if now.next_label:
        return language.text("{label} comes in {left}.", label=now.next_label, left=left)
    return language.text("This is the last question; it stays on air for {left}.", left=left)


def reminder(hashtag: str, topic: str, starts_at: datetime, timezone: str, left: timedelta, language: Language) -> str:
    """What somebody who asked to be reminded is told."""
    say = language.text
    return "\n".join(
        [
            say(
                "⏰ {hashtag} begins in {left}.",
                hashtag=escape(hashtag),
                left=escape(language.span(posts.rounded(left))),
            ),
            bold(topic),
            posts.when(starts_at, timezone, language),
            "",
            italic(say("You asked me to remind you. /remind off ends it, /remind always keeps it up.")),
        ]
    )
