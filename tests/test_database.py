"""The database: transactions that are whole or nothing, one host on SQLite, trouble that is waited out."""

import asyncio
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.rehearsal.standin import StandIn
from bot.store.database import AlreadyOpen, Database, DBAPIError, Session, lost
from bot.store.tables import DeadLetter, Group
from bot.store.upgrade import upgrade
from tests.evenings import TOKEN, Evening, standing
from tests.processes import hosts, until
from tests.programmes import write_series
from tests.standins import bot_api

pytest_plugins = ["tests.databases"]

NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)


def add_group(session: Session, chat_id: int) -> None:
    session.add(Group(chat_id=chat_id))


async def test_what_fails_leaves_nothing_behind(database: Database) -> None:
    def half(session: Session) -> None:
        add_group(session, -1)
        session.flush()
        message = "in the middle"
        raise ValueError(message)

    with pytest.raises(ValueError, match="in the middle"):
        await database.run(half)
    assert await database.look(lambda session: session.exec(select(Group)).all()) == []


async def test_an_error_does_not_tell_what_was_to_be_written(database: Database) -> None:
    said, wrong = "Ann".upper(), text("INSERT INTO leader (id, holder) VALUES (NULL, :said)")
    with pytest.raises(DBAPIError) as caught, database.transaction() as session:
        session.connection().execute(wrong, {"said": said})
    assert said not in "".join(traceback.format_exception(caught.value))


async def test_what_was_read_is_still_true_when_it_is_written_back(database: Database) -> None:
    await database.run(add_group, 0)

    def count(session: Session) -> None:
        group = session.exec(select(Group).with_for_update()).one()
        group.title = str(int(group.title or 0) + 1)

    await asyncio.gather(*(database.run(count) for _ in range(30)))
    assert await database.look(lambda session: session.exec(select(Group.title)).one()) == "30"


async def test_moments_come_back_as_they_were_in_utc(database: Database) -> None:
    await database.run(lambda session: session.add(DeadLetter(raw="{}", error="", at=NOW)))
    (found,) = await database.look(lambda session: session.exec(select(DeadLetter)).all())
    assert found.at == NOW
    assert found.at.utcoffset() == NOW.utcoffset()


def test_on_sqlite_a_second_host_is_refused(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path}/chathour.db") for _ in range(2))
    first.claim_alone()
    with pytest.raises(AlreadyOpen, match="SQLite serves one process"):
        second.claim_alone()
    first.close()
    second.claim_alone()
    second.close()


async def test_the_second_process_says_why_it_does_not_host(tmp_path: Path) -> None:
    first = Database(f"sqlite:///{tmp_path}/chathour.db")
    first.claim_alone()
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={
            "CHATHOUR_BOT_TOKEN": TOKEN,
            "CHATHOUR_TELEGRAM_URL": "http://127.0.0.1:9",
            "CHATHOUR_DATABASE_URL": f"sqlite:///{tmp_path}/chathour.db",
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    first.close()
    assert done.returncode == 1
    assert "another chathour already hosts" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("statement", "passing"), [("SELECT nothing FROM nowhere", False), ("INSERT INTO leader (id) VALUES (NULL)", False)]
)
def test_what_is_wrong_with_a_statement_is_no_trouble_that_passes(
    database: Database, statement: str, passing: bool
) -> None:
    with pytest.raises(DBAPIError) as caught, database.transaction() as session:
        session.connection().execute(text(statement))
    assert lost(caught.value) is passing


async def test_two_transactions_that_wait_for_each_other_are_both_done_in_the_end(
    database: Database, another: Callable[[], Database]
) -> None:
    """PostgreSQL ends one of them, which is then done again; on SQLite they can't meet."""
    other = another()
    for chat_id in (1, 2):
        await database.run(add_group, chat_id)
    first_has, second_has = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def take(session: Session, one: int, two: int, mine: asyncio.Event, theirs: asyncio.Event) -> None:
        session.exec(select(Group).where(Group.chat_id == one).with_for_update()).one()
        loop.call_soon_threadsafe(mine.set)
        if not database.is_sqlite:
            asyncio.run_coroutine_threadsafe(theirs.wait(), loop).result(10)
        found = session.exec(select(Group).where(Group.chat_id == two).with_for_update()).one()
        found.title += "x"

    await asyncio.gather(database.run(take, 1, 2, first_has, second_has), other.run(take, 2, 1, second_has, first_has))
    titles = await database.look(lambda session: session.exec(select(Group.title)).all())
    assert list(titles) == ["x", "x"]


