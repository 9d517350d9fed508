"""How long the welcomes of sessions that all begin in one second take, beside what Telegram's 30 a second allow.

python -m tests.bench.posting [SESSIONS] [ROUNDS]
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.rules.plans import Cadence
from tests.bench import figures, stock
from tests.bench.programs import chathour
from tests.bench.server import Server

LIMIT = 30
"""Messages a second over all chats (core.telegram.org/bots/faq, "My bot is hitting limits")."""
LATENCY = 0.05
"""Seconds that each answer of Telegram's takes."""
AHEAD = 8
"""Seconds from the planning to the start: the bot is up by then, or is given twice as long."""


async def welcomes(sessions: int, ahead: float) -> tuple[float, int]:
    """Seconds from the start of the sessions to the last of their welcomes; and how many were refused at first."""
    with tempfile.TemporaryDirectory() as folder:
        database = stock.prepared(f"sqlite:///{folder}/bench.db")
        begin = (datetime.now(UTC) + timedelta(seconds=ahead)).replace(microsecond=0)
        with database.transaction() as session:
            stock.plan(session, sessions, sessions, begin, timedelta(0), Cadence(reminders=()))
        database.close()
        async with Server(latency=LATENCY, limit=LIMIT) as server, chathour(server, Path(folder)) as program:
            await asyncio.wait_for(server.asked.wait(), 30)
            if time.time() > begin.timestamp():
                print(f"  the bot was not up within {ahead:.0f} s: once more, with twice as long", flush=True)
                return await welcomes(sessions, 2 * ahead)
            await program.until(lambda: len(server.sent) >= sessions)
            return server.sent[sessions - 1] - begin.timestamp(), server.refused


async def main(sessions: int = 600, rounds: int = 2) -> None:
    """Print each round and the median."""
    allowed = sessions / LIMIT
    print(f"{sessions} welcomes due in one second, {LIMIT} a second allowed, {LATENCY * 1000:.0f} ms an answer")
    ratios = []
    for turn in range(rounds):
        took, refused = await welcomes(sessions, AHEAD)
        ratios.append(took / allowed)
        print(f"  round {turn + 1}: {took:.2f} s, {refused} refused (429)", flush=True)
    figures.table({f"of {allowed:.1f} s that the limit allows": ratios}, "times")


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
