"""Puts a rehearsal together: a question file, the stand-in with a group, the bot, the people, and a view of it all."""

from __future__ import annotations

import asyncio
import os
import random
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.questionfiles import dump
from bot.recaps import render
from bot.rehearsal.cast import Company
from bot.rehearsal.conductor import Conductor, News, Tempo
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.habits import Setting
from bot.rehearsal.leading import LedClock
from bot.rehearsal.programme import GROUP, Programme
from bot.rehearsal.remarks import Remarks
from bot.rehearsal.room.controls import Controls
from bot.rehearsal.room.routes import pages
from bot.rehearsal.standin import StandIn
from bot.rehearsal.stillness import Host
from bot.rehearsal.terminal import Terminal

TOKEN = "123456:a-rehearsal-needs-no-token-from-BotFather"  # noqa: S105 - opens nothing but the stand-in
PEOPLE = 12
LENGTH = 46.0
"""Seconds of the wall clock that a session takes from welcome to closing, unless the speed is given."""
SLOWEST = 1.0
SEED = 36
"""An evening in which most of what happens in real ones happens: a wrong label put right, photos, edits, latecomers."""

Build = Callable[[str, str, Path, str, LedClock], Host]
"""Makes the bot from its token, the address of the Bot API, the folder of question files, the database's address and
the clock."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    speed: float | None = None
    """Seconds of the session for one second of the wall clock; None to make it about a minute."""
    port: int = 0
    browser: bool = True
    seed: int = SEED


def pace(programme: Programme) -> float:
    """The speed at which a session can be watched in less than a minute."""
    return max(SLOWEST, programme.length.total_seconds() / LENGTH)


async def rehearse(programme: Programme, wishes: Wishes, build: Build, view: Terminal) -> str:
    """Play the session; the recap as a page. Raises OSError when the port is taken."""
    clock = LedClock(wishes.speed or pace(programme), programme.begins_at)
    with TemporaryDirectory(prefix="chathour-") as name:
        folder = Path(name)
        questions = folder / "questions"
        questions.mkdir()
        (questions / f"{programme.plan.id}.toml").write_text(dump(programme.plan), encoding="utf-8")
        async with StandIn(TOKEN, clock=clock, port=wishes.port, privacy=False) as telegram:
            with _loopback_only():
                host = build(TOKEN, telegram.url, questions, f"sqlite:///{folder / 'rehearsal.db'}", clock)
            conductor = _conductor(programme, wishes, telegram, clock, host, view)
            _open_room(programme, conductor, wishes, telegram)
            with view.watching(programme, conductor.crowd.group.chat, clock, telegram.url):
                news = await _played(conductor, host)
            view.finish(news)
            return render(news.recap, "html")


def _conductor(
    programme: Programme, wishes: Wishes, telegram: StandIn, clock: LedClock, host: Host, view: Terminal
) -> Conductor:
    plan, luck = programme.plan, random.Random(wishes.seed)  # noqa: S311 - the people need no secrets
    group = telegram.group(plan.title, id=GROUP)
    company = Company(telegram, group, luck, PEOPLE)
    company.first(PEOPLE)
    group.add_bot(admin=True)
    lengths = programme.lengths
    crowd = Crowd(
        group,
        company,
        Remarks(plan.language, luck),
        luck,
        Setting(plan.letters, plan.hashtag, form=plan.form),
        people=PEOPLE,
        questions=len(lengths),
    )
    tempo = Tempo(
        lasts=lengths,
        first=plan.cadence.first.total_seconds(),
        ends_at=(programme.starts_at + programme.length).timestamp(),
        late=plan.cadence.late.total_seconds(),
        hurried=wishes.speed is None,
    )
    return Conductor(telegram, clock, host, crowd, tempo, plan.id, view.show)


def _open_room(programme: Programme, conductor: Conductor, wishes: Wishes, telegram: StandIn) -> None:
    """Serve the chat page, and show it where there is somebody to look at it."""
    shown = _Page(conductor)
    controls = Controls(
        group=conductor.crowd.group,
        clock=conductor.clock,
        timetable=lambda: list(programme.moments(conductor.clock.now(), conductor.asked)),
        crowd=conductor.crowd,
        zone=programme.plan.timezone,
        topic=programme.session.topic or programme.plan.title,
        recap=shown.recap,
    )
    telegram.server.app.routes.extend(pages(telegram, controls))
    if wishes.browser:
        webbrowser.open(telegram.url)


class _Page:
    """The recap as a page, made anew only when there is news."""

    def __init__(self, conductor: Conductor) -> None:
        self._conductor = conductor
        self._news: News | None = None
        self._made = ""

    def recap(self) -> str | None:
        """The page; None before the recap is out."""
        news = self._conductor.news
        if news is None or not news.published:
            return None
        if news is not self._news:
            self._news, self._made = news, render(news.recap, "html")
        return self._made


async def _played(conductor: Conductor, host: Host) -> News:
    """Let the bot host while the session is played; its own failure ends the rehearsal."""
    hosting = asyncio.create_task(host.run())
    playing = asyncio.create_task(_when_ready(conductor, host))
    try:
        await asyncio.wait({hosting, playing}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            hosting.result()
        return await playing
    finally:
        playing.cancel()
        host.stop()
        await asyncio.gather(hosting, playing, return_exceptions=True)
        host.database.close()


async def _when_ready(conductor: Conductor, host: Host) -> News:
    await host.ready()
    return await conductor.play()


@contextmanager
def _loopback_only() -> Iterator[None]:
    """Keep what is built here from talking to the stand-in through a proxy."""
    names = ("NO_PROXY", "no_proxy")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "*"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
