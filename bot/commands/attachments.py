"""Question files sent to the bot in private, as they are fetched and read before the transaction."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
from telegram import Bot
from telegram.error import TelegramError

from bot.loops.intake.updates import Message
from bot.questionfiles import Refused, load
from bot.rules.plans import SeriesPlan

NAMELESS = " .toml"
"""What a file is called whose own name no folder takes."""
LARGEST = 256 * 1024
"""Bytes; question files are small."""
MOST_PROBLEMS = 10
"""Problems of a file that are told at once."""


class _Document(msgspec.Struct):
    file_id: str
    file_name: str = ""
    file_size: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was sent: the series that it describes, or what is wrong with it."""

    plan: SeriesPlan | None = None
    problems: str = ""


async def fetch(bot: Bot, message: Message) -> Import | None:
    """The question file that a private message brings; None when it brings none."""
    if not isinstance(message.document, msgspec.Raw):
        return None
    document = msgspec.json.decode(message.document, type=_Document)
    name = Path(document.file_name).name
    if not name.lower().endswith(".toml") or document.file_size > LARGEST:
        return None
    try:
        file = await bot.get_file(document.file_id)
        content = bytes(await file.download_as_bytearray())
    except TelegramError as error:
        return Import(problems=error.message)
    return read(name, content)


def read(name: str, content: bytes) -> Import:
    """What a file of this name and content describes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        try:
            path.write_bytes(content)
        except (OSError, ValueError):  # a name that no folder takes is none for a series either, and is told so
            path = Path(folder) / NAMELESS
            path.write_bytes(content)
        try:
            return Import(load(path))
        except Refused as refusal:
            told = [str(problem).replace(f"{folder}/", "") for problem in refusal.problems]
            return Import(problems="\n".join(told[:MOST_PROBLEMS]))
