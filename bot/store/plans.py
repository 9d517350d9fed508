"""Plans become rows: a series with its sessions, questions and posts."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from bot.rules.calendar import occurrences
from bot.rules.plans import QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.timetable import Slot, duration, numbered, timetable
from bot.rules.words import Form, Numbering, PostKind, PostState, SessionState
from bot.store import acts, announcements, likeness, posts, reminding, retention, rounds
from bot.store.pairing import paired
from bot.store.stages import BEGUN, RUNNING
from bot.store.tables import Act, Post, Question, Series
from bot.store.tables import Session as Row

WAITS = "+"
"""What the digest of a series ends with while a part of its file waits for a session's end."""


def take_in(session: Session, plan: SeriesPlan, digest: str, now: datetime, *, patient: bool = False) -> bool:
    """Make the series' rows agree with its question file; True when anything was to do.

    Sessions that have begun stay as they are, and so do those that a moderator cancelled, unless the file gives
    them another date. A session that has not begun and is no longer in the file is forgotten. With `patient`, what
    the file says of the series itself waits while a session runs: the digest kept then ends with WAITS.
    """
    series = session.get(Series, plan.id)
    waits = patient and series is not None and _runs(session, series)
    digest = f"{digest}{WAITS}" if waits else digest
    if series is not None and series.digest == digest:
        return False
    if series is None:
        series = Series(id=plan.id, title=plan.title, hashtag=plan.hashtag)
        session.add(series)
    replan = series.digest == "" or (series.schedule, series.timezone) != (plan.schedule, plan.timezone)
    if not waits:
        likeness.describe(session, series, plan)
        retention.owe_all(session, series)
    series.from_file, series.digest = True, digest
    session.flush()
    _sessions(session, series, plan, now, forget_dates=replan)
    return True


def _runs(session: Session, series: Series) -> bool:
    if series.form is Form.STUMPER:  # it may be open for months
        return False
    running = select(Row.id).where(Row.series_id == series.id, col(Row.state).in_(RUNNING))
    return session.exec(running).first() is not None


def questions(session: Session, session_id: int) -> list[Question]:
    """The session's questions in the order of the file."""
    return list(
        session.exec(select(Question).where(Question.session_id == session_id).order_by(col(Question.position)))
    )


def title_number(session: Session, series: Series, row: Row) -> int | None:
    """What a session counts as in a series with one running number: as its first question; None in other series."""
    if series.numbering is not Numbering.SERIES:
        return None
    return session.exec(select(func.min(Question.number)).where(Question.session_id == row.id)).one()


def as_plans(rows: Sequence[Question]) -> list[QuestionPlan]:
    """Question rows as the plan that they came from."""
    return [
        QuestionPlan(
            text=row.text,
            kind=row.kind,
            choices=tuple(row.choices),
            spare=row.spare,
            lasts=None if row.lasts is None else timedelta(seconds=row.lasts),
        )
        for row in rows
    ]


def plan_posts(session: Session, row: Row, now: datetime) -> None:
    """Owe the posts of a session that has not begun; earlier plans for it are forgotten.

    Without a group or a date there is nothing to owe yet. Reminders and announcements that are overdue already are
    not owed. An announcement that a moderator asked for moves with the session.
    """
    series = session.get_one(Series, row.series_id)
    _forget_posts(session, row)
    announcements.move(session, series, row, now)
    if row.state != SessionState.PLANNED or row.starts_at is None or series.group_id is None:
        return
    asked, ahead = questions(session, row.id or 0), likeness.manners(series).announce
    again_at = rounds.again_at(row)
    cadence, zone = likeness.cadence(series), series.timezone
    for slot in timetable(row.starts_at, cadence, as_plans(asked), ahead, series.form, again_at, zone):
        if slot.ahead is not None and slot.at <= now:
            continue
        question = None if slot.question is None else asked[slot.question]
        key = _key(row, slot, question)
        if slot.ahead is not None and posts.known(session, key) is not None:
            continue
        session.add(
            Post(
                key=key,
                kind=slot.kind,
                due_at=slot.at,
                group_id=series.group_id,
                topic_id=series.topic_id,
                session_id=row.id,
                question_id=None if question is None else question.id,
                data=_data(slot, again_at is not None),
            )
        )
    reminding.owe(session, series, row, now)
    session.flush()


