"""Asides: messages that name a question's number without answering it: corrections, and remarks on the question."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.rules.grammar import COLON, HEAD, MARK, Grammar
from bot.rules.labels import Claim, Head, Label, label_of

SAID = """
    oops ooops whoops ups oeps sorry pardon perdón perdon desculpe entschuldigung apologies argh ugh ah oh and but of
    course that thats this it its should shoulda shouldve have been be was were is i im meant mean to say for on in the
    a an my last previous prior one above message post tweet answer comment reply label labelled tagged number numbered
    forgot missing typo correction wrong not instead rather than actually obviously make read
    das sollte muss war sein für meinte natürlich nicht dat moest zijn bedoelde niet
    era debía ser quería decir quise no es para la el cétait voulais dire pas est
"""
OWNED = """
    should shoulda shouldve meant mean correction typo wrong oops ooops whoops ups oeps sorry pardon perdón perdon
    desculpe entschuldigung sollte meinte moest bedoelde quise quería debía voulais
"""
WORDS = frozenset(SAID.split())
"""What corrections are made of, in languages that many chats are held in; without apostrophes."""
OWNING = frozenset(OWNED.split())
"""The words of which one at least says that something went wrong."""
POINTING = frozenset(("that", "last", "previous", "above", "label", "number", "message", "post", "tweet"))
"""Who forgot a number means an earlier message when one of these is there."""
REFUSING = frozenset(("not", "nicht", "niet", "no", "pas", "than"))
"""The number behind one of these is the wrong one."""

PIECE = re.compile(r"[^\W\d_][\w'’]*+|[\d?]")
SKIPPED = re.compile(r"#[^\W\d]++(?!\w)|@\w++|https?://\S++")
STARRED = re.compile(r"\s*+(?:\*\s?[^\s*]++|[^\s*]++\s?\*)\s*+$")

REMARK = re.compile(
    r"\s+(?:is|was|were|will|has|comes?|coming|goes|going|ist|war|kommt|es|era|fue|viene)(?!\w)", re.IGNORECASE
)
"""How a sentence goes on that is about the question: "Q5 is …", "Q6 coming up"."""
ANNOUNCED = re.compile(
    r"(?<!\w)(?:question|coming|soon|next|minutes?|seconds?|frage|pregunta|vraag|inspired|asked)(?!\w)", re.IGNORECASE
)
SHORT = 60
"""Characters; what goes on longer probably answers as well ("Q4 is a hard question, so I'd say …")."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The numbers that a correction gives, and whether it goes on with an answer of its own."""

    labels: tuple[Label, ...]
    own: str = ""
    """The text behind the label; empty when the message only corrects the one before."""


def corrected(text: str, head: Head) -> Correction | None:
    """Read a correction: "Oops, that should be A2", "A2, not A1", "*A2". None when the text is none."""
    plain = SKIPPED.sub(" ", head.plain)
    pieces = _read(plain, head.rules)
    if pieces is None:
        return None
    first = next((at for at, (piece, _) in enumerate(pieces) if isinstance(piece, Label)), None)
    if first is None:
        return None
    lead = [piece for piece, _ in pieces[:first] if isinstance(piece, str)]
    end = pieces[first][1]
    if lead and not (_owns(_words(pieces)) or lead[-1] in REFUSING):
        return None
    if WORDS.issuperset(_words(pieces)):
        behind = [] if COLON.match(plain, end) else [piece for piece, _ in pieces[first + 1 :]]
        if lead or STARRED.match(plain) or (behind and (behind[0] in REFUSING or behind[0] in OWNING)):
            return Correction(tuple(_meant(piece for piece, _ in pieces)))
        return None
    if not (_owns(lead) and MARK.match(plain, end)):
        return None
    label = pieces[first][0]
    return Correction((label,), plain[end:] + text[HEAD:]) if isinstance(label, Label) else None


def remarks(claim: Claim, *, by_moderator: bool) -> bool:
    """Tell whether a labelled text is about the question ("Q5 is an easy question!", "Q6 coming up").

    A moderator who goes on like that always announces; other people only if they say little more.
    """
    if not claim.asks or claim.marked or not REMARK.match(claim.body):
        return False
    return by_moderator or bool(len(claim.body) <= SHORT and ANNOUNCED.search(claim.body))


def _read(plain: str, rules: Grammar) -> list[tuple[Label | str, int]] | None:
    """Read the labels, the words (without apostrophes), and other numbers and question marks, each with its end.

    None as soon as a word that no correction is made of tells that the text is none: before the first label, or behind
    it when no word stands before.
    """
    pieces: list[tuple[Label | str, int]] = []
    led = labelled = False
    at = 0
    while piece := PIECE.search(plain, at):
        found = rules.first.match(plain, piece.start())
        if found:
            at, labelled = found.end(), True
            pieces.append((label_of(found["number"], found["part"]), at))
            continue
        at, word = piece.end(), piece[0].casefold().replace("'", "").replace("’", "")
        if word not in WORDS and not (labelled and led):
            return None
        led = led or not labelled
        pieces.append((word, at))
    return pieces


def _words(pieces: Iterable[tuple[Label | str, int]]) -> list[str]:
    return [piece for piece, _ in pieces if isinstance(piece, str)]


def _owns(words: list[str]) -> bool:
    """Tell whether words own up to a mistake in an earlier message."""
    said = set(words)
    return bool(said & OWNING) or ("forgot" in said and bool(said & POINTING))


def _meant(pieces: Iterable[Label | str]) -> Iterator[Label]:
    """Give the labels but those refused ("not A1")."""
    before: Label | str = ""
    for piece in pieces:
        if isinstance(piece, Label) and before not in REFUSING:
            yield piece
        before = piece
