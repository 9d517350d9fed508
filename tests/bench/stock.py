"""What lies in the tables when a measurement begins: sessions that are planned, messages of sessions long over."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, insert, select

from bot.rules.plans import Cadence, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import FiledBy, Place, SessionState
from bot.store import planning
from bot.store.database import Database
from bot.store.tables import Attendance, Group, Message, Participant, Post, Question, Series
from bot.store.tables import Session as Row
from bot.store.upgrade import upgrade

FIRST_GROUP = -1002000000000
QUESTIONS = tuple(QuestionPlan(text) for text in ("One?", "Two?", "Three?"))
PEOPLE = 500


def prepared(url: str) -> Database:
    """A database with its tables."""
    database = Database(url)
    upgrade(database)
    return database


def plan(
    session: Session, sessions: int, groups: int, first: datetime, apart: timedelta, cadence: Cadence | None = None
) -> None:
    """So many sessions, in turn in so many groups: the first is planned by the bot's own code, the rest are copies."""
    wanted = SeriesPlan("stock", "Stock", "#stock", chat_id=FIRST_GROUP, cadence=cadence or Cadence())
    series = planning.make_series(session, wanted)
    row = planning.add(session, series, SessionPlan(QUESTIONS, "Bench", first), first - timedelta(days=400))
    session.flush()
    group = session.get_one(Group, series.group_id)
    questions = session.exec(select(Question).where(Question.session_id == row.id)).all()
    posts = session.exec(select(Post).where(Post.session_id == row.id)).all()
    for at in range(1, groups):
        more = {"id": _shifted(group.id, at), "chat_id": FIRST_GROUP - at}
        _put(session, Group, [group.model_dump() | more])
        _put(session, Series, [series.model_dump() | {"id": f"stock{at}", "group_id": more["id"]}])
    rows: dict[type[SQLModel], list[dict[str, Any]]] = {Row: [], Question: [], Post: []}
    for at in range(1, sessions):
        there, later = at % groups, at * apart
        own = {"id": _shifted(row.id, at), "number": 1 + at // groups, "starts_at": first + later}
        rows[Row].append(row.model_dump() | own | {"series_id": f"stock{there}" if there else "stock"})
        step = at * len(questions)
        rows[Question] += [
            question.model_dump() | {"id": _shifted(question.id, step), "session_id": own["id"]}
            for question in questions
        ]
        rows[Post] += [
            post.model_dump(exclude={"id"})
            | {"key": f"{own['id']}:{post.key.partition(':')[2]}", "due_at": post.due_at + later}
            | {"session_id": own["id"], "group_id": _shifted(group.id, there)}
            | {"question_id": None if post.question_id is None else post.question_id + step}
            for post in posts
        ]
    for table, made in rows.items():
        _put(session, table, made)


def said(session: Session, messages: int) -> None:
    """So many messages in a session that was over a year ago."""
    begin = datetime.now(UTC) - timedelta(days=400)
    group = Group(chat_id=FIRST_GROUP - 1_000_000)
    session.add(group)
    session.flush()
    session.add(Series(id="past", title="Past", hashtag="#past", group_id=group.id, cadence=_past()))
    session.flush()
    row = Row(series_id="past", number=1, state=SessionState.CLOSED, starts_at=begin, started_at=begin)
    row.ended_at = row.late_until = begin + timedelta(hours=1)
    session.add(row)
    session.flush()
    people = [Participant(id=at, name=f"Person {at}").model_dump() for at in range(1, PEOPLE + 1)]
    _put(session, Participant, people)
    like = Message(
        chat_id=FIRST_GROUP - 1_000_000, message_id=0, session_id=row.id or 0, participant_id=1, sent_at=begin,
        text="what somebody said long ago, in a sentence or so", place=Place.TALK, filed_by=FiledBy.CLOCK,
    ).model_dump()  # fmt: skip
    came = [Attendance(session_id=row.id or 0, participant_id=at).model_dump() for at in range(1, PEOPLE + 1)]
    _put(session, Attendance, came)
    for start in range(0, messages, 10_000):
        ids = range(start + 1, min(start + 10_000, messages) + 1)
        _put(session, Message, [like | {"message_id": at, "participant_id": 1 + at % PEOPLE} for at in ids])


def _past() -> dict[str, Any]:
    return {"reminders": [], "first": 300, "every": 600, "closing": 600, "late": 86_400}


def _shifted(key: int | None, by: int) -> int:
    return (key or 0) + by


def _put(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    session.flush()
    if rows:
        session.connection().execute(insert(table), rows)
