"""From a question file that is right to the plan of a series."""

from datetime import timedelta

from bot.questionfiles.shape import QuestionTable, SeriesTable, SessionTable
from bot.rules.manners import Manners
from bot.rules.plans import Cadence, Letters, Publishing, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Form

GENERAL = 1
"""The number that links give the general topic; in the Bot API it has none, and messages to topic 1 are refused."""


def plan_of(name: str, series: SeriesTable) -> SeriesPlan:
    """The series under the id `name`."""
    return SeriesPlan(
        id=name,
        title=series.title,
        hashtag=series.hashtag,
        sessions=tuple(_session(session) for session in series.session),
        chat_id=series.group if isinstance(series.group, int) else None,
        username=series.group if isinstance(series.group, str) else "",
        topic_id=None if series.topic_id == GENERAL else series.topic_id,
        timezone=series.timezone,
        language=series.language,
        schedule=series.schedule,
        letters=Letters(*series.labels),
        unlabelled=series.unlabelled,
        recap=series.recap,
        moderators=series.moderators,
        numbering=series.numbering,
        cadence=Cadence(
            reminders=series.cadence.reminders,
            first=series.cadence.first if series.form is Form.HOUR else timedelta(0),
            every=series.cadence.every,
            closing=series.cadence.closing,
            late=series.cadence.late,
        ),
        texts={key: said for key, said in series.texts if said},
        archive=Publishing(publish=series.archive.publish, names=series.archive.names, robots=series.archive.robots),
        manners=Manners(**dict(series.manners)),
        form=series.form,
    )


def _session(session: SessionTable) -> SessionPlan:
    return SessionPlan(
        questions=tuple(_question(question) for question in session.questions),
        topic=session.topic,
        starts_at=session.starts,
        again_at=session.again,
        guest=session.guest,
        tags=session.tags,
        readings=session.readings,
    )


def _question(question: QuestionTable) -> QuestionPlan:
    lasts: timedelta | None = question.lasts or question.minutes
    return QuestionPlan(
        text=question.text, kind=question.kind, choices=question.choices, spare=question.spare, lasts=lasts
    )
