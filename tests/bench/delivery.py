"""How fast messages are filed on PostgreSQL: by webhook, one and two replicas, and by polling.

python -m tests.bench.delivery [MESSAGES] [ROUNDS]

Updates are delivered as Telegram does, over connections that stay open, each waiting for its answer before it gets the
next. The generator, PostgreSQL and the replicas share the machine's cores.
"""

import asyncio
import json
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.loops.intake.webhook import CONNECTIONS, SECRET_HEADER
from tests.bench import figures
from tests.bench.crowds import GROUPS, talk
from tests.bench.kept import kept
from tests.bench.postgresql import fresh
from tests.bench.programs import chathour, hosting
from tests.bench.server import PATIENCE, Server

SECRET = "a-secret-of-the-benchmark"
WARM = 500
"""Messages before the clock starts."""


class Telegram:
    """Delivers updates to webhooks; what is not answered with 200 is brought again."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self.refused = 0

    async def deliver(self, updates: Sequence[dict[str, Any]]) -> float:
        """Seconds until all have been answered with 200."""
        letters = iter([_request(update) for update in updates])
        begun = time.perf_counter()
        ports = [self._ports[at % len(self._ports)] for at in range(CONNECTIONS)]
        await asyncio.wait_for(asyncio.gather(*[self._connection(port, letters) for port in ports]), PATIENCE)
        return time.perf_counter() - begun

    async def _connection(self, port: int, letters: Iterator[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for letter in letters:
            while True:
                writer.write(letter)
                head = await reader.readuntil(b"\r\n\r\n")
                if b" 200 " in head[:14]:
                    break
                self.refused += 1
                await asyncio.sleep(0.1)
        writer.close()


def _request(update: dict[str, Any]) -> bytes:
    body = json.dumps(update).encode()
    head = f"POST /hook HTTP/1.1\r\nHost: bench\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def webhook(messages: int, replicas: int) -> float:
    """Messages a second that so many replicas file, with ten live sessions."""
    ports = [_free_port() for _ in range(replicas)]
    hooks = [{"listen": f"127.0.0.1:{port}", "webhook_url": f"http://127.0.0.1:{port}/hook"} for port in ports]
    with tempfile.TemporaryDirectory() as folder, fresh() as url:
        async with Server() as server, AsyncExitStack() as running:
            await running.enter_async_context(
                hosting(server, Path(folder), GROUPS, url, webhook_secret=SECRET, **hooks[0])
            )
            for hook in hooks[1:]:
                await running.enter_async_context(chathour(server, Path(folder), url, webhook_secret=SECRET, **hook))
            telegram = Telegram(ports)
            for port in ports:
                await _ready(port)
            await telegram.deliver(talk(WARM, GROUPS))
            took = await telegram.deliver(talk(messages, GROUPS, WARM + 1))
        kept(url, WARM + messages)
    if telegram.refused:
        print(f"  {telegram.refused} deliveries had to be repeated")
    return messages / took


async def polling(messages: int) -> float:
    """Messages a second by polling, on PostgreSQL, with ten live sessions."""
    with tempfile.TemporaryDirectory() as folder, fresh() as url:
        async with Server() as server, hosting(server, Path(folder), GROUPS, url):
            await server.hand_out(talk(WARM, GROUPS))
            took = await server.hand_out(talk(messages, GROUPS, WARM + 1))
        kept(url, WARM + messages)
    return messages / took


async def _ready(port: int) -> None:
    """Wait until the bot at this port says that it hosts."""
    for _ in range(int(PATIENCE / 0.05)):
        await asyncio.sleep(0.05)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            continue
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        if b" 200 " in answer[:14]:
            return
    raise TimeoutError


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def main(messages: int = 10_000, rounds: int = 3) -> None:
    """Run each in turn, several times; print each round, then medians and ratios."""
    print(f"filing {messages} messages, PostgreSQL, ten live sessions: messages a second answered 200 or confirmed")
    runs: dict[str, list[float]] = {}
    for turn in range(rounds):
        runs.setdefault("polling", []).append(await polling(messages))
        runs.setdefault("webhook, one replica", []).append(await webhook(messages, 1))
        runs.setdefault("webhook, two replicas", []).append(await webhook(messages, 2))
        latest = ", ".join(f"{name} {speeds[-1]:.0f}" for name, speeds in runs.items())
        print(f"  round {turn + 1}: {latest}", flush=True)
    figures.table(runs, "/s", ("polling",))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
