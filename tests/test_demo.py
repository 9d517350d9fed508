"""The demo: a whole evening in the terminal, the same for the same seed, which touches nothing and ends by itself."""

import asyncio
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.loops.clock import Clock
from bot.questionfiles import Refused
from bot.rehearsal import evening
from bot.rehearsal.evening import Wishes, pace, rehearse
from bot.rehearsal.leading import LedClock
from bot.rehearsal.programme import EXAMPLE, GROUP, programme
from bot.rehearsal.standin import StandIn
from bot.rehearsal.terminal import Terminal
from bot.rules.words import RecapMode
from bot.settings import Settings
from bot.store.database import Database

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AT_ONCE = 1e9
"""A speed at which nothing is waited for."""
QUICK = """\
title = "Quick"
hashtag = "#quick"
timezone = "UTC"
[cadence]
reminders = []
first = "2s"
every = "4s"
closing = "4s"
late = "6s"
[[session]]
starts = 2026-12-02T20:00:00
questions = ["One <b>?", "Two?"]
"""


def build(token: str, url: str, questions: Path, database: str, clock: Clock) -> App:
    settings = Settings(bot_token=SecretStr(token), telegram_url=url, questions=questions, database_url=database)
    return App(settings, Database(database), clock)


async def played(path: Path = EXAMPLE, seed: int = evening.SEED) -> tuple[str, str]:
    """What a demo prints where there is no terminal, and the recap's page."""
    out = io.StringIO()
    wishes = Wishes(speed=AT_ONCE, browser=False, seed=seed)
    page = await rehearse(programme(path, NOW), wishes, build, Terminal(out, live=False))
    return out.getvalue(), page


def write(folder: Path, text: str = QUICK) -> Path:
    file = folder / "quick.toml"
    file.write_text(text, encoding="utf-8")
    return file


