"""The archive as a whole while it is written: its sessions and series, how they are named, listed and rendered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from bot.recaps.archive import paths
from bot.recaps.archive.facts import Best, Facts
from bot.recaps.archive.folder import Folder, digest
from bot.recaps.page import Place, environment, policy, stylesheet
from bot.recaps.record import instant
from bot.rules.growth import Growth
from bot.store.tables import Series
from bot.wording.characters import one_line, shorten
from bot.wording.language import Language
from bot.wording.timetables import Coming

LONGEST_QUESTION = 300
"""UTF-16 units of a question in a list."""


class Row(NamedTuple):
    """A session in a list."""

    href: str
    name: str
    number: int
    began: datetime
    day: str
    numbers: str = ""
    tags: tuple[Place, ...] = ()
    questions: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """All that the lists are made of."""

    folder: Folder
    url: str
    """The address of the archive; empty when nobody said."""
    sessions: tuple[Facts, ...]
    """In the order they began."""
    series: Mapping[str, Series]
    grown: Mapping[str, Growth]
    coming: tuple[Coming, ...]
    made_with: str
    """A mark of the code and templates."""
    before: Mapping[str, str]
    """What the long lists were made of last time, by page."""
    now: dict[str, str]
    """What they are made of this time."""

    def stands(self, page: str, sessions: Iterable[Facts], *besides: object) -> bool:
        """Whether a page that lists these sessions, and shows these things besides, is there already: it is kept."""
        series = [(row.title, row.hashtag, row.timezone, row.language, row.archive) for row in self.series.values()]
        lists = (one.listed for one in sessions)
        self.now[page] = digest(self.made_with, repr(series), *map(repr, besides), *lists)
        if self.before.get(page) != self.now[page] or not self.folder.has(page):
            return False
        self.folder.keep(page)
        return True

    def language(self, series: str = "") -> Language:
        """Of a series; of the whole archive the one that most series speak."""
        if series:
            return Language(self.series[series].language)
        spoken = [row.language for row in self.series.values()]
        return Language(max(sorted(set(spoken)), key=spoken.count)) if spoken else Language()

    def title(self, one: Facts) -> str:
        """Of a session."""
        return _titled(self.series[one.series].title, one.running or one.number, one.topic)

    def day(self, one: Facts) -> str:
        """When a session was."""
        return self.language(one.series).date(one.began, self.series[one.series].timezone)

    def absolute(self, page: str) -> str:
        """The whole address of a page; empty when nobody said where the archive will be."""
        return f"{self.url.rstrip('/')}/{paths.lead('index.html', page)}" if self.url else ""

    def render(self, template: str, page: str, title: str, language: Language, **content: Any) -> None:
        """Write one page."""
        style = stylesheet("archive/archive.css")
        above = {"trail": (), "told": "", "feed": "", "robots": True, "more": "form-action 'none'", **content}
        rendered = (
            environment()
            .get_template(f"archive/{template}.html")
            .render(
                **above,
                title=title,
                language=language,
                say=language.text,
                plural=language.plural,
                instant=instant,
                style=Markup(style),  # noqa: S704  # our own file
                policy=policy(style, above["more"]),
            )
        )
        self.folder.write(page, rendered)


def rows(site: Site, page: str, sessions: Iterable[Facts]) -> list[Row]:
    """Sessions as a list on that page shows them."""
    return [_row(site, page, one) for one in sessions]


def _row(site: Site, page: str, one: Facts) -> Row:
    language = site.language(one.series)
    href = paths.lead(page, one.pages[0])
    people = language.plural("{count} person", "{count} people", one.people)
    answers = language.plural("{count} answer", "{count} answers", one.answers)
    questions = (
        {
            "label": question.label,
            "text": shorten(one_line(question.text), LONGEST_QUESTION),
            "href": f"{href}#q{place}",
            "answers": question.answers,
            "best": [
                {"name": best.name, "text": best.text, "href": f"{href}#q{place}{_anchor(one, best)}"}
                for best in question.best
            ],
        }
        for place, question in enumerate(one.questions, 1)
    )
    return Row(
        href=href,
        name=site.title(one),
        number=one.number,
        began=one.began,
        day=site.day(one),
        numbers=f"{people}, {answers}",
        tags=tuple(Place(one_line(tag), paths.lead(page, paths.tag(tag))) for tag in one.tags),
        questions=tuple(questions),
    )


def _anchor(one: Facts, best: Best) -> str:
    """Where an answer stands under its question; a session of several pages leads to the question alone."""
    return f"-{best.message_id}" if len(one.pages) == 1 else ""


def upcoming(site: Site, coming: Iterable[Coming]) -> list[Row]:
    """What is coming, as a list."""
    listed = []
    for one in coming:
        title = _titled(one.title, one.number, one.topic)
        day = site.language(one.series).moment(one.starts_at, one.timezone)
        listed.append(Row("", title, one.number, one.starts_at, day))
    return listed


def _titled(title: str, number: int, topic: str) -> str:
    name = f"{one_line(title)} #{number}"
    return f"{name}: {one_line(topic)}" if topic.strip() else name


def counted(sessions: Sequence[Facts], language: Language) -> str:
    """How many sessions there are in a list."""
    return language.plural("{count} session", "{count} sessions", len(sessions))
