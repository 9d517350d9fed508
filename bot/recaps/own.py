"""What one person said over all sessions as a web page: one file of their own, as a proof of having taken part."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.recaps.page import environment, linked, policy, stylesheet
from bot.recaps.record import instant
from bot.rules.own import OwnSession, hours
from bot.wording import tallies
from bot.wording.characters import one_line
from bot.wording.language import Language


def own_page(name: str, sessions: Sequence[OwnSession], language: Language, now: datetime) -> str:
    """The page, made `now`; texts and names stand in it as text."""
    style = stylesheet()
    answered = [one for one in sessions if one.answers]
    return (
        environment()
        .get_template("own.html")
        .render(
            name=one_line(name),
            sessions=sessions,
            attended=len(answered),
            answers=sum(len(one.answers) for one in answered),
            hours=language.span(hours(sessions)) if hours(sessions) else "",
            now=now,
            language=language,
            say=language.text,
            plural=language.plural,
            tallies=tallies,
            one_line=one_line,
            linked=linked,
            instant=instant,
            policy=policy(style),
            style=Markup(style),  # noqa: S704  # our own file
        )
    )
