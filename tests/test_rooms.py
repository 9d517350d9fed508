"""Who listens where is remembered as long as nothing can have changed it, and not a moment longer."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.loops.intake.rooms import Rooms
from bot.rules.words import SessionState
from bot.store import messages
from bot.store.database import Database, Session
from bot.store.tables import Group, Series
from bot.store.tables import Session as Row
from bot.store.upgrade import upgrade

BUSY, IDLE = -100, -200
NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)


def hold(session: Session) -> None:
    """A session in the busy group, live; the other group hosts a series without one."""
    for chat_id, name in ((BUSY, "busy"), (IDLE, "idle")):
        group = Group(chat_id=chat_id)
        session.add(group)
        session.flush()
        session.add(Series(id=name, title=name, hashtag=f"#{name}", group_id=group.id))
        session.flush()
    begin(session, "busy")


def begin(session: Session, name: str) -> None:
    """A session of that series has begun."""
    session.add(Row(series_id=name, number=1, state=SessionState.LIVE, started_at=NOW))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Tables on SQLite, of which this process is the only writer."""
    database = Database(f"sqlite:///{tmp_path / 'rooms.db'}")
    upgrade(database)
    yield database
    database.close()


async def found(database: Database, rooms: Rooms, since: datetime = NOW) -> list[int]:
    """The groups in which somebody listens."""
    turn = database.turn
    return list(await database.take_in(lambda session: rooms.find(session, [BUSY, IDLE], since, turn)))


def empty(database: Database, rooms: Rooms, *chats: int, since: datetime = NOW) -> bool:
    """Whether it is known without a look that nobody listens in these groups."""
    return rooms.are_empty(chats, since, database.turn)


async def test_a_group_that_hosts_nothing_is_passed_over_until_anything_changes(database: Database) -> None:
    rooms = Rooms(alone=True)
    await database.run(hold)
    assert not empty(database, rooms, IDLE), "nobody has looked yet"
    assert await found(database, rooms) == [BUSY]
    assert empty(database, rooms, IDLE)
    assert not empty(database, rooms, IDLE, BUSY)
    assert not empty(database, rooms, -300), "a group never heard of"
    assert not empty(database, rooms, IDLE, since=NOW - timedelta(hours=1)), "a message from before the look"

    began = database.run(begin, "idle")
    assert empty(database, rooms, IDLE), "nobody has asked yet: a coroutine is only a plan"
    await began
    assert not empty(database, rooms, IDLE)
    assert await found(database, rooms) == [BUSY, IDLE]


async def test_what_was_found_is_not_looked_up_again_while_nothing_changes(database: Database) -> None:
    rooms = Rooms(alone=True)
    await database.run(hold)
    assert await found(database, rooms) == [BUSY]
    with database.engine.begin() as behind_our_back:
        behind_our_back.exec_driver_sql("UPDATE session SET started_at = NULL")
    assert await found(database, rooms) == [BUSY]
    rooms.forget()
    assert await found(database, rooms) == []


async def test_a_group_is_not_taken_for_empty_while_it_is_being_looked_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the webhook, the next batch is looked at while the one before is still in the database's thread."""
    rooms, meanwhile = Rooms(alone=True), list[bool]()
    await database.run(hold)
    listening = messages.listening

    def looked_at_meanwhile(session: Session, chats: Collection[int], since: datetime) -> list[messages.Listening]:
        meanwhile.append(empty(database, rooms, BUSY))
        return listening(session, chats, since)

    monkeypatch.setattr(messages, "listening", looked_at_meanwhile)
    assert await found(database, rooms) == [BUSY]
    assert meanwhile == [False]


async def test_a_message_from_before_another_groups_first_is_heard(database: Database) -> None:
    """An edit carries the time of its message: it may be older than what was looked up last."""
    rooms = Rooms(alone=True)

    def end(session: Session) -> None:
        hold(session)
        for row in session.exec(select(Row)):
            row.ended_at, row.late_until = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)

    await database.run(end)
    turn = database.turn
    for chat, minutes, heard in ((IDLE, 0, []), (BUSY, 30, [BUSY]), (BUSY, 8, [BUSY])):
        since = NOW + timedelta(minutes=minutes)
        assert list(await database.take_in(rooms.find, [chat], since, turn)) == heard
    rooms.forget()
    assert list(await database.take_in(rooms.find, [BUSY], NOW + timedelta(minutes=30), turn)) == []


async def test_where_others_write_too_nothing_is_remembered(database: Database) -> None:
    rooms = Rooms(alone=False)
    await database.run(hold)
    assert await found(database, rooms) == [BUSY]
    assert not empty(database, rooms, IDLE)
    with database.engine.begin() as another_replica:
        another_replica.exec_driver_sql("UPDATE session SET started_at = NULL")
    assert await found(database, rooms) == []
