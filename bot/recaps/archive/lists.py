"""The archive's lists: home, series, questions, growth, years and tags; the feeds, the calendars, the search page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from bot.recaps.archive import paths
from bot.recaps.archive.facts import Facts
from bot.recaps.archive.feed import Item, feed
from bot.recaps.archive.site import LONGEST_QUESTION, Site, counted, rows, upcoming
from bot.recaps.growing import answers_chart, growth_sheet, people_chart
from bot.recaps.page import Place
from bot.rules.growth import Growth
from bot.wording.characters import one_line, shorten
from bot.wording.growth import MEASURES, told
from bot.wording.language import zone
from bot.wording.timetables import plan_ics

LATEST = 20
"""Sessions on the first page."""
MOST_TAGS = 80
MOST_ROWS = 200
"""Sessions in the table of growth; the file beside it has all."""
SEARCH = "script-src 'self' file:; form-action 'self' file:"
"""What the search page may do besides: load the archive's own scripts, also when it was opened as a file."""
_SCRIPT = Path(__file__).parent.parent / "templates" / "archive" / "search.js"


class Counted(NamedTuple):
    """A list and how long it is."""

    text: str
    href: str
    size: str


def write_lists(site: Site) -> None:
    """All pages but those of the sessions."""
    for name in site.series:
        _series(site, name, [one for one in site.sessions if one.series == name])
    years, tags = _by_year(site), _by_tag(site)
    whole = site.language()
    up = Place(whole.text("Archive"), "../../index.html")
    for number, sessions in years.items():
        page = paths.year(number)
        if not site.stands(page, sessions):
            site.render("list", page, str(number), whole, trail=(up,), rows=rows(site, page, reversed(sessions)))
    for tag, sessions in tags.items():
        page = paths.tag(tag)
        title = one_line(next(name for name in sessions[-1].tags if paths.same(name) == tag))
        if not site.stands(page, sessions, *(one.prompts for one in sessions)):
            site.render("ideas", page, title, whole, trail=(up,), rows=rows(site, page, reversed(sessions)))
    _home(site, years, tags)
    search = whole.text("Search")
    home = Place(whole.text("Archive"), "index.html")
    site.render("search", "search.html", search, whole, trail=(home,), robots=False, more=SEARCH)
    site.folder.write("search/search.js", _SCRIPT.read_bytes())
    site.folder.write("calendar.ics", plan_ics(site.coming))


def _home(site: Site, years: Mapping[int, Sequence[Facts]], tags: Mapping[str, Sequence[Facts]]) -> None:
    language = site.language()
    titles = [one_line(row.title) for row in site.series.values()]
    title = titles[0] if len(titles) == 1 else language.text("Archive of chats")
    commonest = sorted(tags, key=lambda tag: (-len(tags[tag]), tag))[:MOST_TAGS]
    series = [
        Counted(
            one_line(row.title),
            f"{paths.series(name)}/index.html",
            counted([f for f in site.sessions if f.series == name], language),
        )
        for name, row in site.series.items()
    ]
    site.render(
        "home",
        "index.html",
        title,
        language,
        told=counted(site.sessions, language),
        feed="feed.xml",
        more="form-action 'self' file:",
        coming=upcoming(site, site.coming),
        series=series,
        latest=rows(site, "index.html", reversed(site.sessions[-LATEST:])),
        years=[
            Counted(str(number), paths.year(number), counted(years[number], language))
            for number in sorted(years, reverse=True)
        ],
        tags=[
            Counted(one_line(tag), paths.lead("index.html", paths.tag(tag)), counted(tags[tag], language))
            for tag in sorted(commonest)
        ],
    )
    items = _items(site, "index.html", site.sessions)
    site.folder.write(
        "feed.xml", feed("", title, items, language, site.absolute("feed.xml"), site.absolute("index.html"))
    )


