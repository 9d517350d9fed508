"""The contract seen from outside: the real process, real HTTP, the command line's own output."""

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.standin import StandIn
from tests.evenings import TOKEN, Evening
from tests.outside import Host, chathour
from tests.stalls import Stalls
from tests.standins import bot_api

SHAPES = (
    "A4: tea", "a4 toast", "#A4 - jam", "Q4) rain", "A4; wind", "[A4] snow", "Ans 4 hail", "A4... fog", "@ann A4 sun",
    "🙂 A4, stars", "A4.2 and the moon", "a.4 clouds",
)  # fmt: skip
"""A label in a dozen of the shapes that people give it."""
SECONDS = 'reminders = []\nfirst = "3s"\nevery = "4s"\nclosing = "3s"\nlate = "8s"'


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Evening]:
    """A stand-in on the wall's own clock, its group and its folder; the bot is a process of its own."""
    clock = RehearsalClock(speed=1)
    async with StandIn(TOKEN, clock=clock, schema=bot_api(), privacy=True) as telegram:
        yield Evening(tmp_path, telegram, clock)
        assert telegram.errors == []


async def test_an_evening_of_four_questions_in_a_process_of_its_own(room: Evening, stalls: Stalls) -> None:
    names = (("Ann", "Lee"), ("Bob", None), ("Chloé", "Ó Briain"), ("<b>Dee</b>", "& Co"), ("Eve", None))
    people = [room.telegram.person(name, last_name=last) for name, last in names]
    ann, bob, chloe, dee, eve = people
    other = room.telegram.person("Other", is_bot=True)
    group = room.group
    group.join(*people, other)
    group.promote(eve, anonymous=True)
    channel = room.telegram.channel("The Branch")

    async with Host(room.folder, CHATHOUR_TELEGRAM_URL=room.telegram.url) as host:
        await room.until(lambda: room.telegram.called("getUpdates"))
        start = room.clock.now() + timedelta(seconds=4)
        room.write(
            "Who are you?", '{ text = "How many books?", kind = "number" }', "What next?", "Anything <else> & more?",
            starts_in=4, cadence=SECONDS,
        )  # fmt: skip
        await room.until_posted("Welcome")
        group.say(ann, "hello!")
        first = await room.until_posted("Who are you?")
        one = group.say(ann, "A1 a librarian")
        group.say(bob, "Q1. also a librarian")
        group.say(chloe, "#libchat a.1 une bibliothécaire")
        group.say(dee, "reading along", reply_to=first)
        comment = group.say(bob, "where?", reply_to=one)
        group.say(ann, "in Ghent", reply_to=comment)
        group.say_anonymously(eve, "A1: the administrators")
        group.say_as_channel(channel, "A1 we are a channel")
        group.say(other, "A1 I am a bot")
        group.say(ann, "/start@another_bot A1")
        group.forward(bob, one)
        group.react(bob, one, "👍")
        group.react(chloe, one, "❤")
        group.say(bob, "A4 paper is what we are out of")
        second = await room.until_posted("How many books?")
        group.say(ann, "A2) 1,240")
        group.say(bob, "12 or so", reply_to=second)
        both = group.say(chloe, "A1/2 both: 30")
        group.say(dee, "A1 & A2: 7")
        group.album(bob, ["", "A2 my shelf of 99", ""])
        group.voice(ann, reply_to=second)
        wrong = group.say(eve, "A1 oh")
        third = await room.until_posted("What next?")
        group.edit(wrong, "A2 3")
        group.say(bob, "A3 sleep")
        group.say(chloe, "A3 lire")
        group.say(bob, "Oops, that should be A2")
        group.say(dee, "what a pace")
        await room.until_posted("Anything <else> & more?")
        group.say(ann, "A4 everything")
        for text in SHAPES:
            group.say(dee, text)
        group.say(bob, "A2 a late thought", reply_to=third)
        recap = await room.until_posted("took part")
        late = group.say(ann, "A3 late: also sleep")
        group.edit(both, "A1/2 both: 31")
        await room.until(lambda: "also sleep" in (recap.text or "") and "both: 31" in (recap.text or ""))

        began = time.monotonic()
        assert await host.stop() == 0
        assert time.monotonic() - began < 5 + stalls.seconds
        assert TOKEN not in host.said()
        assert "Traceback" not in host.said()

    for place, text in enumerate(("Who are you?", "How many books?", "What next?", "Anything <else> & more?")):
        message = next(one for one in group.bot_messages if (one.text or "").startswith(f"Q{place + 1}. {text}"))
        delay = message.sent_at - (start + timedelta(seconds=3 + 4 * place)).timestamp()
        assert 0 <= delay < 1.5 + stalls.seconds
    assert sum("took part" in text for text in room.posted) == 1

    code, out, err = await chathour("recap", "libchat", "--format", "json", folder=room.folder)
    assert (code, err) == (0, "")
    told: dict[str, Any] = json.loads(out)
    heard = {
        question["label"]: [(answer["participant"]["name"], answer["text"], answer["filed_by"])
                            for answer in question["answers"]]
        for question in told["questions"]
    }  # fmt: skip
    assert heard == {
        "Q1": [
            ("Ann Lee", "A1 a librarian", "label"),
            ("Bob", "Q1. also a librarian", "label"),
            ("Chloé Ó Briain", "#libchat a.1 une bibliothécaire", "label"),
            ("<b>Dee</b> & Co", "reading along", "reply"),
            ("Library chat", "A1: the administrators", "label"),
            ("The Branch", "A1 we are a channel", "label"),
            ("Chloé Ó Briain", "A1/2 both: 31", "label"),
            ("<b>Dee</b> & Co", "A1 & A2: 7", "label"),
        ],
        "Q2": [
            ("Ann Lee", "A2) 1,240", "label"),
            ("Bob", "12 or so", "reply"),
            ("Chloé Ó Briain", "A1/2 both: 31", "label"),
            ("<b>Dee</b> & Co", "A1 & A2: 7", "label"),
            ("Bob", "A2 my shelf of 99", "label"),
            ("Ann Lee", "", "reply"),
            ("Library chat", "A2 3", "label"),
            ("Bob", "A3 sleep", "label"),
            ("Bob", "A2 a late thought", "label"),
        ],
        "Q3": [("Chloé Ó Briain", "A3 lire", "label"), ("Ann Lee", "A3 late: also sleep", "label")],
        "Q4": [("Ann Lee", "A4 everything", "label"), *(("<b>Dee</b> & Co", text, "label") for text in SHAPES)],
    }
    values = {answer["text"]: answer["value"] for answer in told["questions"][1]["answers"]}
    assert (values["A2) 1,240"], values["12 or so"], values["A1/2 both: 31"]) == (1240, 12, 31)
    ann_first = told["questions"][0]["answers"][0]
    assert ann_first["reactions"] == 2
    assert [said["text"] for said in ann_first["comments"]] == ["where?", "in Ghent"]
    assert told["counts"]["late"] == 1
    assert next(a for a in told["questions"][2]["answers"] if a["late"])["message_id"] == late.id
    talk = [said["text"] for question in told["questions"] for said in question["talk"]]
    assert talk == ["A4 paper is what we are out of", "Oops, that should be A2", "what a pace"]
    assert [said["text"] for said in told["unfiled"]] == ["hello!"]
    everything = json.dumps(told)
    assert "I am a bot" not in everything
    assert "another_bot" not in everything

    latest = await chathour("recap", "latest", "--format", "json", folder=room.folder)
    assert json.loads(latest[1]) == told


