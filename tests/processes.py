"""The bot as a process of its own, as `python -m bot run` makes it, that a test can kill, freeze and thaw."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
NURSERY = """
import json, os, sys, alembic.command, bot.app, bot.loops.web
from bot.__main__ import main
for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
    elif child := os.fork():
        print(child, flush=True)
    else:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(order["environment"])
        os._exit(main(["run"]))
"""
"""Has imported all that the bot needs and forks a process for each host, so that thirty starts are quick."""
PATIENCE = 90.0
"""Seconds that a test waits for something to happen, at most."""


class Host:
    """One process that hosts."""

    def __init__(self, nursery: "Nursery", pid: int, log_file: Path) -> None:
        self._nursery, self.pid, self.log_file = nursery, pid, log_file
        self.code: int | None = None
        """How it ended; None while nobody has waited for its end."""

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    async def hosts(self) -> "Host":
        """Wait until it hosts."""
        await until(lambda: "hosting" in self.log, says=lambda: self.log)
        return self

    def kill(self) -> None:
        """SIGKILL: the process has no moment left."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.code = self._nursery.ask(wait=self.pid)

    def freeze(self) -> None:
        """SIGSTOP: it stands still, its connections stay open."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on as if nothing had been."""
        os.kill(self.pid, signal.SIGCONT)

    async def end(self) -> int:
        """SIGTERM; the exit code."""
        os.kill(self.pid, signal.SIGTERM)
        self.code = await asyncio.to_thread(self._nursery.ask, wait=self.pid)
        return self.code


class Nursery:
    """Where hosts are made."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder, self._settings = folder, settings
        self.made: list[Host] = []
        plain = {key: value for key, value in os.environ.items() if not key.startswith("CHATHOUR_")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            cwd=folder,
            env={**plain, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **order: object) -> int:
        """Have something done; what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def __call__(self, **more: str) -> Host:
        """A new host; further settings by name."""
        log = self._folder / f"host{len(self.made) + 1}.log"
        environment = {f"CHATHOUR_{key.upper()}": value for key, value in (self._settings | more).items()}
        self.made.append(Host(self, self.ask(log=str(log), environment=environment), log))
        return self.made[-1]

    def close(self) -> None:
        """Leave nothing running."""
        for host in self.made:
            host.kill()
        self._process.communicate()


@contextlib.asynccontextmanager
async def hosts(folder: Path, **settings: str) -> AsyncIterator[Nursery]:
    """Makes hosts with these settings, as many as are asked for; in the end none is left running."""
    nursery = Nursery(folder, settings)
    try:
        yield nursery
    finally:
        nursery.close()


async def until(
    holds: Callable[[], object],
    timeout: float = PATIENCE,  # noqa: ASYNC109  # reads best in tests
    says: Callable[[], object] = lambda: "it did not come to hold in time",
) -> None:
    """Wait until something holds that nobody tells of; `says` is what is told when it does not."""
    deadline = asyncio.get_running_loop().time() + timeout
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, says()
        await asyncio.sleep(0.01)
