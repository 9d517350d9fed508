"""Plans become rows: what a question file says is what the tables owe, however often it is read or changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.rules.plans import Cadence, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Numbering, PostKind, PostState, SessionState
from bot.store import holidays, planning, plans, stages
from bot.store.database import Database
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row
from bot.store.upgrade import upgrade

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path / 'plans.db'}")
    upgrade(database)
    with database.transaction() as session:
        yield session
    database.close()


def series(*sessions: SessionPlan, **more: object) -> SeriesPlan:
    plan = SeriesPlan("libchat", "Library chat", "#libchat", sessions, chat_id=-100123)
    return replace(plan, **more)  # type: ignore[arg-type]  # the tests name fields of the plan


def evening(topic: str, starts: datetime | None = NOW + HOUR, *texts: str) -> SessionPlan:
    return SessionPlan(tuple(QuestionPlan(text) for text in texts or ("One?", "Two?")), topic, starts)


def rows(session: Session) -> list[Row]:
    return list(session.exec(select(Row).order_by(col(Row.number))))


def posts(session: Session, row: Row) -> list[tuple[PostKind, datetime]]:
    query = (
        select(Post)
        .where(Post.session_id == row.id, Post.state == PostState.DUE)
        .order_by(col(Post.due_at), col(Post.id))
    )
    return [(post.kind, post.due_at) for post in session.exec(query)]


def test_a_session_is_its_posts(session: Session) -> None:
    plans.take_in(session, series(evening("Books")), "v1", NOW)
    (row,) = rows(session)
    start = NOW + HOUR
    assert posts(session, row) == [
        (PostKind.ROLL, start - timedelta(minutes=30)),  # who asked to be reminded is told in private
        (PostKind.REMINDER, start - timedelta(minutes=10)),  # those of a day and an hour before are overdue
        (PostKind.WELCOME, start),
        (PostKind.QUESTION, start + timedelta(minutes=5)),
        (PostKind.QUESTION, start + timedelta(minutes=15)),
        (PostKind.LAST_CALL, start + timedelta(minutes=23)),
        (PostKind.CLOSING, start + timedelta(minutes=25)),
        (PostKind.RECAP, start + timedelta(minutes=25)),
    ]


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    assert plans.take_in(session, series(evening("Books")), "v1", NOW)
    assert not plans.take_in(session, series(evening("Books")), "v1", NOW + HOUR)


def test_a_moved_session_moves_its_posts_and_is_reminded_of_again(session: Session) -> None:
    plans.take_in(session, series(evening("Books")), "v1", NOW)
    (row,) = rows(session)
    reminder = session.exec(select(Post).where(Post.kind == PostKind.REMINDER)).one()
    reminder.state = PostState.SENT
    plans.take_in(session, series(evening("Books", NOW + 3 * HOUR)), "v2", NOW)
    (moved,) = rows(session)
    assert moved.id == row.id
    assert (PostKind.WELCOME, NOW + 3 * HOUR) in posts(session, moved)
    assert [kind for kind, _ in posts(session, moved)].count(PostKind.REMINDER) == 2


def test_a_session_that_has_begun_is_never_altered(session: Session) -> None:
    plans.take_in(session, series(evening("Books")), "v1", NOW)
    (row,) = rows(session)
    row.state, row.started_at = SessionState.LIVE, NOW
    plans.take_in(session, series(evening("Books", NOW + 5 * HOUR, "Changed?")), "v2", NOW)
    assert [(one.topic, one.starts_at, one.state) for one in rows(session)] == [
        ("Books", NOW + HOUR, SessionState.LIVE)
    ]
    assert [question.text for question in plans.questions(session, row.id or 0)] == ["One?", "Two?"]


def test_a_session_taken_out_of_the_file_is_forgotten_unless_it_has_begun(session: Session) -> None:
    plans.take_in(session, series(evening("Books"), evening("Films", NOW + 2 * HOUR)), "v1", NOW)
    rows(session)[0].state = SessionState.LIVE
    plans.take_in(session, series(evening("Plays", NOW + 9 * HOUR)), "v2", NOW)
    assert [(row.topic, row.number) for row in rows(session)] == [("Books", 1), ("Plays", 2)]
    assert not session.exec(select(Question).where(Question.text == "Films?")).all()


def test_what_a_moderator_cancelled_stays_so_until_the_file_gives_it_another_date(session: Session) -> None:
    plans.take_in(session, series(evening("Books")), "v1", NOW)
    rows(session)[0].state = SessionState.CANCELLED
    plans.take_in(session, series(evening("Books", NOW + HOUR, "New words?")), "v2", NOW)
    assert rows(session)[0].state is SessionState.CANCELLED
    plans.take_in(session, series(evening("Books", NOW + 2 * HOUR)), "v3", NOW)
    assert rows(session)[0].state is SessionState.PLANNED


def test_what_was_moved_beside_another_and_cancelled_does_not_take_that_one_along(session: Session) -> None:
    plan = series(evening("A", None), evening("Guest"), schedule="0 20 * * wed")
    plans.take_in(session, plan, "v1", NOW)
    stage = stages.of(session, rows(session)[0].id or 0)
    assert stage is not None
    planning.move(session, stage, NOW + HOUR, NOW)
    planning.cancel(session, stage)
    plans.take_in(session, plan, "v2", NOW)
    assert [(row.topic, row.state) for row in rows(session)] == [
        ("A", SessionState.CANCELLED),
        ("Guest", SessionState.PLANNED),
    ]


def test_past_sessions_are_numbered_but_never_held(session: Session) -> None:
    plans.take_in(session, series(evening("Old", NOW - 48 * HOUR), evening("New")), "v1", NOW)
    assert [(row.topic, row.number, row.state) for row in rows(session)] == [
        ("Old", 1, SessionState.CANCELLED),
        ("New", 2, SessionState.PLANNED),
    ]
    assert posts(session, rows(session)[0]) == []


def test_undated_sessions_take_the_schedule_s_dates_one_after_the_other_and_never_twice(session: Session) -> None:
    plan = series(evening("A", None), evening("B", None), schedule="0 20 * * wed", timezone="Europe/London")
    plans.take_in(session, plan, "v1", NOW)
    wednesdays = [datetime(2026, 11, 25, 20, tzinfo=UTC), datetime(2026, 12, 2, 20, tzinfo=UTC)]
    assert [row.starts_at for row in rows(session)] == wednesdays
    rows(session)[0].state = SessionState.CLOSED
    later = series(
        evening("A", None), evening("B", None), evening("C", None), schedule="0 20 * * wed", timezone="Europe/London"
    )
    plans.take_in(session, later, "v2", NOW)
    assert [row.starts_at for row in rows(session)] == [*wednesdays, datetime(2026, 12, 9, 20, tzinfo=UTC)]


def test_a_schedule_s_date_that_a_dated_session_has_is_passed_over(session: Session) -> None:
    plan = series(evening("Guest", datetime(2026, 11, 25, 20, tzinfo=UTC)), evening("A", None), schedule="0 20 * * wed")
    plans.take_in(session, plan, "v1", NOW)
    assert [(row.topic, row.starts_at) for row in rows(session)] == [
        ("Guest", datetime(2026, 11, 25, 20, tzinfo=UTC)),
        ("A", datetime(2026, 12, 2, 20, tzinfo=UTC)),
    ]


def on_wednesdays(*topics: str) -> SeriesPlan:
    sessions = (evening(topic, None, f"Why {topic}?") for topic in topics)
    return series(*sessions, schedule="30 18 * * wed", timezone="Europe/London")


def dates(session: Session) -> list[tuple[int, str, str]]:
    return [(row.number, row.topic, f"{row.starts_at:%d.%m.}") for row in rows(session)]


def test_a_session_that_is_given_another_topic_keeps_its_date(session: Session) -> None:
    plans.take_in(session, on_wednesdays("A", "B", "C"), "v1", NOW)
    plans.take_in(session, on_wednesdays("A", "Bees", "C"), "v2", NOW)
    assert dates(session) == [(1, "A", "25.11."), (2, "Bees", "02.12."), (3, "C", "09.12.")]
    plans.take_in(session, on_wednesdays("Bees", "X", "C", "D"), "v3", NOW)
    assert dates(session) == [(1, "Bees", "02.12."), (2, "X", "09.12."), (3, "C", "16.12."), (4, "D", "23.12.")]


def test_a_held_session_without_a_topic_is_not_planned_again(session: Session) -> None:
    untitled = on_wednesdays("A", "B")
    untitled = replace(untitled, sessions=tuple(replace(one, topic="") for one in untitled.sessions))
    plans.take_in(session, untitled, "v1", NOW)
    rows(session)[0].state = SessionState.CLOSED
    plans.take_in(session, replace(untitled, title="Library hour"), "v2", NOW + 48 * HOUR)
    assert dates(session) == [(1, "", "25.11."), (2, "", "02.12.")]
    titled = replace(untitled, sessions=(replace(untitled.sessions[0], topic="Now with a topic"), untitled.sessions[1]))
    plans.take_in(session, titled, "v3", NOW + 48 * HOUR)
    assert dates(session) == [(1, "", "25.11."), (2, "", "02.12.")]
    slip = replace(untitled.sessions[0], questions=(QuestionPlan("Why, A?"),))
    corrected = replace(untitled, sessions=(slip, untitled.sessions[1]))
    plans.take_in(session, corrected, "v4", NOW + 48 * HOUR)
    assert dates(session) == [(1, "", "25.11."), (2, "", "02.12.")]


def test_what_was_moved_in_the_chat_goes_back_to_its_date_and_moves_no_other(session: Session) -> None:
    plans.take_in(session, on_wednesdays("A", "B", "C"), "v1", NOW)
    first, second, _ = rows(session)
    stage = stages.of(session, second.id or 0)
    assert stage is not None
    assert first.starts_at is not None
    planning.move(session, stage, datetime(2026, 12, 4, 19, tzinfo=UTC), NOW)
    holidays.leave_out(session, stage.series, first.starts_at, 1, NOW)
    assert dates(session) == [(1, "A", "09.12."), (2, "B", "04.12."), (3, "C", "16.12.")]
    holidays.take_back(session, stage.series, datetime(2026, 11, 25, 18, 30, tzinfo=UTC), NOW)
    plans.take_in(session, on_wednesdays("A", "B", "C", "D"), "v2", NOW)
    assert dates(session) == [(1, "A", "25.11."), (2, "B", "02.12."), (3, "C", "09.12."), (4, "D", "16.12.")]


def test_a_copy_is_at_the_same_time_of_the_day_when_summer_time_begins_and_takes_a_week_of_its_own(
    session: Session,
) -> None:
    plans.take_in(session, on_wednesdays("A", "B"), "v1", datetime(2027, 3, 23, tzinfo=UTC))
    stage = stages.of(session, rows(session)[0].id or 0)
    assert stage is not None
    copied = planning.copy(session, stage, NOW)
    assert copied.starts_at == datetime(2027, 4, 7, 17, 30, tzinfo=UTC)
    plans.take_in(session, on_wednesdays("A", "B", "C"), "v2", NOW)
    assert dates(session)[2:] == [(3, "A", "07.04."), (4, "C", "14.04.")]


def test_a_cancelled_session_can_be_taken_out_of_the_file(session: Session) -> None:
    plans.take_in(session, on_wednesdays("A", "B", "C"), "v1", NOW)
    rows(session)[1].state = SessionState.CANCELLED
    plans.take_in(session, on_wednesdays("A", "C", "D"), "v2", NOW)
    assert dates(session) == [(1, "A", "25.11."), (2, "B", "02.12."), (3, "C", "09.12."), (4, "D", "16.12.")]


def test_a_session_that_is_given_the_date_of_another_has_it_alone(session: Session) -> None:
    plan = on_wednesdays("A", "B")
    plans.take_in(session, plan, "v1", NOW)
    guest = evening("Guest", datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    plans.take_in(session, replace(plan, sessions=(guest, *plan.sessions)), "v2", NOW)
    assert dates(session) == [(1, "Guest", "25.11."), (2, "A", "02.12."), (3, "B", "09.12.")]


def test_a_cancelled_session_is_held_after_all_when_the_file_gives_it_another_date(session: Session) -> None:
    plan = on_wednesdays("A", "B")
    plans.take_in(session, plan, "v1", NOW)
    stage = stages.of(session, rows(session)[0].id or 0)
    assert stage is not None
    planning.cancel(session, stage)
    day = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    holidays.leave_out(session, stage.series, day, 1, NOW)
    holidays.take_back(session, stage.series, day, NOW)
    later = replace(plan.sessions[0], starts_at=NOW + 48 * HOUR)
    plans.take_in(session, replace(plan, sessions=(later, plan.sessions[1])), "v2", NOW)
    assert dates(session) == [(1, "A", "24.11."), (2, "B", "02.12.")]
    assert (PostKind.WELCOME, NOW + 48 * HOUR) in posts(session, rows(session)[0])


def test_a_clock_that_is_put_back_gives_one_session_only(session: Session) -> None:
    plan = series(evening("A", None), evening("B", None), schedule="30 1 * 10 sun", timezone="Europe/London")
    plans.take_in(session, plan, "v1", datetime(2026, 10, 24, 12, tzinfo=UTC))
    first, second = (row.starts_at for row in rows(session))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second is not None
    assert second.year == 2027


def test_a_running_number_goes_on_through_the_series(session: Session) -> None:
    plan = series(evening("A", NOW + HOUR, "1?", "2?"), evening("B", NOW + 9 * HOUR, "3?"), numbering=Numbering.SERIES)
    plans.take_in(session, plan, "v1", NOW)
    assert [question.number for question in session.exec(select(Question).order_by(col(Question.id)))] == [1, 2, 3]


def test_spare_questions_are_not_posted_unasked(session: Session) -> None:
    wanted = SessionPlan(
        (QuestionPlan("One?"), QuestionPlan("Spare?", spare=True), QuestionPlan("Two?")), "X", NOW + HOUR
    )
    plans.take_in(session, series(wanted, cadence=Cadence(reminders=())), "v1", NOW)
    (row,) = rows(session)
    assert [kind for kind, _ in posts(session, row)].count(PostKind.QUESTION) == 2
    assert [(question.text, question.number) for question in plans.questions(session, row.id or 0)] == [
        ("One?", 1), ("Spare?", 3), ("Two?", 2),
    ]  # fmt: skip


def test_without_a_group_nothing_is_owed_until_one_hosts(session: Session) -> None:
    plans.take_in(session, replace(series(evening("Books")), chat_id=None), "v1", NOW)
    (row,) = rows(session)
    assert posts(session, row) == []
    from bot.store import groups

    group = groups.of(session, chat_id=-100777)
    plans.bind(session, session.get_one(Series, "libchat"), group.id or 0, None, NOW)
    assert PostKind.REMINDER in [kind for kind, _ in posts(session, row)]
    plans.take_in(session, replace(series(evening("Books", NOW + 2 * HOUR)), chat_id=None), "v2", NOW)
    assert session.get_one(Series, "libchat").group_id == group.id
