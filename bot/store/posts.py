"""The posts that are owed: which are due, which is being tried, what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select, update

from bot.rules.retries import again_when_doubtful, doubt
from bot.rules.words import PostKind, PostState
from bot.store.tables import Group, Post, Question
from bot.store.tables import Session as Row


@dataclass(frozen=True, slots=True)
class Owed:
    """A due post, as far as the sender needs it to choose the next one."""

    id: int
    kind: PostKind
    due_at: datetime
    chat_id: int
    session_id: int | None


ROUND = "round"
"""1 or 2 in the data of a post of a session that has two rounds."""
SECRET, WIPED = "secret", "wiped"
"""What the keys of posts begin with that are wiped once they are out, and what they begin with afterwards."""
_chat = func.coalesce(Group.chat_id, Post.chat_id)
_at = func.coalesce(Post.not_before, Post.due_at)
_sendable = or_(
    and_(col(Post.group_id).is_(None), col(Post.chat_id).is_not(None)),
    and_(col(Group.present), col(Group.chat_id).is_not(None)),
    # The end of a session comes even where it can't be told any more.
    and_(col(Post.kind) == PostKind.CLOSING, col(Group.chat_id).is_not(None)),
)


def earliest(session: Session, beyond: datetime) -> datetime | None:
    """When to look again for what is due, after `beyond`; None when nothing is owed.

    Each half walks the index on (state, due_at) no further than it must: thousands of posts may be planned.
    """
    owed = select(Post.due_at).join(Group, isouter=True).where(Post.state == PostState.DUE, _sendable)
    planned = session.exec(owed.where(col(Post.due_at) > beyond).order_by(col(Post.due_at)).limit(1)).first()
    delayed = session.exec(
        select(func.min(Post.not_before))
        .select_from(Post)
        .join(Group, isouter=True)
        .where(Post.state == PostState.DUE, col(Post.due_at) <= beyond, col(Post.not_before) > beyond, _sendable)
    ).one()
    return min((at for at in (planned, delayed) if at is not None), default=None)


def due(session: Session, now: datetime, limit: int) -> list[Owed]:
    """The posts that may be tried now, in the order of their times; at most `limit`."""
    query = (
        columns(col(Post.id), col(Post.kind), col(Post.due_at), _chat, col(Post.session_id))
        .select_from(Post)
        .join(Group, isouter=True)
        .where(col(Post.state) == PostState.DUE, col(Post.due_at) <= now, _at <= now, _sendable)
        .order_by(col(Post.due_at), col(Post.id))
        .limit(limit)
    )
    rows = session.connection().execute(query)
    return [Owed(row[0] or 0, row[1], row[2], row[3], row[4]) for row in rows]


def take(session: Session, post_id: int) -> Post | None:
    """The post, if it is still owed and nobody else is at it."""
    query = select(Post).where(Post.id == post_id, Post.state == PostState.DUE).with_for_update(skip_locked=True)
    return session.exec(query).first()


def trying(post: Post, now: datetime) -> None:
    """Write the try down, before it is made."""
    post.state, post.tried_at, post.not_before = PostState.TRYING, now, None
    post.tries += 1


def sent(session: Session, post_id: int, now: datetime, *, chat_id: int, message_id: int | None, body: str) -> Post:
    """The call was answered: the post is out. (It may have been asked for again meanwhile; then it stays due.)"""
    post = session.get_one(Post, post_id)
    if post.state is PostState.TRYING or (post.state is PostState.DUE and post.doubts):
        post.state, post.not_before = PostState.SENT, None
    post.sent_at, post.chat_id, post.error, post.doubts = now, chat_id, "", 0
    if message_id is not None:
        post.message_id = message_id
    if body:
        post.body = body
    if post.kind is PostKind.QUESTION and post.question_id is not None:
        question = session.get_one(Question, post.question_id)
        if not is_second(post) or question.message_id is None:
            question.chat_id, question.message_id = chat_id, message_id
    if post.kind is PostKind.CLOSING and post.session_id is not None and not is_first(post):
        session.get_one(Row, post.session_id).closing_message_id = message_id
    return post


def surely_not_sent(session: Session, post_id: int, error: str, tried_at: datetime, not_before: datetime) -> None:
    """The try failed before anything could have been posted: it is owed as before."""
    post = session.get_one(Post, post_id)
    post.error = error
    if _is_open(post, tried_at):
        post.state, post.not_before = PostState.DUE, not_before
        _take_back(session, post)


def perhaps_sent(
    session: Session, post_id: int, error: str, tried_at: datetime, not_before: datetime, weight: int
) -> bool:
    """Nobody knows whether the try succeeded. True when it is made again."""
    post = session.get_one(Post, post_id)
    post.error = error
    if not _is_open(post, tried_at):
        return True
    post.doubts += weight
    again = again_when_doubtful(post.kind, post.doubts)
    post.state = PostState.DUE if again else PostState.SENT
    post.not_before = not_before if again else None
    if not again:
        wipe(post)
    return again


def hold(session: Session, post: Post, until: datetime) -> None:
    """Leave a chat that answered 429 alone until then, whatever else it is owed; also after a restart."""
    due = and_(col(Post.state) == PostState.DUE, col(Post.due_at) < until)
    session.exec(update(Post).where(_beside(post), due).values(not_before=until))


def give_up(session: Session, post: Post, kinds: Collection[PostKind], why: str) -> None:
    """Let go of all posts of these kinds that wait for the same chat to bear them, as `hold` left them."""
    session.flush()
    waiting = and_(col(Post.state) == PostState.DUE, col(Post.not_before) == post.not_before)
    gone = update(Post).where(_beside(post), waiting, col(Post.kind).in_(kinds))
    session.exec(gone.values(state=PostState.DROPPED, error=why))


def _beside(post: Post) -> ColumnElement[bool]:
    """What goes to the same chat as this post."""
    if post.group_id is None:
        return col(Post.chat_id) == post.chat_id
    return col(Post.group_id) == post.group_id


def failed(session: Session, post_id: int, error: str) -> None:
    """Telegram refused this post for good."""
    post = session.get_one(Post, post_id)
    post.state, post.error = PostState.FAILED, error
    _take_back(session, post)
    wipe(post)


def dropped(post: Post, why: str) -> None:
    """The post has lost its point and won't go out."""
    post.state, post.error = PostState.DROPPED, why


