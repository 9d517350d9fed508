"""Stumpers in the tables: sessions of one question that stay open until one of the tries has solved them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.rules.links import message_link
from bot.rules.plans import QuestionPlan, SessionPlan
from bot.rules.recap import OpenStumper, Solution
from bot.rules.words import Form, PostKind, PostState, SessionState
from bot.store import planning, plans
from bot.store.stages import Stage
from bot.store.tables import Group, Message, Participant, Post, Question, Series
from bot.store.tables import Session as Row

SOLVED = "solved"
"""Key of a session's details: the message that solved it, its source, and who said so."""
PATIENCE = timedelta(days=365)
"""A stumper that could not be posted for so long is let go."""
QUOTED, WITHDRAWN = "quoted", "withdrawn"
"""Keys of the data of a post that tells what solved one: the message that it quotes, its HTML without those words."""
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
    found = session.get(Participant, row.cohosts[0]) if row.cohosts and isinstance(row.cohosts[0], int) else None
    return "" if found is None else found.name


def question(session: Session, row: Row) -> Question:
    """What is asked."""
    return plans.questions(session, row.id or 0)[0]


def solution(session: Session, stage: Stage) -> Solution | None:
    """What solved it; None while it is open."""
    kept = stage.row.details.get(SOLVED)
    if kept is None:
        return None
    message = None if kept["message"] is None else session.get(Message, (kept["chat"], kept["message"]))
    person = session.get(Participant, kept["by"] if message is None else message.participant_id)
    name = "" if person is None else person.name
    if message is None:
        return Solution(None, name, "", "", kept["source"])
    return Solution(message.message_id, name, _link(stage.group, message), message.text, kept["source"])


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


def take_out(session: Session, message: Message, now: datetime) -> None:
    """The bot's posts that quote a message which was taken back no longer do."""
    row = session.get_one(Row, message.session_id)
    kept = row.details.get(SOLVED) or {}
    query = select(Post).where(Post.kind == PostKind.REPLY, col(Post.key).startswith(f"{row.id}:solved:"))
    for post in session.exec(query):
        data = post.data
        if data.get(QUOTED) != message.message_id:
            continue
        edited = data.get("edit", post.message_id)
        post.data = {"html": data[WITHDRAWN]} | ({} if edited is None else {"edit": edited})
        moved = "edit" in data and kept.get("message") != message.message_id  # the post that asks quotes another by now
        if post.state is PostState.SENT and not moved:
            post.state, post.due_at, post.not_before = PostState.DUE, now, None
    session.flush()


def forget(session: Session, person_id: int) -> None:
    """What somebody asked goes, and the sources that they named; the tries of others stay."""
    for row, _, _, asked in session.exec(_stages()):
        if person_id in row.cohosts:
            row.cohosts = [who for who in row.cohosts if who != person_id]
            row.topic = asked.text = FORGOTTEN
        kept = row.details.get(SOLVED)
        if kept is not None and kept["by"] == person_id:
            row.details = {**row.details, SOLVED: {**kept, "by": 0, "source": ""}}
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
        link = _link(home, asked) if asked.message_id is not None and asked.chat_id is not None else ""
        found.append(OpenStumper(f"{series.id}/{row.number}", row.number, asked.text, link))
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


def _link(group: Group | None, said: Message | Question) -> str:
    public, username = (None, "") if group is None else (group.chat_id, group.username or "")
    return message_link(said.chat_id or 0, said.message_id or 0, public, username)
