"""Where a moderator reads the recap first, the group gets nothing until it is published, and then gets it once."""

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.wording.approval import MOST_LISTED
from tests.cards import buttons
from tests.drafts import APPROVE, HOURLY, recaps
from tests.evenings import PATIENCE, Evening
from tests.reins import begin, reactions

ANSWERS = ("A1 tea", "A1 coffee http://example.org/beans", "A1 water", "A1 juice", "A1 milk")


async def held_back(evening: Evening, *, reachable: bool = True) -> tuple[Person, Message | None]:
    """An evening with five answers has ended; Anna, an administrator, has the draft if she can be reached."""
    anna = await begin(evening, "One?", "Two?", cadence=HOURLY, head=APPROVE)
    if reachable:
        anna.start()
        await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    for place, text in enumerate(ANSWERS):
        person = evening.telegram.person(f"Person {place + 1}")
        evening.group.join(person)
        evening.group.say(person, text)
    await evening.until(lambda: len(evening.filed(1)) == len(ANSWERS))
    evening.group.say(anna, "/end")
    await evening.until_posted("Thank you all")
    desk = await anna.wait_for("This is the draft", timeout=PATIENCE) if reachable else None
    await evening.telegram.quiet()
    assert recaps(evening) == []
    return anna, desk


async def heard(person: Person, evening: Evening, text: str, since: int) -> Message:
    """What the bot says to somebody after their first `since` messages."""

    def found() -> Message | None:
        return next((one for one in person.messages[since:] if one.by_bot and text in one.text), None)

    await evening.until(found)
    message = found()
    assert message is not None
    return message


