"""What the posts of a sprint or a stumper say, and what follows from a message in one: a receipt, news for an asker."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.rules.sprints import Sign, read
from bot.rules.words import Form, Place, PostKind
from bot.store import likeness, people, posts, sprints, stages, stumpers, tidings
from bot.store.database import Session
from bot.store.messages import Listening
from bot.store.stages import Stage
from bot.store.tables import Post, Question
from bot.store.tables import Session as Row
from bot.wording import sprints as wording
from bot.wording import stumpers as puzzles
from bot.wording.posts import Occasion

JOINED, COUNTED, TRIED = "👍", "🎉", "👀"
"""Reactions on what a sprint or a stumper understood (all are in the Bot API's list, ReactionTypeEmoji)."""


def text(session: Session, post: Post, row: Row, form: Form, about: Occasion, now: datetime) -> str:
    """A question or a sign, in Telegram's HTML."""
    if form is Form.STUMPER:
        return stumper(session, row, about)
    due = [owed for owed in posts.pending(session, row.id or 0) if owed.id != post.id]
    if post.kind is PostKind.LAST_CALL:
        end = next((owed.due_at for owed in due if owed.kind is PostKind.QUESTION), now)
        return wording.sign(about, end - now, end, timedelta(seconds=post.data.get("ahead", 0)))
    question = session.get_one(Question, post.question_id)
    if question.position:
        until = next((owed.due_at for owed in due if owed.kind is PostKind.RECAP), now)
        return wording.time_up(about, question.text, until)
    end = next((owed.due_at for owed in due if owed.kind is PostKind.QUESTION), now)
    length = timedelta(seconds=round((end - post.due_at).total_seconds()))
    return wording.opening(about, question.text, length, end, sprints.measure(row.details))


def stumper(session: Session, row: Row, about: Occasion) -> str:
    """The post that asks a stumper, as it stands: open, or solved."""
    question, asker, found = (
        stumpers.question(session, row),
        stumpers.asker(session, row),
        stumpers.solution_of(session, row.id or 0),
    )
    if found is not None:
        return puzzles.asked_and_solved(row.number, about.hashtag, question.text, asker, found, about.language)
    rules = about.texts.get("rules", "")
    return puzzles.asked(row.number, about.hashtag, question.text, asker, rules, about.language)


def follow(session: Session, one: Listening, row: Mapping[str, Any], now: datetime) -> None:
    """A message was filed in a sprint or a stumper: let its author know, and the asker of a stumper."""
    if row["place"] is not Place.ANSWER:
        return
    stage = stages.of(session, one.session_id)
    if stage is None or stage.group is None:
        return
    if one.floor.form is Form.STUMPER:
        emoji = TRIED
        _tell_asker(session, stage, row, now)
    else:
        said = read(row["text"], counting=row["question_id"] != one.floor.asked[0].id)
        opening = said is None or said.sign in {Sign.JOIN, Sign.SAME}
        early = row["question_id"] == one.floor.asked[0].id and (said is None or said.sign is Sign.COUNT)
        emoji = JOINED if opening or early else COUNTED
    if likeness.manners(stage.series).receipts:
        data = {"chat": row["chat_id"], "message": row["message_id"], "emoji": emoji}
        key = f"receipt:{row['chat_id']}:{row['message_id']}"
        posts.owe(session, Post(key=key, kind=PostKind.RECEIPT, due_at=now, group_id=stage.group.id, data=data))


def _tell_asker(session: Session, stage: Stage, row: Mapping[str, Any], now: datetime) -> None:
    """Show a try in private to whoever asked, if the bot may write there, with the button that says it is solved."""
    asker = next(iter(stage.row.cohosts), None)
    if not isinstance(asker, int) or asker == row["participant_id"] or not people.reachable(session, asker):
        return
    tidings.hand(session, stage, asker, (row["chat_id"], row["message_id"]), now)
