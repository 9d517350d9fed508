"""Two rounds of one session, for two time zones: the same questions are posted twice, for one record and one recap.

A second round is nothing but further posts of the same session, marked with their round. In between the session stays
live: its questions stand, and answers count.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules.words import PostKind, PostState
from bot.store import details, posts
from bot.store.tables import Post
from bot.store.tables import Session as Row

AGAIN = "again_at"
"""When the second round begins, among the details of a session that has two."""
SUFFIX = ":again"
"""What the keys of the second round's posts end with."""


def again_at(row: Row) -> datetime | None:
    """When the second round begins; None when there is one alone."""
    kept = row.details.get(AGAIN)
    return None if kept is None else datetime.fromisoformat(kept)


def keep(row: Row, at: datetime | None, once: timedelta) -> None:
    """Write down when a second round begins, if any, and how long all of it takes; a round takes `once`."""
    row.details = details.changed(row.details, AGAIN, at and at.isoformat())
    whole = once if at is None or row.starts_at is None else at - row.starts_at + once
    row.lasts = int(whole.total_seconds())


def once(row: Row) -> timedelta:
    """How long one round takes, from its welcome to its closing."""
    whole, at = timedelta(seconds=row.lasts), again_at(row)
    return whole if at is None or row.starts_at is None else whole - (at - row.starts_at)


def moved(row: Row, starts_at: datetime) -> None:
    """The first round begins then: the second one keeps its distance. To be called before the session is moved."""
    at = again_at(row)
    if at is not None and row.starts_at is not None:
        row.details = {**row.details, AGAIN: (at + (starts_at - row.starts_at)).isoformat()}


def current(pending: Sequence[Post]) -> list[Post]:
    """What moves together of what is owed: the posts of the first round while there are any."""
    return [post for post in pending if posts.is_first(post)] or list(pending)


def running(session: Session, row: Row) -> int:
    """1 while the first of two rounds runs, else 0."""
    return int(any(posts.is_first(post) for post in posts.pending(session, row.id or 0)))


def beside(post: Post, pending: Sequence[Post]) -> list[Post]:
    """What moves when this post is late: what is owed of its own round."""
    mark = post.data.get(posts.ROUND)
    return [other for other in pending if other.id != post.id and other.data.get(posts.ROUND) == mark]


def close_first(session: Session, row: Row, now: datetime) -> bool:
    """End the first round early (or leave it out), and let the second come at its time; False when there is none."""
    pending = posts.pending(session, row.id or 0)
    if not any(posts.is_second(post) and post.kind is PostKind.CLOSING for post in pending):
        return False
    mine = [post for post in pending if posts.is_first(post)]
    for post in mine:
        if post.kind is PostKind.CLOSING and row.started_at is not None:
            post.state, post.due_at = PostState.DUE, min(post.due_at, now)
        else:
            posts.dropped(post, "the first round is over")
    return bool(mine)
