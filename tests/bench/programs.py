"""The programs that are measured, each a process of its own, and what Linux tells of them (/proc)."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.server import PATIENCE, Server

TOKEN = "123456:bench-token-0123456789abcdefghijklmnopq"  # opens nothing
ROOT = Path(__file__).parent.parent.parent
LEAD_TIME = 4
"""Seconds from the writing of a question file to the start of its session: long enough for the bot to start."""


class Program:
    """A Python program from its start until it is killed."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], python: str = sys.executable) -> None:
        self._arguments, self._python = arguments, python
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CHATHOUR_")}
        self._environment = {**plain, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **environment}

    async def __aenter__(self) -> "Program":
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # held open until the program has ended
        self._process = await asyncio.create_subprocess_exec(
            self._python, *self._arguments, cwd=ROOT, env=self._environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=self._log, stderr=self._log,
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: Any) -> None:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        self._log.close()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; raise `RuntimeError` with what the program said if it ends, or never is."""
        for _ in range(int(PATIENCE / 0.02)):
            if true():
                return
            if self._process.returncode is not None:
                break
            await asyncio.sleep(0.02)
        self._log.seek(0)
        raise RuntimeError(self._log.read().decode()[-3000:])

    def memory(self) -> float:
        """Its resident memory now, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def processor(self) -> float:
        """Seconds of the processor that it has used so far."""
        ticks = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def chathour(server: Server, folder: Path, database: str = "", **more: str) -> Program:
    """`python -m bot run`, with the question files in a folder and (unless told otherwise) SQLite there."""
    questions = folder / "questions"
    questions.mkdir(exist_ok=True)
    settings = {
        "bot_token": TOKEN,
        "telegram_url": server.url,
        "questions": str(questions),
        "database_url": database or f"sqlite:///{folder / 'bench.db'}",
    } | more
    own = {name: value for name, value in settings.items() if name.startswith("PYTHON")}
    knobs = {f"CHATHOUR_{name.upper()}": value for name, value in settings.items() if name not in own}
    return Program(["-m", "bot", "run"], knobs | own)


def write_hours(folder: Path, groups: Sequence[int]) -> None:
    """A question file for each of these groups, with a session that starts in a moment."""
    (folder / "questions").mkdir(exist_ok=True)
    starts = (datetime.now(UTC) + timedelta(seconds=LEAD_TIME)).replace(tzinfo=None, microsecond=0).isoformat()
    for number, chat_id in enumerate(groups):
        (folder / "questions" / f"hour{number}.toml").write_text(
            f'title = "Hour"\nhashtag = "#hour{number}"\ngroup = {chat_id}\ntimezone = "UTC"\n'
            '[cadence]\nreminders = []\nfirst = "1s"\n'
            f'[[session]]\ntopic = "Bench"\nstarts = {starts}\nquestions = ["One?", "Two?", "Three?"]\n'
        )


@asynccontextmanager
async def hosting(
    server: Server, folder: Path, groups: Sequence[int], database: str = "", **more: str
) -> AsyncIterator[Program]:
    """chathour, once each of these groups has had its welcome and its first question, so that its session is live."""
    write_hours(folder, groups)
    async with chathour(server, folder, database, **more) as program:
        await program.until(lambda: len(server.sent) >= 2 * len(groups))
        yield program


def rival(name: str, server: Server, folder: Path, counts: Sequence[int]) -> Program:
    """One of the bots in `tests.bench.rivals`, which tells the server whenever so many more have been handled."""
    python = os.environ.get("AIOGRAM_PYTHON", sys.executable) if name == "aiogram" else sys.executable
    arguments = ["-m", "tests.bench.rivals", name, server.url, TOKEN, str(folder), *map(str, counts)]
    return Program(arguments, {}, python)
