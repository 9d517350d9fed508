"""The series that a group's called sprints and stumpers belong to: made by itself, once for each group or topic."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.rules.plans import Cadence, SeriesPlan
from bot.rules.sprints import LATE, WINDOW
from bot.rules.words import Form
from bot.store import planning, stages
from bot.store.tables import Group, Series

SETTLING = timedelta(days=1)
"""How long after a stumper is solved what replies to it is still kept."""


def found(session: Session, group: Group, topic_id: int | None, form: Form) -> Series | None:
    """The series of this form that a group made by calling for one; None before the first call."""
    query = select(Series).where(
        Series.group_id == group.id,
        Series.form == form,
        col(Series.from_file).is_(False),
        col(Series.topic_id).is_(None) if topic_id is None else Series.topic_id == topic_id,
    )
    return session.exec(query.order_by(col(Series.id))).first()


def series(session: Session, group: Group, topic_id: int | None, form: Form, title: str, language: str) -> Series:
    """The same, made now if there is none; a new one speaks as the group's others do."""
    there = found(session, group, topic_id, form)
    if there is not None:
        return there
    model = like(session, group.chat_id or 0)
    name = group.username or group.title
    plan = SeriesPlan(
        id=planning.free_id(session, f"{form}s-{'-'.join(name.split())}"),
        title=title,
        hashtag=f"#{form}",
        chat_id=group.chat_id,
        topic_id=topic_id,
        timezone="UTC" if model is None else model.timezone,
        language=language if model is None else model.language,
        form=form,
        cadence=Cadence((), timedelta(0), closing=WINDOW, late=LATE if form is Form.SPRINT else SETTLING),
    )
    return planning.make_series(session, plan)


def like(session: Session, chat_id: int) -> Series | None:
    """The series whose ways a group is used to."""
    return next(iter(stages.hosted(session, chat_id)), None)
