"""What the bot costs by being there: how soon it hosts, its memory after messages, its processor time when idle.

python -m tests.bench.standing [STARTS] [MESSAGES] [SESSIONS] [SECONDS]
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import figures, stock
from tests.bench.crowds import GROUPS, talk
from tests.bench.programs import chathour, hosting, write_hours
from tests.bench.server import Server


async def start(folder: Path, **more: str) -> float:
    """Seconds from the process's start until it asks for its first updates; a question file is there."""
    async with Server() as server:
        begun = time.perf_counter()
        async with chathour(server, folder, **more):
            await asyncio.wait_for(server.asked.wait(), 60)
            return time.perf_counter() - begun


async def starts(turns: int) -> dict[str, list[float]]:
    """The same several times: again, with tables to make first, and with nothing compiled by an earlier start."""
    runs: dict[str, list[float]] = {}
    for _ in range(turns):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            write_hours(folder, GROUPS[:1])
            first = await start(folder)
            runs.setdefault("started again", []).append(await start(folder))
            runs.setdefault("the first time, tables to make", []).append(first)
            bare = {"PYTHONPYCACHEPREFIX": f"{made}/nothing", "PYTHONDONTWRITEBYTECODE": "1"}
            runs.setdefault("started again, no .pyc anywhere", []).append(await start(folder, **bare))
    return runs


async def memory(messages: int) -> dict[str, list[float]]:
    """Resident memory in MB: hosting ten live sessions, and after so many messages there."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server, hosting(server, Path(folder), GROUPS) as program:
            before = program.memory()
            await server.hand_out(talk(messages, GROUPS))
            return {"ten live sessions, nothing said": [before], f"after {messages} messages": [program.memory()]}


async def idle(sessions: int, seconds: float) -> float:
    """The share of a core that a bot takes with so many sessions planned in a thousand groups, and nothing to do."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        database = stock.prepared(f"sqlite:///{folder}/bench.db")
        with database.transaction() as session:
            soon = datetime.now(UTC) + timedelta(days=30)
            stock.plan(session, sessions, min(sessions, 1000), soon, timedelta(hours=1))
        database.close()
        async with Server() as server, chathour(server, folder) as program:
            await asyncio.wait_for(server.asked.wait(), 60)
            await asyncio.sleep(min(5, seconds))  # whatever a start leaves to do is done
            begun = program.processor()
            await asyncio.sleep(seconds)
            return (program.processor() - begun) / seconds


async def main(turns: int = 5, messages: int = 20_000, sessions: int = 10_000, seconds: int = 30) -> None:
    """Print medians."""
    print("from the start of the process to its first question to Telegram")
    figures.table(await starts(turns), "s ")
    print("resident memory")
    figures.table(await memory(messages), "MB")
    print(f"processor while {sessions} sessions are planned and nothing happens, over {seconds} s")
    figures.table({"of one core": [100 * await idle(sessions, seconds)]}, "% ")


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
