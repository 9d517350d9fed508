"""Telling moderators: a post to each of them who has a private chat with the bot, else one in the group."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.rules.words import PostKind
from bot.store import people, posts
from bot.store.tables import Group, Participant, Post, Series


def tell(session: Session, series: Series, key: str, values: dict[str, str], now: datetime, *, once: str = "") -> None:
    """Owe the series' moderators a notice, in private and their own language where the bot may, else in the group.

    `once` names an occasion: for each, the same people are told a thing a single time.
    """
    moderators = people.reached(session, series.moderators)
    _tell(session, series, moderators, key, values, now, once)
    if not moderators:
        tell_group(session, series, key, values, now, once=once or f"{now.timestamp():.3f}")


def unreachable(session: Session, series: Series, group: Group, why: str, now: datetime) -> None:
    """The bot may not write in a group any more: tell the moderators of a series and the group's administrators."""
    group.present, group.trouble = False, why
    told = people.reached(session, [*series.moderators, *group.admins])
    _tell(session, series, told, "unreachable", {"hashtag": series.hashtag, "error": why}, now)


def _tell(
    session: Session,
    series: Series,
    told: Iterable[Participant],
    key: str,
    values: dict[str, str],
    now: datetime,
    once: str = "",
) -> None:
    mark = once or f"{now.timestamp():.3f}"
    for person in told:
        data = {"notice": key, "values": values, "language": person.language or series.language}
        name = f"notice:{key}:{mark}:{person.id}"
        _owe(session, Post(key=name, kind=PostKind.NOTICE, due_at=now, chat_id=person.id, data=data))


def tell_group(session: Session, series: Series, key: str, values: dict[str, str], now: datetime, *, once: str) -> None:
    """Owe the group of a series a notice, a single time for each occasion that `once` names."""
    group = None if series.group_id is None else session.get(Group, series.group_id)
    if group is None or not group.present:
        return
    data = {"notice": key, "values": values, "language": series.language}
    key = f"notice:{key}:{once}:{series.id}"
    post = Post(key=key, kind=PostKind.NOTICE, due_at=now, group_id=group.id, topic_id=series.topic_id, data=data)
    _owe(session, post)


def lacking(session: Session, series: Series, group: Group, what: str, now: datetime) -> None:
    """Tell what the bot can't do in a group: once, and again only when its standing there has changed since.

    Who was told when it was added, or its rights changed, is not told again when a session begins.
    """
    check = _latest_check(session, group)
    if check is not None and what in check.key:
        reached = [person.id for person in people.reached(session, series.moderators)]
        if check.chat_id in reached or check.group_id is not None or not reached:
            return
    once = f"{group.id}:{'never' if check is None else check.id}"
    if not _knows(session, group, what, once):
        tell(session, series, what, {}, now, once=once)


def _latest_check(session: Session, group: Group) -> Post | None:
    """What was said last of the bot's standing in a group, when it was added there or its rights changed."""
    chats = [f"setup:{chat_id}:%" for chat_id in (group.chat_id, group.former_chat_id) if chat_id is not None]
    query = select(Post).where(or_(*(col(Post.key).like(chat) for chat in chats)))
    return session.exec(query.order_by(col(Post.due_at).desc(), col(Post.id).desc())).first()


def _knows(session: Session, group: Group, key: str, once: str) -> bool:
    """Whether a group was told this on this occasion, on behalf of whichever series."""
    told = col(Post.group_id) == group.id, col(Post.key).startswith(f"notice:{key}:{once}:", autoescape=True)
    return session.exec(select(Post.id).where(*told)).first() is not None


def _owe(session: Session, post: Post) -> None:
    if session.exec(select(Post.id).where(Post.key == post.key)).first() is None:
        posts.owe(session, post)
