"""What people say: the sessions that listen, what is known of earlier messages, and the rows that filing leaves."""

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, bindparam, case
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, and_, col, delete, func, or_, select, tuple_, update

from bot.rules.filing import Asked, Floor
from bot.rules.plans import Letters
from bot.rules.words import Place, PostKind
from bot.store import attendance, bulk, rounds
from bot.store.attendance import Presence
from bot.store.tables import Answer, Group, Message, Participant, Post, Question, Series
from bot.store.tables import Session as Row

Key = tuple[int, int]
"""(chat id, message id)."""


class Listening(Struct, frozen=True):
    """A session that has begun in a chat and whose answers still count (or did when the message was sent)."""

    chat_id: int
    topic_id: int | None
    session_id: int
    hashtag: str
    moderators: frozenset[int | str]
    """Ids of moderators and administrators; names in lower case."""
    floor: Floor


class Known(Struct, frozen=True, gc=False):
    """What was filed of a message before."""

    session_id: int
    participant_id: int
    place: Place
    text: str
    edited_at: datetime | None
    question_id: int | None
    thread: int | None
    by_hand: bool
    album: str | None


def listening(session: Session, chats: Collection[int], since: datetime) -> list[Listening]:
    """The sessions that listen in these chats to messages sent since then, the one begun last first.

    Their rows are locked (PostgreSQL), so that two replicas never file for one session at the same time.
    """
    found = session.connection().execute(_LISTENING, {"since": since, "chats": list(chats)}).all()
    if not found:
        return []
    asked = _asked(session, [row.id for row in found])
    return [
        Listening(
            chat_id=chat_id,
            topic_id=row.topic_id,
            session_id=row.id,
            hashtag=row.hashtag.lower(),
            moderators=frozenset([*row.moderators, *row.admins]),
            floor=Floor(
                asked=tuple(asked.get(row.id, ())),
                letters=Letters(row.question_letter, row.answer_letter),
                unlabelled=row.unlabelled,
                started_at=row.started_at,
                ended_at=row.ended_at,
                late_until=row.late_until,
                closing_message_id=row.closing_message_id,
                form=row.form,
            ),
        )
        for row in found
        for chat_id in (row.chat_id, row.former_chat_id)
        if chat_id in chats
    ]


def _asked(session: Session, session_ids: Sequence[int]) -> dict[int, list[Asked]]:
    asked: dict[int, list[Asked]] = {}
    for session_id, *facts in session.connection().execute(_ASKED, {"sessions": session_ids}):
        asked.setdefault(session_id, []).append(Asked(*facts))
    return asked


def known(session: Session, keys: Collection[Key]) -> dict[Key, Known]:
    """What is known of these messages."""
    if not keys:
        return {}
    chats, message_ids = {chat_id for chat_id, _ in keys}, {message_id for _, message_id in keys}
    given = {"chats": list(chats), "messages": list(message_ids)}
    return {
        (chat_id, message_id): Known(*facts)
        for chat_id, message_id, *facts in session.connection().execute(_KNOWN, given)
        if (chat_id, message_id) in keys
    }


def latest(session: Session, chats: Collection[int]) -> dict[int, int]:
    """The highest message id in the tables of each of these chats, 0 where there is none (SQLite)."""
    found = session.connection().execute(_LATEST, {"chats": json.dumps(list(chats))})
    return {row.chat_id: row.latest or 0 for row in found}


def album(session: Session, chat_id: int, album_id: str) -> list[Message]:
    """The parts of an album heard so far, in order."""
    query = select(Message).where(Message.chat_id == chat_id, Message.album == album_id)
    return list(session.exec(query.order_by(col(Message.message_id))))


def before(session: Session, session_id: int, participant_id: int, key: Key) -> Message | None:
    """The participant's latest message in the session before this one that a correction can mean."""
    theirs = select(Message).where(  # found by their session: a chat may have years of messages
        Message.session_id == session_id,
        Message.participant_id == participant_id,
        col(Message.place).in_((Place.ANSWER, Place.TALK, Place.UNFILED)),
        col(Message.by_hand).is_(False),
    )
    earlier = [said for said in session.exec(theirs) if said.chat_id == key[0] and said.message_id < key[1]]
    return max(earlier, key=attrgetter("message_id"), default=None)


def own(session: Session, key: Key, participant_id: int) -> Message | None:
    """This message, if it is the participant's own."""
    message = session.get(Message, key)
    return message if message is not None and message.participant_id == participant_id else None


def add(
    session: Session,
    messages: Sequence[Mapping[str, Any]],
    answers: Sequence[Mapping[str, Any]],
    noted: Container[Presence] = (),
) -> set[Presence]:
    """File new messages and what they answer; gives who has spoken now, apart from what is `noted` already."""
    spoke = {(row["session_id"], row["participant_id"], row["place"] is Place.ANSWER) for row in messages}
    new = {presence for presence in spoke if presence not in noted}
    bulk.insert(session, _MESSAGE, messages)
    bulk.insert(session, _ANSWER, answers)
    attendance.note(session, new)
    return new


