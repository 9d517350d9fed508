"""Newcomers and latecomers: one quiet hint, how things stand, a reminder before the next session; over the wire."""

from datetime import timedelta

import pytest

from bot.loops.intake import hints
from bot.store import wishes
from tests.evenings import CHAT, PATIENCE, Evening
from tests.reins import reactions
from tests.talks import Talk

CADENCE = 'reminders = []\nfirst = "1m"\nevery = "10m"\nclosing = "2m"\nlate = "10m"'


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hint that is not out in half a minute is dropped; at the pace of these evenings that is half a second."""
    monkeypatch.setattr(hints, "PATIENCE", timedelta(minutes=30))


async def test_newcomers_get_one_quiet_hint_and_latecomers_catch_up(evening: Evening) -> None:
    """From the welcome to the recap, with a restart in the middle."""
    evening.group.add_bot(admin=True, can_delete=True)
    evening.write("One?", "Two?", cadence=CADENCE, starts_in=30)
    ann, bob, cyd = (evening.telegram.person(name) for name in ("Ann", "Bob", "Cyd"))
    evening.group.join(ann, bob, cyd)
    await evening.start()
    bob.write("/help")
    await bob.wait_for("For everybody", timeout=PATIENCE)
    welcome = await evening.until_posted("Welcome")
    hello = evening.group.say(ann, "Hello from Ghent!")
    greeted = evening.group.say(bob, "Hi all")
    await evening.until(lambda: reactions(evening, hello) == ["🤗"])
    told = await bob.wait_for("Good to have you in #libchat", timeout=PATIENCE)
    assert "begin your answer with its number, like A1" in told.text
    await evening.until_posted("One?")
    await evening.until(
        lambda: "2 people have said hello, all of them here for the first time: welcome!" in welcome.text
    )
    assert welcome.text.startswith("👋 #libchat")
    first = evening.group.say(cyd, "A1 in Leuven")
    await evening.until(lambda: reactions(evening, first) == ["✍"])
    evening.group.react(bob, first, "👍")
    await evening.stop()
    await evening.start()
    again = [evening.group.say(person, f"A1 once more from {person.name}") for person in (ann, bob, cyd)]
    await evening.until(lambda: len(evening.filed(1)) == 4)

    late = Talk(bob)
    now = await late.say("/now", "On air: Q1")
    assert "Q2 comes in" in now.text
    assert "Cyd: A1 in Leuven ♥ 1" in now.text
    assert "Begin with A1, or reply to the question" in now.text
    asked = evening.group.say(ann, "/now")
    evening.group.say(cyd, "/now")
    short = await evening.until_posted("On air: Q1")
    await evening.telegram.quiet()
    assert sum("On air" in text for text in evening.posted) == 1
    evening.clock.jump(61)
    await evening.until(lambda: short.deleted and asked.deleted)
    evening.clock.jump(600)
    await evening.until_posted("Two?")
    evening.clock.jump(110)
    recap = await evening.until_posted("took part")
    assert "3 people took part" in recap.text
    assert [reactions(evening, message) for message in (greeted, *again)] == [[], [], [], []]
    assert sum(int(call.params["chat_id"]) == CHAT for call in evening.telegram.called("setMessageReaction")) == 2


async def test_a_rush_of_newcomers_is_not_hinted_at_all_and_hints_can_be_off(evening: Evening) -> None:
    evening.write("One?", cadence=CADENCE, starts_in=30)
    people = [evening.telegram.person(f"P{number}") for number in range(9)]
    evening.group.join(*people)
    await evening.start()
    await evening.until_posted("One?")
    evening.telegram.world.updates.pause()  # so that they come together, as in a rush
    said = [evening.group.say(person, "A1 here") for person in people]
    evening.telegram.world.updates.resume()
    await evening.until(lambda: len(evening.filed(1)) == 9)
    await evening.telegram.quiet()
    await evening.until(lambda: sum(reactions(evening, message) == ["✍"] for message in said) == 3)
    evening.clock.jump(700)
    await evening.until_posted("took part")
    file = evening.write(
        "Uno?", name="other", cadence=CADENCE, starts_in=30, head="[manners]\nhints = false\nreceipts = false"
    )
    await evening.taken_in(file)
    eve = evening.telegram.person("Eve")
    evening.group.join(eve)
    await evening.until_posted("Uno?")
    answer = evening.group.say(eve, "A1 #other")
    command = evening.group.say(eve, "/suggest Why?")
    await evening.until(lambda: evening.filed(1, "other"))
    await evening.telegram.quiet()
    assert reactions(evening, answer) == reactions(evening, command) == []


async def test_who_asked_is_reminded_in_private_of_the_session_wherever_it_moves(evening: Evening) -> None:
    anna, bob, cyd = (evening.telegram.person(name) for name in ("Anna", "Bob", "Cyd"))
    evening.group.join(anna, bob, cyd)
    evening.write("One?", cadence=CADENCE, starts_in=7200, head=f"moderators = [{anna.id}]")
    await evening.start()
    once, always, off = Talk(bob), Talk(anna), Talk(cyd)
    await once.say("/remind", "I remind you of the next session of #libchat")
    await always.say("/remind #libchat always", "every session of #libchat")
    await off.say("/remind", "next session")
    await off.say("/remind off", "no more")
    silent = evening.telegram.person("Silent")
    evening.group.join(silent)
    asked = evening.group.say(silent, "/remind")
    await evening.until(lambda: reactions(evening, asked) == ["🤔"])
    later = evening.clock.now() + timedelta(hours=26)
    await always.say(f"/move libchat/1 {later:%Y-%m-%d %H:%M}", "libchat/1 begins")
    await evening.stop()
    await evening.start()
    evening.clock.jump(3 * 3600)
    await evening.telegram.quiet()
    assert not any("begins in" in message.text for message in bob.messages)
    evening.clock.jump(23 * 3600 - 31 * 60)
    told = await bob.wait_for("#libchat begins in", timeout=PATIENCE)
    assert "You asked me to remind you" in told.text
    await anna.wait_for("#libchat begins in", timeout=PATIENCE)
    assert not any("begins in" in message.text for message in cyd.messages)
    with evening.database.reading() as session:
        assert wishes.wishing(session, wishes.REMIND) == {anna.id: {"libchat": "always"}}