def _key(row: Row, slot: Slot, question: Question | None) -> str:
    """What is owed; what comes ahead of a start is another thing for each distance and each start."""
    key = f"{row.id}:{slot.kind}"
    if question is not None:
        key += f":{question.position}"
    if slot.again and slot.kind is not PostKind.RECAP:
        key += rounds.SUFFIX
    if slot.ahead is not None:
        starts_at = rounds.again_at(row) if slot.again else row.starts_at
        key += f":{slot.ahead.total_seconds():.0f}:{starts_at:%Y%m%d%H%M%S}"
    return key


def _data(slot: Slot, twice: bool) -> dict[str, Any]:
    data: dict[str, Any] = {} if slot.ahead is None else {"ahead": slot.ahead.total_seconds()}
    return {**data, posts.ROUND: 2 if slot.again else 1} if twice else data


def bind(session: Session, series: Series, group_id: int, topic_id: int | None, now: datetime) -> None:
    """Let a group (or one of its topics) host the series from now on."""
    series.group_id, series.topic_id = group_id, topic_id
    session.flush()
    for row in session.exec(select(Row).where(Row.series_id == series.id, Row.state == SessionState.PLANNED)).all():
        plan_posts(session, row, now)


def _sessions(session: Session, series: Series, plan: SeriesPlan, now: datetime, *, forget_dates: bool) -> None:
    rows = list(
        session.exec(select(Row).where(Row.series_id == series.id, col(Row.from_file)).order_by(col(Row.number)))
    )
    pairs = paired(rows, plan.sessions, _texts(session, series))
    kept = {id(row) for row, _ in pairs if row is not None}
    for row in rows:
        if id(row) not in kept and row.state is SessionState.PLANNED:
            forget(session, row)
    open_pairs = [(row, wanted) for row, wanted in pairs if row is None or _may_change(row, wanted)]
    undated = [row for row, wanted in open_pairs if row is not None and wanted.starts_at is None]
    dated = {wanted.starts_at for wanted in plan.sessions if wanted.starts_at is not None}
    dates = _dates(session, series, undated, dated, now, forget=forget_dates)
    planned: list[Row] = []
    for old, wanted in open_pairs:
        new = Row(series_id=series.id, number=0, from_file=True) if old is None else old
        new.topic, new.guest, new.tags = wanted.topic, wanted.guest, list(wanted.tags)
        likeness.keep_readings(new, wanted.readings)
        if wanted.starts_at is not None:
            new.starts_at, new.occurrence = wanted.starts_at, None
        else:
            new.occurrence = new.starts_at = next(dates, None)
        rounds.keep(new, wanted.again_at, duration(likeness.cadence(series), wanted.questions))
        past = new.starts_at is not None and new.starts_at + timedelta(seconds=new.lasts) <= now
        new.state = SessionState.CANCELLED if past and new.id is None else SessionState.PLANNED
        planned.append(new)
    _renumber(session, series, planned)
    for row, (_, wanted) in zip(planned, open_pairs, strict=True):
        write_questions(session, series, row, wanted.questions)
        plan_posts(session, row, now)


def _texts(session: Session, series: Series) -> dict[int, list[str]]:
    """The questions of each session of a series, in order, by the session's id."""
    asked = select(Question.session_id, Question.text).join(Row).where(Row.series_id == series.id)
    texts: dict[int, list[str]] = {}
    for session_id, text in session.exec(asked.order_by(col(Question.session_id), col(Question.position))):
        texts.setdefault(session_id, []).append(text)
    return texts


