"""Nudges: a slow question that few have answered is brought to mind once."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules import nudging
from bot.rules.words import PostKind, SessionState
from bot.store import evenings, liking, posts
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row


def owe(session: Session, row: Row, question: Question, now: datetime) -> None:
    """Owe the nudge of a question just posted, if it is a slow one."""
    closes_at = closes(session, row)
    series = session.get_one(Series, row.series_id)
    due = None if closes_at is None else nudging.due(now, closes_at, series.timezone)
    key = f"{row.id}:nudge:{question.position}"
    if due is None or posts.known(session, key) is not None:
        return
    post = Post(key=key, kind=PostKind.NUDGE, due_at=due, group_id=series.group_id, topic_id=series.topic_id)
    post.session_id, post.question_id = row.id, question.id
    posts.owe(session, post)


def closes(session: Session, row: Row) -> datetime | None:
    """When the question on air gives way to the next one, or to the end."""
    ahead = [one for one in posts.pending(session, row.id or 0) if one.kind in (PostKind.QUESTION, PostKind.CLOSING)]
    return min((one.due_at for one in ahead), default=None)


def needed(session: Session, post: Post, row: Row, now: datetime) -> int | None:
    """How many people have answered so far; None when the question needs no nudge (now, or any more)."""
    series, on_air = session.get_one(Series, row.series_id), evenings.on_air(session, row.id or 0)
    people = liking.answered(session, post.question_id or 0)
    closes_at = closes(session, row)
    over = closes_at is None or closes_at - now < nudging.ROOM
    if over or row.state is not SessionState.LIVE or on_air is None or on_air.id != post.question_id:
        posts.dropped(post, "the question is not on air any more")
    elif people >= nudging.FEW:
        posts.dropped(post, "enough people have answered")
    elif nudging.awake(now, series.timezone) - now > timedelta(0):
        post.due_at = nudging.awake(now, series.timezone)
    else:
        return people
    return None
