"""Migrations: they make the tables that the code describes, once, however many start at the same time."""

import asyncio

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect
from sqlmodel import SQLModel

from bot.store.database import Database
from bot.store.upgrade import HEAD, MIGRATIONS, upgrade

pytest_plugins = ["tests.databases"]


def run(database: Database, what: str) -> None:
    """One of Alembic's commands, on this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        if what == "check":
            command.check(config)
        elif what == "down":
            command.downgrade(config, "base")
        else:
            command.upgrade(config, "head")


def test_the_migrations_make_what_the_code_describes(database: Database) -> None:
    run(database, "check")


def test_they_can_be_undone_and_done_again(database: Database) -> None:
    run(database, "down")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    run(database, "up")
    assert SQLModel.metadata.tables.keys() <= set(inspect(database.engine).get_table_names())


def test_a_database_that_is_up_to_date_is_left_alone(database: Database) -> None:
    assert upgrade(database) is False


def test_head_is_the_newest_migration() -> None:
    assert max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")) == HEAD


async def test_replicas_that_start_together_migrate_once(postgresql_url: str) -> None:
    databases = [Database(postgresql_url) for _ in range(4)]
    run(databases[0], "down")
    with databases[0].engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DROP TABLE alembic_version")
    await asyncio.gather(*(asyncio.to_thread(upgrade, database) for database in databases))
    run(databases[0], "check")
    for database in databases:
        database.close()