async def test_a_connection_that_is_cut_is_made_anew(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    upgrade(database)
    await database.run(add_group, -1)
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        other.execute(cut, [database.name])
        await database.run(add_group, -2)

        def cut_in_the_middle(session: Session) -> None:
            add_group(session, -3)
            session.flush()
            other.execute(cut, [database.name])
            session.exec(select(Group)).all()

        with pytest.raises(DBAPIError) as caught:
            await database.run(cut_in_the_middle)
        assert lost(caught.value)
    found = await database.look(lambda session: session.exec(select(Group.chat_id)).all())
    assert sorted(chat for chat in found if chat) == [-2, -1]
    database.close()


async def test_an_evening_outlives_all_its_connections(postgresql_url: str, tmp_path: Path) -> None:
    """Every connection to PostgreSQL is cut, again and again; the evening goes on, nothing is lost or doubled."""
    clock = standing()
    async with StandIn(TOKEN, clock=clock, schema=bot_api(), privacy=False) as telegram:
        evening = Evening(tmp_path, telegram, clock, postgresql_url)
        evening.write("Who are you?", "What next?")
        ann = telegram.person("Ann")
        evening.group.join(ann)
        await evening.start()
        await evening.until_posted("Q1.")
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            for number in range(10):
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
                    [evening.database.name],
                )
                evening.group.say(ann, f"A1 number {number}")
                await asyncio.sleep(0.2)
        await evening.until_posted("Q2.")
        await evening.until(lambda: len(evening.filed(1)) == 10)
        assert [text for _, text in evening.filed(1)] == [f"A1 number {number}" for number in range(10)]
        assert sum(text.startswith("Q") for text in evening.posted) == 2
        await evening.stop()
        assert telegram.errors == []


@pytest.mark.parametrize("trouble", ["full", "read-only"])
async def test_a_disk_that_is_full_or_read_only_is_told_and_waited_out(
    trouble: str, evening: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is confirmed to Telegram that could not be written; when there is room again, all of it is."""
    evening.write("Who are you?", "What next?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("Q1.")
    await evening.until(lambda: evening.telegram.called("pinChatMessage"))
    await evening.telegram.quiet()

    def spoil(session: Session) -> None:
        """SQLite's own ways to have no room, or to be read only, on the one connection that the bot has."""
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        worse = f"max_page_count={pages}" if trouble == "full" else "query_only=ON"
        session.connection().exec_driver_sql(f"PRAGMA {worse}")

    await evening.database.run(spoil)
    long = "word " * 700
    for number in range(20):
        evening.group.say(ann, f"A1 {number} {long}")
    logged: list[str] = []

    def told() -> bool:
        logged.append(capsys.readouterr().out)
        return "out of reach" in "".join(logged)

    await evening.meanwhile(told)
    assert evening.filed(1) == []
    evening.database.engine.dispose()  # a new connection has room, and may write
    await evening.telegram.quiet()
    assert len(evening.filed(1)) == 20
    await evening.until_posted("Q2.")
    assert sum(text.startswith("Q") for text in evening.posted) == 2


@pytest.mark.parametrize("missing", ["folder", "file"])
async def test_a_database_that_is_away_at_the_start_is_waited_for(missing: str, tmp_path: Path) -> None:
    """The folder, or the file, can't be made, then can: nobody has to start the bot again."""
    folder = write_series(tmp_path, starts_in=60)
    if missing == "folder":
        (tmp_path / "data").write_text("a file where the folder should be")
    else:
        (tmp_path / "data" / "chathour.db").mkdir(parents=True)
    async with (
        StandIn(TOKEN, privacy=False) as telegram,
        hosts(
            tmp_path,
            bot_token=TOKEN,
            telegram_url=telegram.url,
            questions=str(folder),
            database_url=f"sqlite:///{tmp_path}/data/chathour.db",
        ) as nursery,
    ):
        host = nursery()
        await until(lambda: "can't be used yet" in host.log, says=lambda: host.log)
        if missing == "folder":
            (tmp_path / "data").unlink()
            (tmp_path / "data").mkdir()
        else:
            (tmp_path / "data" / "chathour.db").rmdir()
        await host.hosts()
        assert await host.end() == 0
