"""Whether a bot that was killed after its last confirmation has kept what it confirmed: a benchmark counts no other."""

from sqlmodel import func, select

from bot.store.database import Database
from bot.store.tables import Message


def kept(database_url: str, messages: int) -> None:
    """Raise `RuntimeError` unless there are so many messages in the tables."""
    database = Database(database_url)
    with database.reading() as session:
        found = session.exec(select(func.count()).select_from(Message)).one()
    database.close()
    if found != messages:
        told = f"{messages} messages were confirmed, {found} are in the tables"
        raise RuntimeError(told)
