"""Introductions in the tables: who is asked after a session, who said yes, and who has met whom."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.rules import introductions as rules
from bot.rules.words import PostKind, PostState
from bot.store import people, posts, recaps, wishes
from bot.store.tables import Message, Participant, Post
from bot.store.tables import Session as Row

ASKED = "introductions"
"""Among the details of a session: a list of who is asked about whom, in which words they met, and who said yes."""
YES, NEVER = "yes", "never"


def match(session: Session, post: Post, now: datetime) -> None:
    """The session is over: ask the people who may be introduced, each about nobody in particular."""
    row = session.get_one(Row, post.session_id)
    post.state = PostState.SENT
    wishing = {who for who, wish in wishes.wishing(session, wishes.INTRODUCE).items() if wish == YES}
    willing = people.private(session, wishing)
    if len(willing) < 2 or ASKED in row.details:
        return
    words = rules.words_of(recaps.recap(session, row.id or 0).questions)
    chosen = rules.pairs(words, willing, _met(session, row.series_id, willing))
    asked = [{"people": list(pair.people), "words": list(pair.words), "yes": []} for pair in chosen]
    row.details = {**row.details, ASKED: asked}
    for place, pair in enumerate(chosen):
        for person_id, other in (pair.people, pair.people[::-1]):
            met = wishes.of(session, person_id, wishes.MET) or []
            wishes.keep(session, person_id, wishes.MET, [*met, other])
            _hand(session, row, place, person_id, "introduce", now)


def answer(session: Session, row: Row, place: int, person_id: int, *, yes: bool, now: datetime) -> bool:
    """Somebody says yes or no; when both said yes, both are told. False when there is nothing to decide (any more)."""
    found = asked(row, place, person_id)
    if found is None:
        return False
    if found.get("closed"):  # the other one said no, which is nobody's business
        return True
    agreed = [*(one for one in found["yes"] if one != person_id), person_id]
    changed = {**found, "yes": agreed} if yes else {**found, "closed": True}
    if yes and len(agreed) == len(found["people"]):
        for one in found["people"]:
            _hand(session, row, place, one, "introduced", now)
    kept = list(row.details[ASKED])
    kept[place] = changed
    row.details = {**row.details, ASKED: kept}
    return True


def asked(row: Row, place: int, person_id: int) -> dict[str, Any] | None:
    """Who is asked about whom at this place, for one of the two alone; "closed" once somebody said no."""
    kept = row.details.get(ASKED, [])
    found: dict[str, Any] = kept[place] if 0 <= place < len(kept) else {}
    return found if person_id in found.get("people", ()) else None


def forget(session: Session, person: Participant, session_ids: Collection[int]) -> None:
    """Leave no trace of somebody with those they were introduced to, nor in the sessions they spoke in."""
    for other in wishes.of(session, person.id, wishes.MET) or []:
        if session.get(Participant, other) is not None:
            left = [one for one in wishes.of(session, other, wishes.MET) or [] if one != person.id]
            wishes.keep(session, other, wishes.MET, left)
    for row in session.exec(select(Row).where(col(Row.id).in_(session_ids))):
        if ASKED in row.details:
            kept = [{} if person.id in one.get("people", ()) else one for one in row.details[ASKED]]
            row.details = {**row.details, ASKED: kept}


def _met(session: Session, series_id: str, among: Collection[int]) -> set[frozenset[int]]:
    """Who of these people have replied to each other in the series, or were asked about each other before."""
    said = aliased(Message)
    replies = (
        select(Message.participant_id, said.participant_id)
        .join(Row, col(Row.id) == col(Message.session_id))
        .join(said, (col(said.chat_id) == col(Message.chat_id)) & (col(said.message_id) == col(Message.reply_to)))
        .where(Row.series_id == series_id)
        .where(col(Message.participant_id).in_(among), col(said.participant_id).in_(among))
    )
    met = {frozenset(pair) for pair in session.exec(replies.distinct())}
    for person_id, others in wishes.wishing(session, wishes.MET, among).items():
        met |= {frozenset((person_id, other)) for other in others}
    return met


def _hand(session: Session, row: Row, place: int, person_id: int, handout: str, now: datetime) -> None:
    data = {"handout": handout, "session": row.id, "place": place}
    key = f"{row.id}:{handout}:{place}:{person_id}"
    posts.owe(session, Post(key=key, kind=PostKind.REPLY, due_at=now, chat_id=person_id, data=data))
