"""A PostgreSQL database for a benchmark: on TEST_DATABASE_URL, or on a server started here that waits for the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.databases import drop, named, server_address


@contextmanager
def fresh() -> Iterator[str]:
    """The address of an empty database, deleted in the end."""
    address, name = _server(), f"chathour_bench_{os.getpid()}"
    drop(address, name)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield named(address, name)
    drop(address, name)


def _server(_started: list[str] = []) -> str:  # noqa: B006  # one server for all rounds, ended with the process
    if not _started:
        _started.append(server_address())
    return _started[0]
