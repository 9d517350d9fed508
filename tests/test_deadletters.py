"""An update that can't be handled is set aside, holds nothing up, and can be taken in once the cause is mended."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import build_bot
from bot.commands.deadletters import listed, retry
from bot.loops.intake.hearing import Ear, Heard
from bot.loops.intake.updates import Message
from bot.settings import Settings
from bot.store.database import Session
from bot.wallclock import SystemClock
from tests.evenings import TOKEN, Evening


async def test_what_fails_is_set_aside_and_the_rest_goes_through(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.write("Who are you?", "What next?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("Q1.")
    evening.telegram.pause()
    with monkeypatch.context() as mistake:
        hear = Ear.hear

        def stumble(self: Ear, session: Session, batch: Sequence[Message], now: datetime, turn: int) -> Heard:
            heard = hear(self, session, batch, now, turn)
            if any("poison" in message.text for message in batch):
                raise ZeroDivisionError("a mistake of ours")
            return heard

        mistake.setattr(Ear, "hear", stumble)
        before = evening.group.say(ann, "A1 before")
        evening.group.say(ann, "/now")  # what comes before a command is filed by itself, and rolled back with the rest
        evening.group.say(ann, "and more", reply_to=before)
        evening.group.say(ann, "A1 poison")
        evening.group.say(ann, "A1 after")
        evening.telegram.resume()
        await evening.telegram.quiet()
    assert evening.filed(1) == [("Ann", "A1 before"), ("Ann", "A1 after")]
    with evening.database.reading() as session:
        told = listed(session)
    assert "ZeroDivisionError: a mistake of ours" in told
    assert "A1 poison" in told

    given = {"bot_token": TOKEN, "telegram_url": evening.telegram.url}
    bot = build_bot(Settings.model_validate(given))
    assert await retry(bot, evening.database, evening.clock, ()) == (1, [])
    assert ("Ann", "A1 poison") in evening.filed(1)
    with evening.database.reading() as session:
        assert listed(session) == ""


async def test_what_still_makes_no_sense_stays_set_aside(evening: Evening) -> None:
    evening.write("Who are you?")
    await evening.start()
    evening.telegram.preload([("message", {"message_id": "not a number"})])
    await evening.telegram.quiet()
    bot = build_bot(Settings.model_validate({"bot_token": TOKEN, "telegram_url": evening.telegram.url}))
    done, wrong = await retry(bot, evening.database, SystemClock(), ())
    assert done == 0
    assert "ValidationError" in wrong[0]


@pytest.mark.parametrize("date", [10**15, -(10**15), 253_402_300_800])
async def test_a_time_that_no_calendar_has_is_set_aside_wherever_it_is_said(evening: Evening, date: int) -> None:
    evening.write("Who are you?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("Q1.")
    for chat in (evening.group.id, -5):  # a group that hosts nothing, too
        odd = {"message_id": 9_000_000, "date": date, "chat": {"id": chat, "type": "supergroup"}, "text": "A1 odd"}
        evening.telegram.preload([("message", {**odd, "from": {"id": 77, "is_bot": False, "first_name": "Odd"}})])
        await evening.telegram.quiet()
    evening.group.say(ann, "A1 as ever")
    await evening.telegram.quiet()
    assert evening.filed(1) == [("Ann", "A1 as ever")]
    with evening.database.reading() as session:
        assert listed(session).count("is out of range") == 2


def test_the_command_lists_nothing_when_there_is_nothing(tmp_path: Path) -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("CHATHOUR_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "deadletters"],
        cwd=tmp_path,
        env={**plain, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
