"""Stumpers, from the question to what solved it: over the wire, on a real database."""

from sqlmodel import col, select

from bot.recaps import render
from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.store import recaps
from bot.store.tables import Message as Row
from bot.store.tables import Series, Session
from tests.evenings import Evening
from tests.reins import people, reactions
from tests.rows import every_row


async def stump(evening: Evening, who: Person, text: str) -> Message:
    """Somebody asks the room; the bot's post."""
    evening.group.say(who, text)
    return await evening.until_posted(text.removeprefix("/stumper ").replace(" #Stumper", ""))


def states(evening: Evening) -> list[str]:
    """Where the stumpers stand, in their order."""
    with evening.database.reading() as session:
        found = select(Session).join(Series).where(Series.form == "stumper").order_by(col(Session.number))
        return [row.state.value for row in session.exec(found)]


def text(evening: Evening, session: str) -> str:
    """The record, as the command prints it."""
    with evening.database.reading() as rows:
        found = recaps.find(rows, session)
        assert found is not None
        return render(recaps.recap(rows, found), "text")


def kept(evening: Evening) -> dict[str, tuple[str, str]]:
    """What the tables keep of what was said: its place, and the rule that decided."""
    with evening.database.reading() as session:
        return {row.text: (row.place.value, row.filed_by.value) for row in session.exec(select(Row))}


async def test_a_stumper_in_the_middle_of_an_hour_is_tried_and_solved_twice(evening: Evening) -> None:
    ines, ana, ben, cleo = people(evening, "Ines", "Ana", "Ben", "Cleo")
    ana.start()
    evening.write("What do you read?", cadence='reminders = []\nfirst = "1m"\nclosing = "1h"', starts_in=30)
    await evening.start()
    on_air = await evening.until_posted("What do you read?")
    asked = await stump(evening, ana, "Who knows the red book with the whale? #Stumper")
    assert asked.text is not None
    assert asked.text.split("\n")[0] == "🔎 Stumper #1 from Ana:"
    assert asked.id not in {one.id for one in evening.group.pinned}
    evening.group.say(ben, "A1 mostly maps")
    evening.group.say(ben, "a whale of a time, this")
    hunch = evening.group.say(ben, "Moby-Dick?", reply_to=asked)
    evening.group.say(cleo, "that one is blue", reply_to=hunch)
    found = evening.group.say(cleo, "It is The Whale Lamp, https://example.org/lamp", reply_to=asked)
    evening.group.say(cleo, "A1 whatever is red", reply_to=on_air)
    await evening.until(lambda: reactions(evening, hunch) == reactions(evening, found) == ["👀"])
    assert [text for _, text in evening.filed(1)] == ["A1 mostly maps", "A1 whatever is red"]
    assert kept(evening)["a whale of a time, this"] == ("talk", "clock")
    assert kept(evening)["that one is blue"] == ("comment", "thread")
    assert kept(evening)[found.text or ""] == ("answer", "reply")
    shown = await ana.wait_for("Ben has a try at your stumper")
    await evening.stop()
    await evening.start()
    refused = evening.group.say(ben, "/solved", reply_to=hunch)
    cleo.start()
    await cleo.wait_for("")
    cleo.replay(shown, "t:solved:2:999")
    ben_says = evening.group.say(ben, "hello again")
    await evening.until(lambda: ben_says.text in kept(evening))
    assert states(evening) == ["live"]
    assert reactions(evening, refused) == []
    press = ana.press(shown, "✓ That solves it")
    await evening.until_posted("Stumper #1 is solved!")
    await evening.until(lambda: press.answer is not None and press.answer["text"] == "Solved!")
    assert states(evening) == ["closed"]
    assert "Stumper #1 from Ana:" in (asked.text or "")
    await evening.until(lambda: (asked.text or "").startswith("✅"))
    assert "Found by Ben." in (asked.text or "")
    again = evening.group.say(ines, "/solved", reply_to=found)
    await evening.until(lambda: reactions(evening, again) == ["🤔"])
    evening.group.say(ana, "/solved https://example.org/lamp", reply_to=found)
    moved = await evening.until_posted("is solved!\nFound by Cleo.")
    assert (moved.text or "").endswith("Source: https://example.org/lamp")
    await evening.until(lambda: "Found by Cleo." in (asked.text or ""))
    recap = evening.recap("stumpers-library-chat/1")
    assert [one["text"] for one in recap["questions"][0]["answers"]] == ["Moby-Dick?", found.text]
    assert recap["session"]["state"] == "closed"
    assert "Solved: found by Cleo. Source: https://example.org/lamp" in text(evening, "stumpers-library-chat/1")


