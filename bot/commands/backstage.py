"""In the moderators' group: /card brings the control card; /card and /start tell, in private, the id of a group."""

from bot.commands.turn import DONE, PUZZLED, Turn
from bot.store import cards
from bot.wording import setup as wording


def card(turn: Turn) -> None:
    """Bring the card of each session that runs and whose moderators' group this is, else tell the group's id."""
    steered = [stage for stage in cards.shown_in(turn.session, turn.request.chat_id) if turn.may(stage)]
    for stage in steered:
        cards.deal_to_group(turn.session, stage, turn.now)
    if steered:
        turn.record(done=True, stage=steered[0])
        turn.react(DONE)
    else:
        tell_id(turn)


def tell_id(turn: Turn) -> None:
    """Tell whoever asks which id a question file knows this group by."""
    told = turn.tell(wording.group_id(turn.request.title, turn.request.chat_id, turn.language))
    turn.record(done=told)
    turn.react(DONE if told else PUZZLED)
