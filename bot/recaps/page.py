"""The recap as a web page: one file that asks for nothing else, to publish, print or keep."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.recaps.chart import around, chart
from bot.recaps.record import instant
from bot.rules.links import addresses
from bot.rules.recap import Entry, Recap
from bot.rules.themes import themes
from bot.wording import tallies
from bot.wording.characters import clean, one_line, shorten
from bot.wording.language import Language

_TEMPLATES = Path(__file__).parent / "templates"
MOST_HIGHLIGHTS = 5
LONGEST_BRIEF = 200
"""UTF-16 units of an answer that stands for others."""


class Place(NamedTuple):
    """Something that a page leads to."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What an archive puts around a page; by itself a page has none of it."""

    trail: tuple[Place, ...] = ()
    """The pages above it."""
    tags: tuple[Place, ...] = ()
    downloads: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()
    """The sessions before and after."""
    robots: bool = True
    numbered: bool = False
    """Numbers stand for names."""
    intro: str = ""
    """What a moderator wrote above the recap."""
    left_out: int = 0
    """Answers that moderators left out."""


ALONE = Frame()


def page(recap: Recap, frame: Frame = ALONE) -> str:
    """The recap as HTML, with its style inside and a policy that lets it load nothing and run nothing."""
    language = Language(recap.session.language)
    style = stylesheet()
    return (
        environment()
        .get_template("page.html")
        .render(
            recap=recap,
            session=recap.session,
            language=language,
            say=language.text,
            plural=language.plural,
            tallies=tallies,
            one_line=one_line,
            instant=instant,
            around=around,
            linked=linked,
            brief=brief,
            frame=frame,
            themes=themes(recap.questions),
            policy=policy(style),
            style=Markup(style),  # noqa: S704  # our own file
            chart=Markup(chart(recap, language)),  # noqa: S704  # chart() escapes what it draws
            highlights=() if recap.session.erased else most_liked(recap),
        )
    )


def most_liked(recap: Recap) -> tuple[tuple[str, Entry], ...]:
    """The answers that drew most reactions, then comments, with their questions' labels; none that drew nothing."""
    drew = {
        answer.link: (question.label, answer)
        for question in recap.questions
        for answer in question.answers
        if (answer.reactions > 0 or answer.comments) and answer.text.strip()
    }
    ranked = sorted(drew.values(), key=lambda one: (-one[1].reactions, -len(one[1].comments)))
    return tuple(ranked[:MOST_HIGHLIGHTS])


def linked(text: str) -> Markup:
    """A text as HTML in which the web addresses can be followed."""
    left, parts = clean(text).strip(), []
    for address in addresses(left):
        before, _, left = left.partition(address)
        parts += [Markup.escape(before), _LINK.format(address, address)]
    return Markup().join([*parts, Markup.escape(left)])


_LINK = Markup('<a href="{}" rel="nofollow noopener noreferrer ugc">{}</a>')


def brief(text: str) -> str:
    """The beginning of an answer, on one line."""
    return shorten(one_line(text), LONGEST_BRIEF)


def policy(style: str, more: str = "form-action 'none'") -> str:
    """What a page may do: show its own style, and nothing else but `more` (Content Security Policy, level 3)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; {more}"


@cache
def stylesheet(more: str = "") -> str:
    """The style of a page; `more` names another file of ours whose rules it needs besides."""
    if more:
        return stylesheet() + (_TEMPLATES / more).read_text(encoding="utf-8")
    return (_TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """The templates of pages; whatever is put into them is text unless it says that it is HTML."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    return environment