def chathour(*arguments: str, folder: Path, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """The command as somebody starts it, with nothing to read and no terminal."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def example() -> tuple[str, str]:
    """What the demo of the example prints, and the recap's page."""
    return asyncio.run(played())


def test_the_example_is_a_whole_evening_with_all_that_happens_in_one(example: tuple[str, str]) -> None:
    shown, page = example
    for question in ("Q1. Warm-up: what can you see from your desk?", "Q6. What will you try before we meet again?"):
        assert question in shown
    assert "begins in 10 minutes" in shown
    assert re.search(r"^ \d\d:\d\d  Q1 +\S.* A1", shown, re.MULTILINE), "an answer with its label, filed under Q1"
    assert re.search(r"\(to Q\d\)", shown), "an answer by reply"
    assert "↳" in shown.split("talk.")[1], "a comment on an answer"
    assert "(edited)" in shown
    assert "goes to Q" in shown, "a wrong label put right"
    assert "joins the group" in shown
    assert "Stumper #1 is solved!" in shown
    assert "voted" in shown
    assert "The bot amends the recap." in shown, "somebody was late"
    recap = shown.split("The recap, as it stands in the chat")[1]
    assert "people took part" in recap
    assert "after the end)" in recap
    assert page.lstrip().lower().startswith("<!doctype html>")


async def test_the_same_seed_prints_the_same(example: tuple[str, str]) -> None:
    assert await played() == example


async def test_another_seed_prints_something_else(tmp_path: Path) -> None:
    file = write(tmp_path)
    assert await played(file, seed=3) != await played(file, seed=4)


@pytest.mark.parametrize("name", ["charla", "lostandfound", "nightshift", "smallsteps", "writinghour"])
async def test_every_example_series_can_be_rehearsed(name: str) -> None:
    shown, _ = await played(ROOT / "questions" / f"{name}.toml")
    ends = {"charla": "personas", "lostandfound": "Stumper #1 is solved!", "writinghour": "together. Well done!"}
    assert ends.get(name, "people took part") in shown


async def test_a_session_of_seconds_is_over_in_seconds(tmp_path: Path) -> None:
    shown, _ = await played(write(tmp_path))
    assert "Q2. Two?" in shown


async def test_texts_are_printed_and_not_obeyed(tmp_path: Path) -> None:
    file = write(tmp_path, QUICK.replace("One", "One [bold red]&amp;"))
    shown, _ = await played(file)
    assert "Q1. One [bold red]&amp; <b>?" in shown


async def test_a_terminal_gets_colours_frames_and_the_address_of_the_page(tmp_path: Path) -> None:
    out = io.StringIO()
    view = Terminal(out, live=True)
    view.console.width = 60
    view.console._force_terminal = True
    await rehearse(programme(write(tmp_path), NOW), Wishes(speed=AT_ONCE, browser=False), build, view)
    assert "╭" in out.getvalue()
    assert "http://127.0.0.1:" in out.getvalue()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
    assert max(len(line.rstrip("\r")) for line in plain.splitlines()) <= 61


def test_the_next_session_of_a_file_is_played_in_a_group_of_its_own(tmp_path: Path) -> None:
    later = '[[session]]\ntopic = "Later"\nstarts = 2027-01-02T20:00:00\nquestions = ["Three?"]\n'
    text = QUICK.replace("title", 'recap = "approve"\ntopic_id = 4\ngroup = -1009999\ntitle', 1) + later
    file = write(tmp_path, text)
    assert programme(file, NOW).session.topic == ""
    afterwards = programme(file, datetime(2026, 12, 24, tzinfo=UTC))
    assert afterwards.session.topic == "Later"
    assert (afterwards.plan.chat_id, afterwards.plan.topic_id) == (GROUP, None)
    assert afterwards.plan.recap is RecapMode.PUBLISH
    assert programme(file, datetime(2030, 1, 1, tzinfo=UTC)).session.topic == ""


def test_a_session_without_a_date_takes_the_next_one_of_the_schedule() -> None:
    played = programme(ROOT / "questions" / "smallsteps.toml", NOW)
    assert played.starts_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert len(played.plan.sessions) == 1


def test_it_begins_shortly_before_the_last_reminder_that_is_near() -> None:
    played = programme(EXAMPLE, NOW)
    assert played.begins_at == played.starts_at - timedelta(minutes=10, seconds=5)


def test_the_page_is_told_what_is_still_to_come() -> None:
    played = programme(EXAMPLE, NOW)
    moments = list(played.moments(played.starts_at + timedelta(minutes=6), asked={0}))
    assert [(what, state) for _, what, state in moments][:4] == [
        ("reminder", "posted"),
        ("welcome", "posted"),
        ("Q1", "posted"),
        ("Q2", "due"),
    ]


@pytest.mark.parametrize("name", ["libchat", "smallsteps", "writinghour"])
def test_a_session_takes_less_than_a_minute_whatever_its_length(name: str) -> None:
    played = programme(ROOT / "questions" / f"{name}.toml", NOW)
    assert played.length.total_seconds() / pace(played) <= evening.LENGTH + 1


def test_a_wrong_file_is_refused_with_its_problems(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="hashtag"):
        programme(write(tmp_path, QUICK.replace("hashtag", "hashtak")), NOW)


def test_the_command_plays_a_file_and_leaves_the_recap(tmp_path: Path) -> None:
    write(tmp_path)
    proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9", "CHATHOUR_WEBHOOK_URL": "nonsense"}
    process = chathour("demo", "quick.toml", "--speed", "60", folder=tmp_path, environment=proxy)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "The whole recap is in recap.html" in out
    assert "@BotFather" in out
    assert "`.venv/bin/python -m bot check questions`" in " ".join(out.split()), "a checkout has no `chathour`"
    assert {file.name for file in tmp_path.iterdir()} == {"quick.toml", "recap.html"}
    assert "Two?" in (tmp_path / "recap.html").read_text(encoding="utf-8")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started heeds interrupts. Where tests run in the background they are ignored, and children inherit it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_the_command_stops_when_it_is_interrupted(tmp_path: Path) -> None:
    process = chathour("demo", "--speed", "1", folder=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    assert list(tmp_path.iterdir()) == []


async def test_what_happens_in_the_very_moment_of_an_interrupt_does_not_hide_it(tmp_path: Path) -> None:
    """A waiting rehearsal is cancelled in the same turn in which something happens in the room."""
    played = programme(write(tmp_path), NOW)
    clock = LedClock(1.0, played.begins_at)
    async with StandIn(clock=clock) as telegram:
        host = build(telegram.token, telegram.url, tmp_path, f"sqlite:///{tmp_path / 'chathour.db'}", clock)
        conductor = evening._conductor(played, Wishes(), telegram, clock, host, Terminal(io.StringIO(), live=False))
        telegram.world.bells.add(conductor._bell)
        waiting = asyncio.create_task(conductor._reach(clock.time() + 60))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        telegram.world.ring()
        waiting.cancel()
        await asyncio.wait([waiting])
        host.database.close()
    assert waiting.cancelled()


def test_nobody_need_read_to_the_end(tmp_path: Path) -> None:
    process = chathour("demo", "--speed", "1000", folder=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.toml"], 2, "nowhere.toml: there is no such file"),
        (["."], 2, "name one question file in it"),
        (["wrong.toml"], 1, "wrong.toml: session: it is missing"),
        (["--speed", "0"], 2, "write a number from 1 to 1000"),
        (["--speed", "nan"], 2, "write a number from 1 to 1000"),
        (["--speed", "fast"], 2, "write a number from 1 to 1000"),
        (["--port", "70000"], 2, "write a number from 0 to 65535"),
    ],
)
def test_what_cannot_be_played_is_told_in_a_sentence(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "wrong.toml").write_text('title = "Wrong"\n', encoding="utf-8")
    process = chathour("demo", *arguments, folder=tmp_path)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


async def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = chathour("demo", "--port", str(port), folder=tmp_path)
    _, err = await asyncio.to_thread(process.communicate, timeout=60)
    server.close()
    await server.wait_closed()
    assert process.returncode == 1
    assert "--port 0 takes a free port" in err
