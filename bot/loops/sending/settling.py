"""Writes down what became of a call: done, refused, in doubt; and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.loops.sending import courtesies
from bot.loops.sending.calls import Call, Outcome
from bot.loops.sending.refusals import Meaning, Refusal
from bot.rules.limits import MARKS
from bot.rules.retries import backoff, doubt
from bot.rules.words import PostKind, PostState, QuestionKind
from bot.store import anonymous, approvals, evenings, groups, notices, nudges, posts
from bot.store.database import Session
from bot.store.tables import Group, Participant, Post, Question, Series
from bot.store.tables import Session as Row

TOKEN_WAIT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a call, for the log and the metrics."""

    post: str
    kind: PostKind
    session: str
    group: int
    """The chat's id."""
    result: str
    """"sent", or the meaning of the refusal."""
    late: timedelta | None = None
    """How long after its time a post went out."""

    def described(self) -> dict[str, object]:
        """As the log names it."""
        return {"post": self.post, "session": self.session, "group": self.group}


def done(session: Session, call: Call, outcome: Outcome, now: datetime) -> Settled:
    """The call was made and answered."""
    late = now - session.get_one(Post, call.post_id).due_at
    body = call.text if call.kind is PostKind.RECAP else call.body
    message_id = outcome.message_id if call.kind is not PostKind.AMENDMENT else None
    post = posts.sent(session, call.post_id, now, chat_id=call.chat_id, message_id=message_id, body=body)
    row = None if post.session_id is None else session.get_one(Row, post.session_id)
    if call.kind is PostKind.CARD:
        courtesies.shown(post, now)
    if row is not None:
        if call.kind in evenings.PACED:
            courtesies.deal(session, row, now)
        match call.kind:
            case PostKind.QUESTION:
                _asked(session, row, post, now)
            case PostKind.RELAY:
                anonymous.file(session, post, now)
            case PostKind.POLL:
                session.get_one(Question, post.question_id).poll_id = outcome.poll_id
            case PostKind.AMENDMENT:
                session.get_one(Post, post.data["part_post"]).body = call.text
                evenings.look_again(post, now)
    return _settled(session, call, "sent", late)


def refused(
    session: Session, call: Call, refusal: Refusal, tried_at: datetime, now: datetime, not_before: datetime
) -> Settled:
    """The call failed; the rules say whether and when it is made again."""
    post = session.get_one(Post, call.post_id)
    match refusal.meaning:
        case Meaning.DONE_ALREADY:
            return done(session, call, Outcome(post.message_id), now)
        case Meaning.FLOOD:
            posts.surely_not_sent(session, call.post_id, refusal.text, tried_at, not_before)
            posts.hold(session, post, not_before)
            if call.kind in MARKS and post.tries > 1:  # the tries that the chat has left are for what people read
                posts.give_up(session, post, MARKS, refusal.text)
        case Meaning.MOVED:
            moved = refusal.new_chat_id is not None and groups.moved(session, call.chat_id, refusal.new_chat_id)
            again = now if moved else now + backoff(post.tries)
            posts.surely_not_sent(session, call.post_id, refusal.text, tried_at, again)
        case Meaning.NOT_SENT:
            posts.surely_not_sent(session, call.post_id, refusal.text, tried_at, now + backoff(post.tries))
        case Meaning.BAD_TOKEN:
            posts.surely_not_sent(session, call.post_id, refusal.text, tried_at, now + TOKEN_WAIT)
        case Meaning.UNKNOWN:
            weight = doubt(silent=refusal.timed_out)
            posts.perhaps_sent(session, call.post_id, refusal.text, tried_at, now + backoff(post.tries), weight)
        case Meaning.GONE:
            _gone(session, post, refusal.text, tried_at, now)
        case Meaning.TOPIC_GONE if post.topic_id is not None and post.session_id is not None:
            _topic_gone(session, post, tried_at, now)
        case _:
            _never(session, call, post, refusal, now)
    return _settled(session, call, refusal.meaning.value)


def _settled(session: Session, call: Call, result: str, late: timedelta | None = None) -> Settled:
    told, post = posts.described(session, call.post_id), session.get_one(Post, call.post_id)
    chat_id = 0 if posts.is_secret(post) else call.chat_id
    if post.state in (PostState.SENT, PostState.FAILED):
        posts.wipe(post)
    return Settled(str(told["post"]), call.kind, str(told["session"]), chat_id, result, late)


def _asked(session: Session, row: Row, post: Post, now: datetime) -> None:
    question = session.get_one(Question, post.question_id)
    evenings.pin(session, row, post, now)
    evenings.owe_hello(session, row, now)
    nudges.owe(session, row, question, now)
    if question.kind is QuestionKind.POLL and question.poll_id is None:
        evenings.owe_poll(session, row, post, now)


def _gone(session: Session, post: Post, why: str, tried_at: datetime, now: datetime) -> None:
    """Nothing more goes to this chat until the bot is back; what it is owed stays owed."""
    if post.group_id is None:
        posts.failed(session, post.id or 0, why)
        person = session.get(Participant, post.chat_id)
        if person is not None:
            person.private = False
        if post.data.get("handout") == "draft":
            approvals.unreached(session, post.data["session"], now)
        return
    posts.surely_not_sent(session, post.id or 0, why, tried_at, now)
    group = session.get_one(Group, post.group_id)
    if group.present and post.session_id is not None:
        series = session.get_one(Series, session.get_one(Row, post.session_id).series_id)
        notices.unreachable(session, series, group, why, now)
    group.present = False


def _topic_gone(session: Session, post: Post, tried_at: datetime, now: datetime) -> None:
    """The topic was deleted or closed: the session goes on in the group's general topic."""
    row = session.get_one(Row, post.session_id)
    series = session.get_one(Series, row.series_id)
    series.topic_id = None
    session.flush()
    for owed in [post, *posts.pending(session, row.id or 0)]:
        owed.topic_id = None
    posts.surely_not_sent(session, post.id or 0, "the topic is gone", tried_at, now)
    notices.tell(session, series, "topic_gone", {"hashtag": series.hashtag}, now)


def _never(session: Session, call: Call, post: Post, refusal: Refusal, now: datetime) -> None:
    posts.failed(session, call.post_id, refusal.text)
    if refusal.meaning is Meaning.MESSAGE_GONE and call.kind is PostKind.AMENDMENT:
        session.get_one(Post, post.data["part_post"]).message_id = None
        evenings.look_again(post, now)
    elif call.kind in (PostKind.PIN, PostKind.UNPIN):
        if refusal.meaning is Meaning.NO_RIGHT and post.group_id is not None:
            group = session.get_one(Group, post.group_id)
            group.can_pin = False
            series = session.get_one(Series, session.get_one(Row, post.session_id).series_id)
            notices.lacking(session, series, group, "no_pin", now)
    elif call.kind not in MARKS and call.kind is not PostKind.NOTICE:
        _tell(session, post, "refused", refusal.text, now)


def _tell(session: Session, post: Post, key: str, why: str, now: datetime) -> None:
    if post.session_id is None:
        return
    row = session.get_one(Row, post.session_id)
    series = session.get_one(Series, row.series_id)
    notices.tell(session, series, key, {"hashtag": series.hashtag, "error": why}, now)
