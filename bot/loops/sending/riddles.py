"""Composes what is said of a stumper beside asking it: a try for its asker, the news, the post that asked, solved.

As with all handouts, a post of these holds none of it; what is out already is put in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.loops.sending import forms
from bot.loops.sending.calls import Action, Button, Call
from bot.loops.sending.occasions import occasion
from bot.store import filing, people, posts, stumpers
from bot.store.database import Session
from bot.store.stages import Stage
from bot.store.tables import Post
from bot.store.tidings import SOLVED
from bot.wording import stumpers as wording
from bot.wording.language import Language


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a stumper, and in which chat."""

    session: Session
    post: Post
    stage: Stage
    chat_id: int
    now: datetime


def compose(told: Told) -> Call | None:
    """The call that tells it; None when there is nothing to tell there any more."""
    return _COMPOSERS[told.post.data["handout"]](told)


def concerns(post: Post) -> bool:
    """Whether this handout is about a stumper."""
    return post.data["handout"] in _COMPOSERS


def _tried(told: Told) -> Call | None:
    """A try, for whoever asked; in place without its words, when it was taken back."""
    session, post, key = told.session, told.post, told.post.data["message"]
    said, asker = filing.found(session, (key[0], key[1])), people.known(session, told.chat_id)
    language = Language((asker.language if asker is not None else "") or told.stage.series.language)
    if post.message_id is None and (said is None or not (said.text or said.media)):
        posts.dropped(post, "it was taken back")
        return None
    name = "" if said is None else stumpers.name(session, said.participant_id)
    link = "" if said is None else stumpers.link(told.stage.group, said)
    html = wording.tried(name, "" if said is None else said.text, link, language)
    button = Button(wording.that_is_it(language), f"t:solved:{told.stage.id}:{key[1]}:{key[0]}")
    return _call(told, html, post.message_id, () if said is None else ((button,),))


def _solved(told: Told) -> Call | None:
    """The news that it is solved."""
    post, stage = told.post, told.stage
    if post.message_id is not None and post.chat_id != told.chat_id:  # its id is another message's there
        posts.dropped(post, "the group became a supergroup and left it behind")
        return None
    url = stumpers.link(stage.group, stumpers.question(told.session, stage.row))
    found = stumpers.told(told.session, stage, post.data[SOLVED])
    return _call(told, wording.solved(stage.row.number, url, found, Language(stage.series.language)), post.message_id)


def _asked(told: Told) -> Call | None:
    """The post that asked, as it stands by now."""
    row, asked = told.stage.row, stumpers.question(told.session, told.stage.row)
    if asked.message_id is None or asked.chat_id != told.chat_id:
        posts.dropped(told.post, "the post that asked is not there")
        return None
    html = forms.stumper(told.session, row, occasion(told.session, row, told.now))
    return _call(told, html, asked.message_id)


def _call(told: Told, html: str, message_id: int | None, buttons: tuple[tuple[Button, ...], ...] = ()) -> Call:
    post, action = told.post, Action.SEND if message_id is None else Action.EDIT
    silent = post.group_id is not None
    return Call(
        post.id or 0,
        post.kind,
        told.chat_id,
        action,
        html,
        message_id=message_id,
        buttons=buttons,
        topic_id=post.topic_id,
        silent=silent,
    )


_COMPOSERS: dict[str, Callable[[Told], Call | None]] = {"tried": _tried, "solved": _solved, "asked": _asked}
