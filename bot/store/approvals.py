"""Recaps that a moderator reads first: whether one waits, what was changed in it, and its publication."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.rules.editing import Edits
from bot.rules.words import PostKind, PostState, RecapMode, SessionState
from bot.store import cards, evenings, notices, posts, stages
from bot.store.stages import Stage
from bot.store.tables import Group, Post, Series
from bot.store.tables import Session as Row

SKETCHED = "sketched"
"""Key of a session's details: when a language model was asked for a draft."""


def withheld(row: Row, series: Series) -> bool:
    """Whether what was said is for the moderators' eyes until one of them publishes it."""
    return series.recap is RecapMode.APPROVE and not row.recap_published


def edits(row: Row) -> Edits:
    """What moderators changed in this session's recap."""
    kept = row.recap_edits or {}
    left_out, first = ([(chat, message) for chat, message in kept.get(name, ())] for name in ("left_out", "first"))
    sketch = tuple(kept.get("sketch", {}).items())
    return Edits(kept.get("intro", ""), tuple(left_out), tuple(first), sketch, bool(kept.get("taken")))


def edit(session: Session, row: Row, changed: Edits, now: datetime) -> None:
    """Keep the changes; a recap that is out already is amended, and so are the drafts of one that is not."""
    row.recap_edits = {
        "intro": changed.intro,
        "left_out": list(changed.left_out),
        "first": list(changed.first),
        "sketch": dict(changed.sketch),
        "taken": changed.taken,
    }
    evenings.amend(session, row, now)


def unsketched(session: Session) -> list[int]:
    """The recaps that wait and of which no language model has been asked for a draft."""
    query = (
        select(Row)
        .join(Series, col(Series.id) == col(Row.series_id))
        .where(Row.state == SessionState.CLOSED, Series.recap == RecapMode.APPROVE, col(Row.recap_published).is_(False))
    )
    return [row.id or 0 for row in session.exec(query) if SKETCHED not in row.details]


def sketched(session: Session, session_id: int, written: Mapping[str, str], now: datetime) -> None:
    """A language model was asked: its sentences are shown in the drafts, if it gave any."""
    row = session.exec(select(Row).where(Row.id == session_id).with_for_update()).one()
    row.details = {**row.details, SKETCHED: now.isoformat()}
    if written and not row.recap_published:
        edit(session, row, replace(edits(row), sketch=tuple(written.items())), now)


def follow(session: Session, row: Row, now: datetime) -> None:
    """What was said has changed while the recap waits: the drafts that moderators have show it."""
    if row.recap_published:
        return
    mine = or_(col(Post.key).like(f"{row.id}:draft:%"), col(Post.key).like(f"reply:%:draft:{row.id}%"))
    query = select(Post).where(Post.kind == PostKind.REPLY, Post.state == PostState.SENT, mine)
    for post in session.exec(query.where(col(Post.message_id).is_not(None))):
        if post.data.get("handout") in ("draft", "desk") and post.data["session"] == row.id:
            post.data = {**post.data, "edit": post.message_id}
            post.state, post.due_at, post.not_before = PostState.DUE, now, None


def wait(session: Session, post: Post, stage: Stage, now: datetime) -> None:
    """The recap is due: its moderators get the draft. If none can be reached in private, the group is told so.

    A draft's post holds none of it; it is composed when it is sent.
    """
    post.state = PostState.HELD
    people = cards.recipients(session, stage)
    for person_id in sorted(people):
        data = {"handout": "draft", "session": stage.id, "part": 0}
        key = f"{stage.id}:draft:{person_id}"
        posts.owe(session, Post(key=key, kind=PostKind.REPLY, due_at=now, chat_id=person_id, data=data))
    if not people:
        _tell_group(session, stage, now)


def unreached(session: Session, session_id: int, now: datetime) -> None:
    """A draft could not be delivered: if no other moderator has one, the group is told that the recap waits."""
    stage = stages.of(session, session_id)
    if stage is not None and withheld(stage.row, stage.series) and not cards.recipients(session, stage):
        _tell_group(session, stage, now)


def publish(session: Session, row: Row, now: datetime) -> bool:
    """Let the recap out. False when it is out already, or the session has not ended."""
    if row.recap_published or row.state is not SessionState.CLOSED:
        return False
    row.recap_published = True
    for post in posts.pending(session, row.id or 0):
        if post.kind is PostKind.RECAP:
            post.state, post.due_at, post.not_before = PostState.DUE, now, None
    return True


def waiting(session: Session, chat_id: int | None = None) -> list[Stage]:
    """The recaps that wait to be published (in one group), the latest first."""
    query = stages.those((SessionState.CLOSED,)).where(
        Series.recap == RecapMode.APPROVE, col(Row.recap_published).is_(False)
    )
    if chat_id is not None:
        query = query.where(Group.chat_id == chat_id)
    latest_first = query.order_by(col(Row.ended_at).desc(), col(Row.id).desc())
    return stages.gathered(session, latest_first.with_for_update(of=Row))


def _tell_group(session: Session, stage: Stage, now: datetime) -> None:
    values = {"hashtag": stage.series.hashtag}
    notices.tell_group(session, stage.series, "recap_waits", values, now, once=str(stage.id))
