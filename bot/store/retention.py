"""How long a series keeps people's words and names ([manners] keep): when they are to be erased, and how."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, or_, select, update

from bot.rules.words import PostKind, PostState, SessionState
from bot.store import acts, likeness, posts, tidings
from bot.store.people import NOBODY
from bot.store.tables import (
    Act,
    Attendance,
    DeadLetter,
    Message,
    Participant,
    Post,
    Question,
    Reaction,
    Series,
    Vote,
    same_message,
)
from bot.store.tables import Session as Row

ERASED = "erased"
"""Key of a session's details: when its words and names were erased."""
NO_CHAT = 0
"""The chat of a post that goes nowhere: it is due where the bot is no longer welcome, too."""
OLD = timedelta(days=2)
"""Private answers older than that go with the words that they may repeat; no command is delivered again by then."""


def owe(session: Session, row: Row, series: Series) -> None:
    """Owe the erasure of a session that has ended, if its series keeps words for a time only."""
    due = _due(row, series)
    if due is not None and ERASED not in row.details:
        post = Post(key=f"{row.id}:erasure", kind=PostKind.ERASURE, due_at=due, chat_id=NO_CHAT, session_id=row.id)
        posts.owe(session, post)


def owe_all(session: Session, series: Series) -> None:
    """The series has new manners: owe what they say of its sessions that have ended."""
    ended = select(Row).where(Row.series_id == series.id, Row.state == SessionState.CLOSED)
    for row in session.exec(ended) if likeness.manners(series).keep is not None else ():
        owe(session, row, series)


def come(session: Session, post: Post, row: Row, now: datetime) -> bool:
    """The time of an erasure has come, as it was planned; whether that is still so. If not, it is planned anew."""
    due = _due(row, session.get_one(Series, row.series_id))
    if due is None:
        posts.dropped(post, "the series keeps words for good by now")
    elif due > now:
        post.due_at = due
    else:
        post.state = PostState.SENT
        return True
    return False


def erase(session: Session, row: Row, now: datetime) -> None:
    """Erase the words of a session, and the names of those of whom nothing else is kept.

    Who answered which question stays as a bare id, so that all numbers stay true.
    """
    here = col(Message.session_id) == row.id
    polls = select(Question.poll_id).where(Question.session_id == row.id, col(Question.poll_id).is_not(None))
    spoke = set(session.exec(select(Attendance.participant_id).where(Attendance.session_id == row.id)))
    spoke |= set(session.exec(select(Vote.participant_id).where(col(Vote.poll_id).in_(polls))))
    session.exec(update(Message).where(here).values(text="", media=""))
    session.exec(delete(Reaction).where(exists().where(here, same_message(Reaction))))
    acts.forget(session, col(Act.session_id) == row.id)
    session.exec(update(Post).where(col(Post.session_id) == row.id).values(body=""))
    tidings.say_anew(session, row.id or 0, now)
    private = (col(Post.kind) == PostKind.REPLY, col(Post.state) != PostState.DUE, col(Post.due_at) < now - OLD)
    follows = col(Post.key).contains(tidings.TOLD)  # it holds no words, and is needed when some are taken back
    session.exec(delete(Post).where(*private, ~follows))
    if row.started_at is not None and row.late_until is not None:
        session.exec(delete(DeadLetter).where(col(DeadLetter.at).between(row.started_at, row.late_until)))
    elsewhere = select(Attendance.session_id).where(col(Attendance.participant_id).in_(spoke))
    else_said = select(Message.participant_id).where(
        col(Message.session_id).in_(elsewhere), or_(col(Message.text) != "", col(Message.media) != "")
    )
    unknown = select(Participant).where(
        col(Participant.id).in_(spoke), ~col(Participant.private), col(Participant.id).not_in(else_said)
    )
    for person in session.exec(unknown):
        if not person.wishes:
            person.name, person.username, person.language = NOBODY, "", ""
    row.recap_edits, row.cohosts = {}, []
    row.details = {**row.details, ERASED: now.isoformat()}
    session.flush()


def _due(row: Row, series: Series) -> datetime | None:
    keep = likeness.manners(series).keep
    if keep is None or row.ended_at is None:
        return None
    return max(row.ended_at + keep, row.late_until or row.ended_at)
