"""A series may keep people's words for a time only: then the questions and the numbers are left."""

import json
from datetime import timedelta
from pathlib import Path

import msgspec
from sqlmodel import Session, col, select

from bot.recaps import FORMATS, render
from bot.rules.manners import Manners
from bot.rules.words import PostKind, PostState
from bot.store import forgetting, growth, own, recaps, retention
from bot.store.database import Database
from bot.store.tables import Message, Participant, Post, Reaction, Series
from bot.store.tables import Session as Row
from tests.archive_example import GROUP, NOW, files, fill, made
from tests.evenings import PATIENCE, Evening
from tests.records import an_ended_evening, file_of
from tests.rows import add

pytest_plugins = ["tests.databases"]
KEEP = '[manners]\nkeep = "30d"'
MONTH = timedelta(days=30).total_seconds()


def keeping(session: Session, days: int | None) -> Series:
    """Let libchat keep words for so long."""
    series = session.get_one(Series, "libchat")
    series.manners = msgspec.to_builtins(Manners(keep=None if days is None else timedelta(days=days)))
    retention.owe_all(session, series)
    session.flush()
    return series


def due(session: Session) -> list[Post]:
    query = select(Post).where(Post.kind == PostKind.ERASURE, Post.state == PostState.DUE)
    return list(session.exec(query.order_by(col(Post.id))))


def test_words_and_names_go_and_numbers_stay_in_every_form(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        fill(session)
        add(session, Reaction(chat_id=GROUP, message_id=1001, actor_id=2, count=1, changed_at=NOW))
    made(database, tmp_path / "site")
    with database.reading() as session:
        before = recaps.recap(session, 1)
        grown = growth.grown(session, "libchat")
    with database.transaction() as session:
        row, long_ago = session.get_one(Row, 1), NOW - timedelta(days=9)
        add(session, Post(key="9:told:solved:1", kind=PostKind.REPLY, due_at=long_ago, state=PostState.SENT))
        retention.erase(session, row, NOW)
        retention.erase(session, row, NOW)
        kept = select(Post).where(Post.kind == PostKind.REPLY)
        assert session.exec(kept).all(), "what was said of a stumper elsewhere can follow when somebody is forgotten"
    with database.reading() as session:
        after = recaps.recap(session, 1)
        assert after.counts == before.counts
        assert growth.grown(session, "libchat") == grown
        for form in FORMATS:
            told = render(after, form)
            assert "Fife" not in told
            assert "Anna" not in told
            assert "t.me" not in told.replace(f"t.me/libchat_group/{after.questions[0].message_id}", "")
            assert form == "csv" or "What of Topic 1?" in told
        assert "3 answers" in render(after, "html")
        assert json.loads(render(after, "json"))["counts"]["participants"] == 3
        assert [one.session_id for one in own.words(session, 1)] == [2, 3, 4]
        assert forgetting.count(session, 1) == 3
        assert session.get_one(Participant, 1).name == "Anna Bell"
    made(database, tmp_path / "site")
    assert not any(b"Fife" in content or b"bookmobile" in content for content in files(tmp_path / "site").values())


def test_a_name_goes_with_the_last_words_that_are_kept(database: Database) -> None:
    with database.transaction() as session:
        fill(session)
        session.get_one(Participant, 2).private = True
        for row in session.exec(select(Row).where(col(Row.ended_at).is_not(None))):
            retention.erase(session, row, NOW)
        names = {one.id: one.name for one in session.exec(select(Participant))}
        assert names == {1: "(erased)", 2: "Ben Okri Smith", 3: "(erased)"}
        assert not any(one.text or one.media for one in session.exec(select(Message)))


def test_the_time_is_that_of_the_series_as_it_stands_when_it_has_come(database: Database) -> None:
    with database.transaction() as session:
        fill(session)
        series = keeping(session, 30)
        keeping(session, 30)
        posts = due(session)
        rows = {one.session_id: session.get_one(Row, one.session_id) for one in posts}
        assert set(rows) == {1, 2, 3}
        assert all(one.due_at == (rows[one.session_id].ended_at or NOW) + timedelta(days=30) for one in posts)
        series.manners = msgspec.to_builtins(Manners(keep=timedelta(days=60)))
        assert not retention.come(session, posts[0], rows[1], posts[0].due_at)
        assert posts[0].due_at == (rows[1].ended_at or NOW) + timedelta(days=60)
        assert retention.come(session, posts[0], rows[1], posts[0].due_at)
        series.manners = {}
        assert not retention.come(session, posts[1], rows[2], posts[1].due_at)
        assert posts[1].state is PostState.DROPPED
        retention.erase(session, rows[1], NOW)
        keeping(session, 1)
        assert [one.session_id for one in due(session)] == [2, 3]


async def test_after_that_time_the_recap_in_the_group_has_no_words_either_also_after_a_restart(
    evening: Evening,
) -> None:
    _, bob = await an_ended_evening(evening, head=KEEP)
    recap = await evening.until_posted("1 person took part")
    assert "tea" in recap.text
    await evening.stop()
    evening.clock.jump(MONTH + 3600)
    await evening.start()
    await evening.until(lambda: "tea" not in recap.text)
    assert "Bob" not in recap.text
    assert "1 person took part" in recap.text
    assert "words and names were erased" in recap.text
    bob.write("/recap")
    page = await file_of(evening, bob, "libchat-1.html")
    assert "tea" not in page
    bob.write("/mine")
    await bob.wait_for("I keep nothing of yours", timeout=PATIENCE)
    await evening.telegram.quiet()
    with evening.database.reading() as session:
        assert [one.text for one in session.exec(select(Message))] == [""]
        assert not any("tea" in one.body for one in session.exec(select(Post)))
