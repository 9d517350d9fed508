"""A moderator files by hand what the rules filed wrongly, and the recap follows."""

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from tests.cards import card_of
from tests.evenings import PATIENCE, Evening
from tests.reins import HOURLY, begin, reactions


async def obeyed(evening: Evening, who: Person, words: str, said: Message) -> None:
    """Somebody takes a moment to type a command as a reply to what was said, and the bot obeys."""
    evening.clock.jump(3)
    done = evening.group.say(who, words, reply_to=said)
    await evening.until(lambda: reactions(evening, done) == ["👌"])


async def test_a_moderator_files_drops_and_undoes_by_reply(evening: Evening) -> None:
    anna = await begin(evening, "One?", '{ text = "How many?", kind = "number" }', cadence=HOURLY)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    evening.group.say(anna, "/next")
    await evening.until_posted("How many?")
    said = evening.group.say(bob, "twelve, or rather 13")
    await obeyed(evening, anna, "/file 2", said)
    answers = evening.recap()["questions"][1]["answers"]
    assert [(one["text"], one["filed_by"], one["value"]) for one in answers] == [("twelve, or rather 13", "hand", 13)]
    await obeyed(evening, anna, "/drop", said)
    assert evening.filed(2) == []
    assert evening.recap()["counts"]["talk"] == 0
    await obeyed(evening, anna, "/undo", said)
    assert evening.filed(2) == [("Bob", "twelve, or rather 13")]
    await obeyed(evening, anna, "/file talk", said)
    assert evening.recap()["counts"]["talk"] == 1


async def test_an_edit_leaves_a_message_where_a_moderator_filed_it(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    said = evening.group.say(anna, "just chatting")
    await obeyed(evening, anna, "/file Q1", said)
    evening.group.edit(said, "just chatting, really")
    await evening.until(lambda: evening.filed(1) == [("Anna", "just chatting, really")])


async def test_a_participant_files_nothing(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    said = evening.group.say(anna, "A1 here")
    evening.group.say(bob, "/drop", reply_to=said)
    evening.group.say(bob, "/file talk", reply_to=said)
    evening.group.say(bob, "/undo", reply_to=said)
    await evening.telegram.quiet()
    assert evening.filed(1) == [("Anna", "A1 here")]


async def test_what_was_said_before_the_first_question_waits_in_the_box(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna", username="anna"), evening.telegram.person("Bob")
    evening.group.join(anna, bob)
    evening.write("One?", "Two?", cadence=HOURLY, starts_in=30, head='moderators = ["@anna"]')
    await evening.start()
    await evening.until_posted("Welcome")
    evening.group.say(bob, "I am Bob from Ghent")
    await evening.until_posted("One?")
    card = await card_of(anna)
    await evening.until(lambda: any("Unfiled (1)" in one["text"] for row in card.buttons for one in row))
    anna.press(card, "🗂 Unfiled (1)")
    shown = await anna.wait_for("I am Bob from Ghent", timeout=PATIENCE)
    pressed = anna.press(shown, "Q1")
    await evening.until(lambda: pressed.answer)
    assert evening.filed(1) == [("Bob", "I am Bob from Ghent")]
    stranger = evening.telegram.person("Stranger")
    stranger.start()
    forged = stranger.replay(shown, shown.buttons[-1][-1]["callback_data"])
    await evening.until(lambda: forged.answer)
    assert evening.filed(1) == [("Bob", "I am Bob from Ghent")]


async def test_what_is_said_of_one_part_of_an_album_holds_for_the_whole(evening: Evening) -> None:
    anna = await begin(evening, "One?", "Two?", cadence=HOURLY)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    evening.group.say(anna, "/next")
    await evening.until_posted("Two?")
    first, second, third = evening.group.album(bob, ["", "A1 my shelves", ""])
    await evening.until(lambda: evening.filed(1) == [("Bob", "A1 my shelves")])

    await obeyed(evening, anna, "/file 2", third)
    assert (evening.filed(1), evening.filed(2)) == ([], [("Bob", "A1 my shelves")])
    await obeyed(evening, anna, "/drop", first)
    assert evening.filed(2) == []
    await obeyed(evening, anna, "/undo", third)
    await obeyed(evening, anna, "/undo", second)
    assert (evening.filed(1), evening.filed(2)) == ([("Bob", "A1 my shelves")], [])
    evening.group.say(bob, "/withdraw", reply_to=first)
    await evening.until(lambda: evening.filed(1) == [])
    assert evening.recap()["counts"]["talk"] == 0
