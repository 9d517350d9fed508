"""In the moderators' group: /card brings the control card; /card and /start tell, in private, the id of a group."""

from bot.commands import steering
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.store import cards, stages
from bot.wording import setup as wording


def card(turn: Turn) -> None:
    """Bring the card of each session that runs and whose moderators' group this is; without one, tell the id."""
    shown = cards.shown_in(turn.session, turn.request.chat_id)
    steered = [stage for stage in shown if turn.may(stage)]
    for stage in steered:
        cards.deal_to_group(turn.session, stage, turn.now)
    if steered:
        turn.record(done=True, stage=steered[0])
        turn.react(DONE)
    elif shown:
        steering.refuse(turn, shown[0])
    else:
        _tell_id(turn)


def start(turn: Turn) -> None:
    """Begin the next session of this group; in a group that hosts nothing, tell its id."""
    if stages.hosted(turn.session, turn.request.chat_id):
        steering.start(turn)
    else:
        _tell_id(turn)


def _tell_id(turn: Turn) -> None:
    """Tell whoever asks which id a question file knows this group by."""
    told = turn.tell(wording.group_id(turn.request.title, turn.request.chat_id, turn.language))
    turn.record(done=told)
    turn.react(DONE if told else PUZZLED)
