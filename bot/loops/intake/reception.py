"""Where updates come in, by polling or webhook: a batch is filed in one transaction, and only then acknowledged."""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec
import structlog
from msgspec.structs import replace

from bot.loops.clock import Clock
from bot.loops.intake import happenings, updates
from bot.loops.intake.hearing import Ear, Heard
from bot.loops.intake.updates import Message, Update
from bot.rules.words import FiledBy
from bot.store import letters
from bot.store.database import Database, DBAPIError, Session, lost

log = structlog.get_logger(__name__)


class Commands(Protocol):
    """What people say to the bot itself: commands, buttons, private messages."""

    def concerns(self, update: Update) -> bool:
        """Whether an update is said to the bot."""
        ...

    async def gather(self, update: Update) -> object:
        """What only Telegram knows and `obey` needs, such as who is an administrator; before the transaction."""
        ...

    def obey(self, session: Session, update: Update, facts: object, now: datetime) -> None:
        """Do what was said, once, however often the update is delivered."""
        ...

    async def acknowledge(self, update: Update, facts: object) -> None:
        """Answer the press of a button; after the commit, and whether or not anything came of it."""
        ...


@dataclass(slots=True)
class Taken:
    """What came of a batch, for the metrics."""

    updates: int = 0
    failed: int = 0
    filed: dict[FiledBy, int] = field(default_factory=dict)


class _Letter(msgspec.Struct, frozen=True):
    """An update as it arrived, read if it can be."""

    raw: bytes
    update: Update | None
    error: str = ""
    to_bot: bool = False
    """It is said to the bot itself."""
    said: Message | None = None
    """A plain message of a group, or its edit."""
    facts: object = None


