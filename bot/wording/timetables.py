"""When a session's posts come, in words and in its own time zone: for `check`, for `plan` and for previews."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.rules.plans import QuestionPlan
from bot.rules.timetable import Slot
from bot.rules.words import PostKind, QuestionKind
from bot.wording.characters import one_line, shorten
from bot.wording.language import Language

WIDTH = 72
"""UTF-16 units of a question in a timetable; the whole of it is in the file."""
ENGLISH = Language("en")


@dataclass(frozen=True, slots=True)
class Coming:
    """A session that has a date, as `plan` speaks of it."""

    series: str
    number: int
    topic: str
    hashtag: str
    starts_at: datetime
    timezone: str
    title: str
    group: str
    """Its title, @name or id; empty while no group hosts the series."""
    lasts: timedelta
    slots: tuple[Slot, ...]
    readings: tuple[str, ...] = ()

    @property
    def rounds(self) -> list[tuple[datetime, datetime]]:
        """When each of its rounds begins and ends; most sessions have one."""
        found = []
        for again in (False, True):
            times = [slot.at for slot in self.slots if slot.again is again and slot.ahead is None]
            found += [(min(times), max(times))] if times else []
        return found if len(found) > 1 else [(self.starts_at, self.starts_at + self.lasts)]


def session_table(
    slots: Sequence[Slot], questions: Sequence[QuestionPlan], labels: Sequence[str], zone: str
) -> list[str]:
    """A line for every post, with the day where it changes, and one for every spare question.

    `labels` are those of the questions, by position: "Q1".
    """
    moments = [slot.at.astimezone(ZoneInfo(zone)) for slot in slots]
    seconds = any(moment.second for moment in moments)
    twice = any(slot.again for slot in slots)
    closes = any(slot.kind is PostKind.CLOSING for slot in slots)
    lines = []
    day = ""
    for slot, moment in zip(slots, moments, strict=True):
        if slot.kind is PostKind.RECAP and closes:
            continue
        today = f"{moment:%a} {moment.day:2} {moment:%b %Y}"
        shown = today if today != day else " " * len(today)
        day = today
        lines.append(
            f"{shown}  {clock(moment, seconds=seconds)}  {_said(slot, questions, labels, twice and not slot.again)}"
        )
    room = " " * len(day)
    lines += [
        f"{room}  {'spare':{len(clock(moments[-1], seconds=seconds))}}  {_question(question, label)}"
        for question, label in zip(questions, labels, strict=True)
        if question.spare
    ]
    return lines


def clock(moment: datetime, *, seconds: bool = False) -> str:
    """What the clocks show at a local moment: "20:00 GMT"."""
    shown = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    return f"{shown} {zone_name(moment)}"


def zone_name(moment: datetime) -> str:
    """The short name of the zone of a local moment, "CET"; "UTC+0545" where there is none."""
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"


def day_and_time(at: datetime, zone: str) -> str:
    """A moment on the clocks of a zone: "Wed 2 Dec 2026, 20:00 GMT"."""
    moment = at.astimezone(ZoneInfo(zone))
    return f"{moment:%a} {moment.day} {moment:%b %Y}, {clock(moment, seconds=bool(moment.second))}"


def standing(starts_at: datetime, lasts: timedelta, now: datetime) -> str:
    """Where a session stands by the clock alone: "past", "under way", "in 5 days"."""
    if starts_at + lasts <= now:
        return "past"
    if starts_at <= now:
        return "under way"
    return f"in {ENGLISH.span(_rough(starts_at - now))}"


def plan_text(coming: Sequence[Coming], now: datetime) -> str:
    """What is coming, for people: two lines for each session."""
    if not coming:
        return "Nothing is planned for these days.\n"
    lines = []
    for session in coming:
        place = ZoneInfo(session.timezone)
        begun, end = (at.astimezone(place) for at in (session.starts_at, session.starts_at + session.lasts))
        until = clock(end) if end.date() == begun.date() else day_and_time(end, session.timezone)
        ahead = [
            slot.ahead for slot in session.slots if slot.ahead and slot.kind is PostKind.REMINDER and not slot.again
        ]
        early = [slot.ahead for slot in session.slots if slot.ahead is not None and slot.kind is PostKind.ANNOUNCEMENT]
        questions = sum(slot.kind is PostKind.QUESTION and not slot.again for slot in session.slots)
        facts = [
            one_line(session.group) or f"no group yet: say /host {session.series} in one",
            f"{questions} {'question' if questions == 1 else 'questions'}, until {until}",
        ]
        if len(session.rounds) > 1:
            facts.append(f"second round {day_and_time(session.rounds[1][0], session.timezone)}")
        if early:
            facts.append(f"announced {', '.join(ENGLISH.span(span) for span in early)} before")
        if ahead:
            facts.append(f"reminders {', '.join(ENGLISH.span(span) for span in ahead)} before")
        start = day_and_time(session.starts_at, session.timezone)
        what = f"{session.hashtag} {session.series}/{session.number}: {one_line(session.topic or session.title)}"
        lines.append(f"{start} ({standing(session.starts_at, session.lasts, now)})  {what}")
        lines.append(f"    {'; '.join(facts)}")
        lines += [f"    to read before: {one_line(reading)}" for reading in session.readings]
    return "\n".join(lines) + "\n"


def plan_json(coming: Sequence[Coming]) -> str:
    """What is coming, for programs: times in UTC, and as the clocks of the series show them."""
    return json.dumps([_record(session) for session in coming], indent=2, ensure_ascii=False) + "\n"


def plan_ics(coming: Sequence[Coming]) -> bytes:
    """What is coming, for calendars (RFC 5545). A session keeps its UID when it moves; nothing depends on the clock."""
    import icalendar  # it takes a fifth of a second, which only this function should cost

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//chathour//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "chathour")
    for session in coming:
        place: tzinfo = UTC if session.timezone == "UTC" else ZoneInfo(session.timezone)
        for which, (starts_at, ends_at) in zip(("", "-again"), session.rounds, strict=False):
            event = icalendar.Event()
            event.add("uid", f"{session.series}-{session.number}{which}@chathour")
            event.add("dtstamp", session.starts_at)
            event.add("dtstart", _for_calendar(starts_at, place))
            event.add("dtend", _for_calendar(ends_at, place))
            event.add("summary", one_line(f"{session.hashtag}: {session.topic or session.title}"))
            about = [one_line(f"{session.title}, session {session.number}"), *map(one_line, session.readings)]
            event.add("description", "\n".join(about))
            if session.group:
                event.add("location", one_line(session.group))
            calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _said(slot: Slot, questions: Sequence[QuestionPlan], labels: Sequence[str], first: bool) -> str:
    """What a slot's post is; `first` of two rounds."""
    if slot.question is not None:
        return _question(questions[slot.question], labels[slot.question])
    if slot.kind is PostKind.LAST_CALL and slot.ahead is not None:
        return f"sign, {ENGLISH.span(slot.ahead)} left"
    if slot.ahead is not None:
        return f"{slot.kind.value}, {ENGLISH.span(slot.ahead)} before"
    if slot.kind is PostKind.CLOSING and first:
        return "closing of the first round"
    if slot.kind is PostKind.WELCOME and slot.again:
        return "welcome to the second round"
    return {
        PostKind.CLOSING: "closing, then the recap",
        PostKind.LAST_CALL: "last call",
        PostKind.RECAP: "the sum",
    }.get(slot.kind, slot.kind.value)


