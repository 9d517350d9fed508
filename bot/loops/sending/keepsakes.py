"""Composes what people take home: the record of a session, its chart, how a series has gone, their own words.

As with all handouts, a post of these holds none of it: it is read from the tables when it is sent.
"""

from collections.abc import Callable
from datetime import datetime

from bot.loops.sending.calls import Action, Call
from bot.rules.own import by_session
from bot.rules.words import RECORDS
from bot.store import growth, own, people, posts, recaps, stages
from bot.store.database import Session
from bot.store.stages import Stage
from bot.store.tables import Post
from bot.wording.language import Language
from bot.wording.organising import record_caption, too_large, who_is_not_here
from bot.wording.participation import own_caption

MOST_BYTES = 50_000_000
"""What a bot may send as a file (Bot API, sendDocument: 50 MB)."""

# What makes pages and pictures takes a tenth of a second to import, which a bot that starts need not wait for.


def _record(session: Session, post: Post, language: Language, _now: datetime) -> Call | None:
    """The whole record of a session as a file."""
    from bot.recaps import render

    stage = _stage(session, post)
    if stage is None:
        return None
    form = post.data["format"]
    text = render(recaps.recap(session, stage.id), form)
    if len(text.encode()) > MOST_BYTES:
        return _call(post, too_large(stage.name, language))
    name = f"{stage.name.replace('/', '-')}.{RECORDS[form]}"
    return _call(post, record_caption(stage.name, stage.row.topic, language), document=(name, text))


def _chart(session: Session, post: Post, language: Language, _now: datetime) -> Call | None:
    """The chart of a session as a picture."""
    from bot.recaps.pictures import recap_caption, recap_picture

    stage = _stage(session, post)
    if stage is None:
        return None
    recap = recaps.recap(session, stage.id)
    if not recap.questions:
        posts.dropped(post, "nothing to draw")
        return None
    return _call(post, recap_caption(recap, language), photo=recap_picture(recap))


def _growth(session: Session, post: Post, language: Language, _now: datetime) -> Call | None:
    """How a series has gone as a picture."""
    from bot.recaps.pictures import growth_caption, growth_picture

    sessions = growth.grown(session, post.data["series"]).sessions
    if not sessions:
        posts.dropped(post, "nothing to draw")
        return None
    return _call(post, growth_caption(sessions, language), photo=growth_picture(sessions))


def _mine(session: Session, post: Post, language: Language, now: datetime) -> Call | None:
    """Everything that somebody said, as a page of their own."""
    from bot.recaps.own import own_page

    person = people.known(session, post.chat_id or 0)
    said = by_session(own.words(session, post.chat_id or 0))
    if person is None or not said:
        posts.dropped(post, "nothing is kept any more")
        return None
    page = own_page(person.name, said, language, now)
    if len(page.encode()) > MOST_BYTES:
        posts.dropped(post, "larger than Telegram takes")
        return None
    return _call(post, own_caption(language), document=("my-answers.html", page))


def _quiet(session: Session, post: Post, language: Language, _now: datetime) -> Call:
    """Who came to a series and has gone quiet; for its moderators alone."""
    found = [(person.name, quiet) for person, quiet in growth.quiet(session, post.data["series"])]
    return _call(post, who_is_not_here(found, language))


def _stage(session: Session, post: Post) -> Stage | None:
    stage = stages.of(session, post.data["session"])
    if stage is None:
        posts.dropped(post, "the session is gone")
    return stage


def _call(post: Post, html: str, *, document: tuple[str, str] | tuple[()] = (), photo: bytes = b"") -> Call:
    action = Action.DOCUMENT if document else Action.PHOTO if photo else Action.SEND
    return Call(post.id or 0, post.kind, post.chat_id or 0, action, html, document=document, photo=photo)


COMPOSERS: dict[str, Callable[[Session, Post, Language, datetime], Call | None]] = {
    "record": _record,
    "chart": _chart,
    "growth": _growth,
    "mine": _mine,
    "quiet": _quiet,
}
"""By the name of the handout."""
