"""`check`: what is wrong in question files, and when the posts of those that are right will come."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.questionfiles.problems import printable
from bot.questionfiles.reading import files_in, read
from bot.rules.calendar import occurrences
from bot.rules.plans import SeriesPlan, SessionPlan
from bot.rules.timetable import duration, numbered, timetable
from bot.rules.words import Numbering
from bot.wording.timetables import day_and_time, session_table, standing

WELL, WRONG, MISUSED = 0, 1, 2
ROOM = 16_000
"""Bytes of all problems together; the contract allows 20 kB."""


def check(paths: Sequence[Path], now: datetime, out: TextIO, err: TextIO) -> int:
    """Print the timetables of files and folders to `out` and their problems to `err`.

    Returns the exit code: 0 when all is right, 1 when something is wrong, 2 when a path does not exist.
    """
    there = [path for path in paths if _exists(path)]
    missing = [path for path in paths if not _exists(path)]
    plans, problems = read(there)
    out.writelines("\n".join([*_series(path, plan, now), ""]) + "\n" for path, plan in plans.items())
    empty = [path for path in there if path.is_dir() and not files_in(path)]
    out.writelines(f"{printable(str(path))}: no question files here yet (their names end in .toml)\n" for path in empty)
    lines = [f"{printable(str(path))}: there is no such file or folder" for path in missing]
    err.write(_within(ROOM, [*lines, *(str(problem) for problem in problems)]))
    if missing:
        return MISUSED
    return WRONG if problems else WELL


def _exists(path: Path) -> bool:
    """Whether there is anything under that name, be it a link to nowhere, which is told as a problem."""
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def _within(room: int, lines: Sequence[str]) -> str:
    """Lines, as many as fit, and the count of the others."""
    text = ""
    for number, line in enumerate(lines):
        if len((text + line).encode("utf-8", "replace")) > room:
            return f"{text}… and {len(lines) - number} more\n"
        text += line + "\n"
    return text


def _series(path: Path, plan: SeriesPlan, now: datetime) -> Iterator[str]:
    """A series with the timetables of its sessions."""
    count = len(plan.sessions)
    yield (
        f"{printable(str(path))}: {plan.title}, {plan.hashtag}, {count} {'session' if count == 1 else 'sessions'}, "
        f"times in {plan.timezone}"
    )
    starts = _starts(plan, now)
    first = 1
    ends: list[tuple[datetime, datetime, int]] = []
    for number, (session, starts_at) in enumerate(zip(plan.sessions, starts, strict=True), 1):
        yield ""
        yield from _session(plan, session, number, first, starts_at, now)
        if plan.numbering is Numbering.SERIES:
            first += len(session.questions)
        if starts_at is not None:
            ends.append(
                (starts_at, (session.again_at or starts_at) + duration(plan.cadence, session.questions), number)
            )
    yield from _overlaps(ends)


def _session(
    plan: SeriesPlan, session: SessionPlan, number: int, first: int, starts_at: datetime | None, now: datetime
) -> Iterator[str]:
    """One session: what it is about, where it stands, and its posts."""
    about = f": {session.topic}" if session.topic else ""
    if starts_at is None:
        yield f"  Session {number}{about}"
        yield "    finds no date: the schedule does not come round so often"
        return
    lasts = (session.again_at or starts_at) - starts_at + duration(plan.cadence, session.questions)
    yield f"  Session {number}{about} ({standing(starts_at, lasts, now)})"
    if session.starts_at is None:
        yield f"    takes the next occurrence of the schedule: {day_and_time(starts_at, plan.timezone)}"
    if _comes_twice(starts_at, plan.timezone):
        yield "    the clocks show this time twice that night; the first is meant"
    labels = [f"{plan.letters.question}{label}" for label in numbered(session.questions, first)]
    ahead, again_at = plan.manners.announce, session.again_at
    slots = timetable(starts_at, plan.cadence, session.questions, ahead, plan.form, again_at, plan.timezone)
    yield from (f"    {line}" for line in session_table(slots, session.questions, labels, plan.timezone))


def _starts(plan: SeriesPlan, now: datetime) -> Iterator[datetime | None]:
    """The start of each session; those without one take what is next in the schedule and not yet taken."""
    taken = {session.starts_at for session in plan.sessions}
    coming: Iterator[datetime | None] = iter(())
    if plan.schedule:
        coming = (moment for moment in occurrences(plan.schedule, plan.timezone, now) if moment not in taken)
    for session in plan.sessions:
        yield session.starts_at or next(coming, None)


def _overlaps(ends: Sequence[tuple[datetime, datetime, int]]) -> Iterator[str]:
    """A line for each session that begins before another has ended: right, but seldom meant."""
    running: tuple[datetime, datetime, int] | None = None
    for session in sorted(ends):
        if running and session[0] < running[1]:
            yield ""
            yield f"  Note: session {session[2]} begins before session {running[2]} has ended."
        if running is None or session[1] > running[1]:
            running = session


def _comes_twice(moment: datetime, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
