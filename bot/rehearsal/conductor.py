"""Leads a rehearsal from one event to the next: the bot's posts and the people's deeds, each at its moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.rehearsal.asked import Asked
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.leading import LedClock
from bot.rehearsal.messages import Message
from bot.rehearsal.standin import StandIn
from bot.rehearsal.stillness import Host, stillness
from bot.rehearsal.world import Event
from bot.rules.recap import QuestionRecap, Recap
from bot.rules.words import SessionState
from bot.store import evenings, recaps

LONG = 3600.0
"""Seconds of silence that are passed over even when the speed was asked for."""
SILENCE = 1.5
"""Seconds of the wall clock that a silence takes when it is passed over."""
OVER = (SessionState.CLOSED, SessionState.CANCELLED)
AFTERMATH = 60.0
"""What the bot owes later than so many seconds after all have gone is not waited for."""


@dataclass(slots=True)
class Tempo:
    """How a session's time is spread over real time. All in seconds."""

    lasts: list[float]
    """How long each question that has a time lasts, in their order."""
    first: float
    """From the welcome to the first question."""
    ends_at: float
    """When the session is planned to end, since 1970."""
    late: float
    """How long answers count afterwards."""
    hurried: bool = True
    """Every silence is passed over, not only the long ones and those before and after."""


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since the last time."""

    events: list[Event]
    recap: Recap
    """What the session has come to."""
    published: tuple[int, ...]
    """The messages of the chat that are the recap, in order."""


@dataclass(slots=True)
class Conductor:
    """Plays one session to its end."""

    telegram: StandIn
    clock: LedClock
    host: Host
    crowd: Crowd
    tempo: Tempo
    series: str
    """The id of what is played."""
    show: Callable[[News], None]
    """Called when something has happened."""
    news: News | None = None
    asked: set[int] = field(default_factory=set)
    """The positions of the questions asked so far."""
    _seen: int = 0
    _state: SessionState = SessionState.PLANNED
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def play(self) -> News:
        """Play until the session is over and everybody has gone; the last news."""
        self.telegram.world.bells.add(self._bell)
        self.clock.changed.append(self._bell.set)
        while True:
            owed = await stillness(self.telegram, self.host)
            news = self._look()
            if self._is_over(owed):
                return news
            due = min((at for at in (owed, self.crowd.next_at) if at is not None), default=None)
            if due is None:  # somebody holds the session, and will let it go on
                self._bell.clear()
                await self._bell.wait()
            elif due > self.clock.time():
                await self._reach(due)
            elif due == self.crowd.next_at:
                self.crowd.act()

    def _is_over(self, owed: float | None) -> bool:
        if self.crowd.next_at is not None or self._state is SessionState.HELD:
            return False
        return owed is None or (self._state in OVER and owed > self.clock.time() + AFTERMATH)

    async def _reach(self, due: float) -> None:
        """Let the clock run up to then, or until something happens on the way that may change what comes next."""
        self.clock.limit = due
        silence = due - self.clock.time()
        quick = self.tempo.hurried or self._state is not SessionState.LIVE or silence > LONG
        if quick and self.clock.speed and silence / self.clock.speed > SILENCE:
            self.clock.jump(silence - SILENCE * self.clock.speed)
        self._bell.clear()
        while (left := due - self.clock.time()) > 0:
            try:
                async with asyncio.timeout(left / self.clock.speed if self.clock.speed else None):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self.clock.limit = self.clock.time()
            return

    def _look(self) -> News:
        """Tell the people what happened, and show it."""
        history = self.telegram.world.history
        events, self._seen = history[self._seen :], len(history)
        if self.news is not None and not events:
            return self.news
        with self.host.database.reading() as rows:
            found = recaps.find(rows, self.series)
            if found is None:
                raise LookupError("the session was not taken in")
            recap = recaps.recap(rows, found)
            published = [post.message_id for post in evenings.recap_posts(rows, found)]
        self.news = News(events, recap, tuple(filter(None, published)))
        if events:
            self.show(self.news)
        self._tell(recap, events)
        return self.news

    def _tell(self, recap: Recap, events: list[Event]) -> None:
        """Let the people know."""
        chat = self.crowd.group.chat
        fresh = [chat.messages[one.body["message_id"]] for one in events if _is_message(one, chat.id)]
        said = any(message.by_bot and not message.is_service for message in fresh)
        if said and recap.session.state is SessionState.PLANNED:
            self.crowd.reminded()
        state, self._state = self._state, recap.session.state
        if state is SessionState.PLANNED and self._state is SessionState.LIVE:
            self.crowd.begun(self.tempo.first)
        for place, question in enumerate(recap.questions):
            if question.message_id is not None and place not in self.asked:
                self.asked.add(place)
                self.crowd.asked(self._as_seen(question, chat.messages[question.message_id]))
        for message in fresh:
            if message.poll is not None and message.by_bot:
                self.crowd.polled(message, self._lasts())
            elif message.by_bot:
                self.crowd.stumped(message)
            elif not message.is_service:
                self.crowd.heard(message, _number(recap, message))
        if state is not SessionState.CLOSED and self._state is SessionState.CLOSED:
            self.crowd.closed(self._lasts(), self.tempo.late)

    def _lasts(self) -> float:
        place = min(len(self.asked), len(self.tempo.lasts)) - 1
        return self.tempo.lasts[max(0, place)]

    def _as_seen(self, question: QuestionRecap, message: Message) -> Asked:
        left = max(1.0, self.tempo.ends_at - self.clock.time())
        return Asked(question.number, question.text, question.kind, message, self._lasts(), left)


def _is_message(event: Event, chat: int) -> bool:
    return event.kind == "message" and event.chat_id == chat


def _number(recap: Recap, message: Message) -> int | None:
    """The question that a message answers, as it was filed."""
    for question in recap.questions:
        if any(answer.message_id == message.id for answer in question.answers):
            return question.number
    return None
