"""A Bot API server that hands out updates made beforehand as fast as it can, and takes messages at Telegram's pace."""

import asyncio
import contextlib
import json
import math
import re
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

OFFSET = re.compile(rb'(?:name="offset"\r\n\r\n|[?&]?\boffset(?:=|"\s*:\s*))(\d+)')
ME = {
    "id": 123456, "is_bot": True, "first_name": "bench", "username": "bench_bot", "can_join_groups": True,
    "can_read_all_group_messages": True, "supports_inline_queries": False,
}  # fmt: skip
NOTHING = b'{"ok":true,"result":[]}'
REFUSAL = (
    b"""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"""
)
BATCH = 100
"""Updates in an answer, the most that Telegram gives (Bot API, getUpdates)."""
LONG_POLL = 9.0
"""Seconds that a question for updates is held while there are none: as long as the least patient of the bots asks."""
PATIENCE = 180.0
"""Seconds that a program may take for what it is given."""


class Server:
    """Speaks just enough HTTP/1.1 for a bot that polls or has a webhook; one at a time.

    A bot that confirms an update only when its effects are committed is done with the last confirmation. The others
    confirm before they handle, so they say themselves when they are done (`allHandled`).
    """

    def __init__(self, *, by_confirmation: bool = True, latency: float = 0, limit: int | None = None) -> None:
        """`latency`: seconds that an answer takes; `limit`: messages a second, beyond which they are refused (429)."""
        self._by_confirmation, self._latency, self._limit = by_confirmation, latency, limit
        self._first = 1
        self._batches: list[bytes] = []
        self._more = asyncio.Event()
        self._began: float | None = None
        self._done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._taken: deque[float] = deque()
        self.asked = asyncio.Event()
        """Somebody has asked for updates: the program is ready."""
        self.sent: list[float] = []
        """When the bot's messages were taken, in seconds of `time.time`."""
        self.refused = 0

    async def __aenter__(self) -> "Server":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def hand_out(self, updates: Sequence[dict[str, Any]]) -> float:
        """Give these to whoever asks: seconds from handing out the first to the end of the last."""
        encoded = [json.dumps(update).encode() for update in updates]
        joined = [b",".join(encoded[at : at + BATCH]) for at in range(0, len(encoded), BATCH)]
        self._first, self._began = updates[0]["update_id"], None
        self._done = asyncio.get_running_loop().create_future()
        self._batches = [b'{"ok":true,"result":[' + batch + b"]}" for batch in joined]
        self._more.set()
        return await asyncio.wait_for(self._done, PATIENCE)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1])) if length else b""
                method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].split(b"?")[0].decode()
                answer = await self._answer(method, head.split(b"\r\n")[0] + b"\r\n" + body)
                status = b"429 Too Many Requests" if answer is REFUSAL else b"200 OK"
                writer.write(
                    b"HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                    % (status, len(answer))
                )
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    async def _answer(self, method: str, request: bytes) -> bytes:
        if method == "getUpdates":
            return await self._updates(request)
        if method == "allHandled":
            self._finish()
        if self._latency:
            await asyncio.sleep(self._latency)
        result: Any = True
        if method == "getMe":
            result = ME
        elif method == "sendMessage":
            if self._too_many():
                self.refused += 1
                return REFUSAL
            self.sent.append(time.time())
            chat = {"id": -1, "type": "supergroup", "title": "x"}
            result = {"message_id": 10_000_000 + len(self.sent), "date": int(time.time()), "chat": chat, "text": "x"}
        elif method == "getChatAdministrators":
            result = []
        elif method == "getChatMember":
            result = {"status": "member", "user": ME}
        return json.dumps({"ok": True, "result": result}).encode()

    def _too_many(self) -> bool:
        """Whether one message more would be more than the limit allows in this second."""
        now = time.monotonic()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if self._limit is not None and len(self._taken) >= self._limit:
            return True
        self._taken.append(now)
        return False

    async def _updates(self, request: bytes) -> bytes:
        self.asked.set()
        found = OFFSET.search(request)
        at = math.ceil((max(self._first, int(found[1]) if found else 0) - self._first) / BATCH)
        if at < len(self._batches):
            self._began = self._began or time.perf_counter()
            return self._batches[at]
        if self._by_confirmation:
            self._finish()
        self._more.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._more.wait(), LONG_POLL)
        return NOTHING

    def _finish(self) -> None:
        if self._began is not None and not self._done.done():
            self._done.set_result(time.perf_counter() - self._began)
