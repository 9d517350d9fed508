"""The sentences of the code, gathered for translators, and their files brought up to date with them."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
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
KEYWORDS: dict[str, tuple[int, ...]] = {
    "text": (1,),
    "say": (1,),
    "marked": (1,),
    "plural": (1, 2),
    "marked_plural": (1, 2),
}
"""The functions that take sentences, and which of their arguments these are."""
_SIX_FORMS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
"""Arabic in gettext's usual order: none, one, two, few, many, other; Babel would change the last two."""
_COMPLETE = re.compile(r'^"X-Complete: yes\\n"$', re.MULTILINE)


def gathered() -> Catalog:
    """All sentences of the code, each with the files that it stands in."""
    found = Catalog(charset="utf-8")
    readers = {".py": _in_code, ".html": _in_template}
    for file in sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.suffix in readers):
        place = file.relative_to(ROOT.parent).as_posix()
        for sentence in readers[file.suffix](file):
            found.add(sentence, locations=[(place, 1)])
    return found


def _in_code(file: Path) -> Iterator[str | tuple[str, ...]]:
    """The sentences of a module, also those within f-strings and other calls, where Babel's own reader sees none."""
    calls = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        places = KEYWORDS.get(getattr(call.func, "attr", getattr(call.func, "id", "")), ())
        given = [call.args[place - 1] for place in places if len(call.args) >= place]
        said = tuple(one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))
        if said and len(said) == len(places):
            yield said if len(said) > 1 else said[0]


def _in_template(file: Path) -> Iterator[str | tuple[str, ...]]:
    for _, sentence, _, _ in extract_from_file("jinja2", file, keywords=KEYWORDS):
        yield sentence


def is_complete(file: Path) -> bool:
    """Whether a file claims to hold every sentence: its head says "X-Complete: yes"."""
    return _COMPLETE.search(file.read_text(encoding="utf-8")) is not None


def missing(file: Path) -> list[str]:
    """The sentences that a file does not translate, in whole and for certain."""
    told = catalogs.read(file)
    return [_id(sentence) for sentence in gathered() if sentence.id and not _is_told(told.get(sentence.id))]


def updated(file: Path, found: Catalog) -> bytes:
    """A language's file with these sentences: their translations stay, those of others go.

    The head names no machine, date or version, so that only what translators do changes the file; their remarks above
    it stay.
    """
    told = catalogs.read(file) if file.exists() else Catalog(locale=file.stem)
    plurals = _SIX_FORMS if file.stem == "ar" else told.plural_forms
    told.update(found, no_fuzzy_matching=True)
    told.obsolete.clear()
    written = BytesIO()
    write_po(written, told, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    complete = "yes" if file.exists() and is_complete(file) else "no"
    name = told.locale.english_name if told.locale else file.stem
    head = (
        f"{_above(file) or f'# What chathour says, in {name}.'}\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {file.stem}\\n"\n'
        f'"Plural-Forms: {plurals}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"X-Complete: {complete}\\n"\n\n'
    )
    return head.encode() + written.getvalue().rstrip() + b"\n"


def _above(file: Path) -> str:
    """The remarks at the top of a file, such as which word translators chose for what; empty when there are none."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return "\n".join(takewhile(lambda line: line.startswith("# "), lines))


def _is_told(message: Message | None) -> bool:
    if message is None or message.fuzzy or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
