"""Files what people say: reads the rows that matter for a batch of messages and lets the desk file each message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.loops.intake.desk import Desk, Me
from bot.loops.intake.hints import Hints
from bot.loops.intake.recollection import Recollection
from bot.loops.intake.rooms import Rooms
from bot.loops.intake.slips import Person
from bot.loops.intake.updates import Message
from bot.rules.sprints import is_said
from bot.rules.words import FiledBy, Form
from bot.store import attendance, database
from bot.store.attendance import Presence
from bot.store.database import Session
from bot.store.messages import Key, Known, Listening

MOST_REMEMBERED = 100_000
"""People whose names are kept in memory, and what is noted of their presence; beyond, all is written once more."""
Heeded = Sequence[tuple[Message, Sequence[Listening]]]
"""Messages, each with the sessions that listen where it was said."""
SURE = timedelta(minutes=1)
"""Names are written again after it: another process, or time itself, may have erased a person."""


@dataclass(slots=True)
class Heard:
    """What came of a batch."""

    filed: dict[FiledBy, int] = field(default_factory=dict)
    """How many messages each rule filed."""
    owes: bool = False
    """Posts may be due because of it."""

    def add(self, other: "Heard") -> None:
        """Count another part of the same batch in."""
        self.owes = self.owes or other.owes
        for rule, count in other.filed.items():
            self.filed[rule] = self.filed.get(rule, 0) + count


class Ear:
    """Files batches of group messages. It remembers whom it has met, to write each name once, and who listens where.

    `alone` says that no other process hosts on the same tables; that a command has written there, it sees (SQLite).
    """

    def __init__(self, me: Me, *, alone: bool = False) -> None:
        self._me, self._alone = me, alone
        self.rooms, self._recollection = Rooms(alone=alone), Recollection(alone=alone)
        self._met: dict[int, Person | None] = {}
        self._noted: set[Presence] = set()
        self._sure_since: datetime | None = None
        self._version = (0, 0)
        self._hints = Hints()

    def forget(self) -> None:
        """What was remembered may be wrong: a session began or ended, a person was erased."""
        self.rooms.forget()
        self._recollection.forget()
        self._met = dict.fromkeys(self._met)
        self._noted = set()

    def begin_anew(self) -> None:
        """What was heard last was not committed, or somebody else wrote: not even who was met before is sure."""
        self.forget()
        self._met = {}

    def passes_over(self, batch: Sequence[Message], turn: int) -> bool:
        """Whether it is sure that none of these messages is said where a session listens."""
        return self.rooms.are_empty({message.chat.id for message in batch}, _since(batch), turn)

    def hear(self, session: Session, batch: Sequence[Message], now: datetime, turn: int) -> Heard:
        """File these messages and edits, in their order. Filing a message again changes nothing.

        `turn` is the database's, read within this transaction. Unless it is committed, `begin_anew`.
        """
        session.flush()  # the rows are read past the ORM: also of a group that has moved in this very batch
        if self._alone and (version := database.version(session)) != self._version:
            self.begin_anew()
            self._version = version
        rooms = self.rooms.find(session, {message.chat.id for message in batch}, _since(batch), turn)
        if not rooms:
            return Heard()
        said = {chat_id: [one for one in room if one.floor.form is not Form.STUMPER] for chat_id, room in rooms.items()}
        relevant = [
            (message, room)
            for message in batch
            if message.chat.id in rooms and _counts(message)
            # a stumper hears only replies
            if (room := (said if message.reply_to_message is None else rooms)[message.chat.id])
        ]
        if self._sure_since is None or now - self._sure_since > SURE:
            self._met, self._noted, self._sure_since = dict.fromkeys(self._met), set(), now
        known = self._recollection.find(session, _keys(message for message, _ in relevant), turn)
        desk = Desk(session, known, self._met, self._noted_of(session, relevant), self._me, now)
        for message, room in relevant:
            desk.take(message, room)
        desk.put_down()
        self._remember(desk, known)
        greeted = bool(desk.firsts) and self._hints.give(session, desk.firsts, now)
        return Heard(desk.filed, desk.owes or greeted)

    def _noted_of(self, session: Session, relevant: Heeded) -> set[Presence]:
        """Whose presence is noted: where others write, too, it is looked up, for they may have taken it out."""
        if self._alone:
            return self._noted
        sessions = {one.session_id for _, room in relevant for one in room}
        return attendance.noted(session, sessions, {said.sender.id for said, _ in relevant if said.sender is not None})

    def _remember(self, desk: Desk, known: dict[Key, Known]) -> None:
        """Keep what was written, as long as nothing undoes it."""
        if len(self._met) > MOST_REMEMBERED:
            self._met = {}
        self._met |= desk.people
        if desk.moved:
            self._recollection.forget()
            self._noted = set()
            return
        self._recollection.remember(known)
        if self._alone:
            if len(self._noted) > MOST_REMEMBERED:
                self._noted = set()
            self._noted |= desk.present


def _since(batch: Sequence[Message]) -> datetime:
    return datetime.fromtimestamp(min(message.date for message in batch), UTC)


def _counts(message: Message) -> bool:
    """Whether a message can be anything to a session. Forwards, other bots and commands are nothing to it.

    An edit counts even when it turns an answer into a command: the answer has gone then.
    """
    if message.by_other_bot or message.is_forward or message.sender is None:
        return False
    if message.edit_date is not None:
        return True
    if message.command is not None:
        return is_said(message.words, counting=False)  # to a sprint; the desk keeps it from the others
    return bool(message.words or message.media)


def _keys(batch: Iterable[Message]) -> set[Key]:
    keys = set()
    for message in batch:
        keys.add((message.chat.id, message.message_id))
        if message.reply_to_message is not None:
            keys.add((message.chat.id, message.reply_to_message.message_id))
    return keys
