"""A Bot API server that only hands out updates made beforehand, as fast as it can, and notes when they were done."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from typing import Any

OFFSET = re.compile(rb'(?:name="offset"\r\n\r\n|[?&]?\boffset(?:=|"\s*:\s*))(\d+)')
ME = {
    "id": 123456, "is_bot": True, "first_name": "bench", "username": "bench_bot", "can_join_groups": True,
    "can_read_all_group_messages": True, "supports_inline_queries": False,
}  # fmt: skip


class Server:
    """Speaks just enough HTTP/1.1 for a bot that polls; one at a time.

    A bot that confirms an update only when its effects are committed is done with the last confirmation. The others
    confirm before they handle, so they say themselves when they are done (`allHandled`).
    """

    def __init__(self, *, by_confirmation: bool) -> None:
        self._batches: list[bytes] = []
        self._count = 0
        self._filled = asyncio.Event()
        self._message_id = 10_000_000
        self.sent: list[dict[str, Any]] = []
        """The messages that the bot sent."""
        self.began: float | None = None
        self.finished = asyncio.Event()
        self.by_confirmation = by_confirmation
        self.took = 0.0
        """Seconds from handing out the first update to the end of the last."""

    async def __aenter__(self) -> "Server":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def fill(self, updates: Sequence[dict[str, Any]]) -> None:
        """Have these updates (ids 1, 2, 3 …) ready to be asked for."""
        encoded = [json.dumps(update).encode() for update in updates]
        self._count = len(encoded)
        self._batches = [
            b'{"ok":true,"result":[' + b",".join(encoded[at : at + 100]) + b"]}" for at in range(0, len(encoded), 100)
        ]
        self._filled.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1])) if length else b""
                method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].split(b"?")[0].decode()
                answer = await self._answer(method, head.split(b"\r\n")[0] + b"\r\n" + body)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
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
        result: Any = True
        if method == "getMe":
            result = ME
        elif method == "sendMessage":
            self._message_id += 1
            chat = {"id": -1, "type": "supergroup", "title": "x"}
            result = {"message_id": self._message_id, "date": int(time.time()), "chat": chat, "text": "x"}
            self.sent.append(result)
        elif method == "getChatAdministrators":
            result = []
        elif method == "getChatMember":
            result = {"status": "member", "user": ME}
        return json.dumps({"ok": True, "result": result}).encode()

    async def _updates(self, request: bytes) -> bytes:
        found = OFFSET.search(request)
        offset = max(1, int(found[1])) if found else 1
        if not self._filled.is_set():
            try:
                await asyncio.wait_for(self._filled.wait(), 1)
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
        if self.began is None:
            self.began = time.perf_counter()
        at = (offset - 1) // 100
        if at < len(self._batches):
            return self._batches[at]
        if offset > self._count and self.by_confirmation:
            self._finish()
        await asyncio.sleep(0.5)
        return b'{"ok":true,"result":[]}'

    def _finish(self) -> None:
        if self.began is not None and not self.finished.is_set():
            self.took = time.perf_counter() - self.began
            self.finished.set()