async def test_what_is_open_is_listed_and_comes_back_in_the_next_hour_and_its_recap(evening: Evening) -> None:
    ines, ana, ben = people(evening, "Ines", "Ana", "Ben")
    await evening.start()
    asked = [await stump(evening, ana, f"/stumper What is the {one} moon called?") for one in ("first", "second")]
    evening.group.say(ben, "It has none", reply_to=asked[0])
    evening.group.say(ben, "I asked my aunt: Nix")
    nobody = evening.group.say(ben, "/stumper")
    await evening.until(lambda: reactions(evening, nobody) == ["🤔"])
    evening.write("One?", starts_in=20)
    welcome = await evening.until_posted("Welcome!")
    assert (welcome.text or "").split("Still open:\n")[1].split("\n") == [
        "• #1 What is the first moon called?",
        "• #2 What is the second moon called?",
    ]
    aunt = evening.group.say(ines, "my aunt says Nix")
    evening.group.say(ana, "/solve", reply_to=asked[1])
    await evening.until_posted("Stumper #2 is solved!")
    evening.group.say(ines, "/end")
    recap = await evening.until_posted("Library chat #1")
    assert "Still open:\n• #1 What is the first moon called?" in (recap.text or "")
    listed = evening.group.say(ben, "/stumpers")
    await evening.until(lambda: reactions(evening, listed))
    ben.start()
    evening.group.say(ben, "/stumpers")
    shown = await ben.wait_for("1 stumper is open:")
    assert (shown.text or "").endswith("• #1 What is the first moon called?")
    evening.group.say(ana, "/solved", reply_to=aunt)
    await evening.until_posted("Stumper #1 is solved!")
    assert states(evening) == ["closed", "closed"]
    ana.start()
    ana.write("/forget")
    ana.press(await ana.wait_for("Erase everything"), "Yes, erase it all")
    await evening.until(lambda: evening.recap("stumpers-library-chat/1")["questions"][0]["text"] == "…")


async def test_a_try_that_is_taken_back_or_forgotten_is_no_longer_quoted_by_the_bot(evening: Evening) -> None:
    ines, ana, ben, cleo = people(evening, "Ines", "Ana", "Ben", "Cleo")
    ines.start()
    ana.start()
    cleo.start()
    await evening.start()
    asked = await stump(evening, ana, "/stumper Who knows the red book?")
    first = evening.group.say(ben, "Red Sails", reply_to=asked)
    second = evening.group.say(cleo, "The Whale Lamp", reply_to=asked)
    news = []
    for found, name in ((first, "Ben"), (second, "Cleo")):
        evening.group.say(ana, "/solved the town library", reply_to=found)
        news.append(await evening.until_posted(f"is solved!\nFound by {name}."))
        await evening.until(lambda: found.text in asked.text)  # noqa: B023  # awaited at once
    shown = [await ana.wait_for(f"has a try at your stumper: ↗\n{said.text}") for said in (first, second)]
    evening.group.say(ben, "/withdraw", reply_to=first)
    await evening.until(lambda: "Red Sails" not in (news[0].text or "") + (shown[0].text or ""))
    assert "The Whale Lamp" in asked.text, "it quotes what solved it last"
    evening.group.say(cleo, "/withdraw", reply_to=second)
    await evening.until(lambda: "The Whale Lamp" not in news[1].text + asked.text + shown[1].text)
    for said in (asked.text, news[1].text):
        assert "Found by Cleo.\nSource: the town library" in said
    assert not any("Red Sails" in said or "Whale Lamp" in said for said in evening.posted)
    cleo.write("/forget")
    cleo.press(await cleo.wait_for("Erase everything"), "Yes, erase it all")
    await evening.until(lambda: "Cleo" not in news[1].text + asked.text + shown[1].text)
    for said in (asked.text, news[1].text):
        assert "Found by somebody.\nSource: the town library" in said
    assert shown[1].text == "somebody has a try at your stumper:\n…"
    evening.group.say(ines, "/solved", reply_to=first)
    await ines.wait_for("It is solved already, by somebody.")
    ana.write("/forget")
    ana.press(await ana.wait_for("Erase everything"), "Yes, erase it all")
    await evening.until(lambda: "town library" not in news[0].text + news[1].text + asked.text)
    assert asked.text == "✅ Stumper #1:\n…\n\nFound by somebody.\n#stumper"
    gone = ("Ana", "Cleo", "Whale", "town library", "red book")
    assert [row for row in every_row(evening) if any(words in row for words in gone)] == []


async def test_what_was_said_before_the_group_became_a_supergroup_can_still_be_marked_and_forgotten(
    evening: Evening,
) -> None:
    evening.group = evening.telegram.group("Readers", kind="group")
    evening.group.add_bot(admin=True)
    _, ana, ben, cleo = people(evening, "Ines", "Ana", "Ben", "Cleo")
    ana.start()
    ben.start()
    await evening.start()
    asked = await stump(evening, ana, "/stumper Who knows the red book?")
    evening.group.say(ana, "/solved", reply_to=evening.group.say(ben, "Red Sails", reply_to=asked))
    evening.group.say(cleo, "The Whale Lamp", reply_to=asked)
    behind = await evening.until_posted("is solved!\nFound by Ben.")
    bens, cleos = [await ana.wait_for(f"{name} has a try at your stumper") for name in ("Ben", "Cleo")]
    evening.group.upgrade()
    press = ana.press(cleos, "✓ That solves it")
    await evening.until_posted("is solved!\nFound by Cleo.")
    assert (press.answer or {})["text"] == "Solved!"
    ben.write("/forget")
    ben.press(await ben.wait_for("Erase everything"), "Yes, erase it all")
    await evening.until(lambda: "Red Sails" not in bens.text)
    await evening.until(lambda: not [row for row in every_row(evening) if ":told:solved:" in row and "'due'" in row])
    changed = evening.telegram.called("editMessageText", chat_id=evening.group.id)
    assert behind.id not in [int(call.text("message_id")) for call in changed], "that is another message there"
