"""Private reminders: a session's roll is called before it begins, and whoever wished for it is told."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import reminding as rules
from bot.rules.words import PostKind, PostState, SessionState
from bot.store import posts, wishes
from bot.store.tables import Post, Series
from bot.store.tables import Session as Row


def owe(session: Session, series: Series, row: Row, now: datetime) -> None:
    """Owe the calling of the roll of a session that is planned; it moves and goes with the session's other posts."""
    due = None if row.starts_at is None else rules.due(row.starts_at, now)
    if due is None or row.starts_at is None:
        return
    key = f"{row.id}:roll:{row.starts_at:%Y%m%d%H%M%S}"
    if posts.known(session, key) is None:
        roll = Post(key=key, kind=PostKind.ROLL, due_at=due, group_id=series.group_id, session_id=row.id)
        posts.owe(session, roll)


def call(session: Session, post: Post, now: datetime) -> None:
    """Owe a private reminder to everybody who wished for one; a wish for one alone is fulfilled."""
    row = session.get_one(Row, post.session_id)
    post.state = PostState.SENT
    if row.state is not SessionState.PLANNED or row.starts_at is None or row.starts_at <= now:
        return
    for person_id, series in wishes.wishing(session, wishes.REMIND).items():
        if row.series_id not in series:
            continue
        tell(session, row, person_id, now)
        if series[row.series_id] == wishes.ONCE:
            wishes.remind(session, person_id, row.series_id, "")


def tell(session: Session, row: Row, person_id: int, due: datetime) -> None:
    """Owe one person the reminder of this session."""
    starts = "" if row.starts_at is None else row.starts_at.isoformat()
    key = f"{row.id}:remind:{person_id}:{starts}"
    if posts.known(session, key) is None:
        data = {"handout": "remind", "session": row.id, "starts": starts}
        posts.owe(session, Post(key=key, kind=PostKind.REPLY, due_at=due, chat_id=person_id, data=data))
