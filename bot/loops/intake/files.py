"""Watches the question files: what changes there is taken in, what is wrong there is told and changes nothing."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.loops.clock import Clock
from bot.loops.leadership import Lead
from bot.questionfiles import Problem, ids_in, read
from bot.rules.plans import SeriesPlan
from bot.store import files, plans
from bot.store.database import Database, Session

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the folder."""
Signature = frozenset[tuple[str, int, int]]


class Files:
    """The folder of question files."""

    def __init__(self, folder: Path, database: Database, clock: Clock, lead: Lead, wake: Callable[[], None]) -> None:
        self._folder, self._database, self._clock, self._lead, self._wake = folder, database, clock, lead, wake
        self._seen: Signature | None = None
        self._waits = False
        """Whether a part of what was seen waits for a session's end."""

    async def look(self) -> tuple[Problem, ...]:
        """Take in what has changed since the last look; what is wrong, if anything changed."""
        signature = await asyncio.to_thread(_signature, self._folder)
        fresh = signature != self._seen
        if not (fresh or self._waits):
            return ()
        present = await asyncio.to_thread(ids_in, self._folder)
        found, problems = await asyncio.to_thread(self._read)
        for problem in problems if fresh else ():
            log.error("a question file is wrong and was not taken in", problem=str(problem))
        changed, removed, self._waits = await self._database.run(self._take_in, found, present)
        self._seen = signature
        for name in removed:
            log.warning("a question file is gone; what it had planned is forgotten", series=name)
        for name in changed:
            log.info("question file taken in", series=name)
        if changed:
            self._wake()
        return problems

    async def watch(self) -> None:
        """Look again and again while this process leads, until cancelled."""
        while True:
            await self._lead.won()
            try:
                await self.look()
            except Exception:  # neither a full disk nor an absent database may end the evening
                log.exception("the question files could not be taken in; trying again")
            await asyncio.sleep(LOOK_EVERY)

    def _read(self) -> tuple[list[tuple[SeriesPlan, str]], tuple[Problem, ...]]:
        if not self._folder.exists():
            log.warning("there is no folder of question files", folder=str(self._folder))
            return [], ()
        found, problems = read([self._folder])
        return [(plan, digest(path)) for path, plan in found.items()], problems

    def _take_in(
        self, session: Session, found: list[tuple[SeriesPlan, str]], present: frozenset[str] | None
    ) -> tuple[list[str], list[str], bool]:
        now = self._clock.now()
        removed = [] if present is None else files.removed(session, present)
        changed = [plan.id for plan, digest in found if plans.take_in(session, plan, digest, now, patient=True)]
        return changed, removed, files.waiting(session)


def digest(file: Path) -> str:
    """What tells one version of a file from another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _signature(folder: Path) -> Signature:
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.toml")) if folder.is_dir() else []
    signature = []
    for file in files:
        try:
            facts = file.stat()
        except OSError:
            continue
        signature.append((str(file), facts.st_mtime_ns, facts.st_size))
    return frozenset(signature)
