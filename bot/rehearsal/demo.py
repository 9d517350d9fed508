"""The command `demo`: a rehearsal for whoever sits at the terminal, from the first line to where to go next."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.questionfiles import Refused
from bot.questionfiles.problems import printable
from bot.rehearsal.evening import Build, Wishes, rehearse
from bot.rehearsal.programme import EXAMPLE, programme
from bot.rehearsal.terminal import Terminal

WELL, WRONG, MISUSED = 0, 1, 2
PAGE = Path("recap.html")
IN_A_CHECKOUT = ".venv/bin/python -m bot"
NEXT = (
    "A bot of your own: write to @BotFather in Telegram, send /newbot; put its token into .env as CHATHOUR_BOT_TOKEN=…",
    "Your questions: copy one of questions/*.toml and change its words; questions/README.md says how.",
    "A look at them: `chathour check questions` finds mistakes, `chathour demo questions/yours.toml` rehearses.",
    "Your group: make the bot an administrator there, and let it host: `chathour run`",
)


def demo(file: Path | None, wishes: Wishes, now: datetime, build: Build) -> int:
    """Play a session of a question file, or of the example; give the exit code.

    It is 1 for a file that is wrong or a room that could not be opened, 2 for a file that is not there.
    """
    path = file or EXAMPLE
    if misfit := _misfit(path):
        _complain(f"{printable(str(path))}: {misfit}")
        return MISUSED
    try:
        played = programme(path, now)
    except Refused as refusal:
        _complain(str(refusal))
        return WRONG
    live = sys.stdout.isatty()
    view = Terminal(sys.stdout, live=live)
    browser = wishes.browser and live and has_display(os.environ, sys.platform)
    try:
        page = asyncio.run(rehearse(played, replace(wishes, browser=browser), build, view))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        _complain(f"the rehearsal room could not be opened: {error.strerror or error}; --port 0 takes a free port")
        return WRONG
    try:
        PAGE.write_text(page, encoding="utf-8")
        view.say(f"The whole recap is in {PAGE}, in this folder: open it in a browser.")
    except OSError as error:
        _complain(f"the recap could not be written to {PAGE}: {(error.strerror or str(error)).lower()}")
    command = "chathour" if Path(sys.argv[0]).stem == "chathour" else IN_A_CHECKOUT
    view.say("Where to go next", *(step.replace("`chathour ", f"`{command} ") for step in NEXT))
    return WELL


def _misfit(path: Path) -> str:
    """Why there is nothing to read under that name; empty when there is."""
    try:
        if path.is_dir():
            return "that is a folder; name one question file in it"
        return "" if path.exists() else "there is no such file"
    except OSError as error:
        return f"it cannot be read: {(error.strerror or str(error)).lower()}"


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether somebody would see a browser that is opened from here."""
    if environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    return platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201  # a command line's errors go to stderr
