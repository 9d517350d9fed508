"""Turns a due post into the call that makes it, or lets it go: read the rows, ask the rules, write the try down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.loops.sending import courtesies, forms, recapping
from bot.loops.sending.calls import Action, Call
from bot.loops.sending.occasions import announcement, occasion, opening
from bot.rules.lateness import Circumstances, Verdict, shift, verdict
from bot.rules.links import message_link
from bot.rules.words import Form, PostKind, PostState, SessionState
from bot.store import evenings, likeness, newcomers, notices, nudges, patience, posts, reins, rounds
from bot.store.database import Session
from bot.store.tables import Group, Post, Question, Series
from bot.store.tables import Session as Row
from bot.wording import posts as wording
from bot.wording.language import Language
from bot.wording.notices import notice


def compose(session: Session, post_id: int, now: datetime) -> Call | None:
    """The call that makes this post, its try written down; None when there is nothing (more) to do."""
    post = posts.take(session, post_id)
    if post is None:
        return None
    group = None if post.group_id is None else session.get_one(Group, post.group_id)
    chat_id = (group.chat_id if group else post.chat_id) or 0
    if post.kind in _EVENING and not _goes_on(session, post, group, now):
        return None
    call = _COMPOSERS[post.kind](session, post, chat_id, now)
    if call is not None:
        posts.trying(post, now)
    return call


def _goes_on(session: Session, post: Post, group: Group | None, now: datetime) -> bool:
    """Let the rule of lateness speak, and the session take its turn."""
    row = session.get_one(Row, post.session_id)
    if _overtaken(post, row):
        return False
    series = session.get_one(Series, row.series_id)
    late, pace = now - post.due_at, _pace(session, post, series)
    opens = post.kind is PostKind.QUESTION and row.state is SessionState.PLANNED and series.form is Form.SPRINT
    decided = verdict(PostKind.WELCOME if opens else post.kind, late, _circumstances(session, post, row, pace, now))
    if decided is Verdict.DROP:
        posts.dropped(post, f"{late} late")
    elif decided in (Verdict.MISSED, Verdict.END) and rounds.close_first(session, row, now):
        pass  # the second round is still to come
    elif decided is Verdict.MISSED and posts.is_second(post):
        evenings.end(session, row, now)
    elif decided is Verdict.MISSED:
        row.state = SessionState.CANCELLED
        for owed in posts.pending(session, row.id or 0):
            posts.dropped(owed, "the session could not begin in time")
        notices.tell(session, series, "missed", {"hashtag": series.hashtag, "topic": row.topic or series.title}, now)
    elif decided is Verdict.END:
        evenings.end(session, row, now)
    elif post.kind is not PostKind.QUESTION or not patience.waits(session, post, row, now):
        _take_turn(session, post, row, now)
        moved = shift(post.kind, late, pace)
        if moved:
            post.due_at = now
            for owed in rounds.beside(post, posts.pending(session, row.id or 0)):
                owed.due_at += moved if owed.kind in evenings.PACED else timedelta(0)
        if post.kind is PostKind.CLOSING and group is not None and not group.present:
            posts.dropped(post, "the bot may not write in this group")
            return False
        return True
    return False


def _overtaken(post: Post, row: Row) -> bool:
    """Whether the session was held or ended while a try of this post, which failed, was on its way."""
    if post.kind not in evenings.PACED:
        return False
    if row.state is SessionState.HELD and row.held_at is not None and post.due_at <= row.held_at:
        if post.due_at == row.held_at and reins.BY_HAND in post.data:  # asked for in the moment of the hold, after it
            return False
        post.state = PostState.HELD
        return True
    if row.state is SessionState.CLOSED and post.kind not in (PostKind.CLOSING, PostKind.RECAP):
        posts.dropped(post, "the session ended")
        return True
    return False


def _take_turn(session: Session, post: Post, row: Row, now: datetime) -> None:
    if post.kind in (PostKind.WELCOME, PostKind.QUESTION) and row.state is SessionState.PLANNED:
        evenings.begin(row, now)
    if post.kind in (PostKind.CLOSING, PostKind.RECAP) and not posts.is_first(post):
        evenings.end(session, row, now)
    if post.kind is PostKind.QUESTION:
        question = session.get_one(Question, post.question_id)
        question.posted_at = question.posted_at or now


def _pace(session: Session, post: Post, series: Series) -> timedelta:
    cadence = likeness.cadence(series)
    if post.question_id is not None:
        lasts = session.get_one(Question, post.question_id).lasts
        return cadence.every if lasts is None else timedelta(seconds=lasts)
    return cadence.first


def _circumstances(session: Session, post: Post, row: Row, pace: timedelta, now: datetime) -> Circumstances:
    newer = any(
        other.id != post.id and other.due_at <= now and other.kind in (PostKind.REMINDER, PostKind.WELCOME)
        for other in (posts.pending(session, row.id or 0) if post.kind is PostKind.REMINDER else ())
    )
    return Circumstances(
        ahead=timedelta(seconds=post.data.get("ahead", 0)),
        newer_due=newer,
        lasts=rounds.once(row),
        pace=pace,
    )


def _evening(session: Session, post: Post, chat_id: int, now: datetime) -> Call:
    row = session.get_one(Row, post.session_id)
    about = occasion(session, row, now)
    form = session.get_one(Series, row.series_id).form
    if form is not Form.HOUR and post.kind is not PostKind.REMINDER:
        return _send(post, chat_id, forms.text(session, post, row, form, about, now))
    second = posts.is_second(post)
    match post.kind:
        case PostKind.REMINDER:
            text = wording.reminder(wording.in_second(about) if second else about, now)
        case PostKind.WELCOME:
            text = opening(session, row, wording.in_second(about) if second else about)
        case PostKind.CLOSING if posts.is_first(post):
            text = wording.first_closing(about)
        case PostKind.LAST_CALL:
            end = next(
                (owed.due_at for owed in posts.pending(session, row.id or 0) if owed.kind is PostKind.CLOSING), now
            )
            text = wording.last_call(about, end - now)
        case PostKind.CLOSING:
            late_until = row.late_until or now
            text = wording.closing(about, late_until, late_until - (row.ended_at or now))
        case _:
            question = session.get_one(Question, post.question_id)
            poll = posts.known(session, f"{row.id}:{PostKind.POLL}:{question.position}") if second else None
            text = wording.question(about, question.number, question.part, question.text)
            if poll is not None and poll.message_id is not None:
                url = message_link(poll.chat_id or chat_id, poll.message_id, chat_id, "")
                text = wording.with_poll(text, url, about.language)
    return _send(post, chat_id, text)


def _amendment(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """Edit what is out and says something else by now: the welcome, or the recap."""
    if post.data.get("welcome"):
        return _hello(session, post, session.get_one(Row, post.session_id), chat_id, now)
    return recapping.amendment(session, post, chat_id, now)


def _hello(session: Session, post: Post, row: Row, chat_id: int, now: datetime) -> Call | None:
    """Say in the welcome how many are here, once."""
    welcome = evenings.welcome_post(session, row.id or 0)
    about = occasion(session, row, now)
    said = wording.present(*newcomers.here(session, row), about.language)
    there = welcome is not None and welcome.message_id is not None and welcome.chat_id == chat_id
    if post.sent_at is not None or welcome is None or not there or not said:
        post.state = PostState.SENT
        return None
    post.data = {**post.data, "part_post": welcome.id}
    text = f"{opening(session, row, about)}\n\n{said}"
    return Call(post.id or 0, post.kind, chat_id, Action.EDIT, text, message_id=welcome.message_id)


def _poll(session: Session, post: Post, chat_id: int, now: datetime) -> Call:
    question = session.get_one(Question, post.question_id)
    about = occasion(session, session.get_one(Row, post.session_id), now)
    text = wording.poll(about, question.number, question.part, question.text)
    return Call(
        post.id or 0,
        post.kind,
        chat_id,
        Action.POLL,
        text,
        topic_id=post.topic_id,
        message_id=question.message_id,
        choices=tuple(question.choices),
        silent=True,
    )


def _nudge(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """Bring a slow question to mind, as a reply to it, when few have answered."""
    row, question = session.get_one(Row, post.session_id), session.get_one(Question, post.question_id)
    people = nudges.needed(session, post, row, now)
    if people is None:
        return None
    closes_at = nudges.closes(session, row) or now
    text = wording.nudge(occasion(session, row, now), question.number, question.part, question.text, people, closes_at)
    there = question.message_id if question.chat_id == chat_id else None
    call = _send(post, chat_id, text, silent=True)
    return replace(call, message_id=there)


def _mark(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    there, message_id = evenings.place(session, post)
    group = session.get_one(Group, post.group_id)
    if message_id is None or there != chat_id:
        posts.dropped(post, "nothing to pin")
        return None
    if group.can_pin is False:
        posts.dropped(post, "no right to pin")
        series = session.get_one(Series, session.get_one(Row, post.session_id).series_id)
        notices.lacking(session, series, group, "no_pin", now)
        return None
    action = Action.PIN if post.kind is PostKind.PIN else Action.UNPIN
    return Call(post.id or 0, post.kind, chat_id, action, message_id=message_id)


def _notice(_session: Session, post: Post, chat_id: int, _now: datetime) -> Call:
    text = notice(post.data["notice"], post.data.get("values", {}), Language(post.data.get("language", "en")))
    return _send(post, chat_id, text, silent=True)


def _send(post: Post, chat_id: int, text: str, *, silent: bool = False) -> Call:
    return Call(
        post.id or 0,
        post.kind,
        chat_id,
        Action.SEND,
        text,
        topic_id=post.topic_id,
        silent=silent,
        session_id=post.session_id,
    )


_EVENING = (PostKind.REMINDER, *evenings.PACED)
_COMPOSERS: dict[PostKind, Callable[[Session, Post, int, datetime], Call | None]] = {
    PostKind.REMINDER: _evening,
    PostKind.WELCOME: _evening,
    PostKind.QUESTION: _evening,
    PostKind.LAST_CALL: _evening,
    PostKind.CLOSING: _evening,
    PostKind.RECAP: recapping.recap,
    PostKind.AMENDMENT: _amendment,
    PostKind.POLL: _poll,
    PostKind.NUDGE: _nudge,
    PostKind.PIN: _mark,
    PostKind.UNPIN: _mark,
    PostKind.NOTICE: _notice,
    PostKind.REPLY: courtesies.reply,
    PostKind.RELAY: courtesies.relay,
    PostKind.ANNOUNCEMENT: announcement,
    PostKind.CARD: courtesies.card,
    PostKind.RECEIPT: courtesies.mark,
    PostKind.TIDY: courtesies.mark,
    PostKind.RESUME: courtesies.resume,
    PostKind.ROLL: courtesies.roll,
    PostKind.ERASURE: courtesies.erase,
}
