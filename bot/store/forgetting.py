"""Taking things back: one message withdrawn by its author, or everything that is kept about a person erased."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from bot.rules.words import FiledBy, Place, PostKind
from bot.store import acts, evenings, introductions, stumpers, tidings
from bot.store.attendance import said_by, settle
from bot.store.drafts import Draft
from bot.store.messages import album, in_thread
from bot.store.people import NOBODY
from bot.store.suggestions import Suggestion
from bot.store.tables import Act, Answer, Attendance, DeadLetter, Message, Participant, Post, Question, Reaction, Vote
from bot.store.tables import Session as Row


def find(session: Session, who: str) -> Participant | None:
    """The person meant by an id or an "@name"."""
    name = who.strip().removeprefix("@")
    if name.removeprefix("-").isdecimal() and len(name) < 18:
        return session.get(Participant, int(name))
    return session.exec(select(Participant).where(func.lower(Participant.username) == name.lower())).first()


def said(session: Session, person_id: int, limit: int) -> list[tuple[Message, str]]:
    """What is kept of this person's messages, the latest first, each with the series that it was said in."""
    query = (
        select(Message, Row.series_id)
        .join(Row, col(Row.id) == col(Message.session_id))
        .where(*_kept(person_id))
        .order_by(col(Message.sent_at).desc())
    )
    return [(message, series) for message, series in session.exec(query.limit(limit))]


def count(session: Session, person_id: int) -> int:
    """How many messages of this person are kept."""
    return session.exec(select(func.count()).select_from(Message).where(*_kept(person_id))).one()


def _kept(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """What finds the messages of this person whose words are kept."""
    worded = or_(col(Message.text) != "", col(Message.media) != "")
    return (said_by(person_id), col(Message.place) != Place.NOWHERE, worded)


def withdraw(session: Session, chat_id: int, message_id: int, person_id: int, now: datetime) -> bool:
    """The author takes a message, or an album whole, back: its words go, it counts nowhere. False when not theirs."""
    message = session.get(Message, (chat_id, message_id))
    if message is None or message.participant_id != person_id:
        return False
    for part in [message] if message.album is None else album(session, chat_id, message.album):
        _take_out(session, part)
    session.flush()
    tidings.say_anew(session, message.session_id, now)
    settle(session, chat_id, message_id)
    evenings.amend(session, session.get_one(Row, message.session_id), now)
    return True


def _take_out(session: Session, message: Message) -> None:
    _leave_threads(session, in_thread((message.chat_id, message.message_id)))
    answers = (col(Answer.chat_id) == message.chat_id, col(Answer.message_id) == message.message_id)
    session.exec(delete(Answer).where(*answers))
    message.place, message.filed_by, message.by_hand = Place.NOWHERE, FiledBy.HAND, True
    message.text, message.question_id, message.thread, message.late = "", None, None, False


def forget(session: Session, person_id: int, now: datetime) -> bool:
    """Erase what is kept about a person: words, answers, reactions, votes, plans, name. False when nothing is kept.

    Recaps that are out are amended. Only the bare id stays, without a name, so that nothing else has to point nowhere.
    """
    person = session.get(Participant, person_id)
    if person is None:
        return False
    # Every message is looked at: none may be missed because its author's attendance is not noted.
    messages = list(session.exec(select(Message).where(Message.participant_id == person_id)))
    voted = select(Question.session_id).join(Vote, col(Vote.poll_id) == col(Question.poll_id))
    touched = {message.session_id for message in messages}
    touched |= set(session.exec(voted.where(Vote.participant_id == person_id)))
    introductions.forget(session, person, touched)
    theirs = aliased(Message)
    roots = select(theirs.chat_id, theirs.message_id).where(theirs.participant_id == person_id)
    _leave_threads(session, tuple_(col(Message.chat_id), col(Message.thread)).in_(roots))
    for message in messages:
        here = (message.chat_id, message.message_id)
        for table in (Answer, Reaction):
            session.exec(delete(table).where(col(table.chat_id) == here[0], col(table.message_id) == here[1]))
        session.delete(message)
    session.flush()
    stumpers.forget(session, person_id, touched, now)
    session.exec(delete(Reaction).where(col(Reaction.actor_id) == person_id))
    session.exec(delete(Attendance).where(col(Attendance.participant_id) == person_id))
    session.exec(delete(Vote).where(col(Vote.participant_id) == person_id))
    session.exec(delete(Suggestion).where(col(Suggestion.participant_id) == person_id))
    session.exec(delete(Draft).where(col(Draft.person_id) == person_id))
    told = (PostKind.REPLY, PostKind.CARD, PostKind.NOTICE)
    session.exec(delete(Post).where(col(Post.chat_id) == person_id, col(Post.kind).in_(told)))
    session.exec(delete(DeadLetter).where(col(DeadLetter.raw).contains(f'"id":{person_id}')))
    acts.forget(session, col(Act.actor_id) == person_id)
    person.name, person.username, person.language, person.private, person.wishes = NOBODY, "", "", False, None
    session.flush()
    for session_id in touched:
        evenings.amend(session, session.get_one(Row, session_id), now)
    return True


def _leave_threads(session: Session, comments: ColumnElement[bool]) -> None:
    """What others said about it stays theirs: it becomes talk beside the question."""
    session.exec(update(Message).where(comments).values(place=Place.TALK, thread=None))
