"""Every page is valid HTML, read by a parser as strict as the standard, whatever people wrote and are called."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import html5lib  # type: ignore[import-untyped]  # it brings no types
import pytest
from sqlmodel import col, update

from bot.recaps import render
from bot.recaps.own import own_page
from bot.rules.own import OwnWords, by_session
from bot.store import own
from bot.store.database import Database
from bot.store.tables import Message, Participant, Question, Series
from bot.store.tables import Session as Row
from bot.store.upgrade import upgrade
from bot.wording.language import Language
from tests.archive_example import BEGIN, NOW, fill, made
from tests.hostility import HOSTILE, hostile
from tests.recap_example import evening


def valid(page: str) -> bool:
    """Whether a page follows the standard, each id once; the parser raises at the first fault."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1]
    assert not list(tree.iter("script"))
    return True


def said(text: str, label: str = "Q1") -> OwnWords:
    """A message of somebody to whom everything is the same text."""
    ended = BEGIN + timedelta(minutes=90)
    link = "https://t.me/c/1/2"
    return OwnWords(1, text, text, 3, text, text, BEGIN, ended, "UTC", label, text, text, "photo", BEGIN, link)


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:20]) for text in HOSTILE])
def test_the_record_and_ones_own_page_are_valid_whatever_is_in_them(text: str) -> None:
    assert valid(render(hostile(text), "html"))
    page = own_page(text, by_session([said(text), said(text, "")]), Language("ar"), NOW)
    assert valid(page)
    assert 'dir="rtl"' in page


def test_a_whole_evening_is_a_valid_page() -> None:
    assert valid(render(evening(), "html"))


def test_every_page_of_an_archive_is_valid_with_hostile_names_and_texts(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/chathour.db")
    upgrade(database)
    text = " ".join(HOSTILE[:9]).replace("\x00", "")
    with database.transaction() as session:
        fill(session)
        session.exec(update(Message).where(col(Message.message_id) < 3000).values(text=f"A1 {text}"))
        session.exec(update(Participant).where(col(Participant.id) < 3).values(name=text, username=""))
        session.exec(update(Question).where(col(Question.id) < 3).values(text=text))
        session.exec(update(Row).where(col(Row.id) < 3).values(topic=text, guest=text, tags=[text, "Reading"]))
        session.exec(update(Series).where(col(Series.id) == "libchat").values(title=text, hashtag=text))
    made(database, tmp_path / "site")
    pages = [page for page in (tmp_path / "site").rglob("*.html") if page.name != "search.html"]
    assert len(pages) > 10
    assert all(valid(page.read_text(encoding="utf-8")) for page in pages)
    search = (tmp_path / "site" / "search.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(search)
    with database.reading() as session:
        mine = by_session(own.words(session, 1))
        assert valid(own_page(text, mine, Language(), NOW))
    database.close()


def test_ones_own_page_says_what_it_counts() -> None:
    page = own_page(
        "Anna", by_session([said("tea"), said("milk", ""), said("cake")._replace(session_id=2)]), Language(), NOW
    )
    assert "3 hours" in page
    assert "how long they lasted, not how long somebody was there" in page
    assert page.count("https://t.me/c/1/2") == 3
    assert "Beside the questions" in page
