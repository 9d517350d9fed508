"""The bot's queue of updates: kept until confirmed, at most a day (Bot API, "Getting updates")."""

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.rehearsal.refusals import Refusal

Json = dict[str, Any]

DAY = 86_400.0
PRESS = 150.0  # seconds that a button press waits for the bot (tdlib/telegram-bot-api, Client.cpp)
LONGEST_POLL = 50.0  # seconds
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost",
)  # fmt: skip
ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True, frozen=True)
class Update:
    """One update; ``lane`` orders webhook deliveries, ``expires`` is in seconds since 1970."""

    id: int
    kind: str
    raw: bytes
    lane: str
    expires: float
    about: tuple[int, int] | None = None


class Updates:
    """Pending updates, and the one long poll that may wait for them."""

    def __init__(self, time: Callable[[], float], first_id: int = 1000) -> None:
        self.time = time
        self.next_id = first_id
        self.pending: OrderedDict[int, Update] = OrderedDict()
        self.made: dict[int, Update] = {}
        self.again: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.paused = False
        self.webhook = False
        self.changed: set[asyncio.Event] = set()
        self._poll: asyncio.Future[str] | None = None
        self.confirmed = 0

    def asks_for(self, kind: str) -> bool:
        """Whether the bot's allowed_updates let this kind through."""
        return kind not in ASKED_FOR if self.allowed is None else kind in self.allowed

    def allow(self, kinds: object) -> None:
        """Take over allowed_updates for updates made from now on; unknown names are passed over."""
        if not isinstance(kinds, list):
            raise Refusal(400, "Bad Request: can't parse allowed updates JSON object")
        known = frozenset(str(kind).lower() for kind in kinds) & frozenset(KINDS)
        self.allowed = known or None

    def add(self, kind: str, body: Json, lane: str, keep: float = DAY) -> int | None:
        """Queue an update if the bot asks for its kind; returns its id."""
        if not self.asks_for(kind):
            return None
        number = self._number()
        raw = msgspec.json.encode({"update_id": number, kind: body})
        about = (body["chat"]["id"], body["message_id"]) if "message_id" in body else None
        self._put(Update(number, kind, raw, lane, self.time() + keep, about))
        return number

    def _number(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _put(self, update: Update) -> None:
        self.pending[update.id] = update
        self.made[update.id] = update
        self.ring()

    def preload(self, bodies: Iterable[tuple[str, Json]]) -> None:
        """Queue many ready-made (kind, body) pairs at once, past every filter: for measurements."""
        expires = self.time() + DAY
        encoder = msgspec.json.Encoder()
        for kind, body in bodies:
            number = self._number()
            lane = f"chat{body.get('chat', {}).get('id', 0)}"
            self.pending[number] = Update(
                number, kind, encoder.encode({"update_id": number, kind: body}), lane, expires
            )
        self.ring()

    def redeliver(self, number: int) -> None:
        """Deliver an update again, byte for byte and with its old number, whether it was confirmed or not."""
        self.again.append(self.made[number])
        self.ring()

    def ring(self) -> None:
        """Wake whoever waits for updates."""
        if self._poll and not self._poll.done() and (self.pending or self.again) and not self.paused:
            self._poll.set_result("")
        for event in self.changed:
            event.set()

    def pause(self) -> None:
        """Hold updates back: the bot hears nothing until resume()."""
        self.paused = True

    def resume(self) -> None:
        """Deliver again, first what was held back."""
        self.paused = False
        self.ring()

    def forget_expired(self) -> None:
        """Drop what has waited too long."""
        now = self.time()
        for number in [u.id for u in self.pending.values() if u.expires <= now]:
            del self.pending[number]

    def drop(self) -> None:
        """Forget all that waits."""
        self.pending.clear()
        self.again.clear()

    def take(self, number: int) -> None:
        """One update was taken by the webhook."""
        if self.pending.pop(number, None):
            self.confirmed += 1

    def confirm(self, offset: int) -> None:
        """Drop what a getUpdates offset confirms. Past the end it confirms nothing, as Telegram starts over then."""
        if offset < 0:
            for number in list(self.pending)[:offset]:
                del self.pending[number]
            return
        if offset > self.next_id:
            return
        while self.pending and next(iter(self.pending)) < offset:
            self.pending.popitem(last=False)
            self.confirmed += 1

    async def get(self, offset: int, limit: int, timeout: float, gone: Callable[[], Any]) -> list[bytes]:  # noqa: ASYNC109 - the Bot API's own parameter
        """The raw updates from ``offset`` on, waiting for the first up to ``timeout`` seconds.

        ``gone`` is awaited beside it and returns when the client has hung up. Raises Refusal (409) when another
        getUpdates or a webhook takes over.
        """
        if self.webhook:
            raise Refusal(409, BY_WEBHOOK)
        self.stop_poll(TWO_POLLERS)
        self.forget_expired()
        self.confirm(offset)
        if not (batch := self._batch(limit)) and timeout > 0:
            still_there = await self._wait(min(timeout, LONGEST_POLL), gone)
            batch = self._batch(limit) if still_there else []
        return batch

    def _batch(self, limit: int) -> list[bytes]:
        if self.paused:
            return []
        again, self.again = self.again[:limit], self.again[limit:]
        fresh = itertools.islice(self.pending.values(), limit - len(again))
        return [update.raw for update in (*fresh, *again)]

    async def _wait(self, seconds: float, gone: Callable[[], Any]) -> bool:
        poll = self._poll = asyncio.get_running_loop().create_future()
        hung_up = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({poll, hung_up}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if poll.done() and poll.result():
                raise Refusal(409, poll.result())
            return not hung_up.done()
        finally:
            hung_up.cancel()
            if self._poll is poll:
                self._poll = None

    def stop_poll(self, reason: str) -> None:
        """End the waiting long poll with a conflict; an empty reason ends it in peace."""
        if self._poll and not self._poll.done():
            self._poll.set_result(reason)
