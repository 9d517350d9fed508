"""What is coming, and changing it: /plan /edit /move /cancel /copy /export, and question files sent to the bot."""

from bot.commands import access, steps
from bot.commands.steps import Unfit
from bot.commands.turn import Turn
from bot.questionfiles import dump
from bot.questionfiles.values import LONGEST_READING, MOST_READINGS
from bot.rules.pasting import questions
from bot.rules.plans import QuestionPlan
from bot.rules.words import Form, SessionState
from bot.store import likeness, planning, plans, rounds, stages
from bot.store.posts import has_told
from bot.store.stages import Stage
from bot.wording import planning as wording
from bot.wording import posts
from bot.wording.planning import Planned
from bot.wording.posts import label

LISTED = 12
"""Sessions that /plan shows."""


def plan(turn: Turn) -> None:
    """What is coming: in this group, or in private wherever this person moderates."""
    if turn.request.private:
        found = [stage for stage in stages.open_everywhere(turn.session) if turn.may(stage)]
    else:
        found = stages.coming(turn.session, turn.request.chat_id)
    listed = [
        Planned(
            name=stage.name,
            hashtag=stage.series.hashtag,
            topic=stage.row.topic or stage.series.title,
            starts_at=stage.row.starts_at,
            timezone=stage.series.timezone,
            group="" if stage.group is None else stage.group.title or str(stage.group.chat_id),
            questions=len(plans.questions(turn.session, stage.id)),
        )
        for stage in found[:LISTED]
    ]
    turn.tell_or_puzzle(wording.coming(listed, turn.language))


def edit(turn: Turn) -> None:
    """Change a coming session's topic, guest, readings or questions."""
    found = _named(turn)
    if found is None:
        return
    stage, words = found
    what, _, rest = words.partition(" ") if "\n" not in words.split(" ", 1)[0] else words.partition("\n")
    what, rest = what.strip().lower(), rest.strip()
    if what == "topic" and rest:
        stage.row.topic = " ".join(rest.split())[: steps.LONGEST_TOPIC]
    elif what == "guest":
        stage.row.guest = " ".join(rest.split())[: steps.LONGEST_TOPIC]
    elif what == "readings":
        lines = [" ".join(one.split())[:LONGEST_READING] for one in rest.splitlines() if one.strip()]
        likeness.keep_readings(stage.row, tuple(lines[:MOST_READINGS]))
    elif what == "questions" and rest:
        try:
            planning.ask(turn.session, stage, _kept(turn, stage, steps.pasted(rest, turn.language)), turn.now)
        except Unfit as unfit:
            turn.record(done=False, stage=stage)
            turn.tell(unfit.problem)
            return
    else:
        how = wording.saying("how_to_edit", turn.language, name=stage.name)
        turn.tell(f"{_asked(turn, stage)}\n\n{how}")
        return
    _done(turn, stage, "edited", _asked(turn, stage) if what == "questions" else "")


def _asked(turn: Turn, stage: Stage) -> str:
    letters, rows = likeness.letters(stage.series), plans.questions(turn.session, stage.id)
    names = [label(letters, row.number, row.part) for row in rows]
    return wording.questions(list(zip(names, plans.as_plans(rows), strict=True)), turn.language)


def _kept(turn: Turn, stage: Stage, given: tuple[QuestionPlan, ...]) -> tuple[QuestionPlan, ...]:
    """The pasted questions; those that come back as /edit shows them stay all that they were (how long they last)."""
    before = plans.as_plans(plans.questions(turn.session, stage.id))
    known = {one: old for old in before for one in questions(f"1. {wording.written(old, turn.language)}")}
    return tuple(known.get(one, one) for one in given)


def move(turn: Turn) -> None:
    """Give a coming session another date."""
    found = _named(turn)
    if found is None:
        return
    stage, words = found
    try:
        starts_at = steps.moment(words, stage.series.timezone, turn.now, turn.language)
    except Unfit as unfit:
        turn.record(done=False, stage=stage)
        turn.tell(unfit.problem)
        return
    planning.move(turn.session, stage, starts_at, turn.now)
    _done(turn, stage, "moved")


def again(turn: Turn) -> None:
    """Give a coming session a second round for other time zones: /again libchat/12 3 December 01:00, or off."""
    found = _named(turn)
    if found is None:
        return
    stage, words = found
    try:
        at = (
            None
            if words.lower() in ("off", "no")
            else steps.moment(words, stage.series.timezone, turn.now, turn.language)
        )
    except Unfit as unfit:
        turn.record(done=False, stage=stage)
        turn.tell(unfit.problem)
        return
    if stage.series.form is not Form.HOUR or not planning.hold_again(turn.session, stage, at, turn.now):
        turn.record(done=False, stage=stage)
        turn.tell(wording.saying("too_early_again", turn.language, name=stage.name))
        return
    zone = stage.series.timezone
    second = "" if at is None else posts.when(at, zone, turn.language)
    _done(turn, stage, "once" if at is None else "again", again=second)


