"""Filing by hand: a moderator says where a message belongs, and may think again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from bot.rules import numbers
from bot.rules.plans import Letters
from bot.rules.words import FiledBy, Place, QuestionKind
from bot.store.messages import Key, refile
from bot.store.stages import Stage
from bot.store.tables import Act, Answer, Message, Question


def found(session: Session, key: Key) -> Message | None:
    """The message, if the bot has kept it."""
    return session.get(Message, key)


def named(session: Session, stage: Stage, number: str, chat: str) -> Message | None:
    """The message of a session that a button names, if it is kept: by its id and its chat, which older ones leave out.

    The chat need not be the group's of today: a group that became a supergroup has left its messages behind.
    """
    where = chat or ("" if stage.group is None else str(stage.group.chat_id))
    if not number.isdecimal() or not where.removeprefix("-").isdecimal() or max(len(number), len(where)) >= 18:
        return None
    message = found(session, (int(where), int(number)))
    return message if message is not None and message.session_id == stage.id else None


def entry(parts: Sequence[Message]) -> Message:
    """The part that stands for a whole album: the one filed by hand, else the one that counts, else the captioned."""
    by_hand = [part for part in parts if part.by_hand]
    placed = [part for part in parts if part.place is not Place.NOWHERE]
    captioned = [part for part in parts if part.text]
    return next(iter([*by_hand, *placed, *captioned, *parts]))


def question(session: Session, session_id: int, number: int, part: str) -> Question | None:
    """The question of that number, if it has been asked."""
    query = select(Question).where(
        Question.session_id == session_id,
        Question.number == number,
        Question.part == part,
        col(Question.posted_at).is_not(None),
    )
    return session.exec(query).first()


def asked(session: Session, session_id: int) -> list[Question]:
    """The questions asked so far, in the order of their numbers."""
    query = select(Question).where(Question.session_id == session_id, col(Question.posted_at).is_not(None))
    return list(session.exec(query.order_by(col(Question.number), col(Question.part))))


def doubtful(session: Session, session_id: int, limit: int) -> list[Message]:
    """Messages that are filed nowhere, the oldest first."""
    query = select(Message).where(Message.session_id == session_id, Message.place == Place.UNFILED)
    return list(session.exec(query.order_by(col(Message.sent_at), col(Message.message_id)).limit(limit)))


def row_of(key: Key, session_id: int, participant_id: int, text: str, sent_at: datetime, **more: Any) -> dict[str, Any]:
    """A message as a row that no rule filed: it counts nowhere and holds words alone, but for what `more` says."""
    return {
        "chat_id": key[0],
        "message_id": key[1],
        "session_id": session_id,
        "participant_id": participant_id,
        "text": text,
        "media": "",
        "sent_at": sent_at,
        "edited_at": None,
        "reply_to": None,
        "album": None,
        "place": Place.NOWHERE,
        "filed_by": FiledBy.HAND,
        "question_id": None,
        "thread": None,
        "late": False,
        "by_hand": True,
        **more,
    }


def before(session: Session, message: Message) -> dict[str, Any]:
    """How a message is filed, to be brought back by `restore`."""
    answers = session.exec(
        select(Answer).where(Answer.chat_id == message.chat_id, Answer.message_id == message.message_id)
    )
    return {
        "chat": message.chat_id,
        "message": message.message_id,
        "place": message.place.value,
        "filed_by": message.filed_by.value,
        "question_id": message.question_id,
        "thread": message.thread,
        "late": message.late,
        "by_hand": message.by_hand,
        "answers": [[answer.question_id, answer.value] for answer in answers],
    }


def file(
    session: Session, message: Message, place: Place, under: Question | None, letters: Letters, late: bool
) -> None:
    """File a message by hand: as an answer to a question, as talk, or nowhere."""
    value = None
    if place is Place.ANSWER and under is not None and under.kind is QuestionKind.NUMBER:
        value = numbers.value(message.text, letters)
    changes = {
        "place": place,
        "filed_by": FiledBy.HAND,
        "question_id": None if under is None else under.id,
        "thread": None,
        "late": late and place is Place.ANSWER,
        "by_hand": True,
    }
    answers = [(under.id, value)] if place is Place.ANSWER and under is not None else []
    _write(session, (message.chat_id, message.message_id), changes, answers)


def restore(session: Session, kept: dict[str, Any]) -> None:
    """Bring back how a message was filed."""
    changes = {name: kept[name] for name in ("question_id", "thread", "late", "by_hand")}
    changes |= {"place": Place(kept["place"]), "filed_by": FiledBy(kept["filed_by"])}
    _write(session, (kept["chat"], kept["message"]), changes, [(one[0], one[1]) for one in kept["answers"]])


def last_change(session: Session, session_id: int, key: Key) -> Act | None:
    """The latest filing by hand of this message that was not undone."""
    acts = session.exec(select(Act).where(Act.session_id == session_id).order_by(col(Act.at).desc()))
    return next((act for act in acts if act.undo and (act.undo["chat"], act.undo["message"]) == key), None)


def _write(session: Session, key: Key, changes: dict[str, Any], answers: Sequence[tuple[Any, Any]]) -> None:
    session.exec(delete(Answer).where(col(Answer.chat_id) == key[0], col(Answer.message_id) == key[1]))
    rows = [{"chat_id": key[0], "message_id": key[1], "question_id": one, "value": value} for one, value in answers]
    refile(session, key, changes, rows)