def _series(site: Site, name: str, sessions: Sequence[Facts]) -> None:
    """The pages of a series: its sessions, its questions, how it has gone; its feed and its calendar."""
    row, language, folder = site.series[name], site.language(name), paths.series(name)
    page, title = f"{folder}/index.html", one_line(row.title)
    home = Place(language.text("Archive"), "../index.html")
    here = Place(title, "index.html")
    robots = bool(row.archive.get("robots", True))
    ahead = [one for one in site.coming if one.series == name]
    asked = f"{folder}/questions.html"
    stands = [site.stands(page, sessions, ahead), site.stands(asked, sessions)]
    listed = [] if all(stands) else rows(site, page, reversed(sessions))  # both are in the same folder
    if not stands[0]:
        told = f"{one_line(row.hashtag)} · {counted(sessions, language)}"
        above = {"trail": (home,), "told": told, "feed": "feed.xml", "robots": robots}
        site.render("series", page, title, language, coming=upcoming(site, ahead), rows=listed, **above)
    if not stands[1]:
        heading = language.text("All questions of {title}", title=title)
        site.render("questions", asked, heading, language, trail=(home, here), robots=robots, rows=listed)
    if not site.stands(f"{folder}/growth.html", sessions, site.grown[name]):
        _growth(site, name, {one.id: one for one in sessions}, (home, here), robots=robots)
    site.folder.write(f"{folder}/growth.csv", growth_sheet(_published(site, name, sessions)))
    items = _items(site, page, sessions)
    own = f"{folder}/feed.xml"
    site.folder.write(own, feed(name, title, items, language, site.absolute(own), site.absolute(page)))
    site.folder.write(f"{folder}/calendar.ics", plan_ics(ahead))


def _items(site: Site, page: str, sessions: Sequence[Facts]) -> list[Item]:
    """Sessions for the feed that lies beside this page."""
    return [
        Item(one, site.title(one), site.absolute(one.pages[0]) or paths.lead(page, one.pages[0])) for one in sessions
    ]


def _growth(site: Site, name: str, facts: Mapping[int, Facts], trail: tuple[Place, ...], *, robots: bool) -> None:
    """How a series has gone; sessions that are not published count, and are not linked."""
    language, page = site.language(name), f"{paths.series(name)}/growth.html"
    grown = site.grown[name]

    def to(session_id: int) -> str:
        return paths.lead(page, facts[session_id].pages[0]) if session_id in facts else ""

    sessions = [one for one in grown.sessions if one.session.id in facts]
    drew = [
        {
            "href": to(one.session.id),
            "text": f"{one.asked.label} {shorten(one_line(one.asked.text), LONGEST_QUESTION)}",
            "session": f"#{one.session.number}",
            "numbers": language.plural("{count} person answered", "{count} people answered", one.asked.people),
        }
        for one in grown.drew_most
        if one.session.id in facts
    ]
    site.render(
        "growth",
        page,
        language.text("How {title} has gone", title=one_line(site.series[name].title)),
        language,
        trail=trail,
        robots=robots,
        told=language.plural(
            "{count} person has answered so far, over all sessions.",
            "{count} people have answered so far, over all sessions.",
            grown.people,
        ),
        people=Markup(people_chart(sessions, language)),  # noqa: S704  # it escapes what it draws
        answers=Markup(answers_chart(sessions, language)),  # noqa: S704  # it escapes what it draws
        sessions=[{"figures": one, "href": to(one.session.id)} for one in reversed(sessions[-MOST_ROWS:])],
        measures=MEASURES,
        told_of=told,
        drew=drew,
    )


def _published(site: Site, name: str, sessions: Sequence[Facts]) -> Growth:
    """The growth of a series without the sessions that are not published."""
    shown, grown = {one.id for one in sessions}, site.grown[name]
    return Growth(tuple(one for one in grown.sessions if one.session.id in shown), (), grown.people)


def _by_year(site: Site) -> dict[int, list[Facts]]:
    found: dict[int, list[Facts]] = {}
    for one in site.sessions:
        year = one.began.astimezone(zone(site.series[one.series].timezone)).year
        found.setdefault(year, []).append(one)
    return found


def _by_tag(site: Site) -> dict[str, list[Facts]]:
    found: dict[str, list[Facts]] = {}
    for one in site.sessions:
        for tag in dict.fromkeys(map(paths.same, one.tags)):
            found.setdefault(tag, []).append(one)
    return found
