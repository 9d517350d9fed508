"""The recap as a table for spreadsheets (CSV, RFC 4180): one row for each thing said, no cell a formula."""

import csv
import io
from collections.abc import Iterator

from bot.recaps.record import instant
from bot.rules.recap import Entry, QuestionRecap, Recap, Remark
from bot.wording.characters import clean

COLUMNS = (
    "session",
    "question",
    "kind",
    "message_id",
    "answer_id",
    "participant_id",
    "name",
    "username",
    "text",
    "media",
    "sent_at",
    "edited_at",
    "filed_by",
    "late",
    "value",
    "reactions",
    "link",
)
"""`kind` is answer, comment, talk or unfiled; `answer_id` is the message a comment belongs to. The order stays."""
_FORMULA = tuple("=+-@＝＋－＠")
_BREAKING = tuple("\t\r\n")


def sheet(recap: Recap) -> str:
    """The recap as CSV with a heading; texts that a spreadsheet would compute begin with an apostrophe (OWASP)."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    session = f"{recap.session.series}/{recap.session.number}"
    for row in _rows(recap):
        table.writerow(cell(value) for value in (session, *row))
    return written.getvalue()


def cell(value: object) -> object:
    """A value as a cell that shows it and computes nothing; numbers stay numbers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, str):
        return "" if value is None else value
    text = clean(value)
    return f"'{text}" if text.startswith(_BREAKING) or text.lstrip().startswith(_FORMULA) else text


def _rows(recap: Recap) -> Iterator[tuple[object, ...]]:
    for question in recap.questions:
        for answer in question.answers:
            yield _row(question, "answer", answer)
            for comment in answer.comments:
                yield _row(question, "comment", comment, answer.message_id)
        for remark in question.talk:
            yield _row(question, "talk", remark)
    for remark in recap.unfiled:
        yield _row(None, "unfiled", remark)


def _row(
    question: QuestionRecap | None, kind: str, said: Entry | Remark, answer_id: int | None = None
) -> tuple[object, ...]:
    answer = said if isinstance(said, Entry) else None
    return (
        question.label if question else "",
        kind,
        said.message_id,
        answer_id,
        said.person.id,
        said.person.name,
        said.person.username,
        said.text,
        said.media,
        instant(said.sent_at),
        instant(said.edited_at),
        said.filed_by.value,
        ("yes" if answer.late else "no") if answer else "",
        answer.value if answer else None,
        said.reactions,
        said.link,
    )
