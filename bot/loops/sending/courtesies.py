"""Composes what the bot owes beside a session's posts: reactions, tidying, private replies, cards, a timed resume."""

import math
from datetime import datetime, timedelta

from bot.loops.sending import handouts
from bot.loops.sending.calls import Action, Button, Call
from bot.rules import patience
from bot.rules.lateness import Circumstances, Verdict, verdict
from bot.rules.words import Form, PostKind, PostState, SessionState
from bot.store import cards, evenings, introductions, likeness, posts, reins, reminding, retention, stages
from bot.store.database import Session
from bot.store.stages import Stage
from bot.store.tables import Participant, Post, Question, Series
from bot.store.tables import Session as Row
from bot.wording import cards as wording
from bot.wording.anonymous import relayed
from bot.wording.language import Language


def mark(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """A reaction on a message, or its removal; neither is worth much later."""
    late = now - post.due_at
    over = verdict(post.kind, late, Circumstances()) is Verdict.DROP
    if over or late.total_seconds() > post.data.get("patience", math.inf) or post.data["chat"] != chat_id:
        posts.dropped(post, "too late")
        return None
    message_id = post.data.get("message")
    if message_id is None:
        own = posts.known(session, post.data["post"])
        message_id = None if own is None else own.message_id
    if message_id is None:
        posts.dropped(post, "nothing to tidy away")
        return None
    action = Action.REACT if post.kind is PostKind.RECEIPT else Action.DELETE
    text = post.data["emoji"] if action is Action.REACT else ""
    return Call(post.id or 0, post.kind, chat_id, action, text, message_id=message_id)


def reply(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """What somebody is told in private, or a group beside its sessions; or what a message of the bot's says by now."""
    action = Action.DOCUMENT if "document" in post.data else Action.EDIT if "edit" in post.data else Action.SEND
    if "handout" in post.data:
        return handouts.compose(session, post, chat_id, now)
    return Call(
        post.id or 0,
        post.kind,
        chat_id,
        action,
        post.data["html"],
        message_id=post.data.get("edit"),
        buttons=_buttons(post.data.get("buttons", [])),
        document=tuple(post.data.get("document", ())),
        topic_id=post.topic_id,
        silent=post.group_id is not None,
    )


def relay(session: Session, post: Post, chat_id: int, _now: datetime) -> Call | None:
    """An answer without a name, which a moderator nodded to."""
    question = session.get_one(Question, post.question_id)
    series = session.get_one(Series, session.get_one(Row, post.session_id).series_id)
    answer = f"{likeness.letters(series).answer}{question.number}{question.part}"
    text = relayed(answer, post.data["text"], Language(series.language))
    there = question.message_id if question.chat_id == chat_id else None
    return Call(post.id or 0, post.kind, chat_id, Action.SEND, text, topic_id=post.topic_id, message_id=there)


def resume(session: Session, post: Post, _chat_id: int, now: datetime) -> None:
    """The time of a hold is over."""
    row = session.get_one(Row, post.session_id)
    post.state = PostState.SENT
    if reins.resume(session, row, now):
        cards.refresh(session, row, now, at_once=True)


def roll(session: Session, post: Post, _chat_id: int, now: datetime) -> None:
    """A session begins soon, or is over: whoever asked for it is told, or asked about an introduction."""
    if post.data.get("for") == introductions.ASKED:
        introductions.match(session, post, now)
    else:
        reminding.call(session, post, now)


def erase(session: Session, post: Post, _chat_id: int, now: datetime) -> None:
    """The time is over for which a series keeps people's words: they are erased, and the recap that is out follows."""
    row = session.get_one(Row, post.session_id)
    if retention.come(session, post, row, now):
        retention.erase(session, row, now)
        evenings.amend(session, row, now)


def card(session: Session, post: Post, chat_id: int, now: datetime) -> Call | None:
    """A control card: sent once, and edited when it says something else."""
    stage = stages.of(session, post.data["card"])
    if stage is None:
        posts.dropped(post, "the session is no longer planned")
        return None
    if post.group_id is None and chat_id not in cards.recipients(session, stage):
        posts.dropped(post, "they moderate no longer")  # what comes next is not for them to see
        return None
    _move(post, chat_id)
    if (
        post.message_id is None
        and stage.row.state not in stages.RUNNING
        and stage.row.state is not SessionState.PLANNED
    ):
        posts.dropped(post, "the session is over")
        return None
    person = session.get(Participant, chat_id)
    language = Language((person.language if person is not None else "") or stage.series.language)
    facts = cards.facts(session, stage, now)
    in_group = post.group_id is not None
    if not in_group:
        _warn(session, post, facts, language, now)
        _offer(session, post, stage, facts, language, now)
    text = wording.card(facts, language, in_group=in_group)
    buttons = wording.buttons(facts, language)
    body = f"{text}\n{buttons}"
    cards.look_again(post, stage.row, facts.wait if facts.coming else None, now)
    if post.body == body:
        return None
    post.data = {**post.data, "next_look": (post.due_at - now).total_seconds(), "over": post.state is PostState.SENT}
    action = Action.SEND if post.message_id is None else Action.EDIT
    return Call(
        post.id or 0,
        post.kind,
        chat_id,
        action,
        text,
        message_id=post.message_id,
        buttons=_buttons(buttons),
        body=body,
        silent=True,
    )


def deal(session: Session, row: Row, now: datetime) -> None:
    """The session took a turn: its moderators get their cards, or see it on those they have."""
    stage = stages.of(session, row.id or 0)
    if stage is not None and stage.series.form is Form.HOUR:
        cards.deal(session, stage, now)
        cards.refresh(session, row, now, at_once=True)


def shown(post: Post, now: datetime) -> None:
    """A card went out: look again later, if its session goes on."""
    if post.state is PostState.SENT and not post.data.get("over"):
        post.state, post.due_at = PostState.DUE, now + timedelta(seconds=post.data.get("next_look", 15))


def _warn(session: Session, post: Post, facts: wording.CardFacts, language: Language, now: datetime) -> None:
    """Two minutes before a question, say so in a message of its own, which the phone tells of."""
    if not facts.coming or facts.wait is None or facts.state is not SessionState.LIVE:
        return
    if facts.wait > cards.AHEAD + timedelta(seconds=10):
        cards.warned(post, None)
        return
    if facts.wait < timedelta(seconds=30) or cards.warned(post, facts.left):
        return
    data = {"html": wording.heads_up(facts, language), "buttons": wording.heads_up_buttons(facts, language)}
    key = f"{post.key}:ahead:{facts.left}:{now.timestamp():.0f}"
    posts.owe(session, Post(key=key, kind=PostKind.REPLY, due_at=now, chat_id=post.chat_id, data=data))


def _offer(
    session: Session, post: Post, stage: Stage, facts: wording.CardFacts, language: Language, now: datetime
) -> None:
    """When the room has gone quiet, offer a spare question, once for each question on air."""
    if facts.state is not SessionState.LIVE or not facts.asked or not likeness.manners(stage.series).offer_spare:
        return
    key = f"{post.key}:offer:{facts.asked}"
    if patience.offers(facts.room, facts.spares, facts.wait) and posts.known(session, key) is None:
        data = {"html": wording.offer(facts, language), "buttons": wording.offer_buttons(facts, language)}
        posts.owe(session, Post(key=key, kind=PostKind.REPLY, due_at=now, chat_id=post.chat_id, data=data))


def _move(post: Post, chat_id: int) -> None:
    """A group that became a supergroup has left its messages behind: the card is sent anew."""
    if post.group_id is not None and post.chat_id not in (None, chat_id):
        post.message_id, post.body, post.chat_id = None, "", chat_id


def _buttons(rows: list[list[tuple[str, str]]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(label, data) for label, data in row) for row in rows)
