"""An evening to make recaps of: five questions, people of many kinds, and everything that can be said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rules.gathering import compute
from bot.rules.recap import Person, Recap, SessionInfo
from bot.rules.rows import AnswerRow, QuestionRow, RemarkRow, Rows
from bot.rules.words import FiledBy, Place, QuestionKind, SessionState

GROUP = -1001234567890
BEGIN = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
END = BEGIN + timedelta(minutes=50)

ANNA, BEN, CLEO, DANA, HALL = 1, 2, 3, 4, -1009876543210
PEOPLE = {
    ANNA: Person(ANNA, "Anna Bell", "annabell"),
    BEN: Person(BEN, "Ben & Söhne <3"),
    CLEO: Person(CLEO, "Cleo"),
    DANA: Person(DANA, "דנה"),
    HALL: Person(HALL, "Town Hall Library"),
}
SESSION = SessionInfo(
    id=12,
    series="libchat",
    title="Library chat",
    hashtag="#libchat",
    number=12,
    topic="Reading for pleasure",
    state=SessionState.CLOSED,
    guest="@guest",
    tags=("reading",),
    starts_at=BEGIN,
    started_at=BEGIN,
    ended_at=END,
    late_until=END + timedelta(days=1),
    next_at=BEGIN + timedelta(days=7),
    group=GROUP,
    username="libchat_group",
    timezone="Europe/London",
)


def minute(number: float) -> datetime:
    """A moment of the evening."""
    return BEGIN + timedelta(minutes=number)


def question(
    number: int, text: str, kind: QuestionKind = QuestionKind.OPEN, choices: tuple[str, ...] = ()
) -> QuestionRow:
    """A question that was posted, its id its number."""
    poll = f"poll{number}" if kind is QuestionKind.POLL else None
    posted = minute(10 * number - 5)
    return QuestionRow(number, number - 1, number, "", text, kind, choices, posted, GROUP, 100 + number, poll)


def answer(question_id: int, message_id: int, person: int, text: str, **given: Any) -> AnswerRow:
    """An answer, sent in the order of the message ids."""
    row = AnswerRow(
        question_id, None, GROUP, message_id, person, text, "", minute(message_id / 10), None, FiledBy.LABEL, False
    )
    return row._replace(**given)


def remark(place: Place, message_id: int, person: int, text: str, **given: Any) -> RemarkRow:
    """Something said beside the answers."""
    row = RemarkRow(
        None, None, place, GROUP, message_id, person, text, "", minute(message_id / 10), None, FiledBy.CLOCK
    )
    return row._replace(**given)


QUESTIONS = (
    question(1, "Who are you, and where do you work?"),
    question(2, "How many books did you finish this year?", QuestionKind.NUMBER),
    question(3, "Which of these do you run?", QuestionKind.POLL, ("Book clubs", "Readathons", "Neither")),
    question(4, "What got people reading who do not read? Be as practical as you can: what did it cost, who helped?"),
    question(5, "What would you try with no budget at all?"),
)
ROWS = Rows(
    questions=QUESTIONS,
    answers=(
        answer(1, 200, ANNA, "A1 Anna, the only librarian of a village school in Fife"),
        answer(1, 201, BEN, "A1: Ben, prisons & young offenders, Leeds <hello>"),
        answer(1, 202, HALL, "A1 This is the town hall's own account", filed_by=FiledBy.REPLY),
        answer(2, 210, ANNA, "A2 41, mostly on the bus", value=41.0),
        answer(2, 211, BEN, "A2 7", value=7.0),
        answer(2, 212, CLEO, "A2 12", value=12.0),
        answer(2, 213, CLEO, "A2 no, 13!", value=13.0),
        answer(2, 214, DANA, "A2 לא ספרתי", value=None),
        answer(
            4,
            220,
            ANNA,
            "A4 A shelf at the bus stop. Nothing to sign, nothing to bring back. https://example.org/shelf",
        ),
        answer(4, 221, BEN, "A4 Reading aloud. " + "Grown men like it as much as the small ones do. " * 8),
        answer(4, 222, CLEO, "", media="photo", filed_by=FiledBy.REPLY),
        answer(4, 223, DANA, "A4 מדף ספרים בתחנת האוטובוס"),
        answer(4, 224, HALL, "A4 We asked the barber to keep a box of books."),
        answer(4, 225, CLEO, "A4/5 Ask the readers to choose the stock", edited_at=minute(30)),
        answer(5, 225, CLEO, "A4/5 Ask the readers to choose the stock", edited_at=minute(30)),
        answer(4, 226, ANNA, "A4 One more: the bus driver gives them out"),
        answer(4, 600, BEN, "A4 Late, but: prizes do not work", late=True),
    ),
    remarks=(
        remark(Place.UNFILED, 110, CLEO, "Evening all, running late"),
        remark(Place.COMMENT, 230, BEN, "Do they come back?", question_id=4, thread=220),
        remark(
            Place.COMMENT,
            231,
            ANNA,
            "About half. See https://example.org/shelf and http://example.com/b.",
            question_id=4,
            thread=220,
        ),
        remark(Place.COMMENT, 232, DANA, "Which barber?", question_id=4, thread=224),
        remark(Place.TALK, 233, CLEO, "This is lovely", question_id=4),
        remark(Place.COMMENT, 234, DANA, "I liked what you took back", question_id=4, thread=219),
    ),
    people=PEOPLE,
    reactions={(GROUP, 220): 4, (GROUP, 224): 2, (GROUP, 201): 1},
    votes={"poll3": [[0], [0, 1], [2], []]},
    earlier={ANNA, BEN, HALL, 99},
)


def evening(**session: Any) -> Recap:
    """The recap of the evening, with what is said of the session."""
    return compute(replace(SESSION, **session), ROWS)


def other(rows: Rows, **session: Any) -> Recap:
    """The recap of other rows."""
    return compute(replace(SESSION, **session), rows)
