"""What is coming: the sessions that have a date, with their timetables, as `chathour plan` tells them."""

from datetime import datetime, timedelta

from sqlmodel import Session, col

from bot.rules.timetable import timetable
from bot.rules.words import SessionState
from bot.store import likeness, plans, rounds, stages
from bot.store.tables import Group, Series
from bot.store.tables import Session as Row
from bot.wording.timetables import Coming


def coming(session: Session, now: datetime, until: datetime) -> list[Coming]:
    """The sessions under way, and those that begin by then, in order."""
    query = stages.those((SessionState.PLANNED, *stages.RUNNING)).where(col(Row.starts_at) <= until)
    begin = stages.gathered(session, query.order_by(col(Row.starts_at), col(Row.series_id)))
    return [
        of(session, stage.row, stage.series, stage.group, starts_at)
        for stage in begin
        if (starts_at := stage.row.starts_at) is not None and starts_at + timedelta(seconds=stage.row.lasts) >= now
    ]


def of(session: Session, row: Row, series: Series, group: Group | None, starts_at: datetime) -> Coming:
    """One session that begins then."""
    asked = plans.as_plans(plans.questions(session, row.id or 0))
    return Coming(
        series=series.id,
        number=row.number,
        topic=row.topic,
        hashtag=series.hashtag,
        starts_at=starts_at,
        timezone=series.timezone,
        title=series.title,
        group=_name(group),
        lasts=timedelta(seconds=row.lasts),
        slots=timetable(
            starts_at,
            likeness.cadence(series),
            asked,
            likeness.manners(series).announce,
            series.form,
            rounds.again_at(row),
            series.timezone,
        ),
        readings=likeness.readings(row),
    )


def _name(group: Group | None) -> str:
    if group is None:
        return ""
    return group.title or (f"@{group.username}" if group.username else str(group.chat_id))
