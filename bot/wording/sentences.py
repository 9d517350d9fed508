"""The sentences of the code, gathered for translators, and their files brought up to date with them."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

import bot
from bot.wording import catalogs

ROOT = Path(bot.__file__).parent
PACKAGES = ("commands", "loops", "recaps", "wording")
"""Where the bot speaks to people. What its console says stays English."""
KEYWORDS: dict[str, tuple[int, ...]] = {"text": (1,), "say": (1,), "marked": (1,), "plural": (1, 2)}
"""The functions that take sentences, and which of their arguments these are."""
_METHODS = {".py": "python", ".html": "jinja2"}
_COMPLETE = re.compile(r'^"X-Complete: yes\\n"$', re.MULTILINE)


def gathered() -> Catalog:
    """All sentences of the code, each with the files that it stands in."""
    found = Catalog(charset="utf-8")
    for file in sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.suffix in _METHODS):
        place = file.relative_to(ROOT.parent).as_posix()
        for _, sentence, comments, _ in extract_from_file(_METHODS[file.suffix], file, keywords=KEYWORDS):
            found.add(sentence, locations=[(place, 1)], auto_comments=comments)
    return found


def is_complete(file: Path) -> bool:
    """Whether a file claims to hold every sentence: its head says "X-Complete: yes"."""
    return _COMPLETE.search(file.read_text(encoding="utf-8")) is not None


def missing(file: Path) -> list[str]:
    """The sentences that a file does not translate, in whole and for certain."""
    told = catalogs.read(file)
    return [_id(sentence) for sentence in gathered() if sentence.id and not _is_told(told.get(sentence.id))]


def faults(file: Path) -> list[str]:
    """What is wrong with the translations of a file. Raises ValueError and OSError when it can't be read at all."""
    told = catalogs.read(file)
    return [
        f"{_id(message)!r}: {fault}"
        for message in told
        if message.id
        for fault in catalogs.faults(message.id, message.string or "")
    ]


def updated(file: Path, found: Catalog) -> bytes:
    """A language's file with these sentences: translations stay, near ones are kept as fuzzy, old ones go.

    The head names no machine, date or version, so that only what translators do changes the file.
    """
    told = catalogs.read(file) if file.exists() else Catalog(locale=file.stem)
    told.update(found)
    told.obsolete.clear()
    written = BytesIO()
    write_po(written, told, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    complete = "yes" if file.exists() and is_complete(file) else "no"
    name = told.locale.english_name if told.locale else file.stem
    head = (
        f"# What chathour says, in {name}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {file.stem}\\n"\n'
        f'"Plural-Forms: {told.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"X-Complete: {complete}\\n"\n\n'
    )
    return head.encode() + written.getvalue().rstrip() + b"\n"


def _is_told(message: Message | None) -> bool:
    if message is None or message.fuzzy or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
