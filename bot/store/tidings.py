"""What the bot says of a stumper beside asking it, as posts that follow when something is taken back.

None of them holds words: they are read from the tables when it is said, or said anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.rules.words import PostKind, PostState
from bot.store import posts
from bot.store.messages import Key
from bot.store.stages import Stage
from bot.store.tables import Post

TOLD = ":told:"
"""What stands in the keys of these posts, behind the stumper's id."""
SOLVED = "solved"
"""Key of what solved it, among a session's details and a post's data: the message, its source, and who said so."""


def tell(session: Session, stage: Stage, cause: str, now: datetime) -> None:
    """The news in the group that it is solved, once for each `cause`, and in the post that asked."""
    data = {"handout": "solved", SOLVED: stage.row.details[SOLVED]}
    _owe(session, stage, _in_group(stage, f"solved:{cause}", now), data)
    show(session, stage, now)


def show(session: Session, stage: Stage, now: datetime) -> None:
    """The post that asked says how it stands by now."""
    _owe(session, stage, _in_group(stage, "asked", now), {"handout": "asked"})


def hand(session: Session, stage: Stage, asker: int, key: Key, now: datetime) -> None:
    """A try, shown in private to whoever asked."""
    post = Post(key=_key(stage.id, f"try:{key[0]}:{key[1]}"), kind=PostKind.REPLY, due_at=now, chat_id=asker)
    _owe(session, stage, post, {"handout": "tried", "message": list(key)})


def say_anew(session: Session, session_id: int, now: datetime) -> None:
    """Something of it was taken back: what is out follows."""
    said = select(Post).where(Post.kind == PostKind.REPLY, col(Post.key).startswith(_key(session_id, "")))
    for post in session.exec(said):
        if post.state in (PostState.SENT, PostState.TRYING):
            post.state, post.due_at, post.not_before = PostState.DUE, now, None
    session.flush()


def forget(session: Session, person_id: int) -> set[int]:
    """Leave out who said that something is solved, and the sources that they named; of which stumpers that was told."""
    told = session.exec(select(Post).where(Post.kind == PostKind.REPLY, col(Post.key).contains(TOLD)))
    found = [post for post in told if post.data.get(SOLVED, {}).get("by") == person_id]
    for post in found:
        post.data = {**post.data, SOLVED: unsaid(post.data[SOLVED])}
    return {post.data["session"] for post in found}


def unsaid(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What solved it, without who said so."""
    return {**kept, "by": 0, "source": ""}


def _owe(session: Session, stage: Stage, post: Post, data: dict[str, Any]) -> None:
    post.data = {**data, "session": stage.id}
    posts.owe(session, post)


def _in_group(stage: Stage, name: str, now: datetime) -> Post:
    return Post(
        key=_key(stage.id, name),
        kind=PostKind.REPLY,
        due_at=now,
        group_id=stage.series.group_id,
        topic_id=stage.series.topic_id,
    )


def _key(session_id: int, name: str) -> str:
    return f"{session_id}{TOLD}{name}"