def refile(session: Session, key: Key, values: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> None:
    """Change what a message is filed as; comments in its thread follow it to its new question."""
    chat_id, message_id = key
    session.exec(update(Message).where(_is(key)).values(**values))
    session.exec(delete(Answer).where(col(Answer.chat_id) == chat_id, col(Answer.message_id) == message_id))
    bulk.insert(session, _ANSWER, answers)
    attendance.settle(session, chat_id, message_id)
    if answers:
        session.exec(update(Message).where(in_thread(key)).values(question_id=answers[0]["question_id"]))


def in_thread(root: Key) -> Any:
    """The comments on a message; they came after it, so not all that was ever said is looked through."""
    chat_id, message_id = root
    return and_(
        col(Message.chat_id) == chat_id, col(Message.message_id) > message_id, col(Message.thread) == message_id
    )


def rethread(session: Session, key: Key, root: int) -> None:
    """Let the comments in a message's thread stand in another's."""
    session.exec(update(Message).where(in_thread(key)).values(thread=root))


def reword(session: Session, key: Key, text: str, edited_at: datetime | None) -> None:
    """Replace a message's words and leave it where it is filed."""
    session.exec(update(Message).where(_is(key)).values(text=text, edited_at=edited_at))


def meet(session: Session, people: Iterable[Mapping[str, Any]]) -> None:
    """Keep up with who people are: names change."""
    rows = list(people)
    if rows:
        upsert(session, Participant, rows, ("name", "username", "is_chat", "language"))


def upsert(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], change: Sequence[str]) -> None:
    """Insert rows, or change these columns of the ones that are there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = bulk.table_of(model)
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    excluded = {name: statement.excluded[name] for name in change}
    session.connection().execute(statement.on_conflict_do_update(index_elements=keys, set_=excluded), list(rows))


def _is(key: Key) -> Any:
    return tuple_(col(Message.chat_id), col(Message.message_id)) == key


_SESSION, _SERIES, _GROUP = bulk.table_of(Row), bulk.table_of(Series), bulk.table_of(Group)
_CHATS: BindParameter[int] = bindparam("chats", expanding=True)
# Statements of the way that every message goes are built once: building one costs more than running it.
_LISTENING = (
    columns(
        _SESSION.c.id,
        _SESSION.c.started_at,
        _SESSION.c.ended_at,
        _SESSION.c.late_until,
        _SESSION.c.closing_message_id,
        _SERIES.c.topic_id,
        _SERIES.c.hashtag,
        _SERIES.c.moderators,
        _SERIES.c.question_letter,
        _SERIES.c.answer_letter,
        _SERIES.c.unlabelled,
        _SERIES.c.form,
        _GROUP.c.chat_id,
        _GROUP.c.former_chat_id,
        _GROUP.c.admins,
    )
    .join(_SERIES, _SERIES.c.id == _SESSION.c.series_id)
    .join(_GROUP, _GROUP.c.id == _SERIES.c.group_id)
    .where(
        _SESSION.c.started_at.is_not(None),
        or_(_SESSION.c.late_until.is_(None), _SESSION.c.late_until >= bindparam("since")),
        or_(_GROUP.c.chat_id.in_(_CHATS), _GROUP.c.former_chat_id.in_(_CHATS)),
    )
    .order_by(_SESSION.c.started_at.desc(), _SESSION.c.id.desc())
    .with_for_update(of=_SESSION)
)
_MESSAGE, _ANSWER = bulk.table_of(Message), bulk.table_of(Answer)
_KNOWN = columns(
    _MESSAGE.c.chat_id,
    _MESSAGE.c.message_id,
    _MESSAGE.c.session_id,
    _MESSAGE.c.participant_id,
    _MESSAGE.c.place,
    _MESSAGE.c.text,
    _MESSAGE.c.edited_at,
    _MESSAGE.c.question_id,
    _MESSAGE.c.thread,
    _MESSAGE.c.by_hand,
    _MESSAGE.c.album,
).where(_MESSAGE.c.chat_id.in_(_CHATS), _MESSAGE.c.message_id.in_(bindparam("messages", expanding=True)))
_CHAT = func.json_each(bindparam("chats")).table_valued("value").c.value
_LATEST = columns(  # grouped by chat, it would read each message of a chat instead of the last
    _CHAT.label("chat_id"),
    columns(func.max(_MESSAGE.c.message_id)).where(_MESSAGE.c.chat_id == _CHAT).scalar_subquery().label("latest"),
)
_QUESTION = bulk.table_of(Question)
_POST = bulk.table_of(Post)
_POSTED = (
    _POST.c.session_id == _QUESTION.c.session_id,  # by this there is an index
    _POST.c.question_id == _QUESTION.c.id,
    _POST.c.kind == PostKind.QUESTION,
)
_AGAIN = func.coalesce(_POST.c.key.endswith(rounds.SUFFIX), False)
"""Whether a question's post belongs to a second round: then it stands beside the question's own, as asked once more."""
_POSTED_AT = case((_AGAIN, _POST.c.tried_at), else_=_QUESTION.c.posted_at)
_ASKED = (
    columns(
        _QUESTION.c.session_id,
        _QUESTION.c.id,
        _QUESTION.c.number,
        _QUESTION.c.part,
        _QUESTION.c.text,
        _QUESTION.c.kind,
        _POSTED_AT,
        case((_AGAIN, _POST.c.chat_id), else_=_QUESTION.c.chat_id),
        case((_AGAIN, _POST.c.message_id), else_=_QUESTION.c.message_id),
        func.coalesce(_POST.c.tried_at > _POSTED_AT, False),
    )
    .join(_POST, and_(*_POSTED), isouter=True)
    .where(_POSTED_AT.is_not(None), _QUESTION.c.session_id.in_(bindparam("sessions", expanding=True)))
    .order_by(_POSTED_AT, _QUESTION.c.id)
)
