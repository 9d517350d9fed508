"""The archive's news as an Atom feed (RFC 4287): the sessions that were added last.

It holds no words of people: readers keep what they once fetched, and what was taken back has to vanish.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.recaps.archive.facts import Facts
from bot.recaps.record import instant
from bot.wording.characters import one_line
from bot.wording.language import Language

ATOM = "http://www.w3.org/2005/Atom"
MOST = 30
_FORBIDDEN = re.compile("[\ufffe\uffff\ufdd0-\ufdef]")
"""What XML 1.0 cannot hold, besides the control characters that are taken out anyway."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """A session with its title, and its page's address: absolute, or as seen from the feed."""

    facts: Facts
    title: str
    href: str


def feed(name: str, title: str, items: Sequence[Item], language: Language, own: str = "", home: str = "") -> bytes:
    """The newest sessions; `own` and `home` are the absolute addresses of the feed and its page, where known.

    Its id and those of its entries stay the same wherever the archive is put.
    """
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language.code})
    _text(root, "id", uuid5(NAMESPACE_URL, f"chathour:feed:{name}").urn)
    _text(root, "title", title)
    newest = sorted(items, key=lambda item: (item.facts.began, item.facts.id), reverse=True)[:MOST]
    _text(root, "updated", instant(max((item.facts.updated for item in newest), default=_NEVER)) or "")
    _text(SubElement(root, "author"), "name", title)
    if own:
        SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": home or "index.html"})
    for item in newest:
        _entry(root, item, language)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: Element, item: Item, language: Language) -> None:
    facts = item.facts
    entry = SubElement(root, "entry")
    began = instant(facts.began) or ""
    _text(entry, "id", uuid5(NAMESPACE_URL, f"chathour:{facts.series}/{facts.number}/{began}").urn)
    _text(entry, "title", item.title)
    _text(entry, "published", began)
    _text(entry, "updated", instant(facts.updated) or "")
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.href})
    for tag in facts.tags:
        SubElement(entry, "category", {"term": _said(tag)})
    people = language.plural("{count} person took part", "{count} people took part", facts.people)
    answers = language.plural("{count} answer", "{count} answers", facts.answers)
    asked = " ".join(f"{question.label} {one_line(question.text)}" for question in facts.questions)
    _text(entry, "summary", f"{people}, {answers}. {asked}")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _said(text)


def _said(text: str) -> str:
    return _FORBIDDEN.sub("", one_line(text))
