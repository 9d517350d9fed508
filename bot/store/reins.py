"""The reins in the tables: a session is held, goes on, is put off, moves on; its posts get their new times."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from sqlmodel import Session, col, select

from bot.rules import reins
from bot.rules.reins import Owed
from bot.rules.words import PostKind, PostState, SessionState
from bot.store import evenings, likeness, plans, posts, rounds
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row

BY_HAND = "by_hand"
"""Marks in a question's post that a moderator asked for it now: it waits for nothing."""


def owed(session: Session, row: Row) -> list[Owed]:
    """What the session still owes of all that moves with it."""
    pending = [post for post in posts.pending(session, row.id or 0) if post.kind in evenings.PACED]
    return [Owed(post.id or 0, post.kind, post.due_at) for post in rounds.current(pending)]


def coming(session: Session, row: Row) -> Question | None:
    """The question that comes next."""
    first = reins.next_question(owed(session, row))
    return None if first is None else session.get_one(Question, session.get_one(Post, first.id).question_id)


def hold(session: Session, row: Row, now: datetime, for_: timedelta | None = None) -> bool:
    """Let nothing more of the session's course go out, until it is resumed or that time is over.

    A hold may be given another end; False when there is nothing to change.
    """
    held = row.state is SessionState.HELD
    if not held and row.state is not SessionState.LIVE:
        return False
    if held and for_ is None and resumes_at(session, row) is None:
        return False
    if not held:
        row.state, row.held_at = SessionState.HELD, now
    for post in posts.pending(session, row.id or 0):
        if post.kind in evenings.PACED and not held:
            post.state = PostState.HELD
        elif post.kind is PostKind.RESUME:
            posts.dropped(post, "the hold has another end")
    if for_ is not None:
        group_id = session.get_one(Series, row.series_id).group_id
        post = Post(key=_resuming(row), kind=PostKind.RESUME, due_at=now + for_, group_id=group_id, session_id=row.id)
        posts.owe(session, post)
    return True


def resumes_at(session: Session, row: Row) -> datetime | None:
    """When a hold ends by itself, if it does."""
    post = posts.known(session, _resuming(row)) if row.state is SessionState.HELD else None
    return post.due_at if post is not None and post.state is PostState.DUE else None


def resume(session: Session, row: Row, now: datetime) -> bool:
    """Go on: every post has as long to wait as when the session was held."""
    if row.state is not SessionState.HELD:
        return False
    held_at = row.held_at or now
    row.state, row.held_at = SessionState.LIVE, None
    _retime(session, reins.resumed(owed(session, row), held_at, now))
    for post in posts.pending(session, row.id or 0):
        if post.kind is PostKind.RESUME:
            posts.dropped(post, "the session goes on already")
        elif post.kind in evenings.PACED:
            post.state = PostState.DUE
    return True


def put_off(session: Session, row: Row, by: timedelta) -> bool:
    """The next question, and all that follows, comes later by that time."""
    left = owed(session, row)
    _retime(session, reins.moved(left, by))
    return bool(left)


def bring_forward(session: Session, row: Row, now: datetime) -> Question | None:
    """Post the next question now; the rest keep their gaps to it. None when there is none left.

    While the session is held only that question goes out, and the rest wait as before.
    """
    left = owed(session, row)
    first = reins.next_question(left)
    if first is None:
        return None
    _retime(session, reins.brought_forward(left, _frozen(row, now)))
    return _let_out(session, first.id, now)


def skip(session: Session, row: Row) -> Question | None:
    """Drop the next question; the rest move up. None when there is none left."""
    left = owed(session, row)
    first = reins.next_question(left)
    if first is None:
        return None
    post = session.get_one(Post, first.id)
    posts.dropped(post, "skipped by a moderator")
    _retime(session, reins.without_next(left))
    return session.get_one(Question, post.question_id)


def spares(session: Session, session_id: int) -> list[Question]:
    """The spare questions that have not been asked, nor are about to be, in their order."""
    asked = select(Post.question_id).where(Post.session_id == session_id, Post.kind == PostKind.QUESTION)
    query = select(Question).where(
        Question.session_id == session_id,
        col(Question.spare),
        col(Question.posted_at).is_(None),
        col(Question.id).not_in(asked),
    )
    return list(session.exec(query.order_by(col(Question.position))))


def ask_spare(session: Session, row: Row, now: datetime, chosen: Question | None = None) -> Question | None:
    """Ask the next (or the chosen) spare question now; what follows comes later by as long as it lasts.

    None when there is none left.
    """
    left = [chosen] if chosen is not None else spares(session, row.id or 0)
    if not left:
        return None
    question, series = left[0], session.get_one(Series, row.series_id)
    lasts = likeness.cadence(series).every if question.lasts is None else timedelta(seconds=question.lasts)
    put_off(session, row, lasts)
    post = Post(
        key=f"{row.id}:{PostKind.QUESTION}:{question.position}",
        kind=PostKind.QUESTION,
        due_at=now,
        group_id=series.group_id,
        topic_id=series.topic_id,
        session_id=row.id,
        question_id=question.id,
        data={BY_HAND: True},
    )
    posts.owe(session, post)
    return question


def start(session: Session, row: Row, now: datetime) -> bool:
    """Begin a planned session now; its posts follow at their usual gaps, and its reminders are not needed any more."""
    series = session.get_one(Series, row.series_id)
    if row.state is not SessionState.PLANNED or series.group_id is None:
        return False
    if row.starts_at is None:
        row.starts_at = now
        plans.plan_posts(session, row, now)
    left = owed(session, row)
    opening = min(left, key=attrgetter("at"), default=None)
    if opening is None:
        return False
    _retime(session, reins.moved(left, now - opening.at))
    for post in posts.pending(session, row.id or 0):
        if post.kind in (PostKind.REMINDER, PostKind.ANNOUNCEMENT) and not posts.is_second(post):
            posts.dropped(post, "a moderator began the session")
    return True


def _frozen(row: Row, now: datetime) -> datetime:
    """What the session's own clock shows: it stands still while the session is held."""
    return row.held_at if row.state is SessionState.HELD and row.held_at is not None else now


def _let_out(session: Session, post_id: int, now: datetime) -> Question:
    post = session.get_one(Post, post_id)
    post.state, post.due_at, post.not_before = PostState.DUE, now, None
    post.data = {**post.data, BY_HAND: True}
    return session.get_one(Question, post.question_id)


def _retime(session: Session, times: Sequence[Owed]) -> None:
    for one in times:
        session.get_one(Post, one.id).due_at = one.at
    session.flush()


def _resuming(row: Row) -> str:
    """The key of the post that ends a hold for a time."""
    return f"{row.id}:resume"