def _question(question: QuestionPlan, label: str) -> str:
    """A question in one line: "Q3  Which of these do you run? (poll of 3)"."""
    note = {QuestionKind.POLL: f" (poll of {len(question.choices)})", QuestionKind.NUMBER: " (a number)"}
    return f"{label}  {shorten(one_line(question.text), WIDTH)}{note.get(question.kind, '')}"


def _rough(span: timedelta) -> timedelta:
    """A length of time without what nobody asks for: seconds when there are hours, minutes when there are days."""
    unit = (
        timedelta(days=1) if span >= timedelta(days=2) else timedelta(minutes=1) if span >= timedelta(hours=1) else None
    )
    return span - span % unit if unit else span


def _record(session: Coming) -> dict[str, object]:
    place = ZoneInfo(session.timezone)
    return {
        "series": session.series,
        "number": session.number,
        "title": session.title,
        "topic": session.topic,
        "hashtag": session.hashtag,
        "group": session.group,
        "timezone": session.timezone,
        "starts_at": _utc(session.starts_at),
        "starts_local": session.starts_at.astimezone(place).isoformat(),
        "ends_at": _utc(session.starts_at + session.lasts),
        "lasts": int(session.lasts.total_seconds()),
        "readings": list(session.readings),
        "posts": [
            {"kind": slot.kind.value, "at": _utc(slot.at), "local": slot.at.astimezone(place).isoformat()}
            for slot in session.slots
        ],
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _for_calendar(moment: datetime, place: tzinfo) -> datetime:
    """A moment in its zone; in UTC when the clocks show it a second time, which means the first (RFC 5545, 3.3.5)."""
    local = moment.astimezone(place)
    return moment.astimezone(UTC) if local.fold else local
