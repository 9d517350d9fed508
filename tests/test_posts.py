"""When the sender has to look again for what is due, on both databases."""

from datetime import UTC, datetime, timedelta

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
