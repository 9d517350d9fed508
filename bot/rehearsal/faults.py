"""Misbehaviour on purpose: refusals, lost answers, silence, flood limits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from bot.rehearsal.calls import Call
from bot.rehearsal.clocks import Clock
from bot.rehearsal.refusals import Refusal, too_many

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 409: "Conflict", 429: "Too Many Requests"}
Way = Literal["fail", "drop_before", "drop_after", "hang"]


@dataclass(slots=True)
class Fault:
    """One planned misbehaviour; it is spent when ``times`` is 0."""

    way: Way
    method: str
    times: int = 1
    chat: int | None = None
    refusal: Refusal | None = None
    seconds: float = 0.0
    apply: bool = True
    contains: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set it to end a silence before its time."""

    def fits(self, call: Call) -> bool:
        """Whether it is meant for this call."""
        if self.times == 0 or self.method.lower() not in {call.method.lower(), "*"}:
            return False
        if self.method == "*" and call.method.lower() == "getupdates":
            return False
        if self.chat is not None and str(call.params.get("chat_id")) != str(self.chat):
            return False
        return self.contains in str(call.params.get("text") or call.params.get("caption") or "")


@dataclass(slots=True)
class Faults:
    """What goes wrong next. Methods are named as in the Bot API, or ``"*"`` for all but getUpdates."""

    clock: Clock
    planned: list[Fault] = field(default_factory=list)
    floods: dict[int, float] = field(default_factory=dict)
    slowness: float = 0.0

    def fail_next(
        self,
        method: str,
        error_code: int = 502,
        description: str = "Bad Gateway",
        *,
        retry_after: int | None = None,
        chat: int | None = None,
        times: int = 1,
        contains: str = "",
    ) -> Fault:
        """Refuse the next calls; Telegram's prefix is put before the description where it is missing."""
        prefix = PREFIXES.get(error_code, "")
        if retry_after is not None:
            description = f"Too Many Requests: retry after {retry_after}"
        elif prefix and not description.startswith(prefix):
            description = f"{prefix}: {description}"
        parameters = {"retry_after": retry_after} if retry_after is not None else {}
        refusal = Refusal(error_code, description, parameters)
        return self._plan(Fault("fail", method, times, chat, refusal, contains=contains))

    def drop_before(self, method: str, *, chat: int | None = None, times: int = 1, contains: str = "") -> Fault:
        """Close the connection without doing what was asked."""
        return self._plan(Fault("drop_before", method, times, chat, contains=contains))

    def drop_after(self, method: str, *, chat: int | None = None, times: int = 1, contains: str = "") -> Fault:
        """Do what was asked and close the connection without an answer."""
        return self._plan(Fault("drop_after", method, times, chat, contains=contains))

    def hang(
        self, method: str, seconds: float, *, apply: bool = True, chat: int | None = None, times: int = 1
    ) -> Fault:
        """Keep silent for so many seconds of the wall clock, or until what is returned is ``over``.

        With ``apply`` the call is done first and answered after the silence; without, nothing is done and the
        connection closes in the end.
        """
        return self._plan(Fault("hang", method, times, chat, seconds=seconds, apply=apply))

    def flood(self, chat: int, seconds: float) -> None:
        """Answer everything sent into this chat with 429 for so many seconds of the room's clock."""
        self.floods[chat] = self.clock.time() + seconds

    def latency(self, seconds: float) -> None:
        """Let every answer but getUpdates' take so many seconds of the wall clock."""
        self.slowness = seconds

    def clear(self) -> None:
        """All is well again."""
        self.planned.clear()
        self.floods.clear()
        self.slowness = 0.0

    def _plan(self, fault: Fault) -> Fault:
        self.planned.append(fault)
        return fault

    def take(self, call: Call) -> Fault | None:
        """The misbehaviour that meets this call, if any; counts it as spent."""
        fault = next((fault for fault in self.planned if fault.fits(call)), None)
        if fault:
            fault.times -= 1
            if fault.times == 0:
                self.planned.remove(fault)
        return fault

    def check_flood(self, chat: int) -> None:
        """Raise a 429 while a chat is flooded on purpose."""
        left = self.floods.get(chat, 0.0) - self.clock.time()
        if left > 0:
            raise too_many(max(1, int(left + 0.999)))
