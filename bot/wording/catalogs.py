"""The catalogs of sentences: one file a language, `locale/<code>.po`, read when somebody first speaks it."""

import gettext
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from bot.wording.customs import Cldr, Customs, English

if TYPE_CHECKING:  # it is loaded for the first language that is not English
    from babel.messages import Catalog

FOLDER = Path(__file__).parent / "locale"
COUNT = "count"
"""The one placeholder that a plural form need not name: "one answer"."""
_MARKUP = re.compile(r"</?[A-Za-z][^>]*>|[<>&]")


class Spoken(NamedTuple):
    """What it takes to speak a language."""

    sentences: gettext.NullTranslations
    customs: Customs


ENGLISH = Spoken(gettext.NullTranslations(), English())


@lru_cache(maxsize=64)
def spoken(code: str) -> Spoken:
    """A language by its code ("pt_BR"), the wider language ("pt") where there is no closer file, else English.

    What is wrong in a file costs the sentences that are wrong, which are said in English.
    """
    file = next((file for name in (code, code.partition("_")[0]) if (file := FOLDER / f"{name}.po").is_file()), None)
    if file is None:
        return ENGLISH
    from babel.messages.mofile import write_mo

    try:
        catalog, written = read(file), BytesIO()
        for message in catalog:
            if message.id and faults(message.id, message.string or ""):
                message.string = ("",) * catalog.num_plurals if message.pluralizable else ""
        write_mo(written, catalog)
        sentences = gettext.GNUTranslations(BytesIO(written.getvalue()))
        return Spoken(sentences, _customs(code, file.stem))
    except (OSError, ValueError, LookupError):
        return ENGLISH


def _customs(*codes: str) -> Customs:
    """The ways of the first of these languages that CLDR knows, else English ones."""
    from babel import Locale, UnknownLocaleError

    for code in codes:
        with suppress(UnknownLocaleError, ValueError):
            return Cldr(Locale.parse(code))
    return ENGLISH.customs


def read(file: Path) -> "Catalog":
    """The sentences of a file, up to the first line that is not understood. Raises OSError and ValueError."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as opened:
            return read_po(opened, locale=file.stem, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        return error.catalog


def faults(sentence: str | Sequence[str], translation: str | Sequence[str]) -> list[str]:
    """What makes a translation unfit to be said: other placeholders than its sentence has, or other markup.

    A sentence without a translation has no faults; a plural form may leave out {count}.
    """
    own = [sentence] if isinstance(sentence, str) else [*sentence]
    found = []
    for said in [translation] if isinstance(translation, str) else translation:
        if not said:
            continue
        try:
            there, wanted = _placeholders(said), _placeholders(own[-1])
        except ValueError:
            found.append(f"{said!r}: its braces are not in pairs")
            continue
        if there != wanted and not (len(own) > 1 and there | {COUNT} == wanted | {COUNT}):
            found.append(f"{said!r}: has {sorted(there)} where its sentence has {sorted(wanted)}")
        if _markup(said) != _markup(own[-1]):
            found.append(f"{said!r}: has other tags than its sentence, or one of < > & by itself")
    return found


def _placeholders(text: str) -> set[str]:
    return {f"{name}{'!' if kind else ''}{form}" for _, name, form, kind in Formatter().parse(text) if name is not None}


def _markup(text: str) -> Counter[str]:
    return Counter(_MARKUP.findall(text))
