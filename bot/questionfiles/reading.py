"""Question files from the disk to plans: one file, or many with what is wrong between them."""

import os
import re
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.questionfiles import faults, forms, rounds, times, values
from bot.questionfiles.planning import plan_of
from bot.questionfiles.problems import Problem, Refused, Wrong, shown
from bot.questionfiles.shape import SeriesTable
from bot.questionfiles.surroundings import Surroundings
from bot.questionfiles.syntax import MOST, Unreadable, tables
from bot.rules.plans import SeriesPlan

ID = re.compile(r"[\w-]{1,64}")
RESERVED = frozenset({"latest"})
"""`recap latest` means the latest session of any series."""


def load(path: Path) -> SeriesPlan:
    """The series that a file describes; its id is the file's name without .toml. Raises Refused."""
    name = _named(path)
    content = _content(path)
    try:
        data = tables(content, str(path))
    except Unreadable as error:
        raise Refused((error.problem, *name)) from None
    found = (*name, *_same_starts(data, str(path)))
    try:
        series = SeriesTable.model_validate(data, context=_surroundings(data))
    except ValidationError as error:
        raise Refused((*found, *faults.problems(error, str(path)))) from None
    if found:
        raise Refused(found)
    plan = plan_of(path.stem, series)
    if misfits := (*forms.misfits(plan, str(path)), *rounds.misfits(plan, str(path))):
        raise Refused(misfits)
    return plan


def read(paths: Sequence[Path]) -> tuple[dict[Path, SeriesPlan], tuple[Problem, ...]]:
    """The series of all files, and of all files in all folders, that are right, and what is wrong with the others.

    Of two files that cannot both be taken in, the first stays.
    """
    plans: dict[Path, SeriesPlan] = {}
    wrong: list[Problem] = []
    seen: set[str] = set()
    wrong.extend(problem for path in paths if path.is_dir() for problem in _closed(path))
    for path in (file for given in paths for file in (files_in(given) if given.is_dir() else [given])):
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        try:
            plan = load(path)
        except Refused as refusal:
            wrong.extend(refusal.problems)
            continue
        if clash := _clash(path, plan, plans):
            wrong.append(clash)
        else:
            plans[path] = plan
    return plans, tuple(wrong)


def files_in(folder: Path) -> list[Path]:
    """A folder's question files in the order of their names, without hidden ones; none if it cannot be read."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return []
    return [file for file in inside if file.suffix.lower() == ".toml" and not file.name.startswith(".")]


def ids_in(folder: Path) -> frozenset[str] | None:
    """The ids of the series that have a file in a folder, right or wrong; None when it cannot be looked into."""
    try:
        next(folder.iterdir(), None)
    except OSError:
        return None
    return frozenset(file.stem for file in files_in(folder))


def _named(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a file's name."""
    if path.suffix.lower() != ".toml":
        return (Problem(str(path), "name", "the name does not end in .toml", 'call it "libchat.toml"'),)
    if path.stem in RESERVED:
        return (Problem(str(path), "name", f"{shown(path.stem)} has a meaning of its own", "choose another name"),)
    if not ID.fullmatch(path.stem):
        what = f"{shown(path.stem)} cannot be the id of a series"
        return (Problem(str(path), "name", what, "use up to 64 letters, digits, - and _"),)
    return ()


def _content(path: Path) -> bytes:
    """The file's bytes, no more than one over the limit. Raises Refused."""
    try:
        if path.is_dir():
            raise Refused(
                (Problem(str(path), "file", "it is a folder", "give it a name without .toml, or move it away"),)
            )
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused((Problem(str(path), "file", "it is not a plain file", "name a .toml file"),))
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise Refused((_unopened(path, error),)) from None


def _closed(folder: Path) -> tuple[Problem, ...]:
    """What keeps a folder from being read."""
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        return (_unopened(folder, error),)
    return ()


def _unopened(path: Path, error: Exception) -> Problem:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be one"
    return Problem(str(path), "file", f"it cannot be read: {reason.lower()}", "check its name and who may read it")


def _surroundings(data: dict[str, Any]) -> Surroundings:
    """What a file says around its sessions; where that is wrong, what holds without it."""
    plain = Surroundings()

    def right(check: Any, key: str, otherwise: Any) -> Any:
        try:
            return check(data[key]) if key in data else otherwise
        except Wrong:
            return otherwise

    return Surroundings(
        zone=right(times.timezone, "timezone", plain.zone),
        scheduled="schedule" in data,
        hashtag=right(values.hashtag, "hashtag", plain.hashtag),
        letter=right(values.labels, "labels", (plain.letter,))[0],
    )


def _same_starts(data: dict[str, Any], path: str) -> tuple[Problem, ...]:
    """Sessions that start when another one does."""
    sessions = data.get("session")
    found = []
    first: dict[datetime, int] = {}
    for number, session in enumerate(sessions if isinstance(sessions, list) else (), 1):
        starts = session.get("starts") if isinstance(session, dict) else None
        if not isinstance(starts, datetime):
            continue
        if starts in first:
            what = f"it starts when session {first[starts]} does"
            found.append(Problem(path, f"session {number}, starts", what, "give it another time"))
        first.setdefault(starts, number)
    return tuple(found)


def _clash(path: Path, plan: SeriesPlan, plans: dict[Path, SeriesPlan]) -> Problem | None:
    """Why a series cannot stand beside those that were read before it."""
    for other_path, other in plans.items():
        if other.id.casefold() == plan.id.casefold():
            return Problem(str(path), "name", f"the series has the same id as {other_path}", "rename one of the files")
        grouped = plan.chat_id is not None or plan.username
        same_group = (plan.chat_id, plan.username) == (other.chat_id, other.username)
        if grouped and same_group and plan.hashtag.casefold() == other.hashtag.casefold():
            what = f"{shown(plan.hashtag)} is the hashtag of {other_path} in the same group"
            return Problem(str(path), "hashtag", what, "give one of them another hashtag or group")
    return None
