"""Announcements that a moderator asked for by hand: they keep their distance to the start, wherever it moves."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.rules.words import PostKind, PostState, SessionState
from bot.store import posts
from bot.store.tables import Post, Series
from bot.store.tables import Session as Row


def prefix(row: Row) -> str:
    """What the keys of a session's announcements by hand begin with."""
    return f"{row.id}:announced:"


def owe(
    session: Session, series: Series, row: Row, asked: str, now: datetime, ahead: timedelta | None, *, questions: bool
) -> datetime:
    """Owe the announcement that the request `asked` is for: now, or so long before the start; when it is due."""
    data = {"questions": questions, "ahead": None if ahead is None else ahead.total_seconds()}
    due = _due(row, ahead, now)
    post = Post(
        key=f"{prefix(row)}{asked}",
        kind=PostKind.ANNOUNCEMENT,
        due_at=due,
        group_id=series.group_id,
        topic_id=series.topic_id,
        session_id=row.id,
        data=data,
    )
    posts.owe(session, post)
    return due


def move(session: Session, series: Series, row: Row, now: datetime) -> None:
    """The session has another date or group, or none: so have its announcements by hand."""
    mine = select(Post).where(col(Post.session_id) == row.id, col(Post.key).startswith(prefix(row)))
    for post in session.exec(mine.where(col(Post.state) == PostState.DUE)):
        if row.state is not SessionState.PLANNED or row.starts_at is None or series.group_id is None:
            posts.dropped(post, "the session has no date or no group")
            continue
        ahead = post.data["ahead"]
        post.due_at = _due(row, None if ahead is None else timedelta(seconds=ahead), now)
        post.group_id, post.topic_id = series.group_id, series.topic_id
    session.flush()


def _due(row: Row, ahead: timedelta | None, now: datetime) -> datetime:
    return now if ahead is None or row.starts_at is None else max(now, row.starts_at - ahead)