async def test_a_missing_token_is_said_in_one_sentence(tmp_path: Path) -> None:
    code, out, err = await chathour("run", folder=tmp_path, CHATHOUR_BOT_TOKEN="")
    assert (code, out) == (2, "")
    assert "@BotFather" in err
    assert len(err.strip().splitlines()) == 1


async def test_a_misspelt_setting_is_named_with_the_right_one(tmp_path: Path) -> None:
    code, _, err = await chathour("check", folder=tmp_path, CHATHOUR_QUESTION="x")
    assert code == 2
    assert "CHATHOUR_QUESTIONS" in err


async def test_an_unknown_session_is_told_without_a_traceback(tmp_path: Path) -> None:
    code, out, err = await chathour("recap", "nosuch/3", folder=tmp_path)
    assert (code, out) == (1, "")
    assert "nosuch/3" in err
    assert "Traceback" not in err


async def test_a_second_process_on_one_sqlite_file_is_refused(room: Evening) -> None:
    room.write("One?", starts_in=600)
    async with Host(room.folder, CHATHOUR_TELEGRAM_URL=room.telegram.url):
        await room.until(lambda: room.telegram.called("getUpdates"))
        code, _, err = await chathour("run", folder=room.folder, CHATHOUR_TELEGRAM_URL=room.telegram.url)
        assert code == 1
        assert "already hosts" in err


async def test_a_wrong_token_is_said_and_the_bot_stays_up(room: Evening) -> None:
    host = Host(
        room.folder,
        CHATHOUR_TELEGRAM_URL=room.telegram.url,
        CHATHOUR_BOT_TOKEN="99:wrong-token-but-well-formed-0123456789",
    )
    async with host:
        await room.until(lambda: "@BotFather" in host.said())
        assert await host.stop() == 0


async def test_plan_tells_what_is_coming(room: Evening) -> None:
    room.write("One?", starts_in=3600, topic="Reading <b>")
    code, out, _ = await chathour("plan", "--format", "json", folder=room.folder)
    assert code == 0
    assert [(one["series"], one["topic"]) for one in json.loads(out)] == [("libchat", "Reading <b>")]
    assert "libchat/1" in (await chathour("plan", folder=room.folder))[1]
