"""Organisers take the whole record home, and see how their chat grows. Over the wire, on a real database."""

import csv
import io
import json

from tests.evenings import PATIENCE, Evening
from tests.records import an_ended_evening, file_of, files
from tests.reins import reactions


async def test_the_whole_record_comes_in_private_in_each_format(evening: Evening) -> None:
    _, bob = await an_ended_evening(evening)
    asked = evening.group.say(bob, "/recap")
    page = await file_of(evening, bob, "libchat-1.html")
    assert "Bob &lt;b&gt;" in page
    await evening.until(lambda: reactions(evening, asked) == ["👌"])
    assert "whole record of libchat/1: Reading for pleasure" in files(bob)[0].text
    bob.write("/recap libchat/1 json")
    record = json.loads(await file_of(evening, bob, "libchat-1.json"))
    assert record["counts"]["answers"] == 1
    bob.write("/recap CSV #libchat")
    assert "tea" in await file_of(evening, bob, "libchat-1.csv")
    bob.write("/recap md")
    assert "tea" in await file_of(evening, bob, "libchat-1.md")
    assert all("whole record of libchat/1" not in text for text in evening.posted)


async def test_who_has_not_started_the_bot_gets_a_puzzled_look_and_who_was_not_there_gets_nothing(
    evening: Evening,
) -> None:
    await an_ended_evening(evening)
    carol, dan = evening.telegram.person("Carol"), evening.telegram.person("Dan")
    evening.group.join(carol)
    asked = evening.group.say(carol, "/recap")
    await evening.until(lambda: reactions(evening, asked) == ["🤔"])
    dan.start()
    await dan.wait_for("Hello", timeout=PATIENCE)
    dan.write("/recap libchat/1")
    await dan.wait_for("for those who took part", timeout=PATIENCE)
    dan.write("/stats libchat")
    dan.write("/recap nochat/3")
    await dan.wait_for("I know no session by that name", timeout=PATIENCE)
    dan.write("/recap libchat/1 pdf")
    await dan.wait_for("html, markdown, csv, json", timeout=PATIENCE)
    await evening.telegram.quiet()
    assert files(dan) == []
    assert not any("answered" in one.text and "libchat" in one.text for one in dan.messages if one.by_bot)


async def test_a_record_that_waits_for_a_moderator_is_kept_from_the_others(evening: Evening) -> None:
    anna, bob = await an_ended_evening(evening, head='recap = "approve"')
    asked = evening.group.say(bob, "/recap")
    await bob.wait_for("A moderator reads that recap first", timeout=PATIENCE)
    await evening.until(lambda: reactions(evening, asked) == ["🤔"])
    anna.write("/recap libchat markdown")
    assert "tea" in await file_of(evening, anna, "libchat-1.md")
    assert files(bob) == []
    desk = await anna.wait_for("This is the draft", timeout=PATIENCE)
    anna.press(desk, "✅ Publish")
    await evening.until_posted("1 person took part")
    bob.write("/recap")
    assert "tea" in await file_of(evening, bob, "libchat-1.html")


async def test_growth_is_told_with_its_meanings_and_who_is_not_here_only_to_moderators(evening: Evening) -> None:
    anna, bob = await an_ended_evening(evening)
    for person in (anna, bob):
        evening.group.say(person, "/stats")
        told = await person.wait_for("1 session, 1 person has answered", timeout=PATIENCE)
        assert "#1 Reading for pleasure" in told.text
        assert "Who answered at least one question." in told.text
        assert "Q1: " in told.text
        table = await file_of(evening, person, "libchat-growth.csv")
        assert next(csv.DictReader(io.StringIO(table)))["people"] == "1"
    await anna.wait_for("Nobody who used to come has gone quiet", timeout=PATIENCE)
    await evening.telegram.quiet()
    assert not any("gone quiet" in one.text for one in bob.messages)
    assert not any("has answered" in text for text in evening.posted)


async def test_help_lists_what_organisers_can_say(evening: Evening) -> None:
    anna, bob = await an_ended_evening(evening)
    for person in (anna, bob):
        person.write("/help")
        told = await person.wait_for("/recap: ", timeout=PATIENCE)
        assert "/stats: " in told.text
        assert ("/publish: " in told.text) is (person is anna)
