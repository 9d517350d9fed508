"""How a series' labels are written: the patterns for its letters, compiled once, and the look-alikes.

Every pattern is anchored where it is tried and repeats possessively, so reading a text takes time linear in its length.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.plans import Letters

HEAD = 600
"""Characters of a text in which a label is looked for; Telegram's longest message has 4,096."""

TWINS = ("AАΑ", "BВΒ", "CСϹ", "EЕΕ", "HНΗ", "IІΙ", "KКΚ", "MМΜ", "NΝ", "OОΟ", "PРΡ", "TТΤ", "XХΧ", "YУΥ", "ZΖ")
"""Letters that look the same in Latin, Cyrillic and Greek: nobody can see which of them a keyboard made."""

SPELLED = {
    "a": ("answer", "ans", "antwort", "antwoord"),
    "f": ("frage",),
    "p": ("pregunta", "pergunta"),
    "q": ("question", "ques"),
    "r": ("respuesta", "resposta", "réponse", "risposta", "resp", "rép"),
    "v": ("vraag",),
}
"""Words that people write in full where the series has only the letter."""

ARTICLES = frozenset("aeiouyàéózwаеиоувксяαεηο")
"""Letters that are words by themselves in some language ("a 2 hour nap", "В 2 часа")."""

QUARTER = (
    r"\s+(?:results?|sales|earnings|revenues?|profits?|figures|report|reports|forecast|guidance|budget|financials|numbers"
    r"|fy\s?\d\d|['’]\d\d\b|(?:19|20)\d\d\b)"
)
"""What follows Q1 to Q4 when they are quarters of a business year."""

BETWEEN = ("", r"[ .#\-\xa0]", r"[ .\xa0][ #\xa0]", r"[ .\xa0][ \xa0][ #\xa0]")
"""What may stand between a letter and its number, by length."""

NEVER = r"(?!)"
"""The pattern of nothing."""

INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]")
"""Direction marks, joiners and variation selectors: they stand in a text unseen."""

UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that put no blank between a label and the next word."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns for one pair of letters."""

    anywhere: re.Pattern[str]
    """A digit behind a letter: most texts have none, and need no further reading."""
    prefix: re.Pattern[str]
    """What may stand before a label: hashtags, mentions, RT, emoji, counters, quotes, brackets, links."""
    first: re.Pattern[str]
    """A label: groups asks, answers, spelled, gap, number, part."""
    further: re.Pattern[str]
    """A joiner and one more number: groups joiner, letter, number, part."""
    lead: re.Pattern[str]
    """Up to five words before a label."""
    quarter: re.Pattern[str]
    bracketed: re.Pattern[str]
    """A label alone in brackets: groups number, part."""
    tail: re.Pattern[str]
    """A label that stands apart at the end, with hashtags and links at most behind it: groups number, part."""


MARK = re.compile(r"[*_~`]{0,2}\s{0,2}(?:[:;)\]>|،؛]|[.,](?!\d)|[-–—]|\+1(?!\w))|[^\S\n]*+\n")
"""What sets a label off from the text behind it; a line of its own does, too."""
COLON = re.compile(r"[*_~`]{0,2}\s{0,2}[:)]")
"""The marks that set off even a label that words stand before."""
BREAK = re.compile(r"[.!?:;…]++[\"'”’)\]]?\s++|\n\s*+|[\"”]\s*+[<>|]\s*+")
"""Where a sentence or a line begins."""
RETWEET = re.compile(r"(?<!\w)(?:RT|MT|QT)\s+(?=@\w)")
ALONE = re.compile(r"\s*\?+\s*$")
"""A label with nothing but a question mark asks which question that was."""
CELLS = re.compile(r":[A-Z]{1,2}\d{1,4}(?!\w)")
"""The rest of a range of cells in a spreadsheet: "A1:B5"."""


def clean(text: str) -> str:
    """Give the head of a text in which full-width digits and letters are plain and unseen marks are gone."""
    head = text[:HEAD]
    return head if head.isascii() else unicodedata.normalize("NFKC", INVISIBLE.sub("", head))


