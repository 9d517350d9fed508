"""A question file sent to the bot in private: read before the transaction, taken in within it."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from telegram import Bot
from telegram.error import TelegramError

from bot.commands.turn import Turn
from bot.loops.intake.updates import Message
from bot.questionfiles import Refused, load
from bot.rules.plans import SeriesPlan
from bot.store import planning, plans
from bot.store.tables import Group, Series
from bot.wording import planning as wording

NAMELESS = " .toml"
"""What a file is called whose own name no folder takes."""
LARGEST = 256 * 1024
"""Bytes; question files are small."""
MOST_PROBLEMS = 10
"""Problems of a file that are told at once."""
BY_CHAT = "chat:"
"""What the digest of a series begins with that was taken in from the chat."""


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


def take_in(turn: Turn, given: Import) -> None:
    """Make the series what the file says, if this person may plan it; a new one is theirs."""
    plan = given.plan
    if plan is None:
        turn.record(done=False)
        turn.tell(wording.saying("bad_file", turn.language, problems=given.problems))
        return
    series = turn.session.get(Series, plan.id)
    group = None if series is None or series.group_id is None else turn.session.get(Group, series.group_id)
    if series is not None and not turn.may_plan(series, group):
        turn.record(done=False)
        turn.tell(wording.saying("not_yours", turn.language, name=plan.id))
        return
    if series is not None and series.digest and not series.digest.startswith(BY_CHAT):
        turn.record(done=False)
        turn.tell(wording.saying("on_server", turn.language, name=plan.id))
        return
    home = plan.chat_id is not None and turn.may_host(plan.chat_id)
    if not home:
        plan = replace(plan, chat_id=None, username="", topic_id=None)
    if series is None:
        plan = replace(plan, moderators=(*plan.moderators, turn.request.who.id))
    else:
        planning.adopt(turn.session, series)
    plans.take_in(turn.session, plan, f"{BY_CHAT}{turn.request.key}", turn.now)
    turn.record(done=True, group=group)
    sessions = turn.language.plural("{count} session", "{count} sessions", len(plan.sessions))
    turn.tell(wording.saying("taken_in", turn.language, name=plan.id, sessions=sessions))
