"""What can be steered: the sessions that run or are coming in a group, with their series and group."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from bot.rules.words import Form, SessionState
from bot.store import groups
from bot.store.tables import Group, Series
from bot.store.tables import Session as Row

RUNNING = (SessionState.LIVE, SessionState.HELD)
BEGUN = (*RUNNING, SessionState.CLOSED)
Query = Select[Row, Series, Group]
"""Finds sessions with their series and groups."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A session with its series and the group that hosts it."""

    row: Row
    series: Series
    group: Group | None

    @property
    def id(self) -> int:
        """The session's id."""
        return self.row.id or 0

    @property
    def moderators(self) -> list[int | str]:
        """Who may steer it besides the group's administrators."""
        return [*self.series.moderators, *self.row.cohosts]

    @property
    def name(self) -> str:
        """How people name it: "libchat/12"."""
        return f"{self.series.id}/{self.row.number}"


def those(states: Sequence[SessionState]) -> Query:
    """The query for all sessions in these states, to be narrowed down before they are `gathered`."""
    return (
        select(Row, Series, Group)
        .join(Series, col(Series.id) == col(Row.series_id))
        .join(Group, col(Group.id) == col(Series.group_id), isouter=True)
        .where(col(Row.state).in_(states))
    )


def latest_first(query: Query) -> Query:
    """The same, the sessions that began last first."""
    return query.order_by(func.coalesce(Row.started_at, Row.starts_at).desc(), col(Row.id).desc())


def gathered(session: Session, query: Query) -> list[Stage]:
    """What such a query finds."""
    return [Stage(row, series, group) for row, series, group in session.exec(query)]


def of(session: Session, session_id: int) -> Stage | None:
    """The session with this id, its row locked (PostgreSQL) until the transaction ends."""
    row = session.exec(select(Row).where(Row.id == session_id).with_for_update()).first()
    if row is None:
        return None
    series = session.get_one(Series, row.series_id)
    return Stage(row, series, None if series.group_id is None else session.get(Group, series.group_id))


def numbered(session: Session, number: str) -> Stage | None:
    """The same for an id as a button brings it back, which anybody may have made up."""
    return of(session, int(number)) if number.isdecimal() and len(number) < 18 else None


def chat_of(session: Session, session_id: int) -> int | None:
    """The group that hosts a session."""
    query = select(Group.chat_id).join(Series).join(Row).where(Row.id == session_id)
    return session.exec(query).first()


def named(session: Session, name: str) -> Stage | None:
    """The session that "libchat/12" names."""
    series, slash, number = name.strip().partition("/")
    if not slash or not number.isdecimal() or len(number) > 9:
        return None
    found = session.exec(select(Row.id).where(Row.series_id == series, Row.number == int(number))).first()
    return None if found is None else of(session, found)


def running(session: Session, chat_id: int, topic_id: int | None) -> list[Stage]:
    """The sessions that run in a group, those of this topic first, then the ones begun last; stumpers only wait."""
    found = [stage for stage in _in(session, chat_id, RUNNING) if stage.series.form is not Form.STUMPER]
    found.sort(key=lambda stage: (stage.row.started_at is None, stage.row.started_at, stage.id), reverse=True)
    return sorted(found, key=lambda stage: stage.series.topic_id != topic_id)


def all_running(session: Session) -> list[Stage]:
    """The sessions that run anywhere."""
    return [stage for stage in _found(session, RUNNING) if stage.series.form is not Form.STUMPER]


def begun(session: Session, chat_id: int | None = None, limit: int = 100) -> list[Stage]:
    """The sessions that run or have ended (in one group, or anywhere), the latest first; no stumpers."""
    query = those(BEGUN).where(Series.form != Form.STUMPER)
    if chat_id is not None:
        query = query.where(Group.chat_id == chat_id)
    return gathered(session, latest_first(query).limit(limit))


def open_everywhere(session: Session, limit: int = 200) -> list[Stage]:
    """The sessions that run or are planned, wherever: those that run, then the next ones."""
    return [*all_running(session), *_found(session, (SessionState.PLANNED,), limit)]


def of_series(session: Session, series_id: str) -> list[Stage]:
    """The planned sessions of one series, the next one first."""
    return _found(session, (SessionState.PLANNED,), series=series_id)


def all_series(session: Session) -> list[tuple[Series, Group | None]]:
    """Every series, with the group that hosts it."""
    query = select(Series, Group).join(Group, isouter=True).order_by(col(Series.id))
    return [(series, group) for series, group in session.exec(query)]


def is_called(series: Series, name: str) -> bool:
    """Whether this is a name of the series: its id, or its hashtag with or without the #, in letters of any size."""
    return name.lstrip("#").lower() in (series.id.lower(), series.hashtag.lstrip("#").lower())


def languages(session: Session) -> list[str]:
    """The languages of all series, each once."""
    return sorted(session.exec(select(Series.language).distinct()))


def coming(session: Session, chat_id: int) -> list[Stage]:
    """The sessions planned in a group, the next one first; those without a date last."""
    found = _in(session, chat_id, (SessionState.PLANNED,))
    dated = sorted((one for one in found if one.row.starts_at), key=lambda one: (one.row.starts_at, one.id))
    return [*dated, *sorted((one for one in found if not one.row.starts_at), key=lambda one: one.row.number)]


def hosted(session: Session, chat_id: int) -> list[Series]:
    """The series that a group hosts, its hours before its sprints and stumpers."""
    group = groups.by_chat(session, chat_id)
    if group is None:
        return []
    return list(
        session.exec(select(Series).where(Series.group_id == group.id).order_by(col(Series.form), col(Series.id)))
    )


def _in(session: Session, chat_id: int, states: Sequence[SessionState]) -> list[Stage]:
    return gathered(session, those(states).where(Group.chat_id == chat_id).with_for_update(of=Row))


def _found(
    session: Session, states: Sequence[SessionState], limit: int | None = None, *, series: str = ""
) -> list[Stage]:
    query = those(states).order_by(col(Row.starts_at).is_(None), col(Row.starts_at), col(Row.id))
    if series:
        query = query.where(Row.series_id == series)
    return gathered(session, query.limit(limit))
