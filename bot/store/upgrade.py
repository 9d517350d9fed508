"""Brings a database to the newest shape of the tables, under a lock, so that replicas starting together do it once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlmodel import Session

from bot.store.database import Database

HEAD = "0002"
"""The newest migration; a test keeps it in step with migrations/versions."""
LOCK = 0x63686174686F7572
"""The advisory lock (PostgreSQL) that whoever migrates holds: "chathour" in ASCII."""
MIGRATIONS = Path(__file__).parent / "migrations"


class TooNew(Exception):  # noqa: N818  # says what is the matter, and reads well where it is caught
    """A newer chathour has changed the tables; what to do."""


def upgrade(database: Database) -> bool:
    """Migrate the database if it needs it; True when anything was done.

    Raises `TooNew`, and `sqlalchemy.exc.DBAPIError`.
    """
    found = _version(database)
    if found == HEAD:
        return False
    # Alembic takes a tenth of a second to import, which a bot that only restarts need not wait for.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with _alone(database) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # the one that there is: it does not know what it finds
            message = (
                f"a newer chathour has changed the tables (they are at {found}, this one knows {HEAD}): "
                "run that one, or restore the backup from before"
            )
            raise TooNew(message) from error
    return True


def write(session: Session) -> None:
    """Write something that changes nothing. Raises `sqlalchemy.exc.DBAPIError`, if not here then at the commit."""
    session.connection().execute(text("UPDATE alembic_version SET version_num = version_num"))


def _version(database: Database) -> str | None:
    with database.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return version


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection, _tables_may_be_replaced(database, connection), connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        yield connection


@contextmanager
def _tables_may_be_replaced(database: Database, connection: Connection) -> Iterator[None]:
    """SQLite alters a table by dropping it for a changed copy, which would take along the rows that refer to its own.

    So foreign keys are not enforced meanwhile; inside a transaction that can't be said (sqlite.org/pragma.html).
    """
    if not database.is_sqlite:
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
