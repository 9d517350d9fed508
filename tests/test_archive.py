"""The archive: what is in it, where, what a change changes, and who is named."""

import json
import posixpath
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlmodel import Session, col, delete, update

from bot.rules.words import Place, RecapMode, SessionState
from bot.store import tables
from bot.store.database import Database
from bot.store.tables import Answer, Message, Participant, Question, Reaction, Series
from tests.archive_example import BEGIN, GROUP, NOW, files, made, say, shown
from tests.archive_sites import FIRST, URL, change, wish
from tests.markup import Page
from tests.rows import add

pytest_plugins = ["tests.databases"]


def test_every_session_has_its_permanent_address(site: Path) -> None:
    there = files(site).keys()
    for session in ("libchat/1", "libchat/2", "libchat/3", "nightshift/1"):
        assert {f"{session}/{name}" for name in ("index.html", "recap.md", "recap.csv", "recap.json")} <= there


def test_every_link_between_pages_leads_somewhere(site: Path) -> None:
    pages = {path: Page(content.decode()) for path, content in files(site).items() if path.endswith(".html")}
    assert len(pages) > 10
    linked = set()
    for path, page in pages.items():
        for name, attributes in page.elements:
            href = attributes.get("href", "")
            if name not in {"a", "link"} or href.startswith("https://"):
                continue
            target, _, part = unquote(href).partition("#")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert (site / to).is_file(), f"{path} leads to {href}"
            linked.add(to)
            if part:
                assert part in {attributes.get("id") for _, attributes in pages[to].elements}, f"{path}: {href}"
    assert pages.keys() - linked <= {"index.html", "search.html"}


def test_no_page_has_an_id_twice_or_asks_for_anything_outside(site: Path) -> None:
    for path, content in files(site).items():
        if path.endswith(".html"):
            page = Page(content.decode())
            ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
            assert len(ids) == len(set(ids)), path
            assert all("http" not in attributes.get("src", "") for _, attributes in page.elements)
            assert b"Content-Security-Policy" in content


def test_the_pages_of_a_series_speak_its_language_whatever_others_speak(filled: Database, tmp_path: Path) -> None:
    german = update(Series).where(col(Series.id) == "libchat").values(language="de")
    change(filled, lambda session: session.exec(german))
    folder = tmp_path / "site"
    made(filled, folder)
    assert b"#libchat \xc2\xb7 3 Runden" in (folder / "libchat/index.html").read_bytes()
    assert b"#nightshift \xc2\xb7 1 session" in (folder / "nightshift/index.html").read_bytes()


def test_sessions_are_found_by_series_year_tag_and_question(site: Path) -> None:
    there = files(site)
    assert b"Topic 3" in there["libchat/index.html"]
    assert b"Topic 1" in there["years/2025/index.html"]
    assert b"Topic 1" not in there["years/2026/index.html"]
    reading = there["tags/reading/index.html"]
    assert b"Topic 2" in reading
    assert b"Night shift" in reading, "tags are the same whatever their letters' case"
    assert b"What of Topic 2?" in there["libchat/questions.html"]
    assert b"Zines" in there["index.html"]


def test_what_is_live_or_planned_has_no_page(filled: Database, site: Path) -> None:
    live = tables.Session(id=10, series_id="libchat", number=5, state=SessionState.LIVE, starts_at=NOW, started_at=NOW)
    change(filled, lambda session: add(session, live))
    assert made(filled, site, URL).sessions == 4
    assert not (site / "libchat" / "5").exists()


def test_nothing_to_do_writes_nothing(filled: Database, site: Path) -> None:
    before = files(site)
    built = made(filled, site, URL)
    assert (built.changed, built.written, built.removed) == (0, 0, 0)
    assert files(site) == before


def edit(session: Session) -> None:
    later = {"text": "A1 Anna, retired", "edited_at": NOW}
    session.exec(update(Message).where(col(Message.message_id) == 1001).values(**later))


def react(session: Session) -> None:
    add(session, Reaction(chat_id=GROUP, message_id=1001, actor_id=7, count=1, changed_at=NOW))


def rename(session: Session) -> None:
    session.exec(update(Participant).where(col(Participant.id) == 3).values(name="Cléo"))


def move(session: Session) -> None:
    add(session, Question(id=50, session_id=1, position=1, number=2, text="And?", posted_at=BEGIN, chat_id=GROUP))
    session.exec(update(Answer).where(col(Answer.message_id) == 1001).values(question_id=50))


def retitle(session: Session) -> None:
    session.exec(update(tables.Session).where(col(tables.Session.id) == 1).values(topic="Another topic"))


@pytest.mark.parametrize("deed", [edit, react, rename, move, retitle])
def test_whatever_changes_in_a_session_changes_its_page(
    filled: Database, site: Path, deed: Callable[[Session], None]
) -> None:
    before = files(site)
    change(filled, deed)
    made(filled, site, URL)
    after = files(site)
    assert after[FIRST] != before[FIRST]
    assert (after["libchat/2/index.html"] != before["libchat/2/index.html"]) == (deed is rename)


