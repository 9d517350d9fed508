"""Telegram's limits, kept per chat: one message a second and 20 a minute in a group, 30 a second over all.

The figures are those of Telegram's bot FAQ ("My bot is hitting limits"); edits have a count of their own. Exact
limits are not published, so a 429 always has the last word (`hold`).
"""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.rules.words import PostKind

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
OVERALL = 29
"""Calls a second over all chats, one under Telegram's 30."""
BURST = 8
"""Calls that may be made at once. More would have to wait for a connection or for the processor, differently each time,
and could come to more than 30 in one of Telegram's seconds."""
SPEED_UP = 1.25
"""How much faster than the limit allows in the long run calls may follow each other, to make up for a late start."""
OVERALL_PAID = 900
"""The same with paid broadcasts (allow_paid_broadcast), under Telegram's 1000."""
PER_GROUP = 20
"""Messages a minute in one group; edits likewise, counted apart. Other marks (pins, reactions) come out of neither."""

EDITS = frozenset({PostKind.AMENDMENT, PostKind.CARD})
MARKS = frozenset({PostKind.PIN, PostKind.UNPIN, PostKind.TIDY, PostKind.RECEIPT})


class Limits:
    """When the next call into a chat may be made. It keeps moments in memory: after a restart it begins afresh."""

    def __init__(self, *, paid: bool = False) -> None:
        self._overall: deque[datetime] = deque()
        self._most = OVERALL_PAID if paid else OVERALL
        self._burst = BURST * self._most // OVERALL
        self._apart = SECOND * self._burst / (self._most * SPEED_UP)
        self._said: dict[tuple[int, str], deque[datetime]] = defaultdict(deque)
        self._held: dict[int, datetime] = {}
        self._latest: datetime | None = None
        """The latest moment that we were told of."""

    @staticmethod
    def lane(kind: PostKind) -> str:
        """What is counted together: messages, edits, or marks; within a lane a session's posts keep their order."""
        if kind in MARKS:
            return "marks"
        return "edits" if kind in EDITS else "messages"

    def free_at(self, now: datetime) -> datetime:
        """The moment from which another call may be made at all."""
        _forget(self._overall, now - SECOND)
        at = now
        for most, span in ((self._most, SECOND), (self._burst, self._apart)):
            if len(self._overall) >= most:
                at = max(at, self._overall[-most] + span)
        return at

    def room(self, now: datetime) -> int:
        """How many calls may be made at once now."""
        self._mind(now)
        _forget(self._overall, now - SECOND)
        lately = sum(moment > now - self._apart for moment in self._overall)
        return max(0, min(self._most - len(self._overall), self._burst - lately))

    def _mind(self, now: datetime) -> None:
        """When the clock was set back, what was said lies ahead and would keep all silent until then: begin afresh."""
        if self._latest is not None and (back := self._latest - now) > SECOND:
            self._overall.clear()
            self._said.clear()
            self._held = {chat_id: until - back for chat_id, until in self._held.items()}
            self._latest = now
        self._latest = max(now, self._latest or now)

    def ready_at(self, chat_id: int, kind: PostKind, now: datetime) -> datetime:
        """The moment from which a post of this kind may go to this chat; `now` or earlier if at once."""
        at = max(self.free_at(now), self._held.get(chat_id, now))
        if kind not in MARKS:
            said = self._said[chat_id, self.lane(kind)]
            _forget(said, now - MINUTE)
            if said:
                at = max(at, said[-1] + SECOND)
            if chat_id < 0 and len(said) >= PER_GROUP:
                at = max(at, said[-PER_GROUP] + MINUTE)
        return at

    def spend(self, chat_id: int, kind: PostKind, now: datetime) -> None:
        """Count a call that is about to be made."""
        self._overall.append(now)
        if kind not in MARKS:
            self._said[chat_id, self.lane(kind)].append(now)

    def hold(self, chat_id: int, until: datetime) -> None:
        """Leave a chat alone until then, whatever it is owed."""
        self._held[chat_id] = max(until, self._held.get(chat_id, until))

    def sweep(self, now: datetime) -> None:
        """Forget chats that nothing was said in for a minute."""
        for key in [key for key, said in self._said.items() if not said or said[-1] < now - MINUTE]:
            del self._said[key]
        for chat_id in [chat_id for chat_id, until in self._held.items() if until < now]:
            del self._held[chat_id]


def _forget(moments: deque[datetime], before: datetime) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
