"""The database: its transactions, and the one thread that they run in."""

import asyncio
import fcntl
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from bot.store.connections import UNWANTED, Connections, code

__all__ = ["AlreadyOpen", "DBAPIError", "Database", "Session", "answers", "chiefs", "lost", "version"]

P = ParamSpec("P")
T = TypeVar("T")

LAST_WAIT = 1.0
"""Seconds that the transaction under way has when the database is closed."""
MOST_TURNS = 4
"""How often a transaction is tried that PostgreSQL ends because it and another waited for each other."""
AWAY = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN",
    "SQLITE_INTERRUPT",
    "08", "25006", "25P03", "40", "53", "55P03", "57P", "58",
)  # fmt: skip
"""How the codes begin (sqlite.org/rescode.html; PostgreSQL, appendix A) of errors that pass without our doing."""


class AlreadyOpen(Exception):  # noqa: N818  # says what is the matter, and reads well where it is caught
    """Another process hosts on this SQLite database."""


class Database:
    """Transactions as plain functions of a SQLModel session, run one after the other; nearly all in one worker thread.

    SQLite takes the write lock at the beginning of a transaction (BEGIN IMMEDIATE), so what was read is still
    true when it is written back; PostgreSQL's rows are locked where a function asks for it.
    """

    def __init__(self, url: str) -> None:
        self._connections = Connections(url)
        self.url, self.is_sqlite, self.path = self._connections.url, self._connections.is_sqlite, self._connections.path
        self.name, self.engine = self._connections.name, self._connections.engine
        self._reading = self.engine.execution_options(reading=True)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._gate = threading.Lock()
        """Held while a transaction runs, in whichever thread."""
        self._lock: Any = None
        self.chiefs: tuple[int | str, ...] = ()
        """Who moderates everywhere, by the settings: ids and names; `chiefs` tells it in a transaction."""
        self._turns = itertools.count(1)
        self.turn = 0
        """Another number once a transaction is asked for that may change what somebody remembers of the tables."""

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that is committed unless the block raises."""
        with self._quiet() as session:
            yield session
        self._begin_turn()

    def _begin_turn(self) -> None:
        self.turn = next(self._turns)  # two threads may do so at once: none of them is lost, or comes again

    @contextmanager
    def _quiet(self) -> Iterator[Session]:
        known = {"chiefs": self.chiefs}
        with Session(self.engine, expire_on_commit=False, info=known) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the database that never waits for a writer, nor makes one wait."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.expunge_all()  # what was read stays readable
            session.rollback()

    @contextmanager
    def trial(self) -> Iterator[Session]:
        """A transaction that is never committed, to see what something would come to."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.expunge_all()  # what was read stays readable
            session.rollback()

    async def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` in a transaction in the database's thread; what it returns must not need the session any more.

        Raises `sqlalchemy.exc.DBAPIError` when the database is out of reach or refuses; then nothing is half done.
        """
        self._begin_turn()
        return await self._hand_over(self.transaction, work, *args, **kwargs)

    async def take_in(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for the intake, which knows itself when it has changed more than what people say: no new turn."""
        return await self._hand_over(self._quiet, work, *args, **kwargs)

    def take_in_here(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same in the thread that calls, which must not be the event loop's: it waits until nobody else is in."""
        return self._in_turn(self._quiet, work, *args, **kwargs)

    async def look(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` in the database's thread without writing."""
        return await self._hand_over(self.reading, work, *args, **kwargs)

    async def _hand_over(self, kind: Callable[[], Any], work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        whole = partial(self._in_turn, kind, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, whole)

    def _in_turn(self, kind: Callable[[], Any], work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        with self._gate:
            for turn in range(1, MOST_TURNS + 1):
                if self._connections.hung_up:
                    raise OperationalError(None, None, ConnectionError(UNWANTED))
                try:
                    with kind() as session:
                        return work(session, *args, **kwargs)
                except DBAPIError as error:
                    if turn == MOST_TURNS or not code(error).startswith("40"):
                        raise
        raise AssertionError  # the last turn returns or raises

    def claim_alone(self) -> None:
        """Keep other processes from hosting on this SQLite file, until `close`. To ask again changes nothing.

        Raises `AlreadyOpen` when one does. With PostgreSQL there is nothing to do: replicas elect a leader.
        """
        path = self.path
        if path is None or self._lock is not None:
            return
        lock = Path(f"{path}.lock").open("w")  # noqa: SIM115  # held open until close()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            message = (
                f"another chathour already hosts on {path}. SQLite serves one process; "
                "stop the other one, or use PostgreSQL (CHATHOUR_DATABASE_URL=postgresql://…) for several."
            )
            raise AlreadyOpen(message) from error
        self._lock = lock

    def hang_up(self) -> None:
        """Give up what is under way, whatever it waits for, and all that is asked from now on. Any thread may call it.

        Whoever waits gets a `DBAPIError`, and it is `lost`.
        """
        self._connections.hang_up()

    def close(self) -> None:
        """Finish what was begun, unless that takes long, and let go of the file."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._gate.acquire(timeout=LAST_WAIT):
            self._gate.release()
        else:
            self.hang_up()
        self._thread.shutdown(wait=True)
        self.engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def chiefs(session: Session) -> tuple[int | str, ...]:
    """Who moderates every series, by the settings of the process that this transaction is made in."""
    found: tuple[int | str, ...] = session.info.get("chiefs", ())
    return found


def answers(session: Session) -> bool:
    """Ask the database for a sign of life; it raises `DBAPIError` when there is none."""
    return bool(session.connection().exec_driver_sql("SELECT 1").scalar())


def version(session: Session) -> tuple[int, int]:
    """Another value once another process has written (SQLite alone: sqlite.org/pragma.html#pragma_data_version)."""
    driver: Any = session.connection().connection.driver_connection
    return id(driver), driver.execute("PRAGMA data_version").fetchone()[0]


def lost(error: DBAPIError) -> bool:
    """Whether the trouble is the database's own and passes (it is away, full, read-only), whatever was asked of it."""
    name = code(error)
    return error.connection_invalidated or name.startswith(AWAY) or not name
