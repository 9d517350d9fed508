"""The first words in private: /start, /help, /privacy; and /log and /card for those who moderate."""

from bot.commands import organisers
from bot.commands.turn import Turn
from bot.store import acts, cards, groups, stages
from bot.wording import greetings as wording
from bot.wording.html import bold, escape

LISTED = 20
"""Acts that /log shows."""


def start(turn: Turn) -> None:
    """Somebody pressed Start: say who we are, and hand out the cards and the drafts that this person should have."""
    turn.tell(wording.hello(turn.request.who.name, turn.language, moderates=moderates(turn)))
    card(turn, quietly=True)
    organisers.hand_drafts(turn)


def help_(turn: Turn) -> None:
    """List what can be said."""
    turn.tell_or_puzzle(wording.help_text(turn.language, moderates=moderates(turn)))


def unknown(turn: Turn) -> None:
    """Something that means nothing to us."""
    turn.record(done=False)
    turn.tell(turn.language.text("/help lists what you can tell me."))


def privacy(turn: Turn) -> None:
    """Say what is kept about people."""
    turn.tell_or_puzzle(wording.privacy(turn.language))


def log(turn: Turn) -> None:
    """Who did what lately, in the groups that this person administers or moderates."""
    chats = set(turn.facts.administers) | {
        group.chat_id
        for series, group in stages.all_series(turn.session)
        if group is not None and group.chat_id is not None and turn.may_plan(series, group)
    }
    known = [group for chat in sorted(chats) if (group := groups.by_chat(turn.session, chat)) is not None]
    found = acts.latest(turn.session, [group.id or 0 for group in known], LISTED)
    titles = {group.id: group.title for group in known}
    if not found:
        turn.record(done=False)
        turn.tell(escape(turn.language.text("Nothing was done yet in groups that you moderate.")))
        return
    lines = [bold(turn.language.text("Lately"))]
    for act in found:
        where = titles.get(act.group_id or 0, "")
        lines.append(escape(f"{act.at:%d.%m. %H:%M} UTC  {act.actor_name}  {_said(act.command)}  {where}".rstrip()))
    turn.tell("\n".join(lines))


def _said(command: str) -> str:
    """What was asked for: a command as it was written, of a button's data only the words ("s more 4 5m": [more 5m])."""
    if command.startswith("/"):
        return command
    words = [word for word in command.split()[1:] if not word.lstrip("-").isdecimal()]
    return f"[{' '.join(words) or command}]"


def card(turn: Turn, *, quietly: bool = False) -> None:
    """The cards of the sessions that run and that this person may steer."""
    steered = [stage for stage in stages.all_running(turn.session) if turn.may(stage)]
    for stage in steered:
        cards.deal_to(turn.session, stage, turn.request.who.id, turn.now)
    if not steered and not quietly:
        turn.tell(escape(turn.language.text("No session that you moderate runs just now.")))


def moderates(turn: Turn) -> bool:
    """Whether this person may steer or plan anything at all."""
    if turn.facts.administers or turn.is_chief:
        return True
    return any(turn.may_plan(series, group) for series, group in stages.all_series(turn.session))
