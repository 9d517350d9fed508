"""Composes what is handed out in private: a recap's draft with its buttons, and what people take home (`keepsakes`).

A post of these names what it shows and holds none of it: it is read from the tables when it is sent, so that nothing
which was withdrawn or erased meanwhile is sent, and no second copy of what people said is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from bot.loops.sending import keepsakes, riddles
from bot.loops.sending.calls import Action, Button, Call
from bot.rules.words import PostKind, PostState, SessionState
from bot.store import anonymous, approvals, introductions, likeness, people, posts, recaps, stages
from bot.store.database import Session
from bot.store.stages import Stage
from bot.store.tables import Post, Question
from bot.wording import anonymous as relaying
from bot.wording import approval as wording
from bot.wording import introductions as meeting
from bot.wording.language import Language
from bot.wording.latecomers import reminder
from bot.wording.posts import label
from bot.wording.recap import recap_messages


@dataclass(frozen=True, slots=True)
class Handout:
    """What is handed out, and about which session."""

    session: Session
    post: Post
    stage: Stage
    language: Language
    now: datetime


def compose(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """The call that hands it out; None when there is nothing to hand out any more."""
    person = people.known(session, chat_id)
    spoken = "" if person is None else person.language
    keepsake = keepsakes.COMPOSERS.get(post.data["handout"])
    if keepsake is not None:
        return keepsake(session, post, Language(spoken or "en"), now)
    stage = stages.of(session, post.data["session"])
    if stage is None:
        posts.dropped(post, "the session is gone")
        return None
    if riddles.concerns(post):
        return riddles.compose(riddles.Told(session, post, stage, chat_id, now))
    handout = Handout(session, post, stage, Language(spoken or stage.series.language), now)
    return _COMPOSERS[post.data["handout"]](handout)


def _draft(handout: Handout) -> Call | None:
    """A part of the recap as it would go out; the first one brings the others and the buttons with it.

    It follows what changes while the recap waits. To tell whether it has to, a mark of it is kept, not what it says.
    """
    post, stage = handout.post, handout.stage
    recap = recaps.recap(handout.session, stage.id)
    edits = approvals.edits(stage.row)
    parts = recap_messages(recap, Language(recap.session.language), now=handout.now, edits=edits, draft=True)
    place, changed = post.data["part"], "edit" in post.data
    if place >= len(parts) and not changed:
        posts.dropped(post, "the draft has become shorter")
        return None
    text = parts[place] if place < len(parts) else handout.language.text("(moved up)")
    if place == 0:
        data = {"handout": "draft", "session": stage.id}
        for part in range(1, len(parts)):
            if not changed or posts.known(handout.session, f"{post.key}:{part}") is None:
                _also(handout, str(part), {**data, "part": part})
        if not changed:
            _also(handout, "desk", {"handout": "desk", "session": stage.id})
    return _follow(post, _call(post, text))


def _follow(post: Post, call: Call) -> Call | None:
    """The call, unless it would change nothing."""
    body = blake2b(f"{call.text}\0{call.buttons}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    if "edit" in post.data and body == post.body:
        post.state = PostState.SENT
        return None
    return replace(call, body=body)


def _desk(handout: Handout) -> Call | None:
    """What stands below the draft, with its buttons."""
    stage = handout.stage
    about = wording.Desk(stage.id, stage.name, stage.row.recap_published, approvals.edits(stage.row))
    rows = wording.desk_buttons(about, handout.language)
    return _follow(handout.post, _call(handout.post, wording.desk(about, handout.language), rows))


def _list(handout: Handout) -> Call:
    """The answers to leave out or to move up, as buttons."""
    stage, verb = handout.stage, handout.post.data["handout"]
    recap, edits = recaps.recap(handout.session, stage.id), approvals.edits(stage.row)
    rows = wording.list_buttons(verb, recap, edits, handout.language)
    return _call(handout.post, wording.list_text(verb, handout.language), rows)


def _remind(handout: Handout) -> Call | None:
    """A reminder that this person asked for; nothing when the session was moved, cancelled or begun meanwhile."""
    post, row, series = handout.post, handout.stage.row, handout.stage.series
    starts_at = row.starts_at
    if row.state is not SessionState.PLANNED or starts_at is None or post.data["starts"] != starts_at.isoformat():
        posts.dropped(post, "the session does not begin then")
        return None
    left = starts_at - handout.now
    if left <= timedelta(0):
        posts.dropped(post, "too late")
        return None
    topic = row.topic or series.title
    return _call(post, reminder(series.hashtag, topic, starts_at, series.timezone, left, handout.language))


def _anonymous(handout: Handout) -> Call | None:
    """An answer without a name that waits for a moderator's nod; nothing when one has dealt with it."""
    post, stage, token = handout.post, handout.stage, handout.post.data["token"]
    handed = anonymous.waiting(stage.row, token)
    if handed is None:
        posts.dropped(post, "a moderator has dealt with it")
        return None
    question, letters = handout.session.get_one(Question, handed.question_id), likeness.letters(stage.series)
    named = label(letters, question.number, question.part)
    say = handout.language.text
    html = relaying.for_moderators(stage.series.hashtag, named, question.text, handed.text, handout.language)
    rows = [[(say("Post it"), f"a:{stage.id}:{token}:yes"), (say("Decline"), f"a:{stage.id}:{token}:no")]]
    return _call(post, html, rows)


def _introduce(handout: Handout) -> Call | None:
    """Whether this person would like to be introduced to somebody; nothing when the other one said no meanwhile."""
    post, stage, place = handout.post, handout.stage, handout.post.data["place"]
    asked = introductions.asked(stage.row, place, post.chat_id or 0)
    if asked is None or asked.get("closed"):
        posts.dropped(post, "there is nothing to decide any more")
        return None
    topic = stage.row.topic or stage.series.title
    html = meeting.question(stage.series.hashtag, topic, asked["words"], handout.language)
    return _call(post, html, meeting.buttons(stage.id, place, handout.language))


def _introduced(handout: Handout) -> Call | None:
    """Both said yes: who the other one is."""
    post, stage = handout.post, handout.stage
    asked = introductions.asked(stage.row, post.data["place"], post.chat_id or 0)
    others = [] if asked is None else [one for one in asked["people"] if one != post.chat_id]
    other = people.known(handout.session, others[0]) if others else None
    if asked is None or other is None:
        posts.dropped(post, "the other one is gone")
        return None
    html = meeting.introduced(other.name, other.username, other.id, asked["words"], handout.language)
    return _call(post, html)


def _also(handout: Handout, name: str, data: dict[str, Any]) -> None:
    """Owe what follows."""
    post = handout.post
    follows = Post(key=f"{post.key}:{name}", kind=PostKind.REPLY, due_at=post.due_at, chat_id=post.chat_id, data=data)
    posts.owe(handout.session, follows)


def _call(post: Post, html: str, buttons: wording.Buttons | None = None) -> Call:
    changed = post.data.get("edit")
    action = Action.SEND if changed is None else Action.EDIT
    rows = tuple(tuple(Button(*button) for button in row) for row in buttons or ())
    return Call(
        post.id or 0,
        post.kind,
        post.chat_id or 0,
        action,
        html,
        message_id=changed,
        buttons=rows,
        silent=bool(post.data.get("part")),
    )


_COMPOSERS: dict[str, Callable[[Handout], Call | None]] = {
    "draft": _draft,
    "desk": _desk,
    "out": _list,
    "up": _list,
    "remind": _remind,
    "anonymous": _anonymous,
    "introduce": _introduce,
    "introduced": _introduced,
}
