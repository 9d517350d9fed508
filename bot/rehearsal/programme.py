"""What a rehearsal plays: one session of a question file, its words and its pace as they are, in a group of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.questionfiles import load
from bot.rules.calendar import occurrences
from bot.rules.plans import SeriesPlan, SessionPlan
from bot.rules.timetable import duration, numbered, timetable
from bot.rules.words import PostKind, RecapMode

EXAMPLE = Path(__file__).with_name("example.toml")
GROUP = -1_001_234_567_890
"""The chat id of the group that is played in."""
RUN_UP = timedelta(seconds=5)
"""How long before the first post a rehearsal begins."""
NEAREST_REMINDERS = timedelta(minutes=15)
"""Reminders further ahead than this are not played."""
MOMENTS = {
    PostKind.REMINDER: "reminder",
    PostKind.WELCOME: "welcome",
    PostKind.LAST_CALL: "last call",
    PostKind.CLOSING: "closing",
    PostKind.RECAP: "recap",
}


@dataclass(frozen=True, slots=True)
class Programme:
    """A series cut down to the one session that is played."""

    plan: SeriesPlan
    starts_at: datetime

    @property
    def session(self) -> SessionPlan:
        """The session."""
        return self.plan.sessions[0]

    @property
    def begins_at(self) -> datetime:
        """When the rehearsal begins: shortly before the last reminder that is near enough, else before the welcome."""
        near = [ahead for ahead in self.plan.cadence.reminders if ahead <= NEAREST_REMINDERS]
        return self.starts_at - min(near, default=timedelta(0)) - RUN_UP

    @property
    def length(self) -> timedelta:
        """From the welcome to the closing."""
        return duration(self.plan.cadence, self.session.questions)

    @property
    def lengths(self) -> list[float]:
        """Seconds that each question lasts which has a time; the last one until the end."""
        cadence = self.plan.cadence
        asked = [question for question in self.session.questions if not question.spare]
        lasts = [(question.lasts or cadence.every).total_seconds() for question in asked]
        return [*lasts[:-1], cadence.closing.total_seconds() or 1.0]

    def moments(self, now: datetime, asked: Collection[int]) -> Iterator[tuple[datetime, str, str]]:
        """The session's posts: when, what, and whether each is still due; `asked` are positions of asked questions."""
        numbers = numbered(self.session.questions)
        for slot in timetable(self.starts_at, self.plan.cadence, self.session.questions, form=self.plan.form):
            if slot.at < self.begins_at:
                continue
            what = MOMENTS.get(slot.kind) or f"{self.plan.letters.question}{numbers[slot.question or 0]}"
            out = slot.question in asked if slot.kind is PostKind.QUESTION else slot.at <= now
            yield slot.at, what, "posted" if out else "due"


def programme(path: Path, now: datetime) -> Programme:
    """The next session of a question file, or its first when all are past. Raises `Refused` for a file that is wrong.

    The group is the rehearsal's, and its recap waits for nobody's approval. Of two rounds the first is played.
    """
    plan = load(path)
    dated = [(session, session.starts_at) for session in plan.sessions if session.starts_at is not None]
    coming = [(session, at) for session, at in dated if at >= now]
    undated = [session for session in plan.sessions if session.starts_at is None]
    if undated:
        coming.append((undated[0], next(occurrences(plan.schedule, plan.timezone, now))))
    session, starts_at = min(coming or dated[:1], key=lambda pair: pair[1])
    played = replace(
        plan,
        sessions=(replace(session, starts_at=starts_at, again_at=None),),
        schedule="",
        chat_id=GROUP,
        username="",
        topic_id=None,
        moderators=(),
        recap=RecapMode.PUBLISH,
        manners=replace(plan.manners, moderators_group=None),
    )
    return Programme(played, starts_at)
