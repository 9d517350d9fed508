"""A pasted list of questions, in whatever form people keep them, becomes questions."""

import re
import unicodedata
from dataclasses import replace

from bot.rules.grammar import INVISIBLE
from bot.rules.plans import QuestionPlan
from bot.rules.words import QuestionKind

MOST = 60
"""Questions that one list may hold."""
LONGEST = 3000
"""Characters of one question; a post holds 4,096 with its label and hashtag."""

_LABEL = re.compile(
    r"""
    \s* [*_~`]{0,3} [#(\[]?
    (?: [QFPВССㄑ問问س]|Question|Frage|Pregunta|Вопрос|Domanda|Pergunta|Vraag )? \s* [.:#№]? \s*
    (?P<number> \d{1,2} ) (?P<part> [a-hA-H](?![\w]) )?
    (?P<keycap> \ufe0f?\u20e3 )?
    [*_~`]{0,3} \s*
    (?: [.:)\]\-–—/|،、．：）]+ [*_~`]{0,3} | (?<=\u20e3) | (?=\s) )
    \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTERED = re.compile(r"\s*\(?(?P<letter>[a-hA-H]|i{1,3}|iv|v|vi{0,3})[.)\]]\s+(?=\S)")
_BULLET = re.compile(r"\s*(?:[-*•‣◦▪▫●○◆◇■□➢➤►▶→✓✔☐·–—o§\uf0b7\uf0a7]|\[[ xX]?\])\s+(?=\S)")
_SPARE_WORDS = (
    r"spare|extra|optional|backup|bonus|if time|réserve|reserve|de réserve|en réserve|optionnelle|reserva|de reserva"
    r"|opcional|suplente|ersatz|ersatzfrage|zusatz|zusatzfrage|reservefrage|احتياطي|سؤال احتياطي|إضافي"
)
_SPARE = re.compile(rf"^\s*[(\[]?(?:{_SPARE_WORDS})[)\]]?\s*[:.\-–—)]\s*", re.IGNORECASE)
_POLL = re.compile(r"\s*(?:poll|vote|encuesta|votación|sondage|umfrage|enquete|استطلاع)\s*[:.\-–—]\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:(?:number|número|zahl|عدد)\s*|nombre\s+):\s*", re.IGNORECASE)
"""French puts a blank before its colons; without one it is the Spanish word for a name."""
_HEADING = re.compile(
    r"^\s*(?:#+\s*)?(?:the\s+)?(?:discussion\s+)?(?:questions?|fragen|preguntas|вопросы)\s*:?\s*$", re.IGNORECASE
)
_SPARE_HEADING = re.compile(
    r"^(?:#+\s*)?(?:spares?|extras?|spare questions?|if (?:there is|we have) time|optional)\s*:?$", re.IGNORECASE
)
_ENDS = re.compile(r"[?？؟;!…]['\"”’»)]*\s*$")
_TAIL_TAG = re.compile(r"(?:\s+#\w+)+\s*$")


def questions(text: str) -> tuple[QuestionPlan, ...]:
    """The questions of a pasted list, in its order.

    Numbered, lettered and bulleted lists, one a line, or paragraphs parted by blank lines. Lines below a question
    without a mark of their own belong to it, and so do lettered or indented ones ("a) …"). Marks, numbers, headings
    and trailing hashtags go; "Spare: …" makes a spare question, "Poll: … / … / …" a poll, "Number: …" one for a number.
    """
    lines = [
        _clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    ]
    lines = [line for line in lines if not _HEADING.match(line)]
    marked = [_mark(line) for line in lines]
    fewest = (("number", 1), ("bullet", 1), ("letter", 2))
    wanted = next((kind for kind, few in fewest if marked.count(kind) >= few), None)
    blocks = _plain(lines) if wanted is None else _by_marks(lines, marked, wanted)
    return tuple(_spared(blocks))[:MOST]


def _clean(line: str) -> str:
    """A line with plain blanks, and without what nobody sees before its first character."""
    plain = "".join(" " if unicodedata.category(one) == "Zs" else one for one in line).strip()
    while plain and INVISIBLE.match(plain):
        plain = plain[1:].lstrip()
    return plain


def _mark(line: str) -> str:
    """What kind of mark a line begins with: "number", "letter", "bullet"; "blank", or "" for none."""
    if not line.strip():
        return "blank"
    body = _SPARE.sub("", line)
    bullet = _BULLET.match(body)
    rest = body[bullet.end() :] if bullet else body
    found = _LABEL.match(rest)
    if found and found.end() and _labelled(rest, found):
        return "number"
    if _LETTERED.match(body):
        return "letter"
    return "bullet" if bullet else ""


def _labelled(line: str, found: re.Match[str]) -> bool:
    """Whether the number is a label: "3 books or more?" begins with a number and has none."""
    label = found.group().strip()
    bare = label.isdigit()
    return (not bare and line[found.end() :].strip() != "") or (found["keycap"] is not None)


def _by_marks(lines: list[str], marked: list[str], wanted: str) -> list[tuple[str, bool]]:
    """Each line with a mark of this kind begins a question; what follows without one goes with it."""
    blocks: list[tuple[str, bool]] = []
    spare = gap = False
    for line, kind in zip(lines, marked, strict=True):
        if _SPARE_HEADING.match(line):
            spare = True
        elif kind == "blank":
            gap = True
            continue
        elif kind == wanted:
            body = _body(line, wanted)
            blocks.append((_SPARE.sub("", body), spare or bool(_SPARE.match(line) or _SPARE.match(body))))
        elif _SPARE.match(line):
            blocks.append((_SPARE.sub("", line), True))
        elif blocks and not (gap and _is_closing_remark(line)):
            body, was = blocks[-1]
            blocks[-1] = (f"{body}\n{line.strip()}", was)
        gap = False
    return blocks


def _is_closing_remark(line: str) -> bool:
    """A paragraph behind the list that asks nothing is not part of the last question."""
    return not _ENDS.search(line) and not _LETTERED.match(line) and not _BULLET.match(line)


def _body(line: str, wanted: str) -> str:
    """A line without its marks."""
    body = _SPARE.sub("", line)
    for mark in filter(None, (_BULLET, {"number": _LABEL, "letter": _LETTERED}.get(wanted))):
        found = mark.match(body)
        body = body[found.end() :] if found else body
    return body.strip()


def _plain(lines: list[str]) -> list[tuple[str, bool]]:
    """Lines without marks: each is a question, unless blank lines part paragraphs of several lines."""
    paragraphs: list[list[str]] = [[]]
    spare_from: int | None = None
    for line in lines:
        if _SPARE_HEADING.match(line):
            spare_from = sum(len(paragraph) for paragraph in paragraphs)
        elif line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    whole = len(paragraphs) > 1 and any(
        len(paragraph) > 1 and not all(_ENDS.search(line) for line in paragraph) for paragraph in paragraphs
    )
    found: list[tuple[str, bool]] = []
    place = 0
    for paragraph in paragraphs:
        pieces = ["\n".join(paragraph)] if whole else _joined(paragraph)
        for piece in pieces:
            is_spare = spare_from is not None and place >= spare_from
            found.append((_SPARE.sub("", piece), is_spare or bool(_SPARE.match(piece))))
        place += len(paragraph)
    return found


def _joined(lines: list[str]) -> list[str]:
    """Lines as they are, except that one which goes on in small letters belongs to the line before."""
    pieces: list[str] = []
    for line in lines:
        if pieces and not _ENDS.search(pieces[-1]) and line[:1].islower():
            pieces[-1] = f"{pieces[-1]} {line}"
        else:
            pieces.append(line)
    return pieces


def _spared(blocks: list[tuple[str, bool]]) -> list[QuestionPlan]:
    found = []
    for body, spare in blocks:
        text = _undressed(body)[:LONGEST]
        if text:
            found.append(_of_kind(QuestionPlan(text, spare=spare)))
    return found


def _undressed(body: str) -> str:
    """A question without the bold marks around it and the hashtags behind it."""
    text = _TAIL_TAG.sub("", body.strip()).strip()
    if _LABEL.fullmatch(text) and not text.isdigit():
        return ""
    if text.count("**") % 2:
        text = text.removesuffix("**").strip()
    for mark in ("**", "__", "*", "_", "`"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    for opening, closing in ('""', "“”", "«»", "„“"):
        if text.startswith(opening) and text.endswith(closing) and text.count(closing) == 1 + (opening == closing):
            text = text[1:-1].strip()
    return text


def _of_kind(plan: QuestionPlan) -> QuestionPlan:
    """ "Poll: Which? / one / two / three" asks for a vote, "Number: How many?" for a number."""
    number = _NUMBER.match(plan.text)
    if number is not None and number.end() < len(plan.text):
        return replace(plan, text=plan.text[number.end() :], kind=QuestionKind.NUMBER)
    match = _POLL.match(plan.text)
    if match is None:
        return plan
    head, *rest = (part.strip() for part in re.split(r"\s*[/|\n]\s*", plan.text[match.end() :]))
    choices = tuple(part.lstrip("-*• ").strip()[:100] for part in rest if part.strip("-*• "))
    if not 2 <= len(choices) <= 12:
        return replace(plan, text=plan.text[match.end() :].strip())
    return replace(plan, text=head, kind=QuestionKind.POLL, choices=choices)
