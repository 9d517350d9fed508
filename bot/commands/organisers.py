"""What organisers say: /publish and the buttons below a draft, /recap for the whole record, /stats for growth."""

from dataclasses import replace

from bot.commands import access
from bot.commands.steering import refuse
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules.editing import Key
from bot.rules.words import RECORDS, SessionState
from bot.store import approvals, drafts, growth, recaps, stages
from bot.store.stages import Stage
from bot.wording import approval, organising
from bot.wording.html import escape

INTRO = "intro"
"""The step of a draft that waits for a recap's intro."""
SHORT = {"md": "markdown", "txt": "text", "htm": "html"}
"""Formats as people shorten them."""
MOST_HANDED = 3
"""Drafts that are handed out at once."""


def publish(turn: Turn) -> None:
    """In the group, let the recap out that waits; in private, show the draft with its buttons."""
    request = turn.request
    waiting = approvals.waiting(turn.session, None if request.private else request.chat_id)
    allowed = [stage for stage in waiting if turn.may(stage)]
    if request.private and hand_drafts(turn):
        return
    if allowed and not request.private:
        approvals.publish(turn.session, allowed[0].row, turn.now)
        turn.record(done=True, stage=allowed[0])
        turn.react(DONE)
    elif waiting:
        refuse(turn, waiting[0])
    else:
        turn.record(done=False)
        if request.private or turn.facts.administers or turn.is_chief:
            turn.react(PUZZLED)
            turn.tell(escape(approval.saying("none_waits", turn.language)))


def hand_drafts(turn: Turn) -> bool:
    """Hand out the drafts that wait for this person; False when there are none."""
    mine = [stage for stage in approvals.waiting(turn.session) if turn.may(stage)]
    for stage in mine[:MOST_HANDED]:
        turn.hand("draft", session=stage.id, part=0)
    return bool(mine)


def press(turn: Turn) -> None:
    """A button below a draft: "r", the session, what to do, and perhaps a message and its chat."""
    _, number, verb, message, chat, *_ = (*turn.request.press, "", "", "", "")
    stage = stages.numbered(turn.session, number)
    if stage is None or stage.row.state is not SessionState.CLOSED:
        turn.toast(approval.saying("over", turn.language))
    elif not turn.may(stage):
        refuse(turn, stage)
    elif verb == "publish":
        _let_out(turn, stage)
    elif verb in ("out", "up") and message:
        known = _is_number(message) and _is_number(chat.removeprefix("-"))
        _edit(turn, stage, verb, (int(chat), int(message)) if known else (0, 0))
    elif verb in ("out", "up"):
        turn.hand(verb, session=stage.id)
    elif verb == "intro":
        drafts.set_aside(turn.session, turn.request.who.id, INTRO, {"session": stage.id}, turn.now)
        turn.tell(escape(approval.saying("write_intro", turn.language)))
    elif verb == "take":
        _take(turn, stage)
    elif verb == "show":
        turn.hand("draft", session=stage.id, part=0)
    else:
        turn.toast(approval.saying("over", turn.language))


def introduced(turn: Turn) -> bool:
    """Plain words in private may be a recap's intro; True when they were."""
    who = turn.request.who.id
    draft = drafts.of(turn.session, who)
    if draft is None or draft.step != INTRO:
        return False
    stage = stages.of(turn.session, draft.data["session"])
    drafts.take_up(turn.session, who, turn.now)
    words = turn.request.words.strip()[: approval.LONGEST_INTRO]
    if stage is None or not words or not turn.may(stage):
        turn.record(done=False, stage=stage)
        turn.tell(escape(approval.saying("over", turn.language)))
        return True
    intro = "" if words == approval.TAKE_AWAY else words
    approvals.edit(turn.session, stage.row, approvals.edits(stage.row).introduced(intro), turn.now)
    turn.record(done=True, stage=stage)
    turn.tell(escape(approval.saying("intro_kept" if intro else "intro_gone", turn.language)))
    turn.hand("desk", session=stage.id)
    return True


def recap(turn: Turn) -> None:
    """The whole record of a session as a file, with its chart, in private, for those who may have it."""
    name, form = "", "html"
    for word in turn.request.words.split():
        plain = SHORT.get(word.lower(), word.lower())
        if plain in RECORDS:
            form = plain
        elif name:
            _decline(turn, organising.saying("no_format", turn.language))
            return
        else:
            name = word
    stage = _session_meant(turn, name)
    if stage is None or stage.row.state not in stages.BEGUN:
        _decline(turn, organising.saying("no_session", turn.language))
    elif why := _kept_from(turn, stage):
        _decline(turn, organising.saying(why, turn.language))
    else:
        handed = turn.hand("record", session=stage.id, format=form)
        if handed and form == "html":
            turn.hand("chart", session=stage.id)
        turn.react(DONE if handed else PUZZLED)


