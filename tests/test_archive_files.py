"""The feeds and calendars of the archive, hostile texts in all of its files, and the command that makes it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest
from sqlmodel import Session, update

from bot.__main__ import main
from bot.recaps.archive.feed import ATOM
from bot.store import tables
from bot.store.database import Database
from bot.store.tables import Message, Participant, Question, Series
from tests.archive_example import NOW, files, fill, made
from tests.archive_sites import URL, change
from tests.hostility import HOSTILE
from tests.markup import Page

pytest_plugins = ["tests.databases"]


def entries(feed: bytes) -> list[ET.Element]:
    return ET.fromstring(feed).findall(f"{{{ATOM}}}entry")


def test_the_feed_is_atom_and_tells_the_newest_first(site: Path) -> None:
    root = ET.fromstring((site / "feed.xml").read_bytes())
    assert root.tag == f"{{{ATOM}}}feed"
    for name in ("id", "title", "updated"):
        assert (root.findtext(f"{{{ATOM}}}{name}") or "").strip()
    assert root.find(f"{{{ATOM}}}link[@rel='self']").attrib["href"] == f"{URL}/feed.xml"  # type: ignore[union-attr]  # a missing one fails, too
    told = entries((site / "feed.xml").read_bytes())
    assert told[0].findtext(f"{{{ATOM}}}title") == "Night shift #1: Sleep"
    links = [link.attrib["href"] for one in told for link in one.findall(f"{{{ATOM}}}link")]
    assert links[-1] == f"{URL}/libchat/1/index.html"
    ids = [one.findtext(f"{{{ATOM}}}id") or "" for one in told]
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    published = [one.findtext(f"{{{ATOM}}}published") or "" for one in told]
    assert published == sorted(published, reverse=True)


def test_a_feed_holds_nobodys_words_and_keeps_its_ids(filled: Database, site: Path, tmp_path: Path) -> None:
    assert b"bookmobile" not in (site / "feed.xml").read_bytes()
    made(filled, tmp_path / "elsewhere")
    elsewhere = (tmp_path / "elsewhere" / "libchat" / "feed.xml").read_bytes()
    assert [one.findtext(f"{{{ATOM}}}id") for one in entries(elsewhere)] == [
        one.findtext(f"{{{ATOM}}}id") for one in entries((site / "libchat" / "feed.xml").read_bytes())
    ]
    assert b'href="1/index.html"' in elsewhere, "without an address links are told as seen from the feed"


@pytest.mark.parametrize("calendar", ["calendar.ics", "libchat/calendar.ics"])
def test_the_calendar_holds_what_is_coming(site: Path, calendar: str) -> None:
    (event,) = icalendar.Calendar.from_ical((site / calendar).read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "#libchat: Zines"
    assert event.decoded("DTSTART") == NOW + timedelta(days=3)
    assert not icalendar.Calendar.from_ical((site / "nightshift/calendar.ics").read_bytes()).walk("VEVENT")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_text_in_every_file(database: Database, tmp_path: Path, text: str) -> None:
    text = text.replace("\x00", "")  # PostgreSQL keeps none, and the bot takes them out

    def spoil(session: Session) -> None:
        fill(session)
        session.exec(update(Series).values(title=text))
        session.exec(update(tables.Session).values(topic=text, guest=text, tags=[text]))
        session.exec(update(Question).values(text=text))
        session.exec(update(Message).values(text=text))
        session.exec(update(Participant).values(name=text, username=text))

    change(database, spoil)
    folder = tmp_path / "site"
    made(database, folder)
    for path, content in files(folder).items():
        told = content.decode()
        assert path.endswith(".json") or not re.search("[\x00\x07\x1b\x9b]", told), path
        if path.endswith(".html"):
            page = Page(told)
            scripts = [attributes for name, attributes in page.elements if name == "script"]
            assert scripts == ([{"src": "search/search.js", "defer": ""}] if path == "search.html" else [])
            assert not {"img", "iframe", "object"} & {name for name, _ in page.elements}
            hrefs = [attributes["href"] for _, attributes in page.elements if "href" in attributes]
            assert not [href for href in hrefs if href.lower().startswith(("javascript:", "data:"))]
        if path.endswith(".xml"):
            ET.fromstring(content)
        if path.endswith(".js") and not path.endswith("search.js"):
            assert "<" not in told
            assert json.loads(f"[{told.removeprefix('archive.take(').rstrip().removesuffix(');')}]")
    assert len(entries((folder / "feed.xml").read_bytes())) == 4


@pytest.fixture
def command(filled: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`chathour archive …`; gives the exit code."""
    monkeypatch.setenv("CHATHOUR_DATABASE_URL", filled.url.render_as_string(hide_password=False))

    def run(*arguments: str) -> int:
        try:
            return main(["archive", *arguments])
        except SystemExit as end:
            return int(end.code or 0)

    return run


def test_the_command_makes_an_archive_and_says_so(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(str(tmp_path / "site"), "--url", URL) == 0
    assert "4 sessions" in capsys.readouterr().out
    assert (tmp_path / "site" / "index.html").is_file()


def test_the_command_refuses_a_folder_of_somebody_elses(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    assert command(str(folder)) == 1
    assert "holds other files" in capsys.readouterr().err
    assert files(folder) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("arguments", [(), ("site", "--url", "example.org"), ("site", "--url", "javascript:x")])
def test_a_command_used_wrongly_ends_with_two(command: Callable[..., int], arguments: tuple[str, ...]) -> None:
    assert command(*arguments) == 2
