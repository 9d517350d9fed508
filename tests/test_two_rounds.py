"""The same session held twice, for two time zones, with one record and one recap; over the wire."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionfiles import Refused, load
from bot.rehearsal.messages import Message
from bot.rules.plans import Cadence, QuestionPlan
from bot.rules.timetable import duration, timetable
from bot.rules.words import PostKind
from tests.evenings import CHAT, Evening
from tests.moments import MOMENTS
from tests.reins import reactions
from tests.talks import Talk

CADENCE = 'reminders = ["10m"]\nfirst = "1m"\nevery = "2m"\nclosing = "2m"\nlate = "10m"'
POLL = '{ text = "Which?", kind = "poll", choices = ["This", "That"] }'


def write(evening: Evening, moderator: int) -> None:
    starts = (evening.clock.now() + timedelta(seconds=60)).replace(tzinfo=None, microsecond=0)
    (evening.questions / "libchat.toml").write_text(
        f'title = "Library chat"\nhashtag = "#libchat"\ngroup = {CHAT}\ntimezone = "UTC"\nmoderators = [{moderator}]\n'
        f"[cadence]\n{CADENCE}\n[[session]]\ntopic = 'Reading'\nstarts = {starts.isoformat()}\n"
        f'again = {(starts + timedelta(hours=5)).isoformat()}\nquestions = ["One?", {POLL}, "Three?"]\n',
        encoding="utf-8",
    )


async def test_two_rounds_have_one_record_and_one_recap(evening: Evening) -> None:
    """A moderator ends the first round early; the bot is restarted between the rounds."""
    anna, bob, cyd = (evening.telegram.person(name) for name in ("Anna", "Bob", "Cyd"))
    evening.group.join(anna, bob, cyd)
    write(evening, anna.id)
    await evening.start()
    welcome = await evening.until_posted("Welcome")
    assert "And once more" in welcome.text
    first = await evening.until_posted("One?")
    evening.group.say(bob, "A1 in the evening")
    evening.clock.jump(110)
    await evening.until_posted("Q2.")
    evening.clock.jump(110)
    third = await evening.until_posted("Q3.")
    done = evening.group.say(anna, "/end")
    await evening.until(lambda: reactions(evening, done) == ["👌"])
    closing = await evening.until_posted("That was the first round")
    assert "The recap follows the second round." in closing.text
    card = await Talk(anna).say("/card", "🎛")
    late = anna.replay(card, "s:end:1:1")  # "End" once more, on a card that still shows the first round
    await evening.until(lambda: late.answer)
    evening.group.say(bob, "A2 between the rounds")
    evening.group.say(cyd, "just talking")
    await evening.until(lambda: evening.filed(2))
    assert evening.recap()["session"]["state"] == "live"
    assert evening.group.pinned == [third]
    await evening.stop()
    await evening.start()
    evening.clock.jump(5 * 3600 - 20 * 60)
    await evening.until_posted("#libchat begins in 10 minutes")
    evening.clock.jump(590)
    second = await evening.until_posted("Second round: the same questions once more")
    assert "And once more" not in second.text
    await evening.until(lambda: len(posts(evening, "Q1. One?")) == 2)
    again = posts(evening, "Q1. One?")[1]
    await evening.until(lambda: evening.group.pinned == [again])
    evening.group.say(cyd, "A1 in the morning")
    evening.group.say(cyd, "reply to the second post", reply_to=again)
    evening.group.say(bob, "reply to the first post", reply_to=first)
    evening.group.say(bob, "beside the question on air")
    evening.group.say(cyd, "A3 asked hours ago")
    await evening.until(lambda: evening.filed(3))
    now = await Talk(bob).say("/now", "On air: Q1")
    assert "Q2 comes in" in now.text
    evening.clock.jump(110)
    await evening.until(lambda: any("Vote in the poll of the first round" in text for text in evening.posted))
    evening.clock.jump(110)
    await evening.until(lambda: len(posts(evening, "Q3.")) == 2)
    evening.clock.jump(110)
    await evening.until_posted("That was our time")
    recap = await evening.until_posted("took part")
    await evening.telegram.quiet()
    told = evening.recap()
    assert [text for _, text in evening.filed(1)] == [
        "A1 in the evening", "A1 in the morning", "reply to the second post", "reply to the first post",
    ]  # fmt: skip
    assert [question["label"] for question in told["questions"]] == ["Q1", "Q2", "Q3"]
    assert told["questions"][0]["message_id"] == first.id
    assert [one["text"] for one in told["questions"][0]["talk"]] == ["beside the question on air"]
    assert [one["text"] for one in told["questions"][2]["talk"]] == ["just talking"]
    assert told["counts"]["participants"] == 2
    assert told["counts"]["late"] == 0
    assert sum("took part" in text for text in evening.posted) == 1
    assert "2 people took part" in recap.text
    assert sum(message.poll is not None for message in evening.group.bot_messages) == 1
    await evening.until(lambda: evening.group.pinned == [])


def posts(evening: Evening, text: str) -> list[Message]:
    return [message for message in evening.group.bot_messages if (message.text or "").startswith(text)]


async def test_a_second_round_is_planned_in_the_chat_and_moves_with_its_session(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.write("One?", starts_in=86_400, head=f"moderators = [{anna.id}]")
    await evening.start()
    talk = Talk(anna)
    start = evening.clock.now() + timedelta(days=1)
    at = (start + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")
    early = start.strftime("%Y-%m-%d %H:%M")
    await talk.say(f"/again libchat {early}", "has to come after the first one")
    told = await talk.say(f"/again libchat/1 {at}", "and a second round")
    assert "<" not in told.text
    moved = (start + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    await talk.say(f"/move libchat/1 {moved}", "libchat/1 begins")
    await talk.say("/export libchat", "as a question file")
    files = [message for message in anna.messages if message.media.get("document")]
    content = evening.telegram.world.files[files[-1].media["document"]["file_id"]].content.decode()
    again = next(line for line in content.splitlines() if line.startswith("again = "))
    assert (start + timedelta(days=2, hours=9)).strftime("%Y-%m-%d") in again
    await talk.say("/again libchat/1 off", "has one round")
    assert told.text


QUESTIONS = [QuestionPlan("One?"), QuestionPlan("Two?", spare=True), QuestionPlan("Three?")]


@given(MOMENTS, st.timedeltas(timedelta(hours=1), timedelta(days=3)))
def test_a_second_round_is_the_first_once_more_with_the_recap_at_its_end(starts_at: datetime, wait: timedelta) -> None:
    cadence = Cadence()
    again_at = starts_at + duration(cadence, QUESTIONS) + wait
    slots = timetable(starts_at, cadence, QUESTIONS, again_at=again_at)
    rounds = [
        [(slot.kind, slot.question, slot.at - begin) for slot in slots if slot.again is again and slot.ahead is None]
        for again, begin in ((False, starts_at), (True, again_at))
    ]
    assert rounds[1][:-1] == rounds[0]
    assert slots[-1].kind is PostKind.RECAP
    assert sum(slot.kind is PostKind.RECAP for slot in slots) == 1
    assert all(slot.at > starts_at + duration(cadence, QUESTIONS) for slot in slots if slot.again)


@pytest.mark.parametrize(
    ("again", "wrong"),
    [
        ("2026-12-02T20:05:00", "the second round begins before the first has ended"),
        ("2026-12-20T20:00:00", "more than a week after the first"),
        ('"tonight"', "is not a date and time"),
    ],
)
def test_a_second_round_that_cannot_be_is_told(tmp_path: Path, again: str, wrong: str) -> None:
    file = tmp_path / "libchat.toml"
    file.write_text(
        'title = "T"\nhashtag = "#t"\n[[session]]\nstarts = 2026-12-02T20:00:00\n'
        f'again = {again}\nquestions = ["Q?"]\n',
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        load(file)
    (problem,) = refused.value.problems
    assert wrong in str(problem)
    assert "session 1, again" in str(problem)
