"""The recap as a web page: one file that asks for nothing else, to publish, print or keep."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.recaps.chart import around, chart
from bot.recaps.record import instant
from bot.rules.links import addresses
from bot.rules.recap import Entry, Recap
from bot.wording import tallies
from bot.wording.characters import clean, one_line
from bot.wording.language import Language

_TEMPLATES = Path(__file__).parent / "templates"
MOST_HIGHLIGHTS = 5


def page(recap: Recap) -> str:
    """The recap as HTML, with its style inside and a policy that lets it load nothing and run nothing."""
    language = Language(recap.session.language)
    style = _style()
    return (
        _environment()
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
            policy=_policy(style),
            style=Markup(style),  # noqa: S704  # our own file
            chart=Markup(chart(recap, language)),  # noqa: S704  # chart() escapes what it draws
            highlights=most_liked(recap),
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


def _policy(style: str) -> str:
    """What the page may do: show its own style, and nothing else (Content Security Policy, level 3)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (_TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
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
