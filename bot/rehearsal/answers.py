"""From a call to its answer: faults, flood limits, the method itself, and the record of it all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import bot.rehearsal.methods  # noqa: F401 - registers the methods
from bot.rehearsal.calls import METHODS, Call
from bot.rehearsal.faults import Faults
from bot.rehearsal.limits import Limits
from bot.rehearsal.refusals import Refusal
from bot.rehearsal.schema import Schema
from bot.rehearsal.world import World

NOT_FOUND = Refusal(404, "Not Found")


@dataclass(slots=True)
class Answers:
    """Answers calls, and keeps every one of them."""

    world: World
    faults: Faults
    limits: Limits
    schema: Schema | None = None
    calls: list[Call] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def record(self, call: Call) -> None:
        """Keep a call, and what is wrong with it by the machine-readable Bot API."""
        call.at = self.world.clock.time()
        self.calls.append(call)
        self.world.ring()
        if self.schema:
            self.errors += [
                f"{call.method}: {fault}" for fault in self.schema.faults(call.method, call.params, call.files)
            ]

    def answer(self, call: Call) -> None:
        """Do what a call asks; its response is then ready, good or bad."""
        try:
            if call.method.lower() not in METHODS:
                raise self._unknown(call.method)
            self._hold_back(call)
            _, method = METHODS[call.method.lower()]
            result = method(self.world, call)
            call.response = {"ok": True, "result": result}
            call.applied = True
            if call.description:
                call.response["description"] = call.description
        except Refusal as refusal:
            call.response = refusal.json()
        except Exception as error:  # noqa: BLE001 - a fault of the stand-in is told, and the server stays up
            self.errors.append(f"{call.method}: the stand-in failed: {error!r}")
            call.response = Refusal(500, "Internal Server Error").json()
        self.finish(call)

    def _unknown(self, method: str) -> Refusal:
        if self.schema is None or not self.schema.knows(method):
            return NOT_FOUND
        self.errors.append(f"{method}: the stand-in does not do this yet")
        return Refusal(501, f"Not Implemented: the stand-in does not do {method}")

    def finish(self, call: Call) -> None:
        """Note that a call has been answered and tell whoever watches."""
        call.answered_at = self.world.clock.time()
        self.world.ring()

    def _hold_back(self, call: Call) -> None:
        try:
            chat = int(call.params.get("chat_id") or 0)
        except (TypeError, ValueError):
            return
        if not chat or not call.method.lower().startswith(
            ("send", "edit", "forward", "copy", "stop", "pin", "unpin", "delete")
        ):
            return
        self.faults.check_flood(chat)
        media = call.value("media") if call.method.lower() == "sendmediagroup" else None
        amount = len(media) if isinstance(media, list) and media else 1
        self.limits.check(call.method, chat, self.world.clock.time(), amount)

    async def updates(self, call: Call, gone: Callable[[], Awaitable[Any]]) -> list[bytes]:
        """The raw updates for a getUpdates call; raises Refusal."""
        if call.params.get("allowed_updates") not in (None, ""):
            self.world.updates.allow(call.value("allowed_updates", "allowed updates"))
        limit = min(100, max(1, call.number("limit", 100)))
        batch = await self.world.updates.get(call.number("offset"), limit, call.number("timeout"), gone)
        call.applied = True
        self.finish(call)
        return batch
