"""/announce tells the group of the next session, with a file for calendars; /cohost names who may steer it too."""

from bot.commands.steering import refuse
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules import reins
from bot.store import announcements, stages
from bot.store.stages import Stage
from bot.wording import planning as sayings
from bot.wording.posts import when

QUESTIONS = "questions"
"""The word behind /announce that shows them."""


def announce(turn: Turn) -> None:
    """Announce the next session: "/announce", "/announce questions", "/announce 3 days" (so long before it begins)."""
    found = _next(turn)
    if found is None:
        return
    stage, words = found
    row = stage.row
    if row.starts_at is None or stage.group is None:
        _fail(turn, stage)
        return
    before = " ".join(word for word in words if word.lower() != QUESTIONS)
    ahead = reins.length(before)
    if before and ahead is None:
        _puzzled(turn, stage, "how_to_announce")
        return
    questions = QUESTIONS in (word.lower() for word in words)
    due = announcements.owe(turn.session, stage.series, row, turn.request.key, turn.now, ahead, questions=questions)
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
        _puzzled(turn, stage, "how_to_cohost")
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
    of_series = [stage for stage in found if words and stages.is_called(stage.series, words[0])]
    if named is None and of_series:
        found, words = of_series, words[1:]
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


def _puzzled(turn: Turn, stage: Stage, key: str) -> None:
    """Nothing was done, as the words behind the command make no sense: say how they are written."""
    turn.record(done=False, stage=stage)
    turn.react(PUZZLED)
    turn.tell(sayings.saying(key, turn.language))


def _fail(turn: Turn, stage: Stage | None) -> None:
    turn.record(done=False, stage=stage)
    if turn.facts.administers or turn.request.private:
        turn.react(PUZZLED)
        turn.tell(sayings.saying("nothing", turn.language))