def unfinished(session: Session, now: datetime, but: Collection[int] = ()) -> list[str]:
    """Settle the tries that nobody is at any more, as tries of which nobody knows the outcome; the posts' keys."""
    found = session.exec(select(Post).where(Post.state == PostState.TRYING, col(Post.id).not_in(but))).all()
    for post in found:
        why = "the bot stopped in the middle of this try"
        perhaps_sent(session, post.id or 0, why, post.tried_at or now, now, doubt(silent=False))
    return [post.key for post in found]


def described(session: Session, post_id: int) -> dict[str, object]:
    """A post as the log names it: its key, its session, its group's chat."""
    post = session.get_one(Post, post_id)
    row = None if post.session_id is None else session.get_one(Row, post.session_id)
    group = None if post.group_id is None else session.get_one(Group, post.group_id)
    chat_id = post.chat_id if group is None else group.chat_id
    chat_id = 0 if is_secret(post) else chat_id
    return {"post": post.key, "session": "" if row is None else f"{row.series_id}/{row.number}", "group": chat_id}


def counted(session: Session, now: datetime) -> tuple[dict[PostState, int], int]:
    """How many posts there are in each state, and how many are due now."""
    found = session.exec(select(Post.state, func.count()).group_by(Post.state))
    states = {PostState(state): count for state, count in found}
    query = select(func.count()).select_from(Post).join(Group, isouter=True)
    depth = session.exec(query.where(Post.state == PostState.DUE, col(Post.due_at) <= now, _sendable)).one()
    return states, depth


def pending(session: Session, session_id: int) -> list[Post]:
    """What a session still owes, in order."""
    states = (PostState.DUE, PostState.HELD)
    query = select(Post).where(Post.session_id == session_id, col(Post.state).in_(states))
    return list(session.exec(query.order_by(col(Post.due_at), col(Post.id))))


def is_first(post: Post) -> bool:
    """Whether a post is of the first of two rounds."""
    return bool(post.data.get(ROUND) == 1)


def is_second(post: Post) -> bool:
    """Whether a post is of the second round; its question stands where the first round asked it."""
    return bool(post.data.get(ROUND) == 2)


def owe(session: Session, post: Post) -> Post:
    """Owe a post; if one with its key is there already, that one is asked for again at the earlier of both times."""
    there = session.exec(select(Post).where(Post.key == post.key)).first()
    if there is None:
        session.add(post)
        session.flush()
        return post
    if there.state is PostState.DUE:
        there.due_at = min(there.due_at, post.due_at)
    else:
        there.due_at = post.due_at
    there.state, there.not_before, there.data = PostState.DUE, None, post.data
    return there


def is_secret(post: Post) -> bool:
    """Whether nothing may tell whom a post was for, neither its row once it is out nor the log."""
    return post.key.startswith((f"{SECRET}:", f"{WIPED}:"))


def wipe(post: Post) -> None:
    """Leave nothing of a secret post but that there was one, and of another reply not what it said."""
    if is_secret(post):
        post.key, post.data, post.chat_id, post.message_id, post.body = f"{WIPED}:{post.id}", {}, None, None, ""
    elif post.kind is PostKind.REPLY:  # it may quote people; nobody needs it again
        post.data = {name: value for name, value in post.data.items() if name not in ("html", "document")}


def known(session: Session, key: str) -> Post | None:
    """The post that is (or was) owed under this key."""
    return session.exec(select(Post).where(Post.key == key)).first()


def has_told(session: Session, session_id: int) -> bool:
    """Whether its group has been reminded of this coming session, or had it announced."""
    ahead = (PostKind.REMINDER, PostKind.ANNOUNCEMENT)
    query = select(Post.id).where(
        Post.session_id == session_id, Post.state == PostState.SENT, col(Post.kind).in_(ahead)
    )
    return session.exec(query.limit(1)).first() is not None


def back(session: Session, group_id: int) -> None:
    """The bot may write in the group again: what was put off is due."""
    session.exec(
        update(Post)
        .where(col(Post.group_id) == group_id, col(Post.state) == PostState.DUE)
        .values(not_before=None, tries=0)
    )


def _is_open(post: Post, tried_at: datetime) -> bool:
    """Whether this try is the post's latest and not settled yet; another leader may have made one since."""
    return post.state is PostState.TRYING and post.tried_at == tried_at


def _take_back(session: Session, post: Post) -> None:
    """A question whose first try surely failed has not been asked."""
    if post.kind is PostKind.QUESTION and post.question_id is not None and not post.doubts:
        question = session.get_one(Question, post.question_id)
        if not is_second(post) or question.posted_at == post.tried_at:
            question.posted_at = None
