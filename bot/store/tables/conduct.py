"""What was done and what went wrong: the acts of moderators, and updates that could not be handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field

from bot.store.tables.base import SERIAL, Table


class Act(Table, table=True):
    """Something a moderator did, once: the audit list, and the reason why a redelivered command does nothing."""

    key: str = Field(primary_key=True)
    """The command's "chat:message" or the button's callback id; "holiday:…" for a day that a series leaves out, and
    "menus:…" for what the bot itself has set at Telegram."""
    at: datetime
    actor_id: int = Field(sa_type=BigInteger)
    actor_name: str = ""
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True, sa_type=BigInteger)
    session_id: int | None = Field(default=None, foreign_key="session.id", index=True, sa_type=BigInteger)
    command: str
    done: bool = True
    """False when it was refused."""
    undo: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """For a filing by hand, how the message was filed before; None otherwise, or once it was undone."""


class DeadLetter(Table, table=True):
    """An update that could not be handled, set aside with its error so that the next ones could be."""

    __tablename__ = "dead_letter"

    id: int | None = Field(default=None, primary_key=True, sa_type=SERIAL)
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    raw: str
    error: str
    at: datetime
    retried_at: datetime | None = None
