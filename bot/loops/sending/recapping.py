"""Composes the recap in the group: its parts as they go out, and their edits while what they say still changes."""

from datetime import datetime

from bot.loops.sending.calls import Action, Call
from bot.loops.sending.occasions import occasion
from bot.rules.words import PostKind, PostState
from bot.store import anonymous, approvals, evenings, posts, recaps, stages
from bot.store.database import Session
from bot.store.tables import Post
from bot.store.tables import Session as Row
from bot.wording.language import Language
from bot.wording.recap import recap_messages


def recap(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """A part of the recap; the first one brings the others with it. One that a moderator reads first waits."""
    session.flush()
    row = session.get_one(Row, post.session_id)
    session.refresh(row, with_for_update=True)  # a moderator may be publishing it in this moment
    stage = stages.of(session, row.id or 0)
    if stage is not None and approvals.withheld(row, stage.series):
        approvals.wait(session, post, stage, now)
        return None
    row.recap_published = True
    parts = _recap_parts(session, post, now)
    place = post.data.get("part", 0)
    if place >= len(parts):
        posts.dropped(post, "the recap has become shorter")
        return None
    if place == 0:
        _owe_recap_parts(session, post, range(1, len(parts)))
    return Call(
        post.id or 0,
        post.kind,
        chat_id,
        Action.SEND,
        parts[place],
        topic_id=post.topic_id,
        silent=place > 0,
        session_id=post.session_id,
    )


def amendment(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """Edit the first part of the recap that says something else by now; done when none does."""
    row = session.get_one(Row, post.session_id)
    published = evenings.recap_posts(session, row.id or 0)
    if row.recap_published and published and all(part.state is not PostState.TRYING for part in published):
        parts = _recap_parts(session, post, now)
        for part in published:
            place = part.data.get("part", 0)
            text = parts[place] if place < len(parts) else occasion(session, row, now).language.text("(moved up)")
            there = part.chat_id == chat_id  # when the group became a supergroup, its messages stayed behind
            if there and part.state is PostState.SENT and part.message_id is not None and part.body != text:
                post.data = {"part_post": part.id}
                return Call(post.id or 0, post.kind, chat_id, Action.EDIT, text, message_id=part.message_id)
        _owe_recap_parts(session, published[0], range(len(published), len(parts)))
    approvals.follow(session, row, now)
    evenings.amended(post, row, now)
    if post.state is PostState.SENT:
        anonymous.throw_away(row)
    return None


def _recap_parts(session: Session, post: Post, now: datetime) -> tuple[str, ...]:
    recap = recaps.recap(session, post.session_id or 0)
    edits = approvals.edits(session.get_one(Row, post.session_id))
    return recap_messages(recap, Language(recap.session.language), now=now, edits=edits)


def _owe_recap_parts(session: Session, first: Post, places: range) -> None:
    for place in places:
        part = Post(key=f"{first.key}:{place}", kind=PostKind.RECAP, due_at=first.due_at, data={"part": place})
        part.group_id, part.topic_id, part.session_id = first.group_id, first.topic_id, first.session_id
        posts.owe(session, part)
