"""Planning from the chat: series and sessions are made, changed, moved, cancelled, copied, and read back as plans."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select, update

from bot.rules.plans import QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.timetable import duration
from bot.rules.words import Numbering, PostKind, SessionState
from bot.store import likeness, plans, posts, rounds
from bot.store.stages import Stage
from bot.store.tables import Group, Question, Series
from bot.store.tables import Session as Row


def free_id(session: Session, hashtag: str) -> str:
    """An id for a new series, after its hashtag."""
    stem = re.sub(r"[^\w-]", "", hashtag.lstrip("#").lower())[:50] or "chat"
    taken = set(session.exec(select(Series.id)))
    stem = "chat" if stem == "latest" else stem
    return next(name for name in (stem, *(f"{stem}-{count}" for count in range(2, 10_000))) if name not in taken)


def make_series(session: Session, plan: SeriesPlan) -> Series:
    """A new series, without sessions; a group comes to host it by /host."""
    series = Series(id=plan.id, title=plan.title, hashtag=plan.hashtag)
    likeness.describe(session, series, plan)
    session.add(series)
    session.flush()
    return series


def add(session: Session, series: Series, plan: SessionPlan, now: datetime) -> Row:
    """Plan one more session of a series."""
    number = 1 + (session.exec(select(func.max(Row.number)).where(Row.series_id == series.id)).one() or 0)
    row = Row(series_id=series.id, number=max(number, 1), topic=plan.topic, guest=plan.guest, tags=list(plan.tags))
    row.starts_at = plan.starts_at
    likeness.keep_readings(row, plan.readings)
    rounds.keep(row, plan.again_at, timedelta(0))
    session.add(row)
    session.flush()
    _ask(session, series, row, plan.questions, now)
    return row


def ask(session: Session, stage: Stage, questions: tuple[QuestionPlan, ...], now: datetime) -> None:
    """Give a planned session other questions."""
    _ask(session, stage.series, stage.row, questions, now)


def add_spare(session: Session, stage: Stage, text: str) -> Question:
    """Give a session one more spare question, also while it runs."""
    there = plans.questions(session, stage.id)
    number, part = 1 + max((one.number for one in there), default=0), ""
    if stage.series.numbering is Numbering.SERIES and there:  # the next number is the next session's
        number -= 1
        part = chr(ord("b") + sum(one.number == number for one in there) - 1)
    question = Question(
        session_id=stage.id,
        position=1 + max((one.position for one in there), default=-1),
        number=number,
        part=part,
        text=text,
        spare=True,
    )
    session.add(question)
    session.flush()
    return question


def adopt(session: Session, series: Series) -> None:
    """A file is about to speak for this series: its planned sessions count as the file's from now on."""
    planned = (col(Row.series_id) == series.id, col(Row.state) == SessionState.PLANNED)
    session.exec(update(Row).where(*planned).values(from_file=True))


def move(session: Session, stage: Stage, starts_at: datetime, now: datetime) -> None:
    """Give a planned session another date; the one that a schedule gave it stays its own, and goes to no other."""
    rounds.moved(stage.row, starts_at)
    stage.row.starts_at = starts_at
    session.flush()
    plans.plan_posts(session, stage.row, now)


def hold_again(session: Session, stage: Stage, at: datetime | None, now: datetime) -> bool:
    """Give a planned session a second round then, or none; False when the first would not be over by then."""
    questions = plans.as_plans(plans.questions(session, stage.id))
    once, starts_at = duration(likeness.cadence(stage.series), questions), stage.row.starts_at
    if at is not None and (starts_at is None or at < starts_at + once):
        return False
    rounds.keep(stage.row, at, once)
    session.flush()
    plans.plan_posts(session, stage.row, now)
    return True


def cancel(session: Session, stage: Stage) -> None:
    """The session will not take place."""
    stage.row.state = SessionState.CANCELLED
    for post in posts.pending(session, stage.id):
        if post.kind is not PostKind.CARD:
            posts.dropped(post, "the session was cancelled")


def as_plan(session: Session, row: Row) -> SessionPlan:
    """A session as it would be written down."""
    questions = plans.as_plans(plans.questions(session, row.id or 0))
    return SessionPlan(
        questions=tuple(questions),
        topic=row.topic,
        starts_at=row.starts_at,
        guest=row.guest,
        tags=tuple(row.tags),
        readings=likeness.readings(row),
        again_at=rounds.again_at(row),
    )


def copy(session: Session, stage: Stage, now: datetime) -> Row:
    """Plan the same session again, at the same time of the day in the first week to come that has none yet."""
    plan = as_plan(session, stage.row)
    others = (Row.series_id == stage.series.id, Row.state != SessionState.CANCELLED)
    taken = {plan.starts_at, *session.exec(select(Row.starts_at).where(*others))}
    local = (plan.starts_at or now).astimezone(ZoneInfo(stage.series.timezone))
    while (starts_at := local.astimezone(UTC)) <= now or starts_at in taken:
        local += timedelta(days=7)  # on the clocks of the place, whatever they do in between
    again_at = None if plan.again_at is None else plan.again_at + (starts_at - (plan.starts_at or now))
    return add(session, stage.series, replace(plan, starts_at=starts_at, again_at=again_at), now)


def series_plan(session: Session, series: Series, group: Group | None) -> SeriesPlan:
    """A whole series as it would be written down; sessions that were cancelled are left out."""
    query = select(Row).where(Row.series_id == series.id, Row.state != SessionState.CANCELLED)
    rows = session.exec(query.order_by(col(Row.number)))
    return SeriesPlan(
        id=series.id,
        title=series.title,
        hashtag=series.hashtag,
        sessions=tuple(as_plan(session, row) for row in rows),
        chat_id=None if group is None else group.chat_id,
        topic_id=series.topic_id,
        timezone=series.timezone,
        language=series.language,
        schedule=series.schedule,
        letters=likeness.letters(series),
        unlabelled=series.unlabelled,
        recap=series.recap,
        moderators=tuple(series.moderators),
        numbering=series.numbering,
        cadence=likeness.cadence(series),
        texts={key: str(text) for key, text in series.texts.items()},
        archive=likeness.publishing(series),
        manners=likeness.manners(series),
        form=series.form,
    )


def _ask(session: Session, series: Series, row: Row, questions: tuple[QuestionPlan, ...], now: datetime) -> None:
    rounds.keep(row, rounds.again_at(row), duration(likeness.cadence(series), questions))
    plans.write_questions(session, series, row, questions)
    plans.plan_posts(session, row, now)
