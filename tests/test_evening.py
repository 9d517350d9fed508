"""Whole evenings: from the question file to the recap, over real HTTP, as people see them."""

import asyncio
from datetime import timedelta

import pytest

from tests.evenings import Evening


async def test_a_session_runs_from_the_file_to_the_recap(evening: Evening) -> None:
    evening.write("Who are you?", '{ text = "How many books?", kind = "number" }', topic="Books <& more>")
    ann, bob = evening.telegram.person("Ann", last_name="Lee", username="ann"), evening.telegram.person("Bob")
    evening.group.join(ann, bob)
    await evening.start()

    welcome = await evening.until_posted("Welcome")
    assert "#libchat" in (welcome.text or "")
    assert "Books <& more>" in (welcome.text or "")
    evening.group.say(ann, "Hello everybody")

    first = await evening.until_posted("Who are you?")
    assert first.text == "Q1. Who are you?\n\n#libchat"
    answer = evening.group.say(ann, "A1 a librarian in Ghent")
    evening.group.say(bob, "me too!", reply_to=answer)
    evening.group.say(bob, "a cataloguer", reply_to=first)
    evening.group.react(bob, answer, "👍")

    second = await evening.until_posted("How many books?")
    await evening.until(lambda: evening.group.pinned == [second])
    evening.group.say(bob, "A2: about 40, I think")
    evening.group.say(ann, "what a number")
    evening.group.say(ann, "A1/2 both: 12")

    recap = await evening.until_posted("took part")
    await evening.until(lambda: evening.group.pinned == [])
    assert "#libchat" in (recap.text or "")
    late = evening.group.say(bob, "A1 late, but here")
    await evening.until(lambda: "late, but here" in (recap.text or ""))

    told = evening.recap()
    assert told["session"]["state"] == "closed"
    assert [question["label"] for question in told["questions"]] == ["Q1", "Q2"]
    assert evening.filed(1) == [
        ("Ann Lee", "A1 a librarian in Ghent"),
        ("Bob", "a cataloguer"),
        ("Ann Lee", "A1/2 both: 12"),
        ("Bob", "A1 late, but here"),
    ]
    assert evening.filed(2) == [("Bob", "A2: about 40, I think"), ("Ann Lee", "A1/2 both: 12")]
    ghent = told["questions"][0]["answers"][0]
    assert (ghent["filed_by"], ghent["reactions"], ghent["late"]) == ("label", 1, False)
    assert [comment["text"] for comment in ghent["comments"]] == ["me too!"]
    assert ghent["link"] == f"https://t.me/c/1234567890/{answer.id}"
    assert told["questions"][0]["answers"][3]["late"] is True
    assert told["questions"][0]["answers"][3]["message_id"] == late.id
    assert [answer["value"] for answer in told["questions"][1]["answers"]] == [40, 12]
    assert [said["text"] for said in told["questions"][1]["talk"]] == ["what a number"]
    assert [said["text"] for said in told["unfiled"]] == ["Hello everybody"]
    assert told["counts"] == {
        "participants": 2, "answers": 6, "comments": 1, "talk": 1, "first_timers": 2, "late": 1,
    }  # fmt: skip


