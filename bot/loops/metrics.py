"""What the bot counts, for Prometheus (/metrics). No label names a chat or a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.loops.intake.reception import Taken
from bot.loops.sending.settling import Settled
from bot.rules.words import PostState

CONTENT_TYPE = CONTENT_TYPE_LATEST
LATE = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
"""Bounds of the histogram of lateness, in seconds."""


class Metrics:
    """Counters and gauges in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = self._counter("updates", "Updates taken in, by what came of them.", "result")
        self._filed = self._counter("messages_filed", "Messages filed, by the rule that decided.", "by")
        self._posts = self._counter("posts", "Posts settled, by kind and what came of the call.", "kind", "result")
        self._floods = Counter("chathour_floods", "Answers of 429 from Telegram.", registry=self.registry)
        self._late = Histogram(
            "chathour_post_lateness_seconds",
            "How long after their time posts went out.",
            ("kind",),
            buckets=LATE,
            registry=self.registry,
        )
        self._owed = Gauge(
            "chathour_posts_in_state", "Posts in the tables, by state.", ("state",), registry=self.registry
        )
        self._depth = Gauge("chathour_queue_depth", "Posts that are due now and not out.", registry=self.registry)
        self._leader = Gauge("chathour_leader", "1 where this process leads.", registry=self.registry)
        self._database = Gauge("chathour_database_up", "1 while the database answers.", registry=self.registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"chathour_{name}", text, labels, registry=self.registry)

    def taken(self, taken: Taken) -> None:
        """A batch was taken in."""
        self._updates.labels("handled").inc(taken.updates - taken.failed)
        self._updates.labels("set_aside").inc(taken.failed)
        for rule, count in taken.filed.items():
            self._filed.labels(rule.value).inc(count)

    def settled(self, settled: Settled) -> None:
        """A call was settled."""
        self._posts.labels(settled.kind.value, settled.result).inc()
        if settled.late is not None:
            self._late.labels(settled.kind.value).observe(max(0.0, settled.late.total_seconds()))
        if settled.result == "flood":
            self._floods.inc()

    def render(self, leads: bool, counted: tuple[dict[PostState, int], int] | None) -> bytes:
        """All of it as text; `counted` are the posts by state and those due now, None without a database."""
        self._leader.set(leads)
        self._database.set(counted is not None)
        if counted is not None:
            states, depth = counted
            for state in PostState:
                self._owed.labels(state.value).set(states.get(state, 0))
            self._depth.set(depth)
        return generate_latest(self.registry)
