"""The turns that a session takes: it begins, is held, goes on, ends."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select

from bot.rules.words import Form, PostKind, PostState, SessionState
from bot.store import likeness, posts, retention, rounds
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row

PACED = (PostKind.WELCOME, PostKind.QUESTION, PostKind.LAST_CALL, PostKind.CLOSING, PostKind.RECAP)
"""The posts that keep their gaps when a session is held, extended or late."""
AFTERWARDS = timedelta(minutes=5)
"""How long after the end people are asked whether they would like to be introduced."""
AMEND_AFTER = timedelta(seconds=1)
"""How long changes are collected before the recap is amended."""
AMEND_EVERY = timedelta(seconds=4)
"""The least time between two amendments: 15 a minute, under the 20 edits a minute that Telegram bears in a group."""


def begin(row: Row, now: datetime) -> None:
    """The session is live from now on."""
    row.state = SessionState.LIVE
    if row.started_at is None:
        row.started_at = now


def end(session: Session, row: Row, now: datetime) -> None:
    """The session is over: what is not asked yet won't be, late answers count for a while, the recap is due."""
    if row.state is SessionState.CLOSED:
        return
    series = session.get_one(Series, row.series_id)
    row.state, row.ended_at, row.held_at = SessionState.CLOSED, now, None
    row.late_until = now + timedelta(seconds=series.cadence["late"])
    for post in posts.pending(session, row.id or 0):
        if post.kind in (PostKind.CLOSING, PostKind.RECAP) and not posts.is_first(post):
            post.state, post.due_at = PostState.DUE, min(post.due_at, now)
        elif post.kind in (*PACED, PostKind.REMINDER):
            posts.dropped(post, "the session ended")
    unpin(session, row, now)
    if likeness.manners(series).introductions:
        key, data = f"{row.id}:introductions", {"for": "introductions"}
        roll = Post(key=key, kind=PostKind.ROLL, due_at=now + AFTERWARDS, group_id=series.group_id, data=data)
        roll.session_id = row.id
        posts.owe(session, roll)
    posts.owe(
        session,
        Post(
            key=f"{row.id}:amendment",
            kind=PostKind.AMENDMENT,
            due_at=row.late_until,
            group_id=series.group_id,
            topic_id=series.topic_id,
            session_id=row.id,
        ),
    )
    retention.owe(session, row, series)


def on_air(session: Session, session_id: int) -> Question | None:
    """The question asked last; of two rounds the one whose post came last."""
    again = and_(col(Post.question_id) == Question.id, _is_again(), col(Post.tried_at).is_not(None))
    query = select(Question).join(Post, again, isouter=True)
    query = query.where(Question.session_id == session_id, col(Question.posted_at).is_not(None))
    last = func.coalesce(Post.tried_at, Question.posted_at)
    return session.exec(query.order_by(last.desc(), col(Question.id).desc())).first()


def pin(session: Session, row: Row, post: Post, now: datetime) -> None:
    """Owe the pin of a question's post, and the end of the pin before; only an hour's are pinned."""
    series = session.get_one(Series, row.series_id)
    if series.form is not Form.HOUR:
        return
    posts.owe(session, _mark(PostKind.PIN, series, row, post, now))
    before = _last_post(session, row.id or 0, but=post.id)
    if before is not None:
        posts.owe(session, _mark(PostKind.UNPIN, series, row, before, now))


def unpin(session: Session, row: Row, now: datetime) -> None:
    """Owe the end of the last question's pin."""
    series, last = session.get_one(Series, row.series_id), _last_post(session, row.id or 0)
    if series.form is Form.HOUR and last is not None:
        posts.owe(session, _mark(PostKind.UNPIN, series, row, last, now))


def place(session: Session, post: Post) -> tuple[int | None, int | None]:
    """Where the question stands that this pin, poll or their like is about: its chat and message."""
    question = session.get_one(Question, post.question_id)
    again = posts.known(session, post.data["of"]) if "of" in post.data else None
    return (question.chat_id, question.message_id) if again is None else (again.chat_id, again.message_id)


def _last_post(session: Session, session_id: int, but: int | None = None) -> Post | None:
    query = select(Post).where(
        Post.session_id == session_id,
        Post.kind == PostKind.QUESTION,
        col(Post.message_id).is_not(None),
        col(Post.id).is_distinct_from(but),
    )
    return session.exec(query.order_by(col(Post.sent_at).desc(), col(Post.id).desc())).first()


def _is_again() -> ColumnElement[bool]:
    return and_(col(Post.kind) == PostKind.QUESTION, col(Post.key).endswith(rounds.SUFFIX))


def amend(session: Session, row: Row, now: datetime) -> None:
    """Owe a new version of the recap, once what it says may have changed after it was published."""
    if row.state is not SessionState.CLOSED:
        return
    query = select(Post).where(Post.key == f"{row.id}:amendment").with_for_update()
    post = session.exec(query).first()
    if post is None:
        return
    soon = now + AMEND_AFTER
    if post.sent_at is not None:
        soon = max(soon, post.sent_at + AMEND_EVERY)
    if row.late_until is not None and soon > row.late_until:
        soon = max(now, row.late_until)
    post.due_at = soon if post.state is not PostState.DUE else min(soon, post.due_at)
    post.state, post.not_before = PostState.DUE, None


def recap_posts(session: Session, session_id: int) -> list[Post]:
    """The parts of the session's recap, in order, as far as they are owed or out."""
    query = select(Post).where(Post.session_id == session_id, Post.kind == PostKind.RECAP)
    return sorted(session.exec(query.order_by(col(Post.id))), key=lambda post: post.data.get("part", 0))


def amended(post: Post, row: Row, now: datetime) -> None:
    """The recap says what the tables say; look again when late answers end."""
    if row.late_until is not None and now < row.late_until:
        post.state, post.due_at = PostState.DUE, row.late_until
    else:
        post.state = PostState.SENT


def look_again(post: Post, now: datetime) -> None:
    """One part of the recap was amended; another may have to be."""
    post.state, post.due_at, post.not_before = PostState.DUE, now, None


def owe_hello(session: Session, row: Row, now: datetime) -> None:
    """Owe the line in the welcome that says how many are here, once the first question is out."""
    key = f"{row.id}:hello"
    if posts.known(session, key) is None:
        series = session.get_one(Series, row.series_id)
        kind, data = PostKind.AMENDMENT, {"welcome": True}
        post = Post(key=key, kind=kind, due_at=now, group_id=series.group_id, session_id=row.id, data=data)
        posts.owe(session, post)


def welcome_post(session: Session, session_id: int) -> Post | None:
    """The session's welcome, if it is out."""
    query = select(Post).where(Post.session_id == session_id, Post.kind == PostKind.WELCOME)
    return session.exec(query.where(Post.state == PostState.SENT).order_by(col(Post.id))).first()


def owe_poll(session: Session, row: Row, post: Post, now: datetime) -> None:
    """Owe the poll that belongs to a question just posted."""
    posts.owe(session, _mark(PostKind.POLL, session.get_one(Series, row.series_id), row, post, now))


def _mark(kind: PostKind, series: Series, row: Row, post: Post, now: datetime) -> Post:
    _, _, which = post.key.partition(f":{PostKind.QUESTION}:")
    return Post(
        key=f"{row.id}:{kind}:{which}",
        kind=kind,
        due_at=now,
        group_id=series.group_id,
        topic_id=series.topic_id,
        session_id=row.id,
        question_id=post.question_id,
        data={"of": post.key} if posts.is_second(post) else {},
    )