@pytest.mark.parametrize("runs", [False, True])
async def test_each_question_comes_at_its_time(evening: Evening, runs: bool) -> None:
    """Also when nobody but the bot's own alarm wakes it."""
    evening.write(
        "One?", "Two?", "Three?", "Four?", cadence='reminders = []\nfirst = "1m"\nevery = "1m"\nclosing = "1m"'
    )
    start = evening.clock.now() + timedelta(seconds=60)
    await evening.start()
    if runs:
        evening.clock.resume()
    for place, text in enumerate(("One?", "Two?", "Three?", "Four?")):
        message = await evening.until_posted(text)
        late = message.sent_at - (start + timedelta(minutes=1 + place)).timestamp()
        assert 0 <= late < (600 if runs else 0.001)  # a machine that has much to do may stall for seconds


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(evening: Evening) -> None:
    evening.write("One?", "Two?", "Three?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("One?")
    evening.group.say(ann, "A1 before")
    await evening.stop()
    evening.group.say(ann, "A1 while the bot was away")
    await evening.start()
    await evening.until_posted("Two?")
    evening.group.say(ann, "A2 after")
    await evening.until_posted("took part")
    assert evening.filed(1) == [("Ann", "A1 before"), ("Ann", "A1 while the bot was away")]
    assert evening.filed(2) == [("Ann", "A2 after")]
    for text in ("Welcome", "One?", "Two?", "Three?", "took part"):
        assert sum(text in said for said in evening.posted if "took part" in said or text != "took part") >= 1
    assert sum(said.startswith("Q") for said in evening.posted) == 3


async def test_an_edit_files_the_answer_again(evening: Evening) -> None:
    evening.write("One?", "Two?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("One?")
    message = evening.group.say(ann, "A1 my answer")
    await evening.until_posted("Two?")
    evening.group.edit(message, "A2 my answer")
    other = evening.group.say(ann, "just talking")
    evening.group.edit(other, "A1 not just talking")
    await evening.until_posted("took part")
    assert evening.filed(1) == [("Ann", "A1 not just talking")]
    assert evening.filed(2) == []  # Q2 was asked after this message was sent, so "A2" could not mean it
    assert evening.recap()["questions"][0]["talk"][0]["text"] == "A2 my answer"


async def test_an_oops_files_the_message_before_again(evening: Evening) -> None:
    evening.write("One?", "Two?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("Two?")
    evening.group.say(ann, "A1 about the second")
    evening.group.say(ann, "Oops, that should be A2")
    await evening.until_posted("took part")
    assert evening.filed(1) == []
    assert evening.filed(2) == [("Ann", "A1 about the second")]


async def test_an_album_is_one_answer(evening: Evening) -> None:
    evening.write("One?")
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    await evening.until_posted("One?")
    evening.group.album(ann, ["", "A1 my shelves", "my cat"])
    await evening.until_posted("took part")
    assert evening.filed(1) == [("Ann", "A1 my shelves")]
    assert evening.recap()["counts"]["talk"] == 0


async def test_a_changed_file_moves_what_has_not_begun(evening: Evening) -> None:
    evening.write("One?", starts_in=36000)
    await evening.start()
    await evening.taken_in(evening.write("Another one?", starts_in=60, topic="Something else"))
    await evening.until_posted("Something else")
    await evening.until_posted("Another one?")


async def test_a_wrong_file_changes_nothing(evening: Evening) -> None:
    evening.write("One?", starts_in=90)
    await evening.start()
    (evening.questions / "libchat.toml").write_text("title = [", encoding="utf-8")
    await evening.until_posted("One?")


async def test_reminders_come_before_and_say_how_long(evening: Evening) -> None:
    evening.write(
        "One?", starts_in=240, cadence='reminders = ["1d", "2m"]\nfirst = "10s"\nevery = "1m"\nclosing = "10s"'
    )
    await evening.start()
    reminder = await evening.until_posted("begins in")
    assert "begins in 2 minutes" in (reminder.text or "")
    await evening.until_posted("One?")
    assert sum("begins in" in said for said in evening.posted) == 1


async def test_two_series_share_a_group_one_after_the_other(evening: Evening) -> None:
    short = 'reminders = []\nfirst = "10s"\nevery = "1m"\nclosing = "30s"\nlate = "30m"'
    evening.write("Books?", name="libchat", cadence=short)
    evening.write("Marks?", "Class?", name="edchat", starts_in=240, cadence=short)
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    await evening.start()
    books = await evening.until_posted("Books?")
    await evening.until_posted("Class?")
    evening.group.say(ann, "A2 my class")
    evening.group.say(ann, "late about books", reply_to=books)
    await evening.until(lambda: evening.filed(2, "edchat") and evening.filed(1, "libchat"))
    assert evening.filed(2, "edchat") == [("Ann", "A2 my class")]
    assert evening.filed(1, "libchat") == [("Ann", "late about books")]


async def test_an_unreachable_telegram_is_waited_for(evening: Evening) -> None:
    evening.write("One?", starts_in=120)
    evening.telegram.faults.fail_next("getMe", 502, "Bad Gateway", times=2)
    evening.telegram.faults.fail_next("getUpdates", 502, "Bad Gateway", times=2)
    await evening.start()
    await evening.until_posted("One?")


async def test_without_the_right_to_pin_the_evening_goes_on_and_moderators_are_told(evening: Evening) -> None:
    evening.group.add_bot(admin=True, can_pin=False)
    evening.write("One?", "Two?")
    await evening.start()
    await evening.until_posted("may not pin")
    await evening.until_posted("Two?")
    await asyncio.sleep(0)
    assert sum("may not pin" in said for said in evening.posted) == 1