class Reception:
    """Takes in batches of updates, each in one transaction; what fails is set aside and holds nothing up."""

    def __init__(
        self, database: Database, clock: Clock, ear: Ear, commands: Commands, wake: Callable[[], None]
    ) -> None:
        self._database, self._clock, self._ear, self._commands, self._wake = database, clock, ear, commands, wake
        self.on_taken: Callable[[Taken], None] | None = None

    async def take(self, raws: Sequence[bytes]) -> None:
        """Take in these updates, in their order. When this returns, their effects are committed.

        Raises `sqlalchemy.exc.DBAPIError` when the database is out of reach: nothing was taken in, deliver them again.
        """
        post = [self._read(raw) for raw in raws]
        post = [await self._asked(letter) if letter.to_bot else letter for letter in post]
        taken, heard = Taken(len(post)), Heard()
        try:
            if not self._concerns_nobody(post):
                heard = await self._file(post, taken)
        except Exception as error:
            if isinstance(error, DBAPIError) and lost(error):
                raise
            log.warning("a batch failed as a whole; taking its updates one by one", error=repr(error))
            heard, taken = await self._one_by_one(post)
        if heard.owes:
            self._wake()
        for letter in post:
            if letter.update is not None and letter.update.callback_query is not None:
                await self._commands.acknowledge(letter.update, letter.facts)
        self._tell(taken, heard)

    def take_here(self, batch: Sequence[Update]) -> Heard | None:
        """Take in a batch in the thread that calls, not the event loop's; None when it is not for the tables alone.

        Then, and whenever it raises, nothing was taken in; `take` can. The tables may owe posts now: `Heard.owes`.
        """
        post = [self._opened(b"", update) for update in batch]
        if any(letter.to_bot or update.callback_query is not None for letter, update in zip(post, batch, strict=True)):
            return None
        taken, heard = Taken(len(post)), Heard()
        if not self._concerns_nobody(post):
            with self._undone():
                heard = self._database.take_in_here(self._all, post, taken)
        self._tell(taken, heard)
        return heard

    def _tell(self, taken: Taken, heard: Heard) -> None:
        taken.filed = heard.filed
        if self.on_taken is not None:
            self.on_taken(taken)

    async def retry(self, raw: bytes) -> str:
        """Take in an update that was set aside before; what is still wrong with it, empty when nothing is."""
        letter = self._read(raw)
        if letter.to_bot:
            letter = await self._asked(letter)
        if letter.error:
            return letter.error
        try:
            await self._file([letter], Taken())
        except Exception:  # noqa: BLE001  # whatever it is, it is told
            return traceback.format_exc()
        self._wake()
        return ""

    def _read(self, raw: bytes) -> _Letter:
        try:
            update = updates.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _Letter(raw, None, traceback.format_exc())
        return self._opened(raw, update)

    def _opened(self, raw: bytes, update: Update) -> _Letter:
        if self._commands.concerns(update):
            return _Letter(raw, update, to_bot=True)
        message = update.message or update.edited_message
        return _Letter(raw, update, said=message if message is not None and message.is_plain else None)

    async def _asked(self, letter: _Letter) -> _Letter:
        """The same letter with what only Telegram knows of it."""
        if letter.update is None:
            return letter
        try:
            return replace(letter, facts=await self._commands.gather(letter.update))
        except Exception:  # noqa: BLE001  # whatever goes wrong here is this update's trouble alone
            return replace(letter, error=traceback.format_exc())

    def _concerns_nobody(self, post: Sequence[_Letter]) -> bool:
        """Whether all is said in groups that host nothing now: there is nothing to write, and nothing to look up."""
        said = [letter.said for letter in post if letter.said is not None]
        return 0 < len(said) == len(post) and self._ear.passes_over(said, self._database.turn)

    async def _one_by_one(self, post: Sequence[_Letter]) -> tuple[Heard, Taken]:
        whole, taken = Heard(), Taken(len(post))
        for letter in post:
            try:
                whole.add(await self._file([letter], taken))
            except Exception as error:
                if isinstance(error, DBAPIError) and lost(error):
                    raise
                bad = _Letter(letter.raw, None, traceback.format_exc())
                await self._file([bad], taken)
        return whole, taken

    async def _file(self, post: Sequence[_Letter], taken: Taken) -> Heard:
        with self._undone():
            return await self._database.take_in(self._all, post, taken)

    @contextmanager
    def _undone(self) -> Iterator[None]:
        """When it raises, what was heard was not committed: the commit itself may have failed."""
        try:
            yield
        except Exception:
            self._ear.begin_anew()
            raise

    def _all(self, session: Session, post: Sequence[_Letter], taken: Taken) -> Heard:
        with self._undone():  # before the next batch is heard, or this one again (PostgreSQL)
            whole = self._each(session, post, taken, self._database.turn)
        if whole.owes:
            self._ear.rooms.forget()
        return whole

    def _each(self, session: Session, post: Sequence[_Letter], taken: Taken, turn: int) -> Heard:
        now, whole = self._clock.now(), Heard()
        plain: list[Message] = []

        def file_plain() -> None:
            if plain:
                whole.add(self._ear.hear(session, plain, now, turn))
                plain.clear()

        for letter in post:
            if letter.update is None or letter.error:
                taken.failed += 1
                self._set_aside(session, letter, now)
            elif letter.said is not None:
                plain.append(letter.said)
            else:
                file_plain()
                whole.owes = True
                if letter.to_bot:
                    self._ear.forget()
                    self._commands.obey(session, letter.update, letter.facts, now)
                else:
                    self._ear.rooms.forget()
                    happenings.take(session, letter.update, now)
        file_plain()
        return whole

    def _set_aside(self, session: Session, letter: _Letter, now: datetime) -> None:
        try:
            update_id: int | None = updates.decode_id(letter.raw).update_id
        except (msgspec.DecodeError, UnicodeDecodeError):
            update_id = None
        log.error("an update could not be handled and was set aside", update=update_id, error=letter.error[-2000:])
        letters.set_aside(session, update_id, letter.raw.decode("utf-8", "replace"), letter.error, now)
