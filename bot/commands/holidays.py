"""/skip in private: no chat on a holiday. The session planned for that day, and those after it, take the next dates."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands import steering
from bot.commands.turn import Turn
from bot.rules.calendar import occurrences
from bot.rules.moments import local_moment
from bot.rules.words import SessionState
from bot.store import acts, holidays, stages
from bot.store.stages import Stage
from bot.store.tables import Series
from bot.wording import planning as wording
from bot.wording.posts import when


def skip(turn: Turn) -> None:
    """Skip the next question of a session that runs; else ask whether a coming session's day is to be left out."""
    name, _, words = turn.request.words.strip().partition(" ")
    if any(turn.may(stage) and _is_meant(stage, name) for stage in stages.all_running(turn.session)):
        steering.steer(turn)
        return
    stage = _coming(turn, name)
    if stage is None:
        turn.record(done=False)
        turn.tell(wording.saying("unknown" if name else "nothing", turn.language, name=name))
        return
    day = stage.row.starts_at
    if words:
        day = _day(turn, stage.series, words)
        stage = next(
            (one for one in stages.of_series(turn.session, stage.series.id) if one.row.starts_at == day), stage
        )
    if day is None:
        turn.record(done=False, stage=stage)
        turn.tell(wording.saying("no_day", turn.language, name=stage.series.id))
    elif stage.row.starts_at == day and stage.row.occurrence != day:
        text = wording.saying("own_date", turn.language, name=stage.name, when=_when(turn, stage, day))
        turn.tell(text, [[(turn.language.text("Yes, cancel it"), f"p:{stage.id}:cancel")]])
    else:
        button = (turn.language.text("Yes, leave that day out"), f"h:{stage.id}:out:{day.timestamp():.0f}")
        turn.tell(_question(turn, stage, day), [[button]])


def press(turn: Turn) -> None:
    """The buttons that say yes, and that take it back: "h", the session, "out" or "back", the day in seconds."""
    _, number, verb, seconds, *_ = (*turn.request.press, "", "", "")
    stage = stages.numbered(turn.session, number)
    if stage is None or not seconds.isdecimal() or len(seconds) > len("9999999999") or verb not in ("out", "back"):
        turn.toast(turn.language.text("That is over."))
        return
    if not turn.may(stage):
        steering.refuse(turn, stage)
        return
    day, series = datetime.fromtimestamp(int(seconds), UTC), stage.series
    if day <= turn.now or (verb == "back") is not (day in acts.holidays(turn.session, series.id)):
        turn.toast(turn.language.text("That is over."))
        return
    key = "in_after_all" if verb == "back" else "left_out"
    if verb == "back":
        holidays.take_back(turn.session, series, day, turn.now)
    else:
        holidays.leave_out(turn.session, series, day, turn.request.who.id, turn.now)
    turn.record(done=True, stage=stage)
    text = wording.saying(key, turn.language, name=series.hashtag, when=_when(turn, stage, day))
    dates = [
        wording.saying("new_date", turn.language, name=one.name, when=_when(turn, one, one.row.starts_at))
        for one in stages.of_series(turn.session, series.id)[:3]
        if one.row.starts_at is not None
    ]
    undo = [(turn.language.text("Undo"), f"h:{stage.id}:back:{seconds}")]
    turn.tell("\n".join([text, *dates]), [] if verb == "back" else [undo])


def _question(turn: Turn, stage: Stage, day: datetime) -> str:
    """What would become of the sessions."""
    moves = holidays.shifted(turn.session, stage.series, day)
    if not moves:
        return wording.saying("free_day", turn.language, name=stage.series.hashtag, when=_when(turn, stage, day))
    (row, then), *rest = moves
    name = f"{stage.series.id}/{row.number}"
    lines = [wording.saying("leave_out", turn.language, when=_when(turn, stage, day))]
    if then is None:
        lines.append(wording.saying("dateless", turn.language, name=name))
    else:
        lines.append(wording.saying("instead", turn.language, name=name, when=_when(turn, stage, then)))
    return "\n".join([*lines, *([wording.follow(len(rest), turn.language)] if rest else [])])


def _coming(turn: Turn, name: str) -> Stage | None:
    """The planned session that is meant and that this person may change: one named, or the next."""
    named = stages.named(turn.session, name)
    found = [named] if named is not None else stages.open_everywhere(turn.session)
    planned = (one for one in found if one.row.state is SessionState.PLANNED and turn.may(one))
    return next((one for one in planned if named is not None or _is_meant(one, name)), None)


def _is_meant(stage: Stage, name: str) -> bool:
    return not name.strip("#") or stages.is_called(stage.series, name)


def _day(turn: Turn, series: Series, words: str) -> datetime | None:
    """The moment on that day at which the series would have a session; None when it has none."""
    zone = ZoneInfo(series.timezone)
    found = local_moment(f"{words} 12:00", turn.now.astimezone(zone).replace(tzinfo=None))
    if found is None:
        return None
    planned = [stage.row.starts_at for stage in stages.of_series(turn.session, series.id)]
    morning = found.replace(hour=0, minute=0, tzinfo=zone) - timedelta(seconds=1)
    by_schedule = next(occurrences(series.schedule, series.timezone, morning), None) if series.schedule else None
    moments = [at for at in (*planned, by_schedule) if at is not None and at > turn.now]
    return next((at for at in moments if at.astimezone(zone).date() == found.date()), None)


def _when(turn: Turn, stage: Stage, at: datetime | None) -> str:
    return turn.language.text("without a date") if at is None else when(at, stage.series.timezone, turn.language)
