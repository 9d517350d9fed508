"""The postman: brings updates to the bot's webhook, each queue in order, again and again until they are taken."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Any

import httpx

from bot.rehearsal.updates import Update
from bot.rehearsal.world import World

PATIENCE = 60.0  # seconds that Telegram waits for a webhook's answer (tdlib/telegram-bot-api, WebhookActor.cpp)
LONGEST_WISH = 3600.0  # seconds of Retry-After that are honoured, the same
Json = dict[str, Any]


class Postman:
    """Delivers while a webhook is set; takes nothing out of the queue that was not answered with 2xx."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._bell = asyncio.Event()
        self._lanes: dict[str, deque[Update]] = {}
        self._rounds: dict[str, asyncio.Task[None]] = {}
        self._hook: Json | None = None
        self._seen = 0
        self._free = asyncio.Semaphore(40)

    async def run(self) -> None:
        """Deliver until cancelled."""
        self.world.updates.changed.add(self._bell)
        try:
            while not self.world.settings.get(
                "webhook"
            ):  # the client takes its time to make, so not before it is wanted
                self._bell.clear()
                await self._bell.wait()
            async with httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=100)) as client:
                await self._deliver_all(client)
        finally:
            self.world.updates.changed.discard(self._bell)
            self._recall()

    async def _deliver_all(self, client: httpx.AsyncClient) -> None:
        while True:
            self._bell.clear()
            self._take_over()
            self._sort()
            for lane, waiting in self._lanes.items():
                if waiting and (lane not in self._rounds or self._rounds[lane].done()):
                    self._rounds[lane] = asyncio.create_task(self._walk(client, waiting))
            await self._bell.wait()

    def _take_over(self) -> None:
        hook = self.world.settings.get("webhook")
        if hook is self._hook:
            return
        self._recall()
        self._hook = hook
        self._seen = 0
        if hook:
            self._free = asyncio.Semaphore(hook["max_connections"])

    def _recall(self) -> None:
        for task in self._rounds.values():
            task.cancel()
        self._rounds.clear()
        self._lanes.clear()

    def _sort(self) -> None:
        updates = self.world.updates
        if not self._hook or updates.paused:
            return
        fresh: list[Update] = []
        for update in reversed(updates.pending.values()):
            if update.id <= self._seen:
                break
            fresh.append(update)
        fresh.reverse()
        self._seen = max(self._seen, updates.next_id - 1)
        again, updates.again = updates.again, []
        for update in (*fresh, *again):
            self._lanes.setdefault(update.lane, deque()).append(update)

    async def _walk(self, client: httpx.AsyncClient, waiting: deque[Update]) -> None:
        tries = 0
        while waiting:
            update = waiting[0]
            async with self._free:
                wish = await self._deliver(client, update)
            if wish is None:
                waiting.popleft()
                self.world.updates.take(update.id)
                tries = 0
                self.world.ring()
                continue
            tries += 1
            pause = wish or (0.0 if tries == 1 else min(2.0 ** (tries - 1), random.uniform(60, 120)))  # noqa: S311 - no secret
            due = self.world.clock.time() + pause
            if due >= update.expires:
                waiting.popleft()
                self.world.updates.take(update.id)
                continue
            await self.world.deeds.moment(due)

    async def _deliver(self, client: httpx.AsyncClient, update: Update) -> float | None:
        """None when the webhook took it; else the seconds it asks to wait (0: it did not say)."""
        hook = self._hook or {}
        headers = {"Content-Type": "application/json"}
        if hook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
        try:
            answer = await client.post(hook["url"], content=update.raw, headers=headers)
        except httpx.TimeoutException:
            return self._failed("Read timeout expired")
        except httpx.ConnectError:
            return self._failed("Connection refused")
        except httpx.TransportError:
            return self._failed("Connection reset by peer")
        if answer.is_success:
            return None
        self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
        wish = answer.headers.get("retry-after", "")
        return min(float(wish), LONGEST_WISH) if wish.isdigit() else 0.0

    def _failed(self, reason: str) -> float:
        now = int(self.world.clock.time())
        self.world.settings["webhook error"] = {"last_error_date": now, "last_error_message": reason}
        self.world.ring()
        return 0.0
