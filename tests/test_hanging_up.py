"""Hanging up on the database: whoever waits for it when the bot is to end waits no longer."""

import asyncio
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from bot.store.database import Database, DBAPIError, lost
from bot.store.groups import of
from bot.store.upgrade import upgrade
from tests.evenings import TOKEN
from tests.processes import hosts, until
from tests.programmes import write_series
from tests.stalls import Stalls

pytest_plugins = ["tests.databases"]


async def test_whoever_waits_for_the_database_when_it_is_hung_up_waits_no_longer(
    database: Database, another: Callable[[], Database]
) -> None:
    other = another()
    with other.transaction() as session:
        of(session, chat_id=-1)
        waiting = asyncio.create_task(database.run(of, chat_id=-1))
        behind = asyncio.create_task(database.run(of, chat_id=-2))
        await asyncio.wait([waiting], timeout=0.2)
        assert not waiting.done()
        database.hang_up()
        for asked in (waiting, behind):
            with pytest.raises(DBAPIError) as caught:
                await asyncio.wait_for(asked, 3)
            assert lost(caught.value)


async def test_a_file_that_is_locked_when_it_is_opened_is_waited_for_no_longer(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/chathour.db")
    upgrade(database)
    database.engine.dispose()
    with closing(sqlite3.connect(tmp_path / "chathour.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(database.run(of, chat_id=-1))
        await asyncio.wait([waiting], timeout=0.2)
        assert not waiting.done()
        database.hang_up()
        with pytest.raises(DBAPIError) as caught:
            await asyncio.wait_for(waiting, 3)
        assert lost(caught.value)
    database.close()


async def test_a_server_that_falls_silent_while_a_connection_is_set_up_is_waited_for_no_longer() -> None:
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        database = Database(f"postgresql://ann@127.0.0.1:{server.getsockname()[1]}/ann?sslmode=disable")
        waiting = asyncio.create_task(database.run(of, chat_id=-1))
        there, _ = await loop.sock_accept(server)
        with there:
            await loop.sock_recv(there, 1000)
            await loop.sock_sendall(there, b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I")  # let in, and ready for queries
            await loop.sock_recv(there, 1000)  # the first of them
            database.hang_up()
            with pytest.raises(DBAPIError) as caught:
                await asyncio.wait_for(waiting, 3)
    assert lost(caught.value)
    database.close()


async def test_a_lock_that_somebody_holds_does_not_hold_up_the_end(
    postgresql_url: str, tmp_path: Path, stalls: Stalls
) -> None:
    folder = write_series(tmp_path, starts_in=60)
    locked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'chathour-%'"
    given = {"bot_token": TOKEN, "telegram_url": "http://127.0.0.1:9", "questions": str(folder)}
    async with hosts(tmp_path, database_url=postgresql_url, **given) as nursery:
        with psycopg.connect(postgresql_url) as other, psycopg.connect(postgresql_url, autocommit=True) as looking:
            other.execute("LOCK TABLE alembic_version")
            host = nursery()
            await until(lambda: looking.execute(locked).fetchall(), says=lambda: host.log)
            began = monotonic()
            assert await host.end() == 0
            assert monotonic() - began < 5 + stalls.seconds
            assert "Traceback" not in host.log
