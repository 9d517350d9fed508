"""What participants say of themselves and to moderators: /mine, /withdraw, /forget, /suggest."""

from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules.links import message_link
from bot.store import cards, forgetting, stages, suggestions
from bot.store.stages import Stage
from bot.wording import participation as wording

LISTED = 15
"""Messages that /mine shows; the count says how many there are."""
LONGEST = 500
"""Characters of a suggested question."""


def mine(turn: Turn) -> None:
    """What the bot keeps of this person: the latest of it in a message, all of it in a file."""
    person = turn.request.who.id
    kept = forgetting.said(turn.session, person, LISTED)
    if not kept:
        turn.tell_or_puzzle(wording.saying("nothing_kept", turn.language))
        return
    listed = [(message.text, message_link(message.chat_id, message.message_id)) for message, _ in kept]
    turn.tell_or_puzzle(wording.mine(listed, forgetting.count(turn.session, person), turn.language))
    turn.hand("mine")


def withdraw(turn: Turn) -> None:
    """The author takes the message back that this replies to."""
    request = turn.request
    if request.private or request.reply_to is None:
        turn.tell_or_puzzle(wording.saying("reply_to_withdraw", turn.language))
        return
    if forgetting.withdraw(turn.session, request.chat_id, request.reply_to, request.who.id, turn.now):
        turn.react(DONE)
        turn.tell(wording.saying("withdrawn", turn.language))
    else:
        turn.record(done=False)
        turn.tell(wording.saying("not_yours", turn.language))


def forget(turn: Turn) -> None:
    """Ask whether to erase all that is kept about this person."""
    yes = turn.language.text("Yes, erase it all")
    turn.tell_or_puzzle(wording.saying("sure", turn.language), [[(yes, "forget")]])


def forgotten(turn: Turn) -> None:
    """The button that says yes. Whoever presses it forgets themselves, and nobody else."""
    turn.record(done=True)  # before it, so that it is forgotten as well who asked for that
    forgetting.forget(turn.session, turn.request.who.id, turn.now)
    turn.toast(turn.language.text(wording.SAYINGS["forgotten"]))


def suggest(turn: Turn) -> None:
    """Put a question into the box of the series that runs (or comes next) here."""
    words = turn.request.words.strip()
    stage, question = _box(turn, words)
    if stage is None:
        several = turn.request.private and words.startswith("#") is False
        turn.tell_or_puzzle(wording.saying("where" if several else "no_box", turn.language))
        return
    if not question:
        turn.tell_or_puzzle(wording.saying("what_to_ask", turn.language))
        return
    who = turn.request.who
    added = suggestions.add(turn.session, stage.series.id, who.row(), question[:LONGEST], turn.now)
    turn.react(DONE if added else PUZZLED)
    turn.tell(wording.saying("suggested" if added else "box_full", turn.language))
    if added:
        cards.refresh(turn.session, stage.row, turn.now)


def _box(turn: Turn, words: str) -> tuple[Stage | None, str]:
    """The session whose box is meant, and the question without the hashtag that named it."""
    request = turn.request
    if request.private:
        open_ones = stages.open_everywhere(turn.session)
    else:
        here = stages.running(turn.session, request.chat_id, request.topic_id)
        open_ones = [*here, *stages.coming(turn.session, request.chat_id)]
    first, _, rest = words.partition(" ")
    named = [stage for stage in open_ones if first.lower() == stage.series.hashtag.lower()]
    if named:
        return named[0], rest.strip()
    series = {stage.series.id for stage in open_ones}
    if not open_ones or (request.private and len(series) > 1):
        return None, words
    return open_ones[0], words
