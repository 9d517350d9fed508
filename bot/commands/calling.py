"""Where a called sprint or stumper belongs: the series that a group has for them, made at the first call."""

from bot.commands.turn import Turn
from bot.rules.words import Form
from bot.store import called, groups
from bot.store.tables import Group, Series
from bot.wording.language import Language


def series_for(turn: Turn, form: Form, title: str) -> tuple[Series, Group, Language]:
    """The series of this form, the group, and the language that it is used to, which a new one's title is in."""
    request, session = turn.request, turn.session
    group = groups.of(session, chat_id=request.chat_id)
    group.title = group.title or request.title
    like = called.like(session, request.chat_id)
    language = Language(like.language) if like is not None else turn.language
    series = called.series(session, group, request.topic_id, form, language.text(title), language.code)
    return series, group, language
