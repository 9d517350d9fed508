"""How the cost of a message grows with what there is: `python -m tests.bench.growth [MESSAGES]`.

Each thing at 1, 4 and 16 times: the time of so many messages and the memory afterwards, with the exponents of growth
(0: does not grow; 1: as fast as the thing does). In the first row the messages themselves grow, so their time does,
too (1); in the others the time of a message should not (0).
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from tests.bench import figures, stock
from tests.bench.crowds import GROUPS, talk
from tests.bench.programs import hosting
from tests.bench.server import Server

TIMES = (1, 4, 16)
SAID, PLANNED, LIVE = 5, 0.125, 0.002
"""What stands at 1 time for a message filed: messages in the tables, sessions planned, groups with a live session."""
WARM = 300
Cost = tuple[float, float]
"""Seconds and MB."""


async def filed(messages: int, groups: list[int], fill: Callable[[Session], None] | None = None) -> Cost:
    """What it costs to file so many messages in groups with live sessions, in tables that were filled before."""
    with tempfile.TemporaryDirectory() as folder:
        if fill is not None:
            database = stock.prepared(f"sqlite:///{folder}/bench.db")
            with database.transaction() as session:
                fill(session)
            database.close()
        async with Server() as server, hosting(server, Path(folder), groups) as program:
            await server.hand_out(talk(WARM, groups))
            took = await server.hand_out(talk(messages, groups, WARM + 1))
            return took, program.memory()


def planned(sessions: int) -> Callable[[Session], None]:
    """Fills the tables with sessions to come."""

    def fill(session: Session) -> None:
        soon = datetime.now(UTC) + timedelta(days=30)
        stock.plan(session, sessions, max(1, sessions // 10), soon, timedelta(hours=1))

    return fill


def past(messages: int) -> Callable[[Session], None]:
    """Fills the tables with messages."""
    return lambda session: stock.said(session, messages)


async def measure(name: str, sizes: list[int], cost: Callable[[int], Awaitable[Cost]]) -> None:
    """Print what each size costs, and the exponents."""
    costs = [await cost(size) for size in sizes]
    times, memories = [took for took, _ in costs], [memory for _, memory in costs]
    told = "  ".join(
        f"{size}: {took:.2f} s, {memory:.0f} MB" for size, (took, memory) in zip(sizes, costs, strict=True)
    )
    slopes = f"time ^{figures.slope(sizes, times):.2f}, memory ^{figures.slope(sizes, memories):.2f}"
    print(f"  {name:38} {told};  {slopes}", flush=True)


async def main(messages: int = 5000) -> None:
    """Print a row for each thing that grows."""
    print(f"growth, at {TIMES} times; but for the first row, of the filing of {messages} messages")
    groups = [GROUPS[0] - at for at in range(max(TIMES) * max(1, round(LIVE * messages)))]

    async def more(size: int) -> Cost:
        return await filed(size, groups[:10])

    async def with_past(size: int) -> Cost:
        return await filed(messages, groups[:10], past(size))

    async def with_plans(size: int) -> Cost:
        return await filed(messages, groups[:10], planned(size))

    async def with_groups(size: int) -> Cost:
        return await filed(messages, groups[:size])

    for name, unit, cost in (
        ("messages filed in ten live sessions", 1.0, more),
        ("messages in the tables already", SAID, with_past),
        ("sessions planned", PLANNED, with_plans),
        ("groups with a live session", LIVE, with_groups),
    ):
        await measure(name, [times * max(1, round(unit * messages)) for times in TIMES], cost)


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
