"""chathour doctor says what is wrong, in plain words, and how to mend it."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import build_bot
from bot.loops.doctor import Doctor, Finding, Level
from bot.settings import Settings
from bot.store.database import Database
from tests.evenings import CHAT, TOKEN, Evening


async def examined(evening: Evening, **settings: object) -> list[Finding]:
    """What the doctor finds."""
    given = {"bot_token": TOKEN, "telegram_url": evening.telegram.url, "questions": evening.questions} | settings
    whole = Settings.model_validate(given)
    database = Database(evening.database_url)
    found: list[Finding] = []
    doctor = Doctor(build_bot(whole), database, whole.questions, whole.webhook_url)
    well = await doctor.report(found.append)
    assert well == all(finding.level is not Level.WRONG for finding in found)
    return found


def wrong(found: list[Finding]) -> str:
    """What is wrong, as it is printed."""
    return "\n".join(str(finding) for finding in found if finding.level is Level.WRONG)


async def test_when_all_is_well_it_says_so(evening: Evening) -> None:
    evening.write("Who are you?")
    found = await examined(evening)
    assert wrong(found) == ""
    assert any("administrator of the group “Library chat”" in finding.text for finding in found)


async def test_a_token_that_telegram_does_not_know_is_wrong(evening: Evening) -> None:
    found = await examined(evening, bot_token="123456:another-token-0123456789abcdefghijklm")
    assert "Telegram does not know this bot token" in wrong(found)
    assert "@BotFather" in wrong(found)


async def test_telegram_out_of_reach_is_wrong(evening: Evening) -> None:
    assert "can't be reached" in wrong(await examined(evening, telegram_url="http://127.0.0.1:9"))


async def test_privacy_mode_matters_where_the_bot_is_no_administrator(evening: Evening) -> None:
    evening.write("Who are you?")
    evening.telegram.privacy = True
    evening.group.demote_bot()
    assert "hears no plain message" in wrong(await examined(evening))
    evening.group.add_bot(admin=True)
    assert wrong(await examined(evening)) == ""


async def test_a_group_that_the_bot_is_not_in_is_wrong(evening: Evening) -> None:
    evening.write("Who are you?")
    evening.group.remove_bot()
    told = wrong(await examined(evening))
    assert f"{CHAT}" in told
    assert "add the bot to the group" in told


async def test_not_being_allowed_to_write_is_wrong(evening: Evening) -> None:
    evening.write("Who are you?")
    evening.group.mute_bot()
    assert "may not write" in wrong(await examined(evening))


async def test_not_being_allowed_to_pin_is_a_hint(evening: Evening) -> None:
    evening.write("Who are you?")
    evening.group.add_bot(admin=True, can_pin=False)
    found = await examined(evening)
    assert wrong(found) == ""
    assert any(finding.level is Level.HINT and "pin" in finding.text for finding in found)


async def test_a_question_file_that_is_wrong_is_told_with_its_place(evening: Evening) -> None:
    (evening.questions / "bad.toml").write_text('title = "No hashtag"\n')
    assert "bad.toml" in wrong(await examined(evening))


async def test_deliveries_that_fail_are_told(evening: Evening) -> None:
    evening.write("Who are you?")
    evening.telegram.world.settings["webhook"] = {"url": "https://x.example/hook", "secret": "", "max_connections": 40}
    evening.telegram.world.settings["webhook error"] = {
        "last_error_date": 1,
        "last_error_message": "Connection refused",
    }
    found = await examined(evening)
    assert "Connection refused" in wrong(found)
    assert any("CHATHOUR_WEBHOOK_URL is not set" in finding.text for finding in found)


async def test_a_database_that_can_not_be_used_is_wrong(evening: Evening) -> None:
    evening.database_url = "postgresql://nobody:a-password@127.0.0.1:9/none"
    told = wrong(await examined(evening))
    assert "can't be used" in told
    assert "a-password" not in told


async def test_a_database_in_which_nothing_can_be_written_is_wrong(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("bot.loops.doctor.ROOM", 10**18)
        assert "is nearly full" in wrong(await examined(evening))
    with contextlib.closing(sqlite3.connect(evening.database_url.removeprefix("sqlite:///"))) as rows:
        refusal = "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        rows.executescript(f"CREATE TRIGGER refusing BEFORE UPDATE ON alembic_version {refusal}")
    assert "can't be used: no room" in wrong(await examined(evening))


@pytest.mark.parametrize(("token", "code"), [("", 2), ("123456:not-a-known-token-0123456789abcdefghij", 1)])
def test_the_exit_code_tells_scripts(tmp_path: Path, token: str, code: int) -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("CHATHOUR_")}
    given = {"CHATHOUR_BOT_TOKEN": token, "CHATHOUR_TELEGRAM_URL": "http://127.0.0.1:9"}
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env={**plain, **given, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
