"""Who leads: of several processes on one PostgreSQL database, the one that holds an advisory lock.

The lock belongs to a connection, so it falls when the process dies. A process that only stands still (SIGSTOP, a
machine that was suspended) keeps it: the others see that nothing comes over that connection any more and end it. What
the process does when it wakes up is fenced by a token, a number that each election raises.
"""

from sqlalchemy import BigInteger, text
from sqlalchemy.engine import Connection
from sqlmodel import Field, Session

from bot.store.database import Database, DBAPIError
from bot.store.tables import Table

LOCK = 0x6368617468656164
"""The advisory lock that the leader holds: "chathead" in ASCII."""
STALE = 2.0
"""Seconds without a beat after which a leader is deposed."""


class Leader(Table, table=True):
    """The one row that says which election was the last."""

    id: int = Field(default=1, primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    token: int = Field(default=0, sa_type=BigInteger)
    holder: str = ""
    """The leader's name on its connections (PostgreSQL's application_name)."""


_TRY = text("SELECT pg_try_advisory_lock(:lock)")
_ELECTED = text(
    "INSERT INTO leader (id, token, holder) VALUES (1, 1, :holder) "
    "ON CONFLICT (id) DO UPDATE SET token = leader.token + 1, holder = excluded.holder RETURNING token"
)
_BEAT = text("SELECT token FROM leader WHERE id = 1")
_CONFIRM = text("SELECT token FROM leader WHERE id = 1 FOR SHARE")
# All that a silent leader holds is ended, not its lock alone: a transaction left open would hold up its successor.
# It may be a connection of our own whose end the network kept from PostgreSQL: what we have now must not go with it.
_DEPOSE = text(
    "SELECT count(pg_terminate_backend(every.pid)) FROM pg_locks AS held "
    "JOIN pg_stat_activity AS silent ON silent.pid = held.pid "
    "JOIN pg_stat_activity AS every ON every.datname = silent.datname "
    "AND (every.pid = silent.pid OR every.application_name = silent.application_name "
    "AND every.application_name <> current_setting('application_name')) "
    "WHERE held.locktype = 'advisory' AND held.granted AND silent.datname = current_database() "
    "AND held.classid = :high AND held.objid = :low AND held.objsubid = 1 "
    "AND silent.state_change < clock_timestamp() - make_interval(secs => :stale)"
)


def confirmed(session: Session, token: int) -> bool:
    """Whether the election of this token was the last; nobody else is elected until the transaction ends."""
    found: int | None = session.connection().execute(_CONFIRM).scalar()
    return found == token


class Candidate:
    """A process's bid for the lead, on a connection of its own. To be used by one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self.token = 0
        """The election that was won; 0 while another leads."""

    def bid(self) -> bool:
        """Take the lead, keep it, or depose whoever holds it in silence; True while it is ours.

        Raises `sqlalchemy.exc.DBAPIError` when the database is out of reach: then it is ours no longer.
        """
        try:
            connection = self._connection or self._connect()
            if self.token:
                if connection.execute(_BEAT).scalar() == self.token:
                    return True
                self.resign()
                return False
            if not connection.execute(_TRY, {"lock": LOCK}).scalar():
                connection.execute(_DEPOSE, {"high": LOCK >> 32, "low": LOCK & 0xFFFFFFFF, "stale": STALE})
                return False
            self.token = connection.execute(_ELECTED, {"holder": self._database.name}).scalar_one()
        except DBAPIError:
            self.resign()
            raise
        return True

    def resign(self) -> None:
        """Give up the lead, or the bid for it, by closing the connection."""
        connection, self._connection, self.token = self._connection, None, 0
        if connection is not None:
            connection.invalidate()  # closes it for good: in the pool it would keep the lock
            connection.close()

    def _connect(self) -> Connection:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SET lock_timeout = '1s'"))
        self._connection = connection
        return connection
