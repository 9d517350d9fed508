"""The contract's small print on running: question files that change meanwhile, a Telegram that is away, the end."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.standin import StandIn
from bot.rules.words import SessionState
from bot.store.tables import Series
from bot.store.tables import Session as Row
from tests.evenings import PATIENCE, TOKEN, Evening
from tests.stalls import Stalls

ROOT = Path(__file__).parent.parent
QUICK = 'reminders = []\nfirst = "10s"\nevery = "3m"\nclosing = "1m"\nlate = "2m"'


class Host:
    """`python -m bot run` in a process of its own, with these settings and no others."""

    def __init__(self, folder: Path, name: str, *options: str, **settings: str) -> None:
        given = {f"CHATHOUR_{key.upper()}": value for key, value in settings.items()}
        rest = {key: value for key, value in os.environ.items() if not key.startswith("CHATHOUR_")}
        self._log = folder / f"{name}.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *options, "-m", "bot", "run"],
                cwd=folder, env=rest | given | {"PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    @property
    def said(self) -> str:
        """What it has logged."""
        return self._log.read_text(encoding="utf-8")

    async def end(self) -> None:
        """SIGTERM: it must end with 0 within five seconds, without a traceback."""
        with Stalls() as stalls:
            began = time.monotonic()
            self.process.send_signal(signal.SIGTERM)
            try:
                code = await asyncio.to_thread(self.process.wait, PATIENCE)
            finally:
                self.process.kill()
            took = time.monotonic() - began
        assert (code, "Traceback" in self.said) == (0, False), self.said
        assert took < 5 + stalls.seconds


async def until(holds: Callable[[], object]) -> None:
    """Wait, a minute at most, until something holds that nobody tells of."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  # a log file rings no bell
            await asyncio.sleep(0.02)


def planned(evening: Evening) -> list[str]:
    """The series that have a session planned."""
    with evening.database.reading() as rows:
        return sorted(rows.exec(select(Row.series_id).where(Row.state == SessionState.PLANNED)))


def hashtag(evening: Evening) -> str:
    """The series' hashtag by now."""
    with evening.database.reading() as rows:
        return rows.get_one(Series, "libchat").hashtag


async def test_a_file_that_comes_while_the_bot_runs_may_name_a_public_group(evening: Evening) -> None:
    evening.group = evening.telegram.group("Open to all", username="LibChatters")
    evening.group.add_bot(admin=True)
    await evening.start()
    await evening.until(lambda: evening.group.bot_messages)  # that it was added is known, its name is not
    evening.write("One?", starts_in=60, cadence=QUICK, group="@LibChatters")
    await evening.meanwhile(lambda: evening.telegram.called("getChat", chat_id="@libchatters"))
    assert (await evening.until_posted("Welcome")).date == evening.telegram.clock.time() // 1
    await evening.until_posted("Q1. One?")


async def test_what_a_removed_or_renamed_file_had_planned_is_not_held(evening: Evening) -> None:
    kept = evening.write("Kept?", name="kept", starts_in=9000, cadence=QUICK)
    removed = evening.write("Removed?", name="removed", starts_in=9000, cadence=QUICK)
    renamed = evening.write("Renamed?", name="renamed", starts_in=9000, cadence=QUICK)
    await evening.start()
    removed.unlink()
    renamed.rename(evening.questions / "newname.toml")
    good = kept.read_text(encoding="utf-8")
    kept.write_text("title = [", encoding="utf-8")  # a wrong file is no removed one
    await evening.meanwhile(lambda: planned(evening) == ["kept", "newname"])
    kept.write_text(good.replace("Kept?", "Mended?"), encoding="utf-8")
    removed.write_text(good.replace("Kept?", "Back?").replace("#kept", "#removed"), encoding="utf-8")
    await evening.meanwhile(lambda: planned(evening) == ["kept", "newname", "removed"])
    evening.clock.jump(9000)
    for text in ("Mended?", "Renamed?", "Back?"):
        await evening.until_posted(text)
    assert not any(text in posted for posted in evening.posted for text in ("Kept?", "Removed?"))


async def test_a_session_that_has_begun_is_not_altered_by_its_file(evening: Evening) -> None:
    file = evening.write("One?", "Two?", starts_in=120, cadence=QUICK)
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    evening.clock.jump(116)
    await evening.until_posted("One?")
    told = file.read_text(encoding="utf-8")
    changed = told.replace("One?", "Uno?").replace("Two?", "Dos?").replace("#libchat", "#charla")
    changed = changed.replace("Reading for pleasure", "Leer").replace(
        'timezone = "UTC"', 'timezone = "UTC"\nlabels = ["P", "R"]'
    )
    later = (evening.clock.now() + timedelta(days=7)).replace(tzinfo=None, microsecond=0)
    file.write_text(f'{changed}\n[[session]]\ntopic = "Next"\nstarts = {later.isoformat()}\nquestions = ["Next?"]\n')
    await evening.meanwhile(lambda: planned(evening) == ["libchat"])  # the new session is there at once
    evening.group.say(ann, "A1 in the letters that were asked for")
    second = await evening.until_posted("Two?")
    assert second.text.startswith("Q2. Two?")
    assert "#libchat" in second.text
    recap = await evening.until_posted("took part")
    assert "Reading for pleasure" in recap.text
    assert evening.filed(1, "libchat/1") == [("Ann", "A1 in the letters that were asked for")]
    await evening.until(lambda: hashtag(evening) == "#charla")  # and the series follows its file again


async def test_sigterm_ends_it_well_at_any_moment(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    async with StandIn(TOKEN, clock=RehearsalClock()) as telegram:
        telegram.faults.hang("getMe", 60, apply=False, times=9)
        told = {"bot_token": TOKEN, "telegram_url": telegram.url}
        loading = Host(tmp_path, "loading", "-X", "importtime", database_url="sqlite:///one.db", **told)
        asking = Host(tmp_path, "asking", database_url="sqlite:///two.db", **told)
        await until(lambda: "pydantic" in loading.said)  # the library and the rest take another second
        await loading.end()
        await telegram.until(lambda: telegram.called("getMe"))
        await asking.end()


async def test_a_start_waits_for_a_telegram_that_is_away_and_reads_the_settings_of_dotenv(tmp_path: Path) -> None:
    clock = RehearsalClock()
    async with StandIn(TOKEN, clock=clock, privacy=False) as telegram:
        evening = Evening(tmp_path, telegram, clock)
        evening.write("One?", starts_in=1, cadence='reminders = []\nfirst = "1s"\nevery = "1s"\nclosing = "5m"')
        (tmp_path / ".env").write_text(
            f"# a remark\nexport CHATHOUR_BOT_TOKEN='{TOKEN}'\nCHATHOUR_TELEGRAM_URL={telegram.url}\nOTHER=1\n"
        )
        await telegram.go_away()
        host = Host(tmp_path, "host")
        await until(lambda: "Telegram can't be reached yet" in host.said)
        await telegram.come_back()
        await evening.group.wait_for("One?")
        await host.end()
        assert TOKEN not in host.said
