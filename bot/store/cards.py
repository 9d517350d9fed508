"""The control cards: a post for each moderator and session that is looked at again and again while the session runs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.rules import patience
from bot.rules import reins as rules
from bot.rules.anonymity import SOMEBODY
from bot.rules.reins import Owed
from bot.rules.words import Place, PostKind, PostState, SessionState
from bot.store import evenings, groups, likeness, people, posts, reins, rounds, stages, suggestions
from bot.store.database import chiefs
from bot.store.stages import Stage
from bot.store.tables import Answer, Message, Post, Question, same_message
from bot.store.tables import Session as Row
from bot.wording.cards import CardFacts
from bot.wording.posts import label

LOOK_EVERY = timedelta(seconds=15)
"""How often a card is looked at while nothing happens."""
EDIT_EVERY = timedelta(seconds=3)
"""The least time between two edits of a card."""
AHEAD = timedelta(minutes=2)
"""How long before a question its moderators are told."""
GROUP = "group"
"""Whose card it is, when it is the moderators' group's."""
OF_LATE = timedelta(minutes=2)
"""The time that tells how lively the room is."""


def deal(session: Session, stage: Stage, now: datetime) -> None:
    """Owe a card to everybody who moderates this session and may be written to, and to the moderators' group."""
    there = {post.key for post in _of(session, stage.id) if post.state is not PostState.DROPPED}
    for person_id in sorted(recipients(session, stage)):
        if _key(stage, person_id) not in there:
            deal_to(session, stage, person_id, now)
    if _key(stage, GROUP) not in there:
        deal_to_group(session, stage, now)


def recipients(session: Session, stage: Stage) -> set[int]:
    """Who moderates this session, or everything, and may be written to in private."""
    admins = [] if stage.group is None else stage.group.admins
    return {one.id for one in people.reached(session, [*stage.moderators, *chiefs(session), *admins])}


def deal_to(session: Session, stage: Stage, person_id: int, now: datetime) -> None:
    """Owe somebody a card; one who has it already gets it again, below what was said since."""
    post = Post(key=_key(stage, person_id), kind=PostKind.CARD, due_at=now, chat_id=person_id)
    _owe(session, stage, post)


def deal_to_group(session: Session, stage: Stage, now: datetime) -> bool:
    """Owe the moderators' group of the series its card; False when it has none (or is the hosting group itself)."""
    chat_id = likeness.manners(stage.series).moderators_group
    if chat_id is None:
        return False
    group = groups.of(session, chat_id=chat_id)
    if group.id == stage.series.group_id:
        return False
    _owe(session, stage, Post(key=_key(stage, GROUP), kind=PostKind.CARD, due_at=now, group_id=group.id))
    return True


def shown_in(session: Session, chat_id: int) -> list[Stage]:
    """The sessions that run and whose moderators' group this is."""
    mine = _names(session, chat_id)
    return [one for one in stages.all_running(session) if likeness.manners(one.series).moderators_group in mine]


def is_backstage(session: Session, chat_id: int) -> bool:
    """Whether this is the moderators' group of a series."""
    mine = _names(session, chat_id)
    return any(likeness.manners(series).moderators_group in mine for series, _ in stages.all_series(session))


def refresh(session: Session, row: Row, now: datetime, *, at_once: bool = False) -> None:
    """Something happened: show it on the cards soon, or at once when their buttons mean something else by it."""
    for post in _of(session, row.id or 0):
        if post.state in (PostState.DUE, PostState.SENT):
            soon = now if at_once or post.sent_at is None else max(now, post.sent_at + EDIT_EVERY)
            post.due_at = min(post.due_at, soon) if post.state is PostState.DUE else soon
            post.state = PostState.DUE


def look_again(post: Post, row: Row, wait: timedelta | None, now: datetime) -> None:
    """The card shows how things stand; when to look next, if the session goes on."""
    if row.state not in (SessionState.LIVE, SessionState.HELD, SessionState.PLANNED):
        post.state = PostState.SENT
        return
    next_look = LOOK_EVERY
    if wait is not None and wait > AHEAD:
        next_look = min(next_look, wait - AHEAD)
    post.state, post.due_at = PostState.DUE, now + max(next_look, EDIT_EVERY)


