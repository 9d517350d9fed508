"""A question that waits while the room is busy: it and all that follows come later, for a few minutes at most."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules import patience as rules
from bot.rules.words import Form
from bot.store import cards, evenings, likeness, reins
from bot.store.tables import Post, Question, Series
from bot.store.tables import Session as Row


def waits(session: Session, post: Post, row: Row, now: datetime) -> bool:
    """Let a question that is due wait for the room, if its series wishes that and it has not waited long enough."""
    series = session.get_one(Series, row.series_id)
    if not likeness.manners(series).hold_when_busy or series.form is not Form.HOUR or post.data.get(reins.BY_HAND):
        return False
    on_air = evenings.on_air(session, row.id or 0)
    if on_air is None or session.get_one(Question, post.question_id).posted_at is not None:
        return False
    waited = timedelta(seconds=post.data.get("waited", 0))
    longer = rules.wait(cards.room(session, row.id or 0, on_air, now), waited, now - post.due_at)
    if not longer:
        return False
    post.data = {**post.data, "waited": (waited + longer).total_seconds()}
    reins.put_off(session, row, longer)
    cards.refresh(session, row, now)
    return True
