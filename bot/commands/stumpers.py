"""Stumpers: /stumper asks the room, /solved (or the button) marks what solved it, /stumpers lists the open ones."""

from dataclasses import dataclass

from bot.commands.calling import series_for
from bot.commands.handfiling import kept
from bot.commands.steering import refuse
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules.words import Form
from bot.store import evenings, filing, messages, stages, stumpers, tidings
from bot.store.stages import Stage
from bot.store.tables import Message
from bot.wording import stumpers as wording
from bot.wording.html import escape

LONGEST = 1500
"""Characters of a stumper."""
MOST_OPEN = 5
"""Stumpers of one person that may be open in a group."""
LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Marked:
    """What somebody says has solved a stumper."""

    stage: Stage
    message: Message | None
    source: str


def ask(turn: Turn) -> None:
    """Ask the room; as a reply, with the words of the message that it replies to."""
    request, session = turn.request, turn.session
    replied = request.replied
    text = request.words.strip() or (replied.words.strip() if replied is not None and not replied.by_other_bot else "")
    if not text:
        _fail(turn, "what")
        return
    if len(stumpers.of_asker(session, request.chat_id, request.who.id)) >= MOST_OPEN:
        _fail(turn, "enough")
        return
    series, group, _ = series_for(turn, Form.STUMPER, wording.TITLE)
    messages.meet(session, [request.who.row()])
    row = stumpers.ask(session, series, text[:LONGEST], request.who.id, turn.now)
    turn.record(done=True, stage=Stage(row, series, group))
    turn.react(DONE)


def listed(turn: Turn) -> None:
    """The stumpers that are open in this group."""
    turn.answer(wording.listed(stumpers.still_open(turn.session, turn.request.chat_id), turn.language))


def solved(turn: Turn) -> None:
    """The asker or a moderator replies to the message that solved it; words behind the command are the source."""
    source = " ".join(turn.request.words.split())[:LONGEST_SOURCE]
    found = _meant(turn, source)
    if found is not None:
        _mark(turn, found)


def press(turn: Turn) -> None:
    """The button below a try: "t", "solved", the stumper, the message and its chat."""
    _, _, stumper, number, chat, *_ = (*turn.request.press, "", "", "", "")
    stage = stages.numbered(turn.session, stumper)
    message = None if stage is None else filing.named(turn.session, stage, number, chat)
    if stage is None or message is None:
        turn.toast(wording.saying("gone", turn.language))
        return
    _mark(turn, Marked(stage, message, ""))


def _meant(turn: Turn, source: str) -> Marked | None:
    """The stumper and the message that a /solved means; None when it was told what is missing."""
    request, session = turn.request, turn.session
    if request.reply_to is not None:
        message = filing.found(session, (request.chat_id, request.reply_to))
        stage = None if message is None else stages.of(session, message.session_id)
        if stage is not None and stage.series.form is Form.STUMPER:
            return Marked(stage, message, source)
        stage = stumpers.of_question(session, request.chat_id, request.reply_to)
        if stage is not None:
            return Marked(stage, None, source)
    mine = stumpers.of_asker(session, request.chat_id, request.who.id)
    if request.reply_to is not None and len(mine) == 1:  # it was said without a reply
        said = message or kept(turn, mine[0])
        if said is not None:
            return Marked(mine[0], said, source)
    _fail(turn, "reply_to_it")
    return None


def _mark(turn: Turn, found: Marked) -> None:
    stage, message = found.stage, found.message
    if not turn.may(stage):
        refuse(turn, stage)
        return
    before, source = stumpers.solution(turn.session, stage), found.source
    if before is not None:
        number = None if message is None else message.message_id
        same = before.message_id == number
        asker = turn.request.who.id in stage.row.cohosts
        if (same and source in {"", before.source}) or not (same or asker):
            turn.record(done=False, stage=stage)
            _say(turn, wording.already(before.name, turn.language))
            return
    stumpers.solve(turn.session, stage, message, turn.request.who.id, source, turn.now)
    evenings.amend(turn.session, stage.row, turn.now)
    tidings.tell(turn.session, stage, turn.request.key, turn.now)
    turn.record(done=True, stage=stage)
    if turn.request.press:
        turn.toast(wording.saying("solved", turn.language))
    else:
        turn.react(DONE)


def _say(turn: Turn, sentence: str) -> None:
    if turn.request.press:
        turn.toast(sentence)
        return
    turn.react(PUZZLED)
    turn.tell(escape(sentence))


def _fail(turn: Turn, key: str) -> None:
    turn.record(done=False)
    _say(turn, wording.saying(key, turn.language))