async def test_the_draft_comes_in_private_and_the_group_gets_the_recap_when_it_is_published(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    assert buttons(desk) == ["✅ Publish", "Leave out…", "Move up…", "Edit the intro", "Show the draft"]
    draft = next(one for one in anna.messages if "took part" in one.text)
    assert "coffee" in draft.text
    first, second = anna.press(desk, "✅ Publish"), anna.press(desk, "✅ Publish")
    await evening.until_posted("5 people took part")
    await evening.until(lambda: first.answer and second.answer)
    assert "Published" in (first.answer or {})["text"]
    assert "out already" in (second.answer or {})["text"]
    await evening.until(lambda: "is out" in desk.text and "✅ Publish" not in buttons(desk))
    await evening.telegram.quiet()
    assert len(recaps(evening)) == 1


async def test_what_a_moderator_leaves_out_is_counted_and_said_but_not_quoted(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    anna.press(desk, "Leave out…")
    listed = await anna.wait_for("Which answers are not to be quoted", timeout=PATIENCE)
    assert len(buttons(listed)) == len(ANSWERS) + 1 <= MOST_LISTED
    coffee = next(label for label in buttons(listed) if "coffee" in label)
    assert coffee.startswith("Q1 Person 2: A1 coffee")
    pressed = anna.press(listed, coffee)
    await evening.until(lambda: f"✗ {coffee}" in buttons(listed))
    assert "Left out" in (pressed.answer or {})["text"]
    anna.press(desk, "Move up…")
    choice = await anna.wait_for("Which answer is to come first", timeout=PATIENCE)
    milk = next(label for label in buttons(choice) if "milk" in label)
    anna.press(choice, milk)
    await evening.until(lambda: f"⬆ {milk}" in buttons(choice))
    since = len(anna.messages)
    anna.press(desk, "Edit the intro")
    await heard(anna, evening, "Write the intro", since)
    anna.write("A warm <b>evening</b> on #drinks.")
    await heard(anna, evening, "The intro is kept", since)
    await heard(anna, evening, "1 answer is left out", since)
    assert recaps(evening) == []
    anna.press(desk, "✅ Publish")
    told = (await evening.until_posted("5 people took part")).text
    assert "coffee" not in told
    assert "example.org" not in told
    assert "5 answers" in told
    assert "1 answer was left out by a moderator" in told
    assert "A warm <b>evening</b> on #drinks." in told
    assert told.index("milk") < told.index("tea")


async def test_the_draft_follows_what_is_said_and_changed_while_the_recap_waits(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    draft = next(one for one in anna.messages if "took part" in one.text)
    late = evening.telegram.person("Late")
    evening.group.join(late)
    evening.group.say(late, "A1 soup")
    await evening.until(lambda: "6 people took part" in draft.text)
    anna.press(desk, "Leave out…")
    listed = await anna.wait_for("Which answers are not to be quoted", timeout=PATIENCE)
    anna.press(listed, next(label for label in buttons(listed) if "tea" in label))
    await evening.until(lambda: "A1 tea" not in draft.text)
    await evening.telegram.quiet()
    assert sum("took part" in one.text for one in anna.messages) == 1
    assert recaps(evening) == []


async def test_after_publishing_late_answers_and_changes_amend_the_recap(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    anna.press(desk, "✅ Publish")
    recap = await evening.until_posted("5 people took part")
    late = evening.telegram.person("Late")
    evening.group.join(late)
    evening.group.say(late, "A1 soup")
    await evening.until(lambda: "6 people took part" in recap.text)
    anna.press(desk, "Leave out…")
    listed = await anna.wait_for("Which answers are not to be quoted", timeout=PATIENCE)
    anna.press(listed, next(label for label in buttons(listed) if "tea" in label))
    await evening.until(lambda: "A1 tea" not in recap.text)
    assert len(recaps(evening)) == 1


async def test_without_a_reachable_moderator_the_group_hears_that_it_waits(evening: Evening) -> None:
    anna, _ = await held_back(evening, reachable=False)
    await evening.until_posted("waits for a moderator")
    evening.clock.jump(3 * 86_400)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    refused = evening.group.say(bob, "/publish")
    await evening.telegram.quiet()
    assert recaps(evening) == []
    assert reactions(evening, refused) == []
    anna.start()
    await anna.wait_for("This is the draft", timeout=PATIENCE)
    asked = evening.group.say(anna, "/publish")
    again = evening.group.say(anna, "/publish")
    await evening.until_posted("Answers are closed")  # never too late
    await evening.until(lambda: reactions(evening, asked) == ["👌"] and reactions(evening, again) == ["🤔"])
    assert len(recaps(evening)) == 1
    assert sum("waits for a moderator" in text for text in evening.posted) == 1


async def test_only_moderators_press_and_every_press_is_answered(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    bob.start()
    mine = await bob.wait_for("host", timeout=PATIENCE)
    data = [button["callback_data"] for row in desk.buttons for button in row]
    forged = [*data, "r:1:out:7", "r:1:up:x", "r:1", "r", "r:99:publish", "r:1:nonsense", "r:x:publish"]
    presses = [bob.replay(mine, one) for one in forged]
    await evening.until(lambda: all(press.answer is not None for press in presses))
    bob.write("My intro")
    evening.group.demote(anna)
    pressed = anna.press(desk, "✅ Publish")
    await evening.until(lambda: pressed.answer)
    await evening.telegram.quiet()
    assert "Only the moderators" in (pressed.answer or {})["text"]
    assert recaps(evening) == []
    assert not any("draft" in one.text for one in bob.messages if one.by_bot)
    nonsense = [anna.replay(desk, one) for one in ("r:1:out:999", "r:1:up:x", "r:1:what", "r:99:publish")]
    evening.group.promote(anna)
    await evening.until(lambda: all(press.answer is not None for press in nonsense))


async def test_a_crash_before_publishing_loses_nothing(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    await evening.stop()
    await evening.start()
    await evening.telegram.quiet()
    assert recaps(evening) == []
    anna.press(desk, "✅ Publish")
    await evening.until_posted("5 people took part")
    await evening.telegram.quiet()
    assert len(recaps(evening)) == 1


async def test_a_command_and_an_intro_delivered_twice_count_once(evening: Evening) -> None:
    anna, desk = await held_back(evening)
    assert desk is not None
    since = len(anna.messages)
    anna.press(desk, "Edit the intro")
    await heard(anna, evening, "Write the intro", since)
    said = anna.write("A warm evening.")
    await heard(anna, evening, "The intro is kept", since)
    asked = evening.group.say(anna, "/publish")
    await evening.until_posted("A warm evening.")
    for update in (*evening.telegram.updates_of(said), *evening.telegram.updates_of(asked)):
        evening.telegram.redeliver(update)
    await evening.telegram.quiet()
    assert len(recaps(evening)) == 1
    assert sum("The intro is kept" in one.text for one in anna.messages) == 1


async def test_a_long_draft_comes_in_parts_with_its_buttons_at_the_end(evening: Evening) -> None:
    anna = await begin(evening, "One?", cadence=HOURLY, head=APPROVE)
    anna.start()
    await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    for place in range(12):
        person = evening.telegram.person(f"Person {place}")
        evening.group.join(person)
        evening.group.say(person, f"A1 {place} " + "tea and cake " * 25 + f"https://example.org/{'x' * 60}{place}")
    evening.group.say(anna, "/end")
    await anna.wait_for("This is the draft", timeout=PATIENCE)
    drafts = [one for one in anna.messages if one.by_bot and "🎛" not in one.text]
    first = next(place for place, one in enumerate(drafts) if "12 people took part" in one.text)
    assert "This is the draft" in drafts[-1].text
    assert any("Left out here" in one.text for one in drafts[first:-1])


async def test_when_the_only_moderator_has_blocked_the_bot_the_group_hears_that_the_recap_waits(
    evening: Evening,
) -> None:
    anna = await begin(evening, "One?", cadence=HOURLY, head=APPROVE)
    anna.start()
    await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    evening.group.say(anna, "/end")
    anna.block()
    await evening.until_posted("waits for a moderator")
    asked = evening.group.say(anna, "/publish")
    await evening.until(lambda: reactions(evening, asked) == ["👌"])
    await evening.until(lambda: len([text for text in evening.posted if "No answers." in text]) == 1)
