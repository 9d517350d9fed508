"""The groups that host series, and what the bot knows of them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select, update

from bot.store.tables import Act, Group, Post, Series


def by_chat(session: Session, chat_id: int) -> Group | None:
    """The group with this chat id, if the bot knows it."""
    return session.exec(select(Group).where(Group.chat_id == chat_id)).first()


def by_name(session: Session, username: str) -> Group | None:
    """The group with this public name, if the bot knows it; upper and lower case are the same."""
    if not username:
        return None
    return session.exec(select(Group).where(Group.username == username.lower())).first()


def of(session: Session, *, chat_id: int | None = None, username: str = "") -> Group:
    """The group with this chat id (or that had it before it became a supergroup) or public name; else a new one."""
    if chat_id is None:
        group = by_name(session, username)
    else:
        former = select(Group).where(Group.former_chat_id == chat_id)
        group = by_chat(session, chat_id) or session.exec(former).first()
    if group is None:
        group = Group(chat_id=chat_id, username=username or None)
        session.add(group)
        session.flush()
    return group


def administered(session: Session, chat_ids: Iterable[int], person_id: int) -> None:
    """Write down whom Telegram just called an administrator of these chats, so that they are known in private, too."""
    for chat_id in chat_ids:
        group = by_chat(session, chat_id)
        if group is not None and person_id not in group.admins:
            group.admins = [*group.admins, person_id]


def nameless(session: Session) -> list[Group]:
    """Groups of which only the public name is known, so that Telegram must be asked for the id."""
    return list(session.exec(select(Group).where(col(Group.chat_id).is_(None))))


def identified(session: Session, group_id: int, chat_id: int, title: str) -> None:
    """Write down the chat id that a public name stands for; if that chat is known already, the two become one."""
    group = session.get_one(Group, group_id)
    twin = by_chat(session, chat_id)
    if twin is None:
        group.chat_id, group.title = chat_id, title
        return
    username, group.username = group.username, None
    session.flush()
    twin.username = username
    _merge(session, group, twin)


def moved(session: Session, old: int, new: int) -> bool:
    """The group became a supergroup: it goes on under its new chat id. Either notice may come first, or twice.

    True when that was news.
    """
    group = by_chat(session, old)
    if group is None:
        return False
    twin = by_chat(session, new)
    if twin is not None:
        _merge(session, twin, group)
    group.chat_id, group.former_chat_id, group.type, group.present = new, old, "supergroup", True
    return True


def _merge(session: Session, double: Group, group: Group) -> None:
    """Two rows turned out to be one group: what hangs on `double` hangs on `group` from now on."""
    for table in (Series, Post, Act):
        session.exec(update(table).where(col(table.group_id) == double.id).values(group_id=group.id))
    session.delete(double)
    session.flush()
