"""Stumpers in the tables: sessions of one question that stay open until one of the tries has solved them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.rules.links import addresses, message_link
from bot.rules.plans import QuestionPlan, SessionPlan
from bot.rules.recap import OpenStumper, Solution
from bot.rules.words import Form, SessionState
from bot.store import planning, plans, tidings
from bot.store.people import NOBODY
from bot.store.stages import Stage
from bot.store.tables import Group, Message, Participant, Question, Series
from bot.store.tables import Session as Row
from bot.store.tidings import SOLVED

PATIENCE = timedelta(days=365)
"""A stumper that could not be posted for so long is let go."""
FORGOTTEN = "…"
"""What stands for the words of a stumper whose asker was forgotten."""
TITLED = 80
"""Characters of the text that lists and titles show."""


def ask(session: Session, series: Series, text: str, asker: int, now: datetime) -> Row:
    """Ask the room; whoever asks may say what solved it."""
    question = QuestionPlan(text, lasts=PATIENCE)
    row = planning.add(
        session, series, SessionPlan((question,), topic=" ".join(text.split())[:TITLED], starts_at=now), now
    )
    row.cohosts = [asker]
    return row


def asker(session: Session, row: Row) -> str:
    """The name of who asked; empty for nobody in particular, or somebody who was forgotten."""
    return name(session, row.cohosts[0]) if row.cohosts and isinstance(row.cohosts[0], int) else ""


def question(session: Session, row: Row) -> Question:
    """What is asked."""
    return plans.questions(session, row.id or 0)[0]


def solution(session: Session, stage: Stage) -> Solution | None:
    """What solved it; None while it is open."""
    kept = stage.row.details.get(SOLVED)
    return None if kept is None else told(session, stage, kept)


def told(session: Session, stage: Stage, kept: Mapping[str, Any]) -> Solution:
    """What was once said to have solved it, as far as that is still kept."""
    if kept["message"] is None:
        return Solution(None, name(session, kept["by"]), "", "", kept["source"])
    message = session.get(Message, (kept["chat"], kept["message"]))
    if message is None:  # whoever wrote it was forgotten
        return Solution(kept["message"], "", "", "", kept["source"])
    source = kept["source"] or next(addresses(message.text), "")
    found_by = name(session, message.participant_id)
    return Solution(message.message_id, found_by, link(stage.group, message), message.text, source)


def solution_of(session: Session, session_id: int) -> Solution | None:
    """What solved the stumper with this id."""
    stage = _stage(session.exec(_stages().where(Row.id == session_id)).first())
    return None if stage is None else solution(session, stage)


def solve(session: Session, stage: Stage, message: Message | None, by: int, source: str, now: datetime) -> None:
    """It is solved, by this message or by what `by` says; what was said before of it no longer holds."""
    row = stage.row
    chat, number = (None, None) if message is None else (message.chat_id, message.message_id)
    row.details = {**row.details, SOLVED: {"chat": chat, "message": number, "source": source, "by": by}}
    if row.state is not SessionState.CLOSED:
        row.state, row.ended_at = SessionState.CLOSED, now
        row.late_until = now + timedelta(seconds=stage.series.cadence["late"])
    session.flush()


def forget(session: Session, person_id: int, touched: Collection[int], now: datetime) -> None:
    """What somebody asked goes, and the sources that they named; the tries of others stay.

    `touched` are the sessions in which they spoke. What the bot has said of all these follows.
    """
    concerned = {*touched, *tidings.forget(session, person_id)}
    for row, series, group, asked in session.exec(_stages()).all():
        kept = row.details.get(SOLVED) or {}
        if kept.get("by") == person_id:
            row.details = {**row.details, SOLVED: tidings.unsaid(kept)}
        if person_id in row.cohosts:
            row.cohosts = [who for who in row.cohosts if who != person_id]
            row.topic = asked.text = FORGOTTEN
            tidings.show(session, Stage(row, series, group), now)
            concerned.add(row.id)
        if row.id in concerned:
            tidings.say_anew(session, row.id, now)
    session.flush()


def of_question(session: Session, chat_id: int, message_id: int) -> Stage | None:
    """The stumper that this post of the bot's asks."""
    query = _stages().where(Question.chat_id == chat_id, Question.message_id == message_id)
    return _stage(session.exec(query).first())


def of_asker(session: Session, chat_id: int, asker: int) -> list[Stage]:
    """The stumpers that somebody has open in a group."""
    found = session.exec(_open().where(Group.chat_id == chat_id)).all()
    return [stage for stage in map(_stage, found) if stage is not None and asker in stage.row.cohosts]


def still_open(session: Session, group: int | None, until: datetime | None = None) -> Sequence[OpenStumper]:
    """The stumpers of a group (its chat id) that are open, the oldest first; those asked `until` then."""
    query = _open().where(Group.chat_id == group)
    if until is not None:
        query = query.where(col(Row.started_at) <= until)
    found = []
    for row, series, home, asked in session.exec(query):
        found.append(OpenStumper(f"{series.id}/{row.number}", row.number, asked.text, link(home, asked)))
    return found


def _open() -> Any:
    return _stages().where(Row.state == SessionState.LIVE).order_by(col(Row.started_at), col(Row.id))


def _stages() -> Any:
    return (
        select(Row, Series, Group, Question)
        .join(Series, col(Series.id) == col(Row.series_id))
        .join(Group, col(Group.id) == col(Series.group_id))
        .join(Question, col(Question.session_id) == col(Row.id))
        .where(Series.form == Form.STUMPER)
    )


def _stage(found: Any) -> Stage | None:
    return None if found is None else Stage(found[0], found[1], found[2])


def name(session: Session, person_id: int) -> str:
    """Whom a stumper names; empty for somebody who was forgotten."""
    found = session.get(Participant, person_id)
    return "" if found is None or found.name == NOBODY else found.name


def link(group: Group | None, said: Message | Question) -> str:
    """Where that is found in its group; empty while a question is not out."""
    if said.chat_id is None or said.message_id is None:
        return ""
    public, username = (None, "") if group is None else (group.chat_id, group.username or "")
    return message_link(said.chat_id, said.message_id, public, username)
