"""/introduce yes, no or never; and the buttons of somebody who is asked about an introduction."""

from bot.commands.turn import DONE, PUZZLED, Turn
from bot.store import introductions, stages, wishes
from bot.store.messages import meet
from bot.wording import introductions as wording

WISHES = {"yes": introductions.YES, "no": "", "off": "", "never": introductions.NEVER}


def introduce(turn: Turn) -> None:
    """Whether this person would like to be introduced to others; without a word, the rule."""
    said = turn.request.words.strip().lower()
    if not turn.reachable:
        turn.react(PUZZLED)
        return
    if said not in WISHES:
        turn.tell(wording.saying("rule", turn.language))
        return
    meet(turn.session, [turn.request.who.row()])
    wishes.keep(turn.session, turn.request.who.id, wishes.INTRODUCE, WISHES[said])
    turn.react(DONE)
    turn.tell(wording.saying({"off": "no"}.get(said, said), turn.language))


def press(turn: Turn) -> None:
    """A button: "i", the session, the place among those who were asked, and yes, no or never."""
    _, number, place, verb, *_ = (*turn.request.press, "", "", "")
    who = turn.request.who.id
    stage = stages.numbered(turn.session, number)
    at = int(place) if place.isdecimal() and len(place) < 6 else -1
    done = stage is not None and introductions.answer(turn.session, stage.row, at, who, yes=verb == "yes", now=turn.now)
    if verb == "never" and stage is not None and done:
        wishes.keep(turn.session, who, wishes.INTRODUCE, introductions.NEVER)
    key = {"yes": "waiting", "never": "never"}.get(verb, "declined") if done else "over"
    turn.toast(turn.language.text(wording.SAYINGS[key]))
