"""Telegram's flood limits, as far as they are known (core.telegram.org/bots/faq, "My bot is hitting limits")."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.rehearsal.refusals import too_many

SENDS = ("send", "forward", "copy")
EDITS = ("edit", "stoppoll")


@dataclass(slots=True)
class Limits:
    """How much a bot may send: at most 20 messages and 20 edits a minute into one group, 60 a minute to one person,
    30 messages a second in all (bursts of as many are tolerated). None switches a limit off. Seconds are the room's."""

    per_group: int | None = 20
    edits_per_group: int | None = 20
    per_person: int | None = 60
    per_second: int | None = 30
    window: float = 60.0
    _sent: dict[tuple[str, int], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, chat: int, now: float, amount: int = 1) -> None:
        """Count a call that sends or edits; raises a 429 when it is one too many (those refused don't count)."""
        name = method.lower()
        if name == "sendchataction":
            return
        if name.startswith(SENDS):
            most = self.per_group if chat < 0 else self.per_person
            buckets = [("send", chat, most, self.window), ("all", 0, self.per_second, 1.0)]
        elif name.startswith(EDITS):
            buckets = [("edit", chat, self.edits_per_group if chat < 0 else self.per_person, self.window)]
        else:
            return
        for kind, where, most, window in buckets:
            if most is None:
                continue
            times = self._sent[kind, where]
            while times and times[0] <= now - window:
                times.popleft()
            if len(times) + amount > max(most, amount):
                raise too_many(max(1, int(times[0] + window - now + 0.999)))
        for kind, where, most, _ in buckets:
            if most is not None:
                self._sent[kind, where].extend([now] * amount)
