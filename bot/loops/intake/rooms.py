"""Which sessions listen in which chats, remembered from batch to batch as long as nothing can have changed it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.loops.intake.memory import Memory
from bot.store import messages
from bot.store.database import Session
from bot.store.messages import Listening

MOST = 50_000
"""Chats that are remembered; beyond, all are looked up anew."""


@dataclass(slots=True)
class _Open:
    since: datetime
    """The rooms were asked about messages sent since then."""
    rooms: dict[int, Sequence[Listening]] = field(default_factory=dict)


class Rooms:
    """Looks up who listens; a chat that hosts nothing now costs nothing until the tables change."""

    def __init__(self, *, alone: bool) -> None:
        self._memory: Memory[_Open] = Memory(alone=alone)
        self.forget = self._memory.forget

    def are_empty(self, chats: Collection[int], since: datetime, turn: int) -> bool:
        """Whether it is sure that nobody listens in these chats to what was sent since then.

        `turn` is the database's, now: it is another one as soon as anybody asks for a transaction.
        """
        memory = self._memory.of(turn)
        return memory is not None and memory.since <= since and all(memory.rooms.get(chat) == () for chat in chats)

    def find(
        self, session: Session, chats: Collection[int], since: datetime, turn: int
    ) -> Mapping[int, Sequence[Listening]]:
        """The sessions that listen in each of these chats, the one begun last first; a chat without any is left out."""
        memory = self._memory.of(turn)
        if memory is None or memory.since > since or len(memory.rooms) > MOST:
            memory = self._memory.hold(_Open(since), turn)
        unknown: dict[int, Sequence[Listening]] = {chat_id: () for chat_id in chats if chat_id not in memory.rooms}
        if unknown:
            for one in messages.listening(session, list(unknown), memory.since):
                unknown[one.chat_id] = (*unknown[one.chat_id], one)
            memory.rooms.update(unknown)  # only now: `are_empty` is asked meanwhile, by another thread
        return {chat_id: memory.rooms[chat_id] for chat_id in chats if memory.rooms[chat_id]}