def cancel(turn: Turn) -> None:
    """Ask whether a coming session is to be cancelled."""
    found = _named(turn)
    if found is None:
        return
    stage = found[0]
    yes = turn.language.text("Yes, cancel it")
    text = wording.saying("sure", turn.language, name=stage.name, when=_when(turn, stage))
    turn.tell(text, [[(yes, f"p:{stage.id}:cancel")]])


def press(turn: Turn) -> None:
    """The button that says yes: "p", the session, what to do."""
    _, number, verb, *_ = (*turn.request.press, "", "")
    stage = stages.numbered(turn.session, number)
    if stage is None or stage.row.state is not SessionState.PLANNED or verb != "cancel":
        turn.toast(turn.language.text("That is over."))
    elif not turn.may(stage):
        turn.record(done=False, stage=stage)
        turn.toast(turn.language.text("Only the moderators of this chat can do that."))
    else:
        planning.cancel(turn.session, stage)
        turn.toast(turn.language.text("It is cancelled."))
        _done(turn, stage, "cancelled")


def copy(turn: Turn) -> None:
    """Plan another session like one that is planned, a week later."""
    found = _named(turn, states=None)
    if found is None:
        return
    row = planning.copy(turn.session, found[0], turn.now)
    copied = Stage(row, found[0].series, found[0].group)
    _done(turn, copied, "copied")


def export(turn: Turn) -> None:
    """A series as a question file."""
    name = turn.request.words.strip().lstrip("#")
    mine = [pair for pair in stages.all_series(turn.session) if turn.may_plan(*pair)]
    found = [pair for pair in mine if stages.is_called(pair[0], name)]
    if not name and len(mine) == 1:
        found = mine
    if not found:
        turn.record(done=False)
        key = "unknown_series" if name else "which_series"
        turn.tell(wording.saying(key, turn.language, name=name, example=f"/{turn.request.command} libchat"))
        return
    series, group = found[0]
    text = dump(planning.series_plan(turn.session, series, group))
    turn.tell(wording.saying("export", turn.language), document=(f"{series.id}.toml", text))


def _named(turn: Turn, states: tuple[SessionState, ...] | None = (SessionState.PLANNED,)) -> tuple[Stage, str] | None:
    """The session that the first word names and that this person may change, and the other words."""
    name, _, rest = turn.request.words.strip().partition(" ")
    wanted, slash, number = name.partition("/")
    found = [
        stages.named(turn.session, f"{series.id}/{number}")
        if slash
        else next(iter(stages.of_series(turn.session, series.id)), None)
        for series, _ in access.named(turn, wanted)
    ]
    stage = next((one for one in found if one is not None and turn.may(one)), None)
    if not name:
        example = f"/{turn.request.command} libchat/12"
        turn.tell(wording.saying("which", turn.language, example=example))
    elif stage is None or (states is not None and stage.row.state not in states):
        turn.tell(wording.saying("unknown", turn.language, name=name))
    else:
        return stage, rest.strip()
    turn.record(done=False)
    return None


def _when(turn: Turn, stage: Stage) -> str:
    if stage.row.starts_at is None:
        return turn.language.text("without a date")
    return posts.when(stage.row.starts_at, stage.series.timezone, turn.language)


def _done(turn: Turn, stage: Stage, key: str, shown: str = "", **more: str) -> None:
    turn.record(done=True, stage=stage)
    text = wording.saying(key, turn.language, name=stage.name, when=_when(turn, stage), **more)
    text += f"\n\n{shown}\n" if shown else ""
    if key in ("moved", "copied"):
        text += "".join(
            "\n" + wording.saying("beside", turn.language, name=one.name, when=_when(turn, one))
            for one in _beside(turn, stage)
        )
    if key in ("moved", "cancelled") and has_told(turn.session, stage.id):
        text += "\n" + wording.saying("told_before", turn.language)
    if stage.row.from_file:
        text += "\n" + wording.saying("from_file", turn.language)
    turn.tell(text)


def _beside(turn: Turn, stage: Stage) -> list[Stage]:
    """The planned hours that meet this session in the place where it is held."""
    begins, chat_id = stage.row.starts_at, None if stage.group is None else stage.group.chat_id
    if begins is None or chat_id is None:
        return []
    return [
        one
        for one in stages.coming(turn.session, chat_id)
        if one.id != stage.id
        and one.series.form is Form.HOUR
        and one.series.topic_id == stage.series.topic_id
        and one.row.starts_at is not None
        and one.row.starts_at < begins + rounds.once(stage.row)
        and begins < one.row.starts_at + rounds.once(one.row)
    ]
