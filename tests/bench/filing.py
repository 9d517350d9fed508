"""How fast messages are filed durably, beside other bots' polling: `python -m tests.bench.filing [MESSAGES] [ROUNDS]`.

All get the same updates from the same server, start afresh in every round, and have taken a few hundred messages before
the clock starts. AIOGRAM_PYTHON names the python of an environment with aiogram, which is measured then, too.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import figures
from tests.bench.crowds import GROUPS, talk
from tests.bench.kept import kept
from tests.bench.programs import hosting, rival
from tests.bench.server import Server

WARM = 500
"""Messages before the clock starts."""
ELSEWHERE = [-1009000000000 - number for number in range(10)]
"""Groups that host nothing."""
LIVE, IDLE = "chathour, ten live sessions", "chathour, groups that host nothing"


async def chathour(messages: int, groups: Sequence[int]) -> float:
    """Messages a second, while there are live sessions in `GROUPS`; those said there are seen to be in the tables."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server, hosting(server, Path(folder), GROUPS):
            await server.hand_out(talk(WARM, list(groups)))
            took = await server.hand_out(talk(messages, list(groups), WARM + 1))
        kept(f"sqlite:///{folder}/bench.db", WARM + messages if groups is GROUPS else 0)
    return messages / took


async def other(name: str, messages: int) -> float:
    """Messages a second that one of the others takes."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Server(by_confirmation=name == "floor") as server,
            rival(name, server, Path(folder), (WARM, messages)),
        ):
            await asyncio.wait_for(server.asked.wait(), 30)
            await server.hand_out(talk(WARM, GROUPS))
            return messages / await server.hand_out(talk(messages, GROUPS, WARM + 1))


async def main(messages: int = 20_000, rounds: int = 3) -> None:
    """Run each in turn, several times; print each round, then medians and ratios."""
    print(f"filing {messages} messages by polling, SQLite: messages a second")
    runs: dict[str, list[float]] = {"empty": []}
    for turn in range(rounds):
        runs["empty"].append(await other("empty", messages))
        if "AIOGRAM_PYTHON" in os.environ:
            runs.setdefault("aiogram, empty", []).append(await other("aiogram", messages))
        # The typical bot is slow: a tenth of the messages tells its pace.
        runs.setdefault("typical", []).append(await other("typical", max(1, messages // 10)))
        runs.setdefault("floor", []).append(await other("floor", messages))
        runs.setdefault(LIVE, []).append(await chathour(messages, GROUPS))
        runs.setdefault(IDLE, []).append(await chathour(messages, ELSEWHERE))
        latest = ", ".join(f"{name} {speeds[-1]:.0f}" for name, speeds in runs.items())
        print(f"  round {turn + 1}: {latest}", flush=True)
    figures.table(runs, "/s", ("empty", "typical", "floor"))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