def _either(letter: str) -> str:
    """Give the pattern of a series' letter, in whichever alphabet a keyboard made it."""
    twins = {twin: f"[{group}]" for group in TWINS for twin in group}
    plain = "".join(twins.get(character.upper(), re.escape(character)) for character in letter.strip())
    return rf"{plain}\.?" if len(letter.strip()) > 1 else plain or NEVER


def alike(one: str, other: str) -> bool:
    """Tell whether two labels are the same to whoever reads them, whatever their case and alphabet."""
    return one.casefold() == other.casefold() or bool(re.fullmatch(_either(clean(one)), clean(other), re.IGNORECASE))


@lru_cache(maxsize=256)
def grammar(letters: Letters) -> Grammar:
    """Compile the patterns for a series' letters."""
    both = re.IGNORECASE
    asks, answers = _either(letters.question), _either(letters.answer)
    spelled = [*SPELLED.get(letters.question.casefold(), ()), *SPELLED.get(letters.answer.casefold(), ())]
    words = rf"(?:{'|'.join(spelled)})\.?" if spelled else NEVER
    letter = rf"(?:{words}|{asks}|{answers})"
    gap = r"(?:[.#-]|[ \u00a0]{1,2}#?)?"
    start = rf"\#?{letter}{gap}\d"
    part = r"(?:\.?[a-hа-з](?!\w)|\s?\([a-hа-з]\))?+"
    end = rf"(?![^\W{UNSPACED}]|['’]\w|\s?[%°]|=|\s=(?!\s?\d)|\s?€(?!\d)|,\d\d\d|-(?:size|format|paper))"
    number = rf"\d{{1,4}}+(?P<part>{part})(?:\.\d{{1,2}}(?!\d)|\.[a-h](?!\w))*+{end}"
    before = (
        r"\s|\+1?(?!\w)|[^\w\s#@=+]|\#(?!\w)|\#\w++|@\w++|(?:RT|MT|QT|HT|via)(?!\w)|https?://\S++"
        r"|\d{1,2}\s?/\s?\d{1,2}(?!\w)|\d{1,2}[/.):\u20e3](?!\d)"
    )
    joiner = rf"[ ](?=\#?{letter}\d)|\s?[/&+,]\s?|\s?[-–—]\s?|\s(?:and|und|y|e|et|en|и|to|bis|a|à|t/m)\s"
    behind = r"(?=(?:\s+(?:\#\w+|https?://\S+|[^\w\s#]+))*+\s*+$)"
    names = [*(re.escape(word) for word in spelled), *(name.removesuffix(r"\.?") for name in (asks, answers))]
    behind_name = "|".join(
        rf"(?<={name}{between}.)(?<!\w{name}{between}.)" for name in names if name != NEVER for between in BETWEEN
    )
    return Grammar(
        anywhere=re.compile(rf"\d(?:{behind_name or NEVER})", both),
        prefix=re.compile(rf"(?:(?!{start})(?:{before}))*+", both),
        first=re.compile(
            rf"\#?(?:(?P<spelled>{words})|(?P<asks>{asks})|(?P<answers>{answers}))(?P<gap>{gap})(?P<number>{number})",
            both,
        ),
        further=re.compile(rf"(?P<joiner>{joiner})(?P<letter>\#?{letter}[.]?)?(?P<number>{number})", both),
        lead=re.compile(rf"(?:(?!{start})[^\W\d_][\w'’-]*+\s+){{1,5}}+(?={start})", both),
        quarter=re.compile(rf"\#?q\s?[1-4]{QUARTER}", both),
        bracketed=re.compile(rf"(?<!\S)\(\#?{letter}(?P<number>{number}):?\)[:,]?", both),
        tail=re.compile(
            rf"(?:[.!?…)\]]|(?<!\S)\#\w+|[^\w\s,;:'’\"-])\s+{letter}(?P<number>{number})[.)]?{behind}"
            rf"|(?<!\S)\#{letter}(?P<tag>{number.replace('?P<part>', '?P<tagpart>')}){behind}",
            both,
        ),
    )
