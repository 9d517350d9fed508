"""The reins as moderators hold them: /pause /resume /more /next /skip /spare /end /start, and the same as buttons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.commands import sprints
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules import reins as rules
from bot.rules.words import Form, SessionState
from bot.store import cards, evenings, likeness, reins, rounds, stages
from bot.store.stages import Stage
from bot.store.tables import Question
from bot.wording import planning
from bot.wording.html import escape
from bot.wording.posts import label
from bot.wording.steering import saying

SOON = timedelta(days=1)
"""A bare /start begins a session that is this near; one further away must be named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the key of the sentence that says so."""

    done: bool
    saying: str
    values: dict[str, str] = field(default_factory=dict)


Deed = Callable[[Turn, Stage, str], Outcome]


def hold(turn: Turn, stage: Stage, words: str) -> Outcome:
    """Hold the session, until it is resumed or for a time."""
    span = rules.length(words)
    if span is None and rules.means_length(words):
        return Outcome(False, "no_length")
    if not reins.hold(turn.session, stage.row, turn.now, span):
        return Outcome(False, "held_already")
    if span is None:
        return Outcome(True, "held")
    return Outcome(True, "held_for", {"span": turn.language.span(span)})


def resume(turn: Turn, stage: Stage, _words: str) -> Outcome:
    """Go on after a hold."""
    done = reins.resume(turn.session, stage.row, turn.now)
    return Outcome(done, "resumed" if done else "not_held")


def more(turn: Turn, stage: Stage, words: str) -> Outcome:
    """Give the question on air more time."""
    span = rules.length(words)
    if span is None and rules.means_length(words):
        return Outcome(False, "no_length")
    span = span or rules.USUAL
    done = reins.put_off(turn.session, stage.row, span)
    return Outcome(done, "later" if done else "no_question", {"span": turn.language.span(span)})


def post_next(turn: Turn, stage: Stage, _words: str) -> Outcome:
    """Post the next question now."""
    return _of_question(stage, reins.bring_forward(turn.session, stage.row, turn.now), "posted", "no_question")


def skip(turn: Turn, stage: Stage, _words: str) -> Outcome:
    """Drop the next question."""
    return _of_question(stage, reins.skip(turn.session, stage.row), "skipped", "no_question")


def spare(turn: Turn, stage: Stage, _words: str) -> Outcome:
    """Ask a spare question now."""
    return _of_question(stage, reins.ask_spare(turn.session, stage.row, turn.now), "spared", "no_spare")


def end(turn: Turn, stage: Stage, _words: str) -> Outcome:
    """End the session now, or the first of its two rounds; a sprint that runs comes to its counts."""
    if stage.series.form is Form.SPRINT and reins.bring_forward(turn.session, stage.row, turn.now) is not None:
        return Outcome(True, "time_up")
    if rounds.close_first(turn.session, stage.row, turn.now):
        return Outcome(True, "round_ended")
    evenings.end(turn.session, stage.row, turn.now)
    return Outcome(True, "ended")


DEEDS: dict[str, Deed] = {
    "pause": hold,
    "hold": hold,
    "resume": resume,
    "more": more,
    "next": post_next,
    "skip": skip,
    "spare": spare,
    "end": end,
}
"""What can be done to a session that runs, by command and by button."""


AIMS: dict[str, Callable[[Turn, Stage], int]] = {
    "next": lambda turn, stage: _id(reins.coming(turn.session, stage.row)),
    "skip": lambda turn, stage: _id(reins.coming(turn.session, stage.row)),
    "spare": lambda turn, stage: _id(next(iter(reins.spares(turn.session, stage.id)), None)),
    "end": lambda turn, stage: rounds.running(turn.session, stage.row),
}
"""To what a button does its deed, as things stand: a question by its id, or the first of two rounds."""


def steer(turn: Turn) -> None:
    """A command that steers: in the group, or in private by somebody who moderates."""
    found, words = _meant(turn)
    allowed = [stage for stage in found if turn.may(stage)]
    if allowed:
        _do(turn, allowed[0], DEEDS[turn.request.command], words)
    elif found:
        refuse(turn, found[0])
    else:
        turn.record(done=False)
        if turn.request.private or turn.facts.administers or turn.is_chief:
            turn.tell(escape(saying("not_live", turn.language)))


def start(turn: Turn) -> None:
    """Begin the next planned session, or the one that is named, now."""
    coming = stages.coming(turn.session, turn.request.chat_id)
    name = turn.request.words.strip().lstrip("#").lower()
    fitting = [stage for stage in coming if _is_named(stage, name)] if name else coming
    if not any(turn.may(stage) for stage in coming):
        if coming:
            refuse(turn, coming[0])
        elif turn.facts.administers or turn.is_chief:
            turn.react(PUZZLED)
            turn.tell(planning.saying("nothing", turn.language))
        turn.record(done=False)
        return
    stage = next((one for one in fitting if turn.may(one)), None)
    if stage is None:
        _report(turn, None, Outcome(False, "no_session"))
        return
    starts_at = stage.row.starts_at
    if not name and (starts_at is None or starts_at - turn.now > SOON):
        _report(turn, stage, Outcome(False, "which_session", {"name": stage.name}))
        return
    running = stages.running(turn.session, turn.request.chat_id, turn.request.topic_id)
    if any(one.series.id == stage.series.id for one in running):
        _report(turn, stage, Outcome(False, "runs_already"))
        return
    done = reins.start(turn.session, stage.row, turn.now)
    _report(turn, stage, Outcome(done, "begun" if done else "no_session"))


def press(turn: Turn) -> None:
    """A button of a card: "s", the deed, the session, and perhaps a length of time or what it is to be done to."""
    _, verb, number, *rest = (*turn.request.press, "", "")
    stage = stages.numbered(turn.session, number)
    deed = DEEDS.get(verb)
    if stage is None or deed is None:
        turn.toast(saying("over", turn.language))
        return
    if not turn.may(stage):
        refuse(turn, stage)
    elif stage.row.state not in stages.RUNNING:
        turn.toast(saying("over", turn.language))
    elif verb in AIMS and rest[0] not in ("", str(AIMS[verb](turn, stage))):
        _report(turn, stage, Outcome(False, "done_already"))
    else:
        _do(turn, stage, deed, rest[0])


def pressed(turn: Turn, gone: str) -> Stage | None:
    """The session that a button names first, if this person may steer it; `gone` tells that there is none any more."""
    stage = stages.numbered(turn.session, next(iter(turn.request.press[1:]), ""))
    if stage is None:
        turn.toast(gone)
    elif not turn.may(stage):
        refuse(turn, stage)
        return None
    return stage


def refuse(turn: Turn, stage: Stage) -> None:
    """Say kindly, and to nobody else, that this is for moderators."""
    sentence = saying("refused", turn.language)
    turn.record(done=False, stage=stage)
    if turn.request.press:
        turn.toast(sentence, alert=True)
    else:
        turn.tell(escape(sentence))


def _do(turn: Turn, stage: Stage, deed: Deed, words: str) -> None:
    outcome = deed(turn, stage, words)
    if outcome.done and stage.series.form is Form.SPRINT and deed in (more, resume):
        sprints.lengthened(turn, stage, (rules.length(words) or rules.USUAL) if deed is more else None)
    _report(turn, stage, outcome)
    if stage.row.state is not SessionState.PLANNED:
        cards.refresh(turn.session, stage.row, turn.now, at_once=True)


def _report(turn: Turn, stage: Stage | None, outcome: Outcome) -> None:
    sentence = saying(outcome.saying, turn.language, outcome.values)
    turn.record(done=outcome.done, stage=stage)
    if turn.request.press:
        turn.toast(sentence)
        return
    turn.react(DONE if outcome.done else PUZZLED)
    if turn.request.private or not outcome.done:
        turn.tell(escape(sentence))


def _meant(turn: Turn) -> tuple[list[Stage], str]:
    """The running sessions that a command may mean, likeliest first, and its words without the name of one."""
    request = turn.request
    if request.private:
        chats = sorted(turn.facts.administers)
        found = [stage for chat in chats for stage in stages.running(turn.session, chat, None)]
        found += [one for one in stages.all_running(turn.session) if one.id not in {stage.id for stage in found}]
        found = [stage for stage in found if turn.may(stage)]
    else:
        found = stages.running(turn.session, request.chat_id, request.topic_id)
    words = request.words.split()
    by_name = {stage.series.id.lower(): stage for stage in reversed(found)}
    by_name |= {stage.series.hashtag.lower(): stage for stage in reversed(found)}
    for word in words:
        if word.lower() in by_name:
            words.remove(word)
            return [by_name[word.lower()]], " ".join(words)
    return found, " ".join(words)


def _is_named(stage: Stage, name: str) -> bool:
    return stages.is_called(stage.series, name) or name in (str(stage.row.number), stage.name.lower())


def _id(question: Question | None) -> int:
    return 0 if question is None else question.id or 0


def _of_question(stage: Stage, question: Question | None, done: str, failed: str) -> Outcome:
    if question is None:
        return Outcome(False, failed)
    return Outcome(True, done, {"label": label(likeness.letters(stage.series), question.number, question.part)})
