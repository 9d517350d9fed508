"""The bot as a process of its own, started as an operator would, hosting on the stand-in."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.evenings import PATIENCE, TOKEN

ROOT = Path(__file__).parent.parent


def environment(folder: Path, **more: str) -> dict[str, str]:
    """An environment without any settings but these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CHATHOUR_")}
    mine = {
        "CHATHOUR_BOT_TOKEN": TOKEN,
        "CHATHOUR_DATABASE_URL": f"sqlite:///{folder / 'chathour.db'}",
        "CHATHOUR_QUESTIONS": str(folder / "questions"),
        "PYTHONPATH": str(ROOT),
    }
    return clean | mine | more


async def chathour(*arguments: str, folder: Path, **more: str) -> tuple[int, str, str]:
    """Run one command to its end: exit code, what it printed, what it complained of."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment(folder, **more),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


class Host:
    """`chathour run` in a process of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder, self._settings = folder, settings
        self.process: asyncio.subprocess.Process | None = None
        self.log = folder / f"run-{id(self)}.log"

    async def start(self) -> None:
        """Start it; it is ready when it asks Telegram for updates."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=environment(self._folder, **self._settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    async def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal and wait for its end: its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def said(self) -> str:
        """What it logged."""
        return self.log.read_text(encoding="utf-8")

    async def __aenter__(self) -> "Host":
        await self.start()
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.stop(signal.SIGKILL)