def stats(turn: Turn) -> None:
    """How a series grows, in private, with a picture; moderators are told who is not here, too."""
    # As in `loops.sending.keepsakes`: imported when somebody asks for it.
    from bot.recaps.growing import growth_sheet

    found = access.meant(turn, turn.request.words.strip())
    if not found:
        _decline(turn, organising.saying("no_series", turn.language))
        return
    allowed = [(series, group) for series, group in found if access.may_see(turn, series, group)]
    if not allowed:
        _decline(turn, organising.saying("not_yours", turn.language))
        return
    series, group = allowed[0]
    if len(allowed) > 1:
        _decline(turn, organising.saying("which_series", turn.language, name=series.id))
        return
    grown = growth.grown(turn.session, series.id)
    if not grown.sessions:
        _decline(turn, organising.saying("no_growth", turn.language))
        return
    turn.hand("growth", series=series.id)
    told = turn.tell("\n\n".join(organising.stats(f"{series.hashtag} {series.title}", grown, turn.language)))
    table = (f"{series.id}-growth.csv", growth_sheet(grown))
    turn.tell(escape(organising.saying("table", turn.language)), document=table, part=1)
    if turn.may_plan(series, group):
        turn.hand("quiet", series=series.id)
    turn.react(DONE if told else PUZZLED)


def _let_out(turn: Turn, stage: Stage) -> None:
    done = approvals.publish(turn.session, stage.row, turn.now)
    turn.record(done=done, stage=stage)
    turn.toast(approval.saying("published" if done else "out_already", turn.language))
    turn.hand("desk", change=True, session=stage.id)


def _edit(turn: Turn, stage: Stage, verb: str, key: Key) -> None:
    """Leave an answer out, take it in again, or put it first; the list shows it."""
    before = approvals.edits(stage.row)
    if not recaps.is_answer(turn.session, stage.id, *key):
        turn.toast(approval.saying("gone", turn.language))
        return
    after = before.toggled(key) if verb == "out" else before.moved_up(key)
    approvals.edit(turn.session, stage.row, after, turn.now)
    turn.record(done=True, stage=stage)
    said = "moved_up" if verb == "up" else "left_out" if key in after.left_out else "taken_in"
    turn.toast(approval.saying(said, turn.language))
    turn.hand(verb, change=True, session=stage.id)


def _take(turn: Turn, stage: Stage) -> None:
    """Let the sentences of a language model be published, or not."""
    before = approvals.edits(stage.row)
    after = replace(before, taken=not before.taken and bool(before.sketch))
    approvals.edit(turn.session, stage.row, after, turn.now)
    turn.record(done=True, stage=stage)
    turn.toast(approval.saying("taken" if after.taken else "not_taken", turn.language))
    turn.hand("desk", change=True, session=stage.id)


def _session_meant(turn: Turn, name: str) -> Stage | None:
    """The session that is named; without a name the latest one here, or in private of those this person may see."""
    request = turn.request
    if name.lower() in ("", "latest"):
        found = stages.begun(turn.session, None if request.private else request.chat_id)
        if request.private:
            return next((stage for stage in found if not _kept_from(turn, stage)), found[0] if found else None)
        return next(
            (stage for stage in found if stage.series.topic_id == request.topic_id), found[0] if found else None
        )
    series_name, _, number = name.partition("/")
    if _is_number(series_name) and not number and not request.private:
        hosted = stages.hosted(turn.session, request.chat_id)
        series, number = (hosted[0] if hosted else None), series_name
    else:
        series = next((one for one, _ in access.named(turn, series_name)), None)
    if series is None:
        return None
    found_id = recaps.find(turn.session, f"{series.id}/{number}" if number else series.id)
    return None if found_id is None else stages.of(turn.session, found_id)


def _kept_from(turn: Turn, stage: Stage) -> str:
    """Why this person may not have a session's record, as the key of a sentence; empty when they may."""
    if turn.may(stage):
        return ""
    if approvals.withheld(stage.row, stage.series):
        return "withheld"
    return "" if access.may_see(turn, stage.series, stage.group) else "not_yours"


def _decline(turn: Turn, why: str) -> None:
    turn.record(done=False)
    turn.react(PUZZLED)
    turn.tell(escape(why))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
