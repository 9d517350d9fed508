"""Calling sprints: /sprint 30, /sprint 25 pages x3, /sprint again; anyone may, one at a time in a group."""

from dataclasses import replace
from datetime import timedelta

from bot.commands.calling import series_for
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.loops.sending.occasions import occasion
from bot.rules.calling import PAUSE, Wanted, wanted
from bot.rules.sprints import given
from bot.rules.words import Form, Place, PostKind
from bot.store import called, filing, groups, messages, planning, posts, sprints, stages
from bot.store.stages import Stage
from bot.store.tables import Post
from bot.wording import sprints as wording

JOINED = "👍"
STOP = frozenset({"stop", "off", "cancel"})


def sprint(turn: Turn) -> None:
    """Call a sprint; who calls a second one joins the first."""
    first, _, rest = turn.request.words.strip().lower().partition(" ")
    if first in STOP:
        _stop(turn)
    elif first == "again":
        _again(turn, rest)
    else:
        _call(turn, wanted(turn.request.words))


def _again(turn: Turn, words: str) -> None:
    """Call a sprint like the last one here, but for what the words say."""
    group = groups.by_chat(turn.session, turn.request.chat_id)
    series = None if group is None else called.found(turn.session, group, turn.request.topic_id, Form.SPRINT)
    before = None if series is None else sprints.last(turn.session, series)
    if before is None:
        _refuse(turn, "none_to_repeat")
        return
    _call(turn, wanted(words, Wanted(before[0], before[1])))


def in_group(turn: Turn) -> None:
    """Said in private, where nobody would hear it."""
    turn.tell(wording.saying("in_group", turn.language))


def lengthened(turn: Turn, stage: Stage, by: timedelta | None) -> None:
    """The sprint takes longer than was said: tell the new end in the group; its further rounds come later."""
    if by is not None:
        sprints.put_off_rounds(turn.session, stage.row, by)
    end = sprints.ends_at(turn.session, stage.row)
    if end is None or stage.group is None:
        return
    writing = sprints.is_writing(turn.session, stage.row)
    html = wording.lengthened(end, occasion(turn.session, stage.row, turn.now), writing=writing)
    post = Post(key=f"longer:{turn.request.key}", kind=PostKind.REPLY, due_at=turn.now, group_id=stage.group.id)
    post.topic_id, post.data = stage.series.topic_id, {"html": html}
    posts.owe(turn.session, post)


def _call(turn: Turn, call: Wanted | None) -> None:
    request = turn.request
    running = stages.running(turn.session, request.chat_id, request.topic_id)
    runs = next((stage for stage in running if stage.series.form is Form.SPRINT), None)
    if runs is not None and (sprints.is_writing(turn.session, runs.row) or call is None):
        _join(turn, runs)
    elif call is None:
        _refuse(turn, "how")
    elif running and runs is None:
        _refuse(turn, "chat_runs")
    elif (coming := _coming(turn)) is not None:
        turn.record(done=False)
        turn.react(PUZZLED)
        _tell(turn, coming, "comes")
    else:
        _plan(turn, call, runs)


def _plan(turn: Turn, call: Wanted, runs: Stage | None) -> None:
    """A sprint that is called while the last one's counts come in begins when they are added up."""
    request, session = turn.request, turn.session
    series, group, language = series_for(turn, Form.SPRINT, wording.TITLE)
    over = None if runs is None else sprints.ends_at(session, runs.row)
    if over is not None:
        call = replace(call, wait=max(call.wait, over - turn.now))
    texts = language.text(wording.START), language.text(wording.COUNTS)
    row = sprints.call(session, series, texts, call, request.who.id, turn.now)
    stage = Stage(row, series, group)
    turn.record(done=True, stage=stage)
    turn.react(DONE)
    if call.wait:
        _tell(turn, stage, "called")


def _join(turn: Turn, stage: Stage) -> None:
    """Their words are kept as their joining; a number too large for a length is where they start."""
    request = turn.request
    asked = sprints.opening(turn.session, stage.row)
    text = f"/{request.command} {request.words}".strip()
    messages.meet(turn.session, [request.who.row()])
    key = {"chat_id": request.chat_id, "message_id": request.message_id}
    row = filing.row_of(
        (request.chat_id, request.message_id),
        stage.id,
        request.who.id,
        text,
        turn.now,
        reply_to=request.reply_to,
        place=Place.ANSWER,
        question_id=asked.id,
        by_hand=False,
    )
    messages.add(turn.session, [row], [{**key, "question_id": asked.id, "value": given(text)}])
    turn.record(done=True, stage=stage)
    data = {"chat": request.chat_id, "message": request.message_id, "emoji": JOINED}
    group_id = None if stage.group is None else stage.group.id
    receipt = Post(key=f"receipt:{request.key}", kind=PostKind.RECEIPT, due_at=turn.now, group_id=group_id, data=data)
    posts.owe(turn.session, receipt)
    turn.tell(wording.saying("joined", turn.language))


def _coming(turn: Turn) -> Stage | None:
    """A sprint that somebody has called already and that has not begun."""
    for stage in stages.coming(turn.session, turn.request.chat_id):
        starts_at = stage.row.starts_at
        near = starts_at is not None and starts_at - turn.now <= 2 * PAUSE
        if stage.series.form is Form.SPRINT and near and stage.series.topic_id == turn.request.topic_id:
            return stage
    return None


def _stop(turn: Turn) -> None:
    """Call off what was to follow, if whoever says so may."""
    coming = [one for one in stages.coming(turn.session, turn.request.chat_id) if one.series.form is Form.SPRINT]
    mine = [stage for stage in coming if not stage.row.from_file and turn.may(stage)]
    if not mine:
        _refuse(turn, "none_to_stop")
        return
    for stage in mine:
        planning.cancel(turn.session, stage)
    turn.record(done=True)
    turn.react(DONE)
    turn.tell(wording.saying("stopped", turn.language))


def _tell(turn: Turn, stage: Stage, key: str) -> None:
    """Say when it begins."""
    about = occasion(turn.session, stage.row, turn.now)
    turn.tell(wording.saying(key, turn.language, time=wording.clock(about.starts_at, about)))


def _refuse(turn: Turn, key: str) -> None:
    turn.record(done=False)
    turn.react(PUZZLED)
    turn.tell(wording.saying(key, turn.language))
