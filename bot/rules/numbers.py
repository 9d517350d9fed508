"""Numbers: the value that an answer gives to a question that asks for one. docs/filing.md has the decisions."""

import re
import unicodedata

from bot.rules.grammar import INVISIBLE
from bot.rules.labels import claim
from bot.rules.plans import Letters

READ = 600
"""Characters behind the label in which a number is looked for."""
BIGGEST = 1e15
"""Beyond it a float counts no longer one by one; such a number is a slip of the finger."""

SKIPPED = re.compile(r"https?://\S++|[#@]\w++|\(\s*\d{1,2}\s*/\s*\d{1,2}\s*\)|(?<=\w)\s+\d{1,2}/\d{1,2}\s*$")
DASH = re.compile(r"^\s*+[-–—]\s*+")
"""What may stand between a label and its text: "A2 -40" is forty."""
HALVES = re.compile(r"(\d?)\s?([¼½¾]|1⁄4|1⁄2|3⁄4)")
"""Also as what stands behind a label has them, where "2½" is "21⁄2"."""
PARTS = {"¼": ".25", "½": ".5", "¾": ".75", "1⁄4": ".25", "1⁄2": ".5", "3⁄4": ".75"}
NUMBER = re.compile(
    r"(?<![\w.,/])(?P<sign>[-−](?=\d))?"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,٫]\d+)?(?![\d/])|\d+(?:[.,٬٫]\d+)*+)"
    r"(?:[/⁄](?P<under>\d{1,3})(?!\d))?"
    r"(?P<ordinal>(?:st|nd|rd|th)(?!\w))?"
    r"(?:(?P<thousand>k|\s?(?:thousand|tausend|mil|mille|тыс))(?!\w)|\s?(?P<million>millions?|millionen|mio|mln)(?!\w)|(?P<dozen>\s?dozen)(?!\w))?",
    re.IGNORECASE,
)
RANGE = re.compile(r"\s?(?:-|–|—|\sto\s|\sor\s|\sbis\s|\soder\s)\s?(?=\d)", re.IGNORECASE)
SPELLED = re.compile(
    r"\W*+(?:(?:about|around|roughly|maybe|probably|perhaps|only|just|exactly|almost|nearly|over|like|i'd|say|a|at|least)\s+)*+"
    r"(?P<word>[a-z]+)(?:[ -](?P<next>[a-z]+))?",
    re.IGNORECASE,
)
ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = (
    dict.fromkeys(("none", "nothing", "nil", "nought"), 0.0)
    | {word: float(at) for at, word in enumerate(ONES.split())}
    | {word: 10.0 * at for at, word in enumerate(TENS.split(), start=2)}
)
TIMES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1000.0, "million": 1e6}


def value(text: str, letters: Letters) -> float | None:
    """Give the number that an answer gives, or None; the label's own number is none."""
    found = claim(text, letters)
    body = found.body if found else text
    body = HALVES.sub(_halved, INVISIBLE.sub("", body[:READ]))
    said = SKIPPED.sub(" ", unicodedata.normalize("NFKC", DASH.sub("", body) if found else body))
    given = [number for match in NUMBER.finditer(said) if (number := _number(match, said)) is not None]
    if not given:
        return _spelled(said)
    first = next((number for number, year in given if not year), given[0][0])
    return first if abs(first) < BIGGEST else None


def _halved(match: re.Match[str]) -> str:
    return (match[1] or "0") + PARTS[match[2]]


def _number(match: re.Match[str], said: str) -> tuple[float, bool] | None:
    """Give what a match is worth, the middle of a range included, and whether it might be a year."""
    if match["ordinal"]:
        return None
    low = _worth(match)
    if low is None:
        return None
    span = RANGE.match(said, match.end())
    other = NUMBER.match(said, span.end()) if span else None
    high = _worth(other) if other else None
    if high is not None and high > low:
        return (low + high) / 2, False
    return low, match["digits"].isdecimal() and 1900 <= low < 2100 and match[0].isdecimal()


def _worth(match: re.Match[str]) -> float | None:
    digits = match["digits"]
    if len(digits) > 20:
        return None
    number = float(_plain(digits))
    under = match["under"]
    if under:
        if not int(under):
            return None
        number /= int(under)
    if match["thousand"]:
        number *= 1000
    elif match["million"]:
        number *= 1_000_000
    elif match["dozen"]:
        number *= 12
    return -number if match["sign"] else number


def _plain(digits: str) -> str:
    """Give digits without what parts thousands, the decimal mark as a full stop.

    The last of two kinds of marks is the decimal mark; one alone parts thousands when three digits follow it, unless
    nothing but a zero stands before it.
    """
    digits = re.sub(r"[ \u00a0\u2009\u202f'’٬]", "", digits).replace("٫", ".")
    marks = [character for character in digits if character in ".,"]
    if not marks:
        return digits
    whole, _, rest = digits.rpartition(marks[-1])
    plain = re.sub(r"[.,]", "", whole)
    thousands = len(set(marks)) == 1 and len(rest) == 3 and plain.strip("0") != ""
    return plain + rest if thousands or (len(set(marks)) == 1 and len(marks) > 1) else f"{plain}.{rest}"


def _spelled(said: str) -> float | None:
    """Give the value of an English number word that a text begins with ("About a dozen")."""
    match = SPELLED.match(said)
    if not match:
        return None
    word, after = match["word"].lower(), (match["next"] or "").lower()
    if word in TIMES:
        return TIMES[word]
    number = WORDS.get(word)
    if number is None:
        return None
    return number * TIMES.get(after, 1.0) + (WORDS.get(after, 0.0) if word in TENS.split() else 0.0)
