"""The control card: what a moderator sees in private while a session runs, and what its buttons do."""

from bot.rehearsal.chats import Member
from bot.rules.words import SessionState
from tests.cards import buttons, card_of
from tests.evenings import PATIENCE, Evening
from tests.reins import CADENCE, HOURLY, begin, due, state


async def test_a_moderator_who_has_started_the_bot_gets_a_card_that_follows_the_session(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna", username="anna"), evening.telegram.person("Bob")
    evening.group.join(anna, bob)
    evening.write("One?", "Two?", '{ text = "Spare?", spare = true }', cadence=HOURLY)
    anna.start()
    await evening.start()
    evening.group.chat.members[anna.id] = Member(anna.user, "administrator")  # the bot is told of it by nobody
    card = await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    assert "The first question is still to come." in card.text
    await evening.until(lambda: "Q1. One?" in card.text and "On air" in card.text)
    assert "Q2. Two?" in card.text
    assert "1 question is left" in card.text
    evening.group.say(bob, "A1 a librarian")
    await evening.until(lambda: "1 answer from 1 person" in card.text)
    assert len([message for message in anna.messages if "🎛" in message.text]) == 1
    assert not any("🎛" in text or "Two?" in text for text in evening.posted)


async def test_the_buttons_hold_the_reins(evening: Evening) -> None:
    anna = await begin(evening, "One?", "Two?", "Three?", cadence=HOURLY)
    card = await card_of(anna)
    assert buttons(card) == ["⏸ Hold", "+5 min", "Post now", "Skip", "⏹ End"]
    before = due(evening)
    pressed = anna.press(card, "+5 min")
    await evening.until(lambda: pressed.answer)
    assert pressed.answer == {"text": "The next question comes 5 minutes later, and so does all that follows.",
                              "show_alert": False, "url": ""}  # fmt: skip
    assert (due(evening)["closing"] - before["closing"]).total_seconds() == 300
    anna.press(card, "⏸ Hold")
    await evening.until(lambda: "Held" in card.text)
    assert state(evening) == SessionState.HELD
    anna.press(card, "▶️ Resume")
    await evening.until(lambda: "Held" not in card.text)
    twice = [anna.press(card, "Skip"), anna.press(card, "Skip")]
    await evening.until(lambda: "Q3. Three?" in card.text and all(press.answer for press in twice))
    assert (twice[1].answer or {})["text"] == "That is done already; the card shows what comes next."
    anna.press(card, "Post now")
    await evening.until_posted("Three?")
    await evening.until(lambda: "No question is left" in card.text)
    anna.press(card, "⏹ End")
    await evening.until_posted("Thank you all")
    await evening.until(lambda: card.buttons == [])


async def test_button_data_copied_from_a_moderator_changes_nothing_and_is_answered(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    card = await card_of(anna)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    bob.start()
    mine = await bob.wait_for("host", timeout=PATIENCE)
    before = due(evening)
    stolen = [button["callback_data"] for row in card.buttons for button in row]
    forged = [
        "",
        "s",
        "s:end",
        "s:end:x",
        "s:end:99999999999999999999",
        "s:nothing:1",
        "box:1",
        "nonsense",
        "s:more:1:5m:x",
    ]
    presses = [bob.replay(mine, data) for data in [*stolen, *forged]]
    await evening.until(lambda: all(press.answer is not None for press in presses))
    assert due(evening) == before
    assert state(evening) == "live"
    assert "Only the moderators" in (presses[0].answer or {})["text"]


async def test_who_is_no_longer_an_administrator_can_no_longer_press_until_they_are_one_again(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    card = await card_of(anna)
    evening.group.demote(anna)
    pressed = anna.press(card, "⏸ Hold")
    await evening.until(lambda: pressed.answer)
    assert state(evening) == "live"
    await evening.until_posted("Two?")
    assert not any("I post this" in message.text for message in anna.messages)
    evening.group.promote(anna)
    await evening.until_posted("Three?")
    await anna.wait_for("Q3. Three?", timeout=PATIENCE)


async def test_two_minutes_before_a_question_the_moderator_is_told(evening: Evening) -> None:
    anna = await begin(evening, cadence=CADENCE.replace('every = "2m"', 'every = "5m"'))
    await card_of(anna)
    told = await anna.wait_for("I post this", timeout=PATIENCE)
    assert "Two?" in told.text
    assert not told.silent
    wait = due(evening)["question:1"].timestamp() - told.sent_at
    assert 30 <= wait <= 140  # a second of the wall clock is a minute here
    anna.press(told, "⏸ Hold")
    await evening.until(lambda: state(evening) == "held")
    anna.press(told, "Post now")
    await evening.until_posted("Two?")
    left = due(evening)
    late = [anna.press(told, button) for button in ("Skip", "Post now")]
    await evening.until(lambda: all(press.answer for press in late))
    assert due(evening) == left


async def test_the_log_tells_who_did_what(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    evening.group.say(anna, "/more 7m")
    await evening.telegram.quiet()
    anna.write("/log")
    told = await anna.wait_for("/more 7m", timeout=PATIENCE)
    assert "Anna" in told.text
    anna.press(await card_of(anna), "+5 min")
    anna.write("/log")
    await anna.wait_for("Anna  [more 5m]  Library chat", timeout=PATIENCE)