def _renumber(session: Session, series: Series, planned: Sequence[Row]) -> None:
    """Number these sessions, new ones among them, in their order: behind those that have begun, past all others."""
    begun = select(func.max(Row.number)).where(Row.series_id == series.id, col(Row.state).in_(BEGUN))
    number = 1 + (session.exec(begun).one() or 0)
    changed = [row.id for row in planned if row.id is not None]
    taken = set(session.exec(select(Row.number).where(Row.series_id == series.id, col(Row.id).not_in(changed))))
    # Numbers may change places: park them out of the way, so that none is taken twice on the way there.
    for place, row in enumerate(planned):
        row.number = -1 - place
        session.add(row)
    session.flush()
    for row in planned:
        while number in taken:
            number += 1
        row.number = number
        number += 1
    session.flush()


def forget(session: Session, row: Row) -> None:
    """Delete a session that has not begun, with all that was planned for it."""
    session.exec(delete(Post).where(col(Post.session_id) == row.id))
    session.exec(delete(Question).where(col(Question.session_id) == row.id))
    session.exec(update(Act).where(col(Act.session_id) == row.id).values(session_id=None))
    session.delete(row)
    session.flush()


def _forget_posts(session: Session, row: Row) -> None:
    """Forget what is owed for a session, or was until it was cancelled; but not what a moderator asked for by hand."""
    planned = col(Post.session_id) == row.id, col(Post.state).in_((PostState.DUE, PostState.DROPPED))
    session.exec(delete(Post).where(*planned, col(Post.key).not_like(f"{announcements.prefix(row)}%")))


def _may_change(row: Row, wanted: SessionPlan) -> bool:
    if row.state is SessionState.CANCELLED:
        return wanted.starts_at is not None and wanted.starts_at != row.starts_at
    return row.state is SessionState.PLANNED


def _dates(
    session: Session, series: Series, rows: Sequence[Row], dated: Set[datetime], now: datetime, *, forget: bool
) -> Iterator[datetime]:
    """The dates that undated sessions take, one after the other: those they had, then the schedule's next."""
    gone = dated | acts.holidays(session, series.id)
    had = [] if forget else sorted(at for row in rows if (at := _had(row, gone, now)) is not None)
    for row in rows:
        row.occurrence = None
    session.flush()
    yield from had
    if not series.schedule:
        return
    last = session.exec(select(func.max(Row.occurrence)).where(Row.series_id == series.id)).one()
    after = max([now, *had, *([last] if last is not None else [])])
    by_hand = select(Row.starts_at).where(Row.series_id == series.id, col(Row.from_file).is_(False))
    gone |= {at for at in session.exec(by_hand) if at is not None}
    yield from (at for at in occurrences(series.schedule, series.timezone, after) if at not in gone)


def _had(row: Row, gone: Set[datetime], now: datetime) -> datetime | None:
    """The date that the schedule gave a session, also when a moderator moved it since, if it can be had again."""
    at = row.occurrence
    lost = at is None or at in gone or (at != row.starts_at and at <= now)
    return None if lost else at


def write_questions(session: Session, series: Series, row: Row, wanted: Sequence[QuestionPlan]) -> None:
    """Write a session's questions, instead of those it had; what was owed for it must be planned again."""
    first = 1
    if series.numbering is Numbering.SERIES:
        first += session.exec(
            select(func.count())
            .select_from(Question)
            .join(Row)
            .where(Row.series_id == series.id, Row.number < row.number, Row.state != SessionState.CANCELLED)
        ).one()
    _forget_posts(session, row)
    session.exec(delete(Question).where(col(Question.session_id) == row.id))
    for position, (question, number) in enumerate(zip(wanted, numbered(wanted, first), strict=True)):
        session.add(
            Question(
                session_id=row.id or 0,
                position=position,
                number=number,
                text=question.text,
                kind=question.kind,
                choices=list(question.choices),
                spare=question.spare,
                lasts=None if question.lasts is None else int(question.lasts.total_seconds()),
            )
        )
    session.flush()
