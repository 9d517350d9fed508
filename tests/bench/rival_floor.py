"""The floor: each batch is kept by one plain statement and one commit, and nothing is decided.

No bot can keep messages for less: what chathour takes above it is the price of filing.
"""

import sqlite3
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field


class Who(Struct):
    """Whose message it is, or where it was said."""

    id: int


class Said(Struct):
    """The fields of a message that are kept."""

    message_id: int
    date: int
    chat: Who
    from_: Who = field(name="from")
    text: str = ""


class Update(Struct):
    """One message."""

    update_id: int
    message: Said


class Answer(Struct):
    """What getUpdates answers."""

    result: list[Update]


def keeping(url: str, token: str, folder: str) -> None:
    """Poll for ever, and keep each batch in a SQLite file in the folder."""
    database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE said (chat, message, who, at, text, PRIMARY KEY (chat, message))")
    place = urlsplit(url)
    line = HTTPConnection(place.hostname or "", place.port)
    offset = 0
    while True:
        line.request("POST", f"/bot{token}/getUpdates", f"timeout=25&limit=100&offset={offset}".encode())
        batch = msgspec.json.decode(line.getresponse().read(), type=Answer).result
        if batch:
            said = [update.message for update in batch]
            rows = [(one.chat.id, one.message_id, one.from_.id, one.date, one.text) for one in said]
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?, ?)", rows)
            database.execute("COMMIT")
            offset = batch[-1].update_id + 1
