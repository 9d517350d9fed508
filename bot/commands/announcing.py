"""/announce tells the group of the next session, with a file for calendars; /cohost names who may steer it too."""

from datetime import timedelta

from bot.commands.steering import refuse
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.loops.composing import occasion
from bot.rules import reins
from bot.rules.timetable import timetable
from bot.rules.words import PostKind
from bot.store import likeness, plans, posts, stages
from bot.store.stages import Stage
from bot.store.tables import Post
from bot.wording import announcing as wording
from bot.wording import planning as sayings
from bot.wording.html import visible_length
from bot.wording.posts import label, when
from bot.wording.timetables import Coming, plan_ics

CAPTION = 1024
"""What a file's caption may hold (Bot API, sendDocument)."""


def announce(turn: Turn) -> None:
    """Announce the next session: "/announce", "/announce questions", "/announce 3d" (so long before it begins)."""
    found = _next(turn)
    if found is None:
        return
    stage, words = found
    row, group = stage.row, stage.group
    if row.starts_at is None or group is None:
        _fail(turn, stage)
        return
    ahead = next((span for word in words if (span := reins.length(word)) is not None), None)
    due = turn.now if ahead is None else max(turn.now, row.starts_at - ahead)
    asked = plans.questions(turn.session, stage.id)
    letters = likeness.letters(stage.series)
    texts = [f"{label(letters, one.number, one.part)}. {one.text}" for one in asked if not one.spare]
    shown = texts if "questions" in words else []
    html = wording.announcement(occasion(turn.session, row, turn.now), timedelta(seconds=row.lasts), shown)
    calendar = [f"{stage.series.id}-{row.number}.ics", plan_ics([_coming(turn, stage)]).decode()]
    key = f"{stage.id}:announcement:{turn.request.key}"
    pieces = [{"html": html, "document": calendar}]
    if visible_length(html) > CAPTION:
        pieces = [
            {"html": html},
            {"html": when(row.starts_at, stage.series.timezone, turn.language), "document": calendar},
        ]
    for place, data in enumerate(pieces):
        post = Post(
            key=f"{key}:{place}",
            kind=PostKind.ANNOUNCEMENT,
            due_at=due,
            group_id=group.id,
            topic_id=stage.series.topic_id,
            session_id=stage.id,
            data=data,
        )
        posts.owe(turn.session, post)
    turn.record(done=True, stage=stage)
    turn.react(DONE)
    if turn.request.private or ahead is not None:
        key = "announced" if due == turn.now else "announced_later"
        at = when(due, stage.series.timezone, turn.language)
        turn.tell(sayings.saying(key, turn.language, name=stage.name, when=at))


def cohost(turn: Turn) -> None:
    """Name somebody who may steer the session that runs or comes next, or its guest."""
    found = _next(turn, running=True)
    if found is None:
        return
    stage, words = found
    guest = bool(words) and words[0].lower() == "guest"
    name = " ".join(words[1:] if guest else words).strip()
    bare = name.removeprefix("@").lower()
    if not name or (not guest and not (name.startswith("@") or name.isdecimal())):
        turn.record(done=False, stage=stage)
        turn.react(PUZZLED)
        turn.tell(sayings.saying("how_to_cohost", turn.language))
        return
    if guest:
        stage.row.guest = name[:200]
    else:
        who: int | str = int(bare) if bare.isdecimal() and len(bare) < 18 else bare
        stage.row.cohosts = [*(one for one in stage.row.cohosts if one != who), who]
    turn.record(done=True, stage=stage)
    turn.react(DONE)
    turn.tell(sayings.saying("guest" if guest else "cohost", turn.language, who=name, name=stage.name))


def _next(turn: Turn, *, running: bool = False) -> tuple[Stage, list[str]] | None:
    """The session meant: one named first, else the one that runs (if that will do), else the next; and other words."""
    request = turn.request
    words = request.words.split()
    named = stages.named(turn.session, words[0]) if words else None
    if named is not None:
        found, words = [named], words[1:]
    elif request.private:
        found = [stage for stage in stages.open_everywhere(turn.session) if turn.may(stage)]
    else:
        here = stages.running(turn.session, request.chat_id, request.topic_id) if running else []
        found = [*here, *stages.coming(turn.session, request.chat_id)]
    if not running:
        found = [stage for stage in found if stage.row.state not in stages.RUNNING]
    stage = next((one for one in found if turn.may(one)), None)
    if stage is not None:
        return stage, words
    if found:
        refuse(turn, found[0])
    else:
        _fail(turn, None)
    return None


def _fail(turn: Turn, stage: Stage | None) -> None:
    turn.record(done=False, stage=stage)
    if turn.facts.administers or turn.request.private:
        turn.react(PUZZLED)
        turn.tell(sayings.saying("nothing", turn.language))


def _coming(turn: Turn, stage: Stage) -> Coming:
    row, series = stage.row, stage.series
    starts_at = row.starts_at or turn.now
    questions = plans.as_plans(plans.questions(turn.session, stage.id))
    return Coming(
        series=series.id,
        number=row.number,
        topic=row.topic,
        hashtag=series.hashtag,
        starts_at=starts_at,
        timezone=series.timezone,
        title=series.title,
        group="" if stage.group is None else stage.group.title,
        lasts=timedelta(seconds=row.lasts),
        slots=timetable(starts_at, likeness.cadence(series), questions),
    )
