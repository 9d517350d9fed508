"""The connections to the database: how they are made, how long they wait, and how they are hung up."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError

BUSY_TIMEOUT = 500
"""How long SQLite waits at a stretch for another writer, in milliseconds."""
BUSY_TURNS = 10
"""How often it does; between two of them it is seen whether we have hung up."""
CONNECT = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""PostgreSQL (libpq): when a server that can't be reached, or has vanished without a word, is given up.

In seconds; the last in milliseconds: what was sent and is not acknowledged would else be sent again for 15 minutes.
"""
PATIENCE = 10
"""Seconds that a transaction may wait for a lock, or stand still (its process may be frozen), on PostgreSQL."""
LOOK = 0.1
"""Seconds between two looks whether the connection that is being made is still wanted."""
UNWANTED = "nobody waits for the database any more"


class Connections:
    """An engine, and what it has open. Its errors don't hold what people said: they are logged."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if not self.is_sqlite:
            self.url = self.url.set(drivername="postgresql+psycopg")  # a plain "postgresql" is another driver
        self.name = f"chathour-{secrets.token_hex(6)}"
        """Names this process on its connections to PostgreSQL."""
        self.hung_up = False
        """Nothing is to be waited for any more."""
        self._open: list[Any] = []
        """Those to SQLite. (PostgreSQL's look themselves whether we have hung up.)"""
        self.engine = self._sqlite() if self.is_sqlite else self._postgresql()

    @property
    def path(self) -> Path | None:
        """The SQLite file; None for PostgreSQL and for a database in memory."""
        if not self.is_sqlite or not self.url.database or self.url.database == ":memory:":
            return None
        return Path(self.url.database)

    def hang_up(self) -> None:
        """Wake whoever waits for the database, on any connection, with a `DBAPIError`. Any thread may call it."""
        self.hung_up = True
        for connection in tuple(self._open):
            with suppress(Exception):  # it may be closed in this very moment
                connection.interrupt()

    def _sqlite(self) -> Engine:
        if self.path is not None:
            with suppress(OSError):  # connecting will tell, and can be tried again
                self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(self.url, hide_parameters=True, connect_args={"check_same_thread": False})

        @event.listens_for(engine, "connect")
        def connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the driver must not begin transactions of its own
            cursor = connection.cursor()
            for pragma in (
                f"busy_timeout={BUSY_TIMEOUT}",  # the first, as those behind may have to wait
                "journal_mode=WAL",
                "synchronous=FULL",  # a commit that Telegram is told of must survive a power cut
                "foreign_keys=ON",
            ):
                self._in_turns(cursor.execute, f"PRAGMA {pragma}")
            cursor.close()
            self._open.append(connection)

        @event.listens_for(engine, "close")
        def close(connection: Any, _record: Any) -> None:
            self._open.remove(connection)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            reading = connection.get_execution_options().get("reading", False)
            self._in_turns(connection.exec_driver_sql, "BEGIN" if reading else "BEGIN IMMEDIATE")

        return engine

    def _in_turns(self, execute: Callable[[str], object], statement: str) -> None:
        """Have SQLite wait for another process, and see now and then whether we have hung up."""
        for turn in range(1, BUSY_TURNS + 1):
            try:
                execute(statement)
            except (DBAPIError, sqlite3.Error) as error:
                if turn == BUSY_TURNS or self.hung_up or code(error) != "SQLITE_BUSY":
                    raise
            else:
                return

    def _postgresql(self) -> Engine:
        named = {**CONNECT, "application_name": self.name}
        engine = create_engine(self.url, hide_parameters=True, pool_pre_ping=True, pool_size=4, connect_args=named)
        kind = self._attentive(engine.dialect.loaded_dbapi)

        @event.listens_for(engine, "do_connect")
        def make(dialect: Any, _record: Any, given: Any, named: Any) -> Any:
            """Connect in a thread that nobody has to wait for: a name's look-up or a dead network may hold it."""
            made: Future[Any] = Future()

            def connect() -> None:
                try:
                    made.set_result(kind.connect(*given, **named))
                except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
                    made.set_exception(error)

            threading.Thread(target=connect, name="connecting", daemon=True).start()
            while not wait([made], LOOK).done:
                if self.hung_up:
                    raise dialect.loaded_dbapi.OperationalError(UNWANTED)
            return made.result()

        @event.listens_for(engine, "connect")
        def connected(connection: Any, _record: Any) -> None:
            connection.autocommit = True
            for setting in ("lock_timeout", "idle_in_transaction_session_timeout"):
                connection.execute(f"SET {setting} = '{PATIENCE}s'")
            connection.autocommit = False

        @event.listens_for(engine, "handle_error")
        def failed(context: Any) -> None:
            context.is_disconnect |= self.hung_up  # or the transaction would be rolled back there, which fails again
            if row := getattr(getattr(context.original_exception, "diag", None), "message_detail", None):
                for error in (context.original_exception, context.sqlalchemy_exception):
                    error.args = (str(error.args[0]).replace(row, "(not shown)"), *error.args[1:])

        return engine

    def _attentive(self, driver: Any) -> Any:
        """The driver's connection: ten times a second, while nothing comes, it looks whether we have hung up."""

        def unless_hung_up(waiting: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
            try:
                asked = next(waiting)
                while True:
                    ready = yield asked
                    if self.hung_up and not ready:
                        raise driver.OperationalError(UNWANTED)
                    asked = waiting.send(ready)
            except StopIteration as done:
                return done.value

        class Attentive(driver.Connection):  # type: ignore[misc]  # the driver is loaded for PostgreSQL alone
            def wait(self, waiting: Generator[Any, Any, Any], *given: Any, **named: Any) -> Any:
                return super().wait(unless_hung_up(waiting), *given, **named)

        return Attentive


def code(error: DBAPIError | sqlite3.Error) -> str:
    """SQLite's name of the error, or PostgreSQL's code; empty when the driver itself gave up."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or "")
