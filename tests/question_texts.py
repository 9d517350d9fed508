"""Fixtures: question files as texts, whole and in pieces, and what is said of them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.questionfiles import Problem, Refused, load
from bot.questionfiles.checking import check

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOP = 'title = "T"\nhashtag = "#libchat"\n'
START = "starts = 2026-12-02T20:00:00\n"
SESSION = "[[session]]\n" + START
ASKED = 'questions = ["Who?"]\n'
WHOLE = TOP + SESSION + ASKED

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(content: str | bytes, name: str = "libchat.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return file


def refusal(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        load(path)
    return caught.value.problems


def checked(*paths: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return check(paths, NOW, out, err), out.getvalue(), err.getvalue()


def top(line: str) -> str:
    return line + "\n" + WHOLE


def cadence(line: str) -> str:
    return f"{TOP}[cadence]\n{line}\n{SESSION}{ASKED}"


def session(line: str) -> str:
    return TOP + "[[session]]\n" + line + "\n" + ASKED


def asked(*questions: str) -> str:
    return TOP + SESSION + f"questions = [{', '.join(questions)}]\n"


def poll(choices: str) -> str:
    return asked('"One?"', f'{{ text = "Two?", kind = "poll", choices = {choices} }}')