def facts(session: Session, stage: Stage, now: datetime) -> CardFacts:
    """What a card of this session tells now."""
    row, letters = stage.row, likeness.letters(stage.series)
    clock = row.held_at if row.state is SessionState.HELD and row.held_at is not None else now
    resumes_at = reins.resumes_at(session, row)
    left = reins.owed(session, row)
    first = rules.next_question(left)
    coming = reins.coming(session, row)
    on_air = evenings.on_air(session, stage.id)

    def named(question: Question | None) -> str:
        return "" if question is None else f"{label(letters, question.number, question.part)}. {question.text}"

    answers, persons = _answered(session, stage.id, on_air)
    all_answers, all_persons = _answered(session, stage.id, None)
    spares = reins.spares(session, stage.id)
    return CardFacts(
        session_id=stage.id,
        hashtag=stage.series.hashtag,
        topic=row.topic or stage.series.title,
        state=row.state,
        on_air=named(on_air),
        asked=0 if on_air is None else on_air.id or 0,
        answers=answers if on_air is not None else 0,
        people=persons if on_air is not None else 0,
        all_answers=all_answers,
        all_people=all_persons,
        room=room(session, stage.id, on_air, now),
        coming=named(coming),
        next_id=0 if coming is None else coming.id or 0,
        next_label="" if coming is None else label(letters, coming.number, coming.part),
        wait=_until(first, left, clock),
        resumes=None if resumes_at is None else resumes_at - now,
        waits=first is not None
        and first.at - clock <= patience.STEP
        and bool(session.get_one(Post, first.id).data.get("waited")),
        left=sum(post.kind is PostKind.QUESTION for post in left),
        spares=len(spares),
        spare=named(spares[0] if spares else None),
        spare_id=(spares[0].id or 0) if spares else 0,
        round=rounds.running(session, row),
        box=len(suggestions.waiting(session, stage.series.id)),
        doubtful=_doubtful(session, stage.id),
    )


def warned(post: Post, position: int | None) -> bool:
    """Whether this moderator was told of the question at this place already; writes down that they are now."""
    if post.data.get("warned") == position:
        return True
    post.data = {**post.data, "warned": position}
    return False


def _names(session: Session, chat_id: int) -> set[int]:
    """The ids that a group is or was known by."""
    group = groups.by_chat(session, chat_id)
    former = None if group is None else group.former_chat_id
    return {chat_id} if former is None else {chat_id, former}


def _key(stage: Stage, whose: int | str) -> str:
    return f"{stage.id}:card:{whose}"


def _owe(session: Session, stage: Stage, card: Post) -> None:
    card.data = {"card": stage.id}
    post = posts.owe(session, card)
    post.message_id, post.body = None, ""


def _of(session: Session, session_id: int) -> list[Post]:
    query = select(Post).where(Post.kind == PostKind.CARD, col(Post.key).startswith(f"{session_id}:card:"))
    return list(session.exec(query))


def _until(first: Owed | None, left: Sequence[Owed], clock: datetime) -> timedelta | None:
    """The time to the next question, or to the end."""
    due = first or next((post for post in left if post.kind is PostKind.CLOSING), None)
    return None if due is None else max(timedelta(0), due.at - clock)


def _answered(session: Session, session_id: int, question: Question | None) -> tuple[int, int]:
    """How many answers, and from how many people: to one question, or in all."""
    query = (
        select(func.count(), func.count(func.distinct(func.nullif(Message.participant_id, SOMEBODY))))
        .select_from(Answer)
        .join(Message, same_message(Answer))
        .where(Message.session_id == session_id)
    )
    if question is not None:
        query = query.where(Answer.question_id == question.id)
    answers, persons = session.exec(query).one()
    return answers, persons


def room(session: Session, session_id: int, on_air: Question | None, now: datetime) -> rules.Room:
    """How lively a session's room is."""
    asked_at = now if on_air is None or on_air.posted_at is None else on_air.posted_at
    here = Message.session_id == session_id
    of_late = session.exec(select(func.count()).where(here, col(Message.sent_at) > now - OF_LATE)).one()
    last = session.exec(select(Message.sent_at).where(here).order_by(col(Message.sent_at).desc())).first()
    per_minute = of_late / (OF_LATE / timedelta(minutes=1))
    return rules.liveliness(per_minute, None if last is None else now - last, now - asked_at)


def _doubtful(session: Session, session_id: int) -> int:
    query = select(func.count()).where(Message.session_id == session_id, Message.place == Place.UNFILED)
    return session.exec(query).one()
