"""Which sessions listen in which chats, remembered from batch to batch as long as nothing can have changed it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.store import messages
from bot.store.database import Session
from bot.store.messages import Listening

MOST = 50_000
"""Chats that are remembered; beyond, all are looked up anew."""


@dataclass(slots=True)
class _Memory:
    turn: int
    since: datetime
    rooms: dict[int, Sequence[Listening]] = field(default_factory=dict)


class Rooms:
    """Looks up who listens; a chat that hosts nothing now costs nothing until the tables change.

    Where other processes write to the same tables (PostgreSQL), it remembers nothing.
    """

    def __init__(self, *, alone: bool) -> None:
        self._alone = alone
        self._memory: _Memory | None = None

    def forget(self) -> None:
        """What was remembered may be wrong."""
        self._memory = None

    def are_empty(self, chats: Collection[int], since: datetime, turn: int) -> bool:
        """Whether it is sure that nobody listens in these chats to what was sent since then.

        `turn` is the database's, now: it is another one as soon as anybody asks for a transaction.
        """
        memory = self._memory
        if memory is None or memory.turn != turn or memory.since > since:
            return False
        return all(memory.rooms.get(chat_id) == () for chat_id in chats)

    def find(
        self, session: Session, chats: Collection[int], since: datetime, turn: int
    ) -> Mapping[int, Sequence[Listening]]:
        """The sessions that listen in each of these chats, the one begun last first; a chat without any is left out."""
        memory = self._memory
        if memory is None or memory.turn != turn or memory.since > since or len(memory.rooms) > MOST:
            memory = _Memory(turn, since)
            if self._alone:
                self._memory = memory
        unknown: dict[int, Sequence[Listening]] = {chat_id: () for chat_id in chats if chat_id not in memory.rooms}
        if unknown:
            for one in messages.listening(session, list(unknown), memory.since):
                unknown[one.chat_id] = (*unknown[one.chat_id], one)
            memory.rooms.update(unknown)  # only now: `are_empty` is asked meanwhile, by another thread
        return {chat_id: memory.rooms[chat_id] for chat_id in chats if memory.rooms[chat_id]}
