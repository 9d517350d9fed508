"""From what the shape of a file finds wrong to problems in words: where it is, what it is, and the cure."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from bot.questionfiles.problems import Problem, Wrong, short
from bot.questionfiles.shape import (
    ArchiveTable,
    CadenceTable,
    MannersTable,
    QuestionTable,
    SeriesTable,
    SessionTable,
    Table,
    TextsTable,
)

TABLES: Mapping[str, type[Table]] = {
    "at the top of the file": SeriesTable,
    "under [[session]]": SessionTable,
    "under [cadence]": CadenceTable,
    "under [texts]": TextsTable,
    "under [archive]": ArchiveTable,
    "under [manners]": MannersTable,
    "in a question's { … }": QuestionTable,
}
"""Where the keys of each table are written."""
OTHER_NAMES = {
    "name": "title",
    "tag": "hashtag",
    "chat": "group",
    "chat_id": "group",
    "tz": "timezone",
    "zone": "timezone",
    "cron": "schedule",
    "date": "starts",
    "when": "starts",
    "at": "starts",
    "options": "choices",
    "type": "kind",
    "duration": "lasts",
    "optional": "spare",
    "interval": "every",
    "admins": "moderators",
}
"""Words that people may think of first, with ours."""
MOST = 50
"""Problems told of one file; who has more begins with these."""
LONGEST_KEY = 40
"""Characters of a key that is worth guessing at."""
MISSING = {
    "title": 'write title = "Library chat"',
    "hashtag": 'write hashtag = "#libchat"',
    "session": 'add [[session]] and its questions = ["…"]',
    "questions": 'add questions = ["…", "…"]',
    "text": 'write { text = "…" }',
}
TABLE_MEANT = {
    "cadence": 'write [cadence] on a line of its own, and every = "10m" below it',
    "texts": 'write [texts] on a line of its own, and welcome = "…" below it',
    "archive": 'write [archive] on a line of its own, and names = "first" below it',
    "manners": "write [manners] on a line of its own, and receipts = false below it",
    "session": "write [[session]] on a line of its own, and its keys below it",
    "questions": 'write "…" or { text = "…" }',
}


def problems(error: ValidationError, path: str) -> tuple[Problem, ...]:
    """What a validation found, in the order of the file's tables; of very much, the first part and a count."""
    found = error.errors(include_url=False, include_input=False)
    told = tuple(_problem(fault, path) for fault in found[:MOST])
    if len(found) <= MOST:
        return told
    return (*told, Problem(path, "file", f"{len(found) - MOST} more things are wrong", "begin with the first ones"))


def place(location: tuple[int | str, ...]) -> str:
    """A place in the file as people count: "session 2, question 3, choices"."""
    words: list[str] = []
    for step, following in zip(location, (*location[1:], None), strict=True):
        if isinstance(step, int):
            continue
        if isinstance(following, int):
            words.append(f"{step.removesuffix('s')} {following + 1}")
        elif step == "text" and words:
            continue
        elif words and words[-1] in ("cadence", "texts", "archive", "manners"):
            words[-1] += f".{short(step, 40)}"
        else:
            words.append(short(step, 40))
    return ", ".join(words)


def _problem(fault: Mapping[str, Any], path: str) -> Problem:
    location = fault["loc"]
    where = place(location)
    key = next((str(step) for step in reversed(location) if isinstance(step, str)), "")
    details = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            wrong = details["error"]
            if isinstance(wrong, Wrong):
                return Problem(path, where, wrong.what, wrong.cure)
            return Problem(path, where, "the value will not do", "see questions/README.md for what will")
        case "extra_forbidden":
            return Problem(path, where, "the key is not known here", _right_key(location))
        case "missing":
            return Problem(path, where, "the text is missing" if key == "text" else "it is missing", MISSING[key])
        case "too_short":
            return Problem(path, where, "the list is empty", MISSING[key])
        case "too_long":
            return Problem(path, where, f"it has more than {details['max_length']}", "split the session in two")
        case "list_type" if key == "session":
            return Problem(
                path, where, "it is not a list of tables", "write [[session]] with two brackets on each side"
            )
        case "list_type":
            return Problem(path, where, "it is not a list", f'write {key} = ["…", "…"]')
        case _:
            return Problem(path, where, "it is not a table", TABLE_MEANT[key])


def _right_key(location: tuple[int | str, ...]) -> str:
    """What was probably meant by a key that is not known where it stands."""
    key = str(location[-1])
    here = _table_of(location)
    names = list(TABLES[here].model_fields)
    if len(key) <= LONGEST_KEY:
        meant = OTHER_NAMES.get(key.lower(), "")
        near = [meant] if meant in names else get_close_matches(key.lower(), names, 1, 0.6)
        homes = [home for home, table in TABLES.items() if key in table.model_fields]
        if homes and not get_close_matches(key, near, 1, 0.85):
            return f"it belongs {homes[0]}"
        if near:
            return f"did you mean `{near[0]}`?"
    return "known here are " + ", ".join(names)


def _table_of(location: tuple[int | str, ...]) -> str:
    """Where the table that a key stands in is written."""
    match location:
        case ("session", int(), "questions", int(), _):
            return "in a question's { … }"
        case ("session", int(), _):
            return "under [[session]]"
        case ("cadence", _):
            return "under [cadence]"
        case ("texts", _):
            return "under [texts]"
        case ("archive", _):
            return "under [archive]"
        case ("manners", _):
            return "under [manners]"
        case _:
            return "at the top of the file"
