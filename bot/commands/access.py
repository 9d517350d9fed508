"""Which series somebody means, and whether it is theirs to look back on."""

from bot.commands.turn import Turn
from bot.store import people, stages
from bot.store.tables import Group, Series

Hosted = tuple[Series, Group | None]


def named(turn: Turn, name: str) -> list[Hosted]:
    """The series of this id, else those of this hashtag."""
    wanted = name.lstrip("#").lower()
    found = stages.all_series(turn.session)
    by_id = [pair for pair in found if pair[0].id.lower() == wanted]
    return by_id or [pair for pair in found if pair[0].hashtag.lstrip("#").lower() == wanted]


def meant(turn: Turn, name: str = "") -> list[Hosted]:
    """The series that is named; without a name those hosted here, or in private those this person may see."""
    if name:
        return named(turn, name)
    found = stages.all_series(turn.session)
    if turn.request.private:
        return [(series, group) for series, group in found if may_see(turn, series, group)]
    here = [pair for pair in found if pair[1] is not None and pair[1].chat_id == turn.request.chat_id]
    return [pair for pair in here if pair[0].topic_id == turn.request.topic_id] or here


def may_see(turn: Turn, series: Series, group: Group | None) -> bool:
    """Whether a series is this person's to look back on: asked for in its group, by its moderators or who took part."""
    request = turn.request
    here = group is not None and not request.private and group.chat_id == request.chat_id
    return here or turn.may_plan(series, group) or people.took_part(turn.session, request.who.id, series.id)