def test_only_what_changed_is_made_again(filled: Database, site: Path) -> None:
    change(filled, edit)
    built = made(filled, site, URL)
    assert built.changed == 1
    assert built.written < 30


def test_a_late_answer_and_a_new_session_appear(filled: Database, site: Path) -> None:
    change(filled, lambda session: say(session, 1, 1009, 3, "A1 late, but I keep newts"))
    made(filled, site, URL)
    assert "newts" in (site / FIRST).read_text(encoding="utf-8")
    assert any("newts" in file.read_text() for file in (site / "search" / "words").iterdir())


def test_what_is_withdrawn_vanishes_from_every_file(filled: Database, site: Path) -> None:
    assert any("bookmobile" in text for text in shown(site))

    def withdraw(session: Session) -> None:
        session.exec(delete(Answer).where(col(Answer.message_id) == 1003))
        session.exec(update(Message).where(col(Message.message_id) == 1003).values(place=Place.NOWHERE))

    change(filled, withdraw)
    made(filled, site, URL)
    assert not any("bookmobile" in text for text in shown(site))
    assert any("prisons" in text for text in shown(site))


def test_an_archive_that_grew_is_the_same_as_one_made_at_once(filled: Database, site: Path, tmp_path: Path) -> None:
    change(filled, edit)
    change(filled, lambda session: say(session, 2, 2009, 1, "A1 newts"))
    made(filled, site, URL)
    made(filled, tmp_path / "other", URL)
    assert files(site) == files(tmp_path / "other")


def test_a_series_that_wishes_so_is_left_out_and_taken_out(filled: Database, site: Path) -> None:
    wish(filled, publish=False)
    built = made(filled, site, URL)
    assert built.sessions == 1
    assert not (site / "libchat").exists()
    assert not any("bookmobile" in text or "Topic 1" in text for text in shown(site))
    assert (site / "nightshift" / "1" / "index.html").exists()


def test_search_engines_are_asked_to_stay_away_where_that_is_wished(filled: Database, site: Path) -> None:
    robots = b'<meta name="robots" content="noindex, nofollow">'
    assert robots not in files(site)[FIRST]
    wish(filled, robots=False)
    made(filled, site, URL)
    for page in (FIRST, "libchat/index.html", "libchat/questions.html", "libchat/growth.html"):
        assert robots in files(site)[page]
    assert robots not in files(site)["nightshift/1/index.html"]


@pytest.mark.parametrize(
    ("names", "there", "gone"),
    [
        ("full", ("Anna Bell", "Ben Okri Smith"), ()),
        ("first", ("Anna", "Ben", "ask Anna"), ("Bell", "Okri", "annabell")),
        ("initials", ("A. B.", "B. O. S.", "ask A. B."), ("Anna Bell", "Okri", "annabell")),
        ("none", ("#1", "#3"), ("Anna Bell", "Okri", "annabell", "Cleo")),
    ],
)
def test_names_are_shown_as_the_series_wishes(
    filled: Database, site: Path, names: str, there: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    wish(filled, names=names)
    change(filled, lambda session: session.exec(delete(Answer).where(col(Answer.question_id) == 4)))
    change(filled, lambda session: session.exec(delete(Message).where(col(Message.session_id) == 4)))
    made(filled, site, URL)
    page = (site / FIRST).read_text(encoding="utf-8")
    assert all(name in page for name in there)
    everything = "".join(shown(site))
    assert not [name for name in gone if name in everything]
    participants = {
        json.dumps(answer["participant"])
        for question in json.loads((site / "libchat/1/recap.json").read_text())["questions"]
        for answer in question["answers"]
    }
    assert len(participants) == 3
    assert "https://t.me/libchat_group/1001" in page, "links to the messages stay"


def test_a_recap_that_a_moderator_reads_first_is_published_first(filled: Database, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    approve = update(Series).where(col(Series.id) == "libchat").values(recap=RecapMode.APPROVE)
    change(filled, lambda session: session.exec(approve))
    assert made(filled, folder).sessions == 1
    published = update(tables.Session).where(col(tables.Session.id) == 2).values(recap_published=True)
    change(filled, lambda session: session.exec(published))
    assert made(filled, folder).sessions == 2
    assert (folder / "libchat" / "2").exists()


def test_what_moderators_left_out_is_counted_and_not_shown(filled: Database, site: Path) -> None:
    edits = {"intro": "A fine evening.", "left_out": [[GROUP, 1003]], "first": []}
    changed = update(tables.Session).where(col(tables.Session.id) == 1).values(recap_edits=edits)
    change(filled, lambda session: session.exec(changed))
    made(filled, site, URL)
    assert not any("bookmobile" in text for text in shown(site))
    page = Page((site / FIRST).read_text(encoding="utf-8")).text
    assert "A fine evening." in page
    assert "1 answer was left out by the moderators" in page
