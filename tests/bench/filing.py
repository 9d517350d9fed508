"""How fast messages are filed durably, beside the library's own polling: `python -m tests.bench.filing [MESSAGES]`."""

import asyncio
import os
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.crowds import GROUPS, talk
from tests.bench.server import Server

TOKEN = "123456:bench-token-0123456789abcdefghijklmnopq"  # opens nothing
ROOT = Path(__file__).parent.parent.parent
ROUNDS = 3
ELSEWHERE = [-1009000000000 - number for number in range(10)]
"""Groups that host nothing."""


async def chathour(server: Server, folder: Path, updates: int, groups: list[int]) -> float:
    """Seconds that `chathour run` takes, with ten live sessions in `GROUPS`."""
    questions = folder / "questions"
    questions.mkdir()
    starts = (datetime.now(UTC) + timedelta(seconds=4)).replace(tzinfo=None, microsecond=0).isoformat()
    for number, chat_id in enumerate(GROUPS):
        (questions / f"hour{number}.toml").write_text(
            f'title = "Hour"\nhashtag = "#hour{number}"\ngroup = {chat_id}\ntimezone = "UTC"\n'
            '[cadence]\nreminders = []\nfirst = "1s"\n'
            f'[[session]]\ntopic = "Bench"\nstarts = {starts}\nquestions = ["One?", "Two?", "Three?"]\n'
        )
    settings = {
        "CHATHOUR_BOT_TOKEN": TOKEN,
        "CHATHOUR_TELEGRAM_URL": server.url,
        "CHATHOUR_QUESTIONS": str(questions),
        "CHATHOUR_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
    }

    def ready() -> bool:
        return len(server.sent) >= 2 * len(GROUPS)  # each group has had its welcome and Q1

    return await _timed(["-m", "bot", "run"], settings, server, updates, groups, ready)


async def rival(name: str, server: Server, folder: Path, updates: int, groups: list[int]) -> float:
    """Seconds that one of the others takes."""
    arguments = ["-m", "tests.bench.rivals", name, server.url, TOKEN, str(folder), str(updates)]
    return await _timed(arguments, {}, server, updates, groups, lambda: True)


async def _timed(
    arguments: list[str],
    settings: dict[str, str],
    server: Server,
    updates: int,
    groups: list[int],
    ready: Callable[[], bool],
) -> float:
    program = os.environ.get("AIOGRAM_PYTHON", sys.executable) if "aiogram" in arguments else sys.executable
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        while not ready():  # noqa: ASYNC110  # what the server has seen so far is no event
            await asyncio.sleep(0.1)
        server.fill(talk(updates, groups))
        await asyncio.wait_for(server.finished.wait(), 120)
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    return server.took


async def round_of(name: str, updates: int, groups: list[int]) -> float:
    """Messages a second that a program takes, started afresh."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server(by_confirmation=name == "chathour") as server:
            if name == "chathour":
                took = await chathour(server, Path(folder), updates, groups)
            else:
                took = await rival(name, server, Path(folder), updates, groups)
    return updates / took


async def main(updates: int) -> None:
    """Run each in turn, several times, and print medians and ratios."""
    names = ["empty", "typical"] + (["aiogram"] if "AIOGRAM_PYTHON" in os.environ else [])
    runs: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name in names:  # the typical bot is slow: a tenth of the messages tells its pace
            share = updates // 10 if name == "typical" else updates
            runs.setdefault(name, []).append(await round_of(name, share, GROUPS))
        runs.setdefault("chathour, ten live sessions", []).append(await round_of("chathour", updates, GROUPS))
        runs.setdefault("chathour, groups that host nothing", []).append(await round_of("chathour", updates, ELSEWHERE))
    medians = {name: statistics.median(speeds) for name, speeds in runs.items()}
    print(f"{updates} messages, {ROUNDS} rounds: messages a second, median (least to most), and ratios of medians")
    for name, speeds in runs.items():
        times = f"{medians[name] / medians['empty']:6.2f} x empty  {medians[name] / medians['typical']:6.1f} x typical"
        print(f"  {name:36} {medians[name]:9.0f}  ({min(speeds):.0f} to {max(speeds):.0f})  {times}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
