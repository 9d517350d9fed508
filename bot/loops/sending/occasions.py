"""What the posts of a session speak of, read from its rows; and the announcement, which is worded when it goes out."""

from datetime import datetime

from bot.loops.sending.calls import Action, Call
from bot.rules.lateness import Circumstances, Verdict, verdict
from bot.rules.words import PostKind, PostState, SessionState
from bot.store import coming, likeness, plans, posts, rounds, stumpers
from bot.store.database import Session
from bot.store.tables import Group, Post, Series
from bot.store.tables import Session as Row
from bot.wording import announcing as wording
from bot.wording import posts as posts_wording
from bot.wording import stumpers as puzzles
from bot.wording.html import visible_length
from bot.wording.language import Language
from bot.wording.posts import Occasion, label, when
from bot.wording.timetables import plan_ics

CAPTION = 1024
"""What a file's caption may hold (Bot API, sendDocument)."""


def occasion(session: Session, row: Row, now: datetime) -> Occasion:
    """What the posts of this session speak of; one without a date begins `now`."""
    series = session.get_one(Series, row.series_id)
    return Occasion(
        title=series.title,
        hashtag=series.hashtag,
        topic=row.topic,
        number=row.number,
        starts_at=row.starts_at or now,
        timezone=series.timezone,
        guest=row.guest,
        letters=likeness.letters(series),
        texts=series.texts,
        language=Language(series.language),
        readings=likeness.readings(row),
        again_at=rounds.again_at(row),
        anonymous=likeness.manners(series).anonymous,
        running=plans.title_number(session, series, row),
    )


def opening(session: Session, row: Row, about: Occasion) -> str:
    """The opening of a session, with the stumpers of its group that are still open."""
    series = session.get_one(Series, row.series_id)
    group = None if series.group_id is None else session.get_one(Group, series.group_id).chat_id
    asked = puzzles.resurfacing(stumpers.still_open(session, group), about.language)
    return "\n\n".join(filter(None, (posts_wording.welcome(about), asked)))


def announcement(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """The announcement of a session that is still to come, with a file for calendars.

    When it is too long for a file's caption, the file follows in a post of its own.
    """
    row = session.get_one(Row, post.session_id)
    if row.state is not SessionState.PLANNED or row.starts_at is None:
        posts.dropped(post, "the session is not to come any more")
        return None
    facts = Circumstances(ahead=row.starts_at - post.due_at, newer_due=_newer(session, post, now))
    if verdict(post.kind, now - post.due_at, facts) is Verdict.DROP:
        posts.dropped(post, f"{now - post.due_at} late")
        return None
    series = session.get_one(Series, row.series_id)
    html = wording.announcement(occasion(session, row, now), rounds.once(row), _ahead(session, post, row), now)
    document: tuple[str, str] | tuple[()] = _calendar(session, row, series, row.starts_at)
    if post.data.get("part"):
        html = when(row.starts_at, series.timezone, Language(series.language))
    elif visible_length(html) > CAPTION:
        document = ()
        _follow(session, post)
    action = Action.DOCUMENT if document else Action.SEND
    return Call(post.id or 0, post.kind, chat_id, action, html, document=document, topic_id=post.topic_id)


def _newer(session: Session, post: Post, now: datetime) -> bool:
    """Whether the same is about to be said by a later post: one announcement after a time away is enough."""
    if post.data.get("part"):
        return False
    kinds = (PostKind.ANNOUNCEMENT, PostKind.REMINDER, PostKind.WELCOME)
    pending = [one for one in posts.pending(session, post.session_id or 0) if one.kind in kinds and one.id != post.id]
    return any(post.due_at < one.due_at <= now and not one.data.get("part") for one in pending)


def _ahead(session: Session, post: Post, row: Row) -> list[str]:
    """The questions, if the announcement is to show them; spare ones stay a surprise."""
    series = session.get_one(Series, row.series_id)
    if not post.data.get("questions", likeness.manners(series).announce_questions):
        return []
    letters, asked = likeness.letters(series), plans.questions(session, row.id or 0)
    return [f"{label(letters, one.number, one.part)}. {one.text}" for one in asked if not one.spare]


def _calendar(session: Session, row: Row, series: Series, starts_at: datetime) -> tuple[str, str]:
    group = None if series.group_id is None else session.get(Group, series.group_id)
    found = coming.of(session, row, series, group, starts_at)
    return f"{series.id}-{row.number}.ics", plan_ics([found]).decode()


def _follow(session: Session, post: Post) -> None:
    follows = Post(
        key=f"{post.key}:calendar",
        kind=post.kind,
        state=PostState.DUE,
        due_at=post.due_at,
        group_id=post.group_id,
        topic_id=post.topic_id,
        session_id=post.session_id,
        data={**post.data, "part": 1},
    )
    posts.owe(session, follows)
