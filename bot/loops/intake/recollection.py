"""What the latest messages were filed as, remembered from batch to batch as long as nothing can have changed it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.loops.intake.memory import Memory
from bot.store import messages
from bot.store.database import Session
from bot.store.messages import Key, Known

MOST = 10_000
"""Messages that are remembered; beyond, all are looked up anew."""


@dataclass(slots=True)
class _Filed:
    filed: dict[Key, Known | None] = field(default_factory=dict)
    """None for a message that was looked for and is not in the tables."""
    latest: dict[int, int] = field(default_factory=dict)
    """Of each chat the highest message id in the tables: what is above has not been filed before."""


class Recollection:
    """Looks up what is known of messages; of most that come, and most that are replied to, it knows without looking."""

    def __init__(self, *, alone: bool) -> None:
        self._memory: Memory[_Filed] = Memory(alone=alone)
        self.forget = self._memory.forget

    def find(self, session: Session, keys: Collection[Key], turn: int) -> dict[Key, Known]:
        """What is known of these messages. `turn` is the database's, read within this transaction."""
        if not self._memory.alone:
            return messages.known(session, keys)
        memory = self._memory.of(turn)
        if memory is None or len(memory.filed) > MOST:
            memory = self._memory.hold(_Filed(), turn)
        if strange := {chat_id for chat_id, _ in keys if chat_id not in memory.latest}:
            memory.latest |= messages.latest(session, strange)
        filed, latest = memory.filed, memory.latest
        if unknown := {key for key in keys if key not in filed and key[1] <= latest[key[0]]}:
            filed |= dict.fromkeys(unknown) | messages.known(session, unknown)
        return {key: known for key in keys if (known := filed.get(key)) is not None}

    def remember(self, filed: Mapping[Key, Known]) -> None:
        """These were written; `forget` them if they are not committed."""
        memory = self._memory.held
        if memory is not None:
            memory.filed |= filed
            for chat_id, message_id in filed:
                memory.latest[chat_id] = max(message_id, memory.latest.get(chat_id, 0))
