"""The control card in a moderators' group: what it shows and hides, and whose press counts."""

from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from bot.rules.words import SessionState
from tests.cards import buttons
from tests.evenings import PATIENCE, Evening
from tests.reins import HOURLY, due, state

BACKSTAGE = -1009876543210


def backstage(evening: Evening, kind: str = "supergroup", bot: bool = True) -> Group:
    """A group of moderators."""
    group = evening.telegram.group("Backstage", kind=kind, id=BACKSTAGE if kind == "supergroup" else -4242)  # type: ignore[arg-type]  # both are kinds
    if bot:
        group.add_bot()
    return group


def write(evening: Evening, group: Group) -> None:
    """An evening whose card goes to this group too."""
    file = evening.write("One?", "Two, the surprise?", "Three?", cadence=HOURLY, starts_in=30)
    manners = f"[manners]\nmoderators_group = {group.id}\n[[session]]"
    file.write_text(file.read_text().replace("[[session]]", manners))


async def card_in(group: Group) -> Message:
    return await group.wait_for("🎛 #libchat", by_bot=True, timeout=PATIENCE)


async def test_the_card_in_a_group_hides_the_next_question_and_obeys_only_those_who_moderate(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna"), evening.telegram.person("Bob")
    evening.group.join(anna, bob)
    evening.group.promote(anna)
    group = backstage(evening)
    group.join(anna, bob)
    group.promote(bob)  # he administers this group, but not the one that hosts
    bob.start()
    write(evening, group)
    await evening.start()
    group.say(bob, "/start")
    told = await bob.wait_for("moderators_group", timeout=PATIENCE)
    assert f"The id of “Backstage” is {BACKSTAGE}." in told.text
    assert all("🎛" in message.text for message in group.bot_messages)

    card = await card_in(group)
    await evening.until(lambda: "On air" in card.text)
    assert "Q1. One?" in card.text
    assert "Q2 comes in about" in card.text
    assert "surprise" not in card.text
    assert card.silent
    assert group.pinned == []
    before = due(evening)
    refused = [bob.press(card, button) for button in buttons(card)]
    await evening.until(lambda: all(press.answer for press in refused))
    assert {(press.answer or {})["show_alert"] for press in refused} == {True}
    assert "Only the moderators" in (refused[0].answer or {})["text"]
    assert (due(evening), state(evening)) == (before, SessionState.LIVE)

    anna.press(card, "⏸ Hold")
    await evening.until(lambda: "Held" in card.text)
    anna.press(card, "▶️ Resume")
    await evening.until(lambda: "Held" not in card.text)
    group.say(bob, "/card")
    await bob.wait_for("Only the moderators", timeout=PATIENCE)
    assert len(group.bot_messages) == 1
    group.say(anna, "/card")
    await evening.until(lambda: len(group.bot_messages) == 2)
    anna.press(group.bot_messages[-1], "Post now")
    await evening.until_posted("Two, the surprise?")
    assert not any("surprise" in message.text for message in anna.messages)


async def test_a_card_follows_its_group_when_it_grows_and_is_not_missed_when_it_is_gone(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    group = backstage(evening, "group")
    write(evening, group)
    await evening.start()
    await card_in(group)
    await evening.until_posted("One?")
    evening.telegram.world.updates.pause()  # the refusal is the first that the bot hears of it
    group.upgrade()
    evening.telegram.world.updates.resume()
    evening.group.say(anna, "/pause")
    await evening.until(lambda: any("Held" in message.text for message in group.bot_messages))
    group.remove_bot()
    evening.group.say(anna, "/resume")
    evening.group.say(anna, "/next")
    await evening.until_posted("Two, the surprise?")
    evening.group.say(anna, "/end")
    await evening.until_posted("Thank you all")
    await evening.telegram.quiet()
    assert not any("Telegram refused" in text or "can't write" in text for text in evening.posted)
    group.add_bot()
    await evening.telegram.quiet()
    assert ["🎛" in message.text for message in group.bot_messages] == [True]


async def test_who_moderates_by_the_settings_gets_a_card_and_the_draft_of_the_recap(evening: Evening) -> None:
    chief, other = evening.telegram.person("Chief", username="Chief"), evening.telegram.person("Other")
    chief.start()
    evening.write("One?", cadence=HOURLY, starts_in=30, head='recap = "approve"')
    await evening.start(moderators=("@chief", other.id))
    card = await chief.wait_for("🎛 #libchat", timeout=PATIENCE)
    await evening.until(lambda: "Q1. One?" in card.text)
    chief.press(card, "⏹ End")
    await chief.wait_for("Reading for pleasure", timeout=PATIENCE)
    await evening.until(lambda: any("Publish" in button for one in chief.messages for button in buttons(one)))
    assert other.messages == []
