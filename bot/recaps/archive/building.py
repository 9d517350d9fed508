"""Building the archive: the pages of the sessions that changed, then the lists, feeds, calendar and search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import bot
from bot.recaps.archive import facts as known
from bot.recaps.archive import paths, words
from bot.recaps.archive.facts import Facts
from bot.recaps.archive.folder import Folder, digest
from bot.recaps.archive.lists import write_lists
from bot.recaps.archive.searching import own, write_search
from bot.recaps.archive.site import Site
from bot.recaps.markdown import markdown
from bot.recaps.page import Frame, Place, page
from bot.recaps.record import record
from bot.recaps.sheet import sheet
from bot.rules.naming import named
from bot.rules.publishing import publishable
from bot.rules.recap import Recap
from bot.rules.words import Names
from bot.store import approvals, growth, publishing, recaps
from bot.store.coming import coming
from bot.store.database import Session
from bot.store.publishing import Ended
from bot.store.tables import Session as Row
from bot.wording.characters import one_line
from bot.wording.language import Language

AHEAD = timedelta(days=366)
"""How far the calendar looks."""
_REMEMBERED, _LISTS = "sessions.json", "lists.json"
_MADE_WITH = ("recaps", "rules", "wording")
"""The packages that pages are made with: when one of them changes, every page is made again."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    sessions: int
    changed: int
    """Sessions whose pages were made again."""
    written: int
    removed: int
    altered: tuple[str, ...]
    """Pages no longer needed that somebody has changed; they stay."""


def build(
    session: Session, folder: Folder, now: datetime, url: str = "", tell: Callable[[int, int], None] | None = None
) -> Built:
    """Bring the archive up to date; `tell` hears how many of how many sessions are done.

    `url` is the address that the archive will have, for its feeds. Raises `NotOurs` and `OSError` of the folder.
    """
    with recaps.no_search_for_cycles():
        series = publishing.open_series(session)
        grown = growth.all_grown(session, series)
        ended = publishing.ended(session)
        old = {one.id: one for one in folder.recall(_REMEMBERED, list[Facts]) or ()}
    counts: dict[int, dict[str, int]] = {}
    beside = _neighbours(ended)
    first_timers = {figures.session.id: figures.first_timers for one in grown.values() for figures in one.sessions}
    made_with = _made_with()
    present: list[Facts] = []
    changed = []
    for place, one in enumerate(ended):
        new_voices = str(first_timers.get(one.id))
        mark = digest(made_with, one.mark, new_voices, repr(one.archive), *(str(other) for other, _ in beside[one.id]))
        before = old.get(one.id)
        if before is not None and before.mark == mark and _stands(folder, before):
            folder.keep(*before.pages)
            present.append(before)
            continue
        frame = _frame(one, beside[one.id], series[one.series].title, Language(series[one.series].language))
        recap, frame = _shown(session, one, frame)
        pages = _write(folder, one, recap, frame)
        counts[one.id] = words.counted(recap)
        present.append(known.facts(one, mark, recap, pages))
        changed.append(one.id)
        if tell is not None:
            tell(place + 1, len(ended))
    ahead = [one for one in coming(session, now, now + AHEAD) if one.series in series]
    before = folder.recall(_LISTS, dict[str, str]) or {}
    site = Site(folder, url, tuple(present), series, grown, tuple(ahead), made_with, before, {})
    with recaps.no_search_for_cycles():
        write_lists(site)
        write_search(site, counts, old.keys() - {one.id for one in present})
    folder.remember(_LISTS, site.now)
    folder.remember(_REMEMBERED, present)
    folder.finish()
    return Built(len(present), len(changed), folder.written, folder.removed, tuple(folder.altered))


def _stands(folder: Folder, made: Facts) -> bool:
    """Whether all that was made of a session is still there."""
    return folder.has(*made.pages) and folder.knows(own(made.id))


def _shown(session: Session, one: Ended, frame: Frame) -> tuple[Recap, Frame]:
    """What everybody may read of a session, and what surrounds it with the moderators' words."""
    edits = approvals.edits(session.get_one(Row, one.id))
    recap, left_out = publishable(recaps.recap(session, one.id), edits)
    recap = named(recap, one.archive.names)
    recap = replace(recap, session=replace(recap.session, next_at=None))
    return recap, replace(frame, intro=edits.intro, left_out=left_out)


def _write(folder: Folder, one: Ended, recap: Recap, frame: Frame) -> tuple[str, ...]:
    """The files of a session."""
    place = paths.session(one.series, one.number)
    files = {
        "index.html": page(recap, frame),
        "recap.md": markdown(recap),
        "recap.csv": sheet(recap),
        "recap.json": record(recap),
        "texts.js": words.texts(one.id, recap),
    }
    for name, content in files.items():
        folder.write(f"{place}/{name}", content)
    return tuple(f"{place}/{name}" for name in files)


def _neighbours(ended: Sequence[Ended]) -> dict[int, list[tuple[int, str]]]:
    """The numbers of the sessions before and after each one in its series, with the arrow that leads there."""
    by_series: dict[str, list[Ended]] = {}
    for one in ended:
        by_series.setdefault(one.series, []).append(one)
    return {
        one.id: [
            *((other.number, "←") for other in sessions[max(0, at - 1) : at]),
            *((other.number, "→") for other in sessions[at + 1 : at + 2]),
        ]
        for sessions in by_series.values()
        for at, one in enumerate(sessions)
    }


def _frame(one: Ended, neighbours: Sequence[tuple[int, str]], title: str, language: Language) -> Frame:
    """What surrounds a session's page: the pages above it, and its neighbours in the series."""
    here = f"{paths.session(one.series, one.number)}/index.html"

    def to(target: str) -> str:
        return paths.lead(here, target)

    beside = [
        Place(f"{arrow} #{number}", to(f"{paths.session(one.series, number)}/index.html"))
        for number, arrow in neighbours
    ]
    return Frame(
        trail=(
            Place(language.text("Archive"), to("index.html")),
            Place(one_line(title), to(f"{paths.series(one.series)}/index.html")),
        ),
        tags=tuple(Place(one_line(tag), to(paths.tag(tag))) for tag in one.tags),
        downloads=(Place("Markdown", "recap.md"), Place("CSV", "recap.csv"), Place("JSON", "recap.json")),
        beside=tuple(beside),
        robots=one.archive.robots,
        numbered=one.archive.names is Names.NONE,
    )


def _made_with() -> str:
    """A digest of the code and templates that pages are made with."""
    root = Path(bot.__file__).parent
    files = sorted(
        file
        for package in _MADE_WITH
        for file in (root / package).rglob("*")
        if file.is_file() and file.suffix in {".py", ".html", ".css", ".js", ".po"}
    )
    return digest(*(file.read_bytes() for file in files))
