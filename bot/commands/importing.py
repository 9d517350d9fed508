"""A question file sent to the bot in private is taken in, within the transaction."""

from dataclasses import replace

from bot.commands.attachments import Import
from bot.commands.turn import Turn
from bot.store import planning, plans
from bot.store.tables import Group, Series
from bot.wording import planning as wording

BY_CHAT = "chat:"
"""What the digest of a series begins with that was taken in from the chat."""


def take_in(turn: Turn, given: Import) -> None:
    """Make the series what the file says, if this person may plan it; a new one is theirs."""
    plan = given.plan
    if plan is None:
        turn.record(done=False)
        turn.tell(wording.saying("bad_file", turn.language, problems=given.problems))
        return
    series = turn.session.get(Series, plan.id)
    group = None if series is None or series.group_id is None else turn.session.get(Group, series.group_id)
    if series is not None and not turn.may_plan(series, group):
        turn.record(done=False)
        turn.tell(wording.saying("not_yours", turn.language, name=plan.id))
        return
    if series is not None and series.digest and not series.digest.startswith(BY_CHAT):
        turn.record(done=False)
        turn.tell(wording.saying("on_server", turn.language, name=plan.id))
        return
    home = plan.chat_id is not None and turn.may_host(plan.chat_id)
    if not home:
        plan = replace(plan, chat_id=None, username="", topic_id=None)
    if series is None:
        plan = replace(plan, moderators=(*plan.moderators, turn.request.who.id))
    else:
        planning.adopt(turn.session, series)
    plans.take_in(turn.session, plan, f"{BY_CHAT}{turn.request.key}", turn.now)
    turn.record(done=True, group=group)
    sessions = turn.language.plural("{count} session", "{count} sessions", len(plan.sessions))
    turn.tell(wording.saying("taken_in", turn.language, name=plan.id, sessions=sessions))
