"""The bot comes into a group: what it says it can do there, and how a group comes to host a series."""

from tests.evenings import PATIENCE, Evening
from tests.reins import acts, reactions


async def test_a_moderator_who_adds_the_bot_is_told_in_private_what_it_can_do(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    await evening.start()
    anna.start()
    await anna.wait_for("I host scheduled discussions", timeout=PATIENCE)
    group = evening.telegram.group("New group")
    group.owner = anna.user
    group.chat.members[anna.id] = group.chat.member(anna.user)
    group.add_bot(admin=True, can_pin=False)
    told = await anna.wait_for("New group", timeout=PATIENCE)
    assert "✅ hear what people say" in told.text
    assert "❌ pin the question on air" in told.text
    assert "With the right to pin messages" in told.text
    group.add_bot(admin=True, can_pin=True)
    await anna.wait_for("all is well now", timeout=PATIENCE)
    assert group.bot_messages == []


async def test_in_a_group_where_a_session_is_planned_a_bot_for_which_all_is_well_keeps_silent(evening: Evening) -> None:
    evening.write("One?", starts_in=3600)
    await evening.start()
    await evening.telegram.quiet()
    assert evening.posted == []


async def test_a_group_hosts_a_series_when_its_administrator_says_so(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna"), evening.telegram.person("Bob")
    evening.group.join(anna, bob)
    evening.group.promote(anna)
    evening.write("One?", starts_in=90)
    file = evening.questions / "libchat.toml"
    file.write_text("\n".join(line for line in file.read_text().splitlines() if not line.startswith("group")))
    await evening.start()
    anna.start()
    anna.write("/host libchat")
    await anna.wait_for("Say that in the group", timeout=PATIENCE)
    evening.group.say(bob, "/host libchat")
    await evening.telegram.quiet()
    assert ("/host libchat", False) in acts(evening.database)
    command = evening.group.say(anna, "/host libchat")
    await evening.until(lambda: reactions(evening, command) == ["👌"])
    await evening.until_posted("Welcome")
    await evening.until_posted("One?")


async def test_an_administrator_who_has_spoken_to_the_bot_in_the_group_is_known_in_private(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    evening.write("One?", starts_in=3600)
    await evening.start()
    anna.start()
    evening.group.say(anna, "/host")
    await anna.wait_for("Which series? Write its name behind the command, for example: /host libchat", timeout=PATIENCE)
    anna.write("/plan")
    await anna.wait_for("Reading for pleasure", timeout=PATIENCE)


async def test_an_administrator_of_another_group_cannot_take_a_series_away(evening: Evening) -> None:
    dora = evening.telegram.person("Dora")
    evening.write("One?", starts_in=3600)
    await evening.start()
    other = evening.telegram.group("Another group")
    other.join(dora)
    other.promote(dora)
    other.add_bot(admin=True)
    other.say(dora, "/host libchat")
    await evening.telegram.quiet()
    assert acts(evening.database) == [("/host libchat", False)]


async def test_that_the_bot_cannot_hear_is_told_once_and_again_only_when_something_has_changed(
    evening: Evening,
) -> None:
    def warnings() -> list[str]:
        return [text for text in evening.posted if "can't hear plain messages" in text]

    evening.telegram.privacy = True
    evening.group.add_bot(admin=False)
    for number, name in enumerate(("libchat", "bookchat", "nightchat")):
        evening.write("One?", name=name, starts_in=60 + 300 * number)
    await evening.start()
    for name in ("libchat", "bookchat"):
        await evening.until_posted(f"👋 #{name}")
    await evening.telegram.quiet()
    assert len(warnings()) == 1
    evening.group.add_bot(admin=True)
    evening.group.add_bot(admin=False)
    await evening.until(lambda: len(warnings()) == 2)
    await evening.until_posted("👋 #nightchat")
    await evening.telegram.quiet()
    assert len(warnings()) == 2
