"""Posts in the tables, on both databases: when to look again for what is due, and what is kept of a private answer."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.rules.words import PostKind, PostState
from bot.store import posts
from bot.store.database import Database
from bot.store.tables import Group, Post

pytest_plugins = ["tests.databases"]

NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def owe(database: Database, key: str, due_at: datetime, not_before: datetime | None = None, chat: int = -100) -> None:
    with database.transaction() as session:
        group = session.get(Group, -chat) or Group(id=-chat, chat_id=chat, present=chat == -100)
        session.add(group)
        session.flush()
        post = Post(key=key, kind=PostKind.WELCOME, due_at=due_at, group_id=group.id, state=PostState.DUE)
        post.not_before = not_before
        session.add(post)


def look_again(database: Database) -> datetime | None:
    with database.reading() as session:
        return posts.earliest(session, NOW)


def test_the_sender_looks_again_at_the_next_post_and_at_the_next_try_whichever_comes_first(database: Database) -> None:
    assert look_again(database) is None
    owe(database, "due already", NOW)
    owe(database, "in a group that the bot has left", NOW + MINUTE, chat=-200)
    assert look_again(database) is None
    owe(database, "planned", NOW + 4 * MINUTE)
    owe(database, "planned for later", NOW + 9 * MINUTE)
    assert look_again(database) == NOW + 4 * MINUTE
    owe(database, "refused before", NOW - MINUTE, NOW + 2 * MINUTE)
    owe(database, "refused before, for longer", NOW - MINUTE, NOW + 3 * MINUTE)
    assert look_again(database) == NOW + 2 * MINUTE


def test_of_a_private_answer_that_a_crash_cut_short_no_words_are_kept_and_of_a_secret_one_nothing(
    database: Database,
) -> None:
    with database.transaction() as session:
        for key in ("reply:1:0:0", f"{posts.SECRET}:1f"):
            said = {"html": "you said hush", "buttons": []}
            post = Post(key=key, kind=PostKind.REPLY, due_at=NOW, chat_id=7, data=said, state=PostState.DUE)
            posts.trying(posts.owe(session, post), NOW)
    with database.transaction() as session:
        told = posts.unfinished(session, NOW)
    assert not any(key.startswith(posts.SECRET) for key in told)
    with database.reading() as session:
        plain, secret = session.exec(select(Post).order_by(col(Post.id)))
    assert {post.state for post in (plain, secret)} == {PostState.SENT}
    assert (plain.chat_id, plain.data) == (7, {"buttons": []})
    assert (secret.chat_id, secret.data) == (None, {})
