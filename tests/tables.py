"""The tables, empty, as an SQLite file to copy: that takes no time, while to migrate takes some in every test."""

import functools
import tempfile
from pathlib import Path

from bot.store.database import Database
from bot.store.upgrade import upgrade


@functools.cache
def tables() -> bytes:
    """The file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.db"
        database = Database(f"sqlite:///{file}")
        upgrade(database)
        database.close()
        return file.read_bytes()
