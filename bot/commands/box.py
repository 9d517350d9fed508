"""The question box: moderators see what participants suggest, take it, change its words, or decline it."""

from bot.commands.steering import pressed
from bot.commands.turn import Turn
from bot.rules.words import SessionState
from bot.store import cards, drafts, planning, reins, stages, suggestions
from bot.store.stages import Stage
from bot.store.suggestions import Suggestion
from bot.store.tables import Participant
from bot.wording import participation as wording

SHOWN = 5
"""Suggestions that are shown at a time."""
REWORD = "reword"
"""The step of a draft that waits for a suggestion's new words."""


def show(turn: Turn) -> None:
    """The card's button: what waits in the box, each with its buttons."""
    stage = pressed(turn, turn.language.text("That is over."))
    if stage is None:
        return
    waiting = suggestions.waiting(turn.session, stage.series.id)[:SHOWN]
    if not waiting:
        turn.toast(turn.language.text("The box is empty."))
    for place, suggestion in enumerate(waiting):
        _show(turn, stage, suggestion, place)
    if waiting:
        turn.explain_silence()


def press(turn: Turn) -> None:
    """A button of the box: "q", the session, the suggestion, and what to do with it."""
    stage = pressed(turn, turn.language.text("That is over."))
    if stage is None:
        return
    _, _, number, verb, *_ = (*turn.request.press, "", "", "")
    suggestion = suggestions.of(turn.session, int(number)) if number.isdecimal() and len(number) < 18 else None
    if suggestion is None or suggestion.series_id != stage.series.id or suggestion.state != suggestions.WAITING:
        turn.toast(turn.language.text("Somebody has dealt with that already."))
        return
    if verb == "edit":
        _ask_for_words(turn, stage, suggestion)
        return
    if verb == "no":
        suggestion.state = suggestions.DECLINED
        turn.toast(turn.language.text("Declined."))
    elif stage.row.state in (SessionState.CLOSED, SessionState.CANCELLED):
        turn.toast(turn.language.text("This session is over."))
        return
    else:
        _take(turn, stage, suggestion, now=verb == "now")
    turn.record(done=True, stage=stage)
    cards.refresh(turn.session, stage.row, turn.now)


def reworded(turn: Turn) -> bool:
    """Plain words in private may be a suggestion's new words; True when they were."""
    draft = drafts.of(turn.session, turn.request.who.id)
    if draft is None or draft.step != REWORD:
        return False
    data = dict(draft.data)
    drafts.take_up(turn.session, turn.request.who.id, turn.now)
    stage = stages.of(turn.session, data["session"])
    suggestion = suggestions.of(turn.session, data["suggestion"])
    words = turn.request.words.strip()
    if stage is None or suggestion is None or not words or not turn.may(stage):
        return True
    suggestion.text = words[:500]
    _show(turn, stage, suggestion, 0)
    return True


def _take(turn: Turn, stage: Stage, suggestion: Suggestion, *, now: bool) -> None:
    """It becomes a spare question of the session, and is asked at once if that is wanted."""
    suggestion.state = suggestions.TAKEN
    question = planning.add_spare(turn.session, stage, suggestion.text)
    if now and stage.row.state in stages.RUNNING:
        reins.ask_spare(turn.session, stage.row, turn.now, question)
        turn.toast(turn.language.text("It goes out now."))
    else:
        turn.toast(turn.language.text("It is among the spare questions now."))


def _ask_for_words(turn: Turn, stage: Stage, suggestion: Suggestion) -> None:
    data = {"session": stage.id, "suggestion": suggestion.id}
    drafts.set_aside(turn.session, turn.request.who.id, REWORD, data, turn.now)
    turn.tell(turn.language.text("Write it as it should be asked."))


def _show(turn: Turn, stage: Stage, suggestion: Suggestion, place: int) -> None:
    person = turn.session.get(Participant, suggestion.participant_id)
    say, mine = turn.language.text, f"q:{stage.id}:{suggestion.id}"
    rows = [[(say("Ask now"), f"{mine}:now")]] if stage.row.state in stages.RUNNING else []
    rows += [
        [(say("Keep as spare"), f"{mine}:spare"), (say("Change the words"), f"{mine}:edit")],
        [(say("Decline"), f"{mine}:no")],
    ]
    text = wording.suggestion(suggestion.text, "" if person is None else person.name, turn.language)
    turn.tell(text, rows, part=place)
