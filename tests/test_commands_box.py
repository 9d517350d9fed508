"""The question box, announcements, co-hosts, and what participants may ask for themselves."""

from bot.app import build_bot
from bot.commands import menus
from bot.settings import Settings
from bot.store import menus as kept
from bot.store import stages
from bot.wording.greetings import EVERYBODY
from tests.cards import card_of
from tests.evenings import PATIENCE, TOKEN, Evening
from tests.reins import CADENCE, HOURLY, begin, reactions, state
from tests.talks import Talk


async def test_a_suggested_question_reaches_the_moderators_who_change_its_words_and_ask_it(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    said = evening.group.say(bob, "/suggest What about <audiobooks>?")
    await evening.until(lambda: reactions(evening, said) == ["👌"])
    card = await card_of(anna)
    await evening.until(lambda: any("Box (1)" in one["text"] for row in card.buttons for one in row))
    talk = Talk(anna)
    shown = await talk.press(card, "💡 Box (1)", "What about <audiobooks>?")
    assert "from Bob" in shown.text
    await talk.press(shown, "Change the words", "Write it as it should be asked")
    shown = await talk.say("Do audiobooks count?", "💡 Do audiobooks count?")
    stranger = evening.telegram.person("Stranger")
    stranger.start()
    forged = stranger.replay(shown, shown.buttons[0][0]["callback_data"])
    await evening.until(lambda: forged.answer)
    anna.press(shown, "Ask now")
    asked = await evening.until_posted("Do audiobooks count?")
    assert asked.text == "Q5. Do audiobooks count?\n\n#libchat"
    assert len([text for text in evening.posted if "audiobooks" in text]) == 1


async def test_an_announcement_tells_the_day_on_several_clocks_and_brings_a_calendar(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna"), evening.telegram.person("Bob")
    evening.group.join(anna, bob)
    evening.group.promote(anna)
    evening.write("One?", "Two?", starts_in=5 * 86_400)
    await evening.start()
    evening.group.say(bob, "/announce questions")
    evening.group.say(anna, "/announce questions")
    told = await evening.until_posted("📣 #libchat: Reading for pleasure")
    assert "Tokyo" in told.text
    assert "Q1. One?" in told.text
    document = told.media["document"]
    content = evening.telegram.world.files[document["file_id"]].content.decode()
    assert document["file_name"] == "libchat-1.ics"
    assert "SUMMARY:#libchat: Reading for pleasure" in content
    assert len(evening.posted) == 1


async def test_a_cohost_steers_this_session(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    carla = evening.telegram.person("Carla", username="Carla")
    evening.group.join(carla)
    done = evening.group.say(anna, "/cohost @carla")
    await evening.until(lambda: reactions(evening, done) == ["👌"])
    evening.group.say(carla, "/pause")
    await evening.until(lambda: state(evening) == "held")


async def test_a_person_sees_withdraws_and_erases_what_is_kept(evening: Evening) -> None:
    await begin(
        evening, cadence=CADENCE.replace('closing = "2m"', 'closing = "30s"').replace('every = "2m"', 'every = "30s"')
    )
    bob, carl = evening.telegram.person("Bob", last_name="Bee"), evening.telegram.person("Carl")
    evening.group.join(bob, carl)
    first = evening.group.say(bob, "A1 not this")
    evening.group.say(carl, "about that", reply_to=first)
    kept = evening.group.say(bob, "A1 but this")
    evening.group.react(bob, kept, "👍")
    evening.group.say(carl, "A1 mine")
    evening.group.say(carl, "/withdraw", reply_to=kept)
    taken = evening.group.say(bob, "/withdraw", reply_to=first)
    await evening.until(lambda: reactions(evening, taken) == ["👌"])
    assert evening.filed(1) == [("Bob Bee", "A1 but this"), ("Carl", "A1 mine")]
    assert evening.recap()["counts"]["talk"] == 1
    recap = await evening.until_posted("took part")
    await evening.until(lambda: "but this" in recap.text)
    talk = Talk(bob)
    listed = await talk.say("/mine", "I keep 1 message of yours")
    assert "but this" in listed.text
    asked = await talk.say("/forget", "This cannot be undone")
    bob.press(asked, "Yes, erase it all")
    await evening.until(lambda: "but this" not in recap.text)
    assert evening.filed(1) == [("Carl", "A1 mine")]
    assert "Bob" not in str(evening.recap())
    carl.replay(asked, "forget")
    await evening.until(lambda: evening.filed(1) == [])


async def test_who_asks_in_private_is_told_what_is_on_air(evening: Evening) -> None:
    await begin(evening, cadence=HOURLY)
    bob = evening.telegram.person("Bob")
    bob.write("/now")
    told = await bob.wait_for("One?", timeout=PATIENCE)
    assert "Q1" in told.text
    bob.write("/privacy")
    await bob.wait_for("Outside sessions I keep nothing", timeout=PATIENCE)
    bob.write("/help")
    helped = await bob.wait_for("For everybody", timeout=PATIENCE)
    assert "/pause" not in helped.text


async def test_who_has_no_private_chat_with_the_bot_sees_at_least_that_it_heard(evening: Evening) -> None:
    await begin(evening, cadence=HOURLY)
    cyd = evening.telegram.person("Cyd")
    evening.group.join(cyd)
    said = [evening.group.say(cyd, command) for command in ("/help", "/privacy", "/plan", "/mine")]
    await evening.until(lambda: all(reactions(evening, one) == ["🤔"] for one in said))


async def test_the_menus_name_what_each_may_say(evening: Evening) -> None:
    await evening.start()
    await evening.until(lambda: len(evening.telegram.called("setMyCommands")) == 3)
    listed = [str(call.params["commands"]) for call in evening.telegram.called("setMyCommands")]
    assert all(f'"{name}"' in listed[0] for name, _ in EVERYBODY)
    assert "pause" not in listed[0]
    assert "pause" in listed[1]
    assert "new" in listed[2]


async def test_menus_in_all_languages_are_set_once_and_again_when_they_change(evening: Evening) -> None:
    def menus_in() -> list[str]:
        return [call.params.get("language_code") or "en" for call in evening.telegram.called("setMyCommands")]

    evening.write("One?", starts_in=3600, head='language = "es"')
    await evening.start()
    await evening.until(lambda: menus_in() == [*["en"] * 3, *["es"] * 3])
    spanish = str(evening.telegram.called("setMyCommands")[-1].params["commands"])
    assert "plan a series or a session" not in spanish
    bot = build_bot(Settings.model_validate({"bot_token": TOKEN, "telegram_url": evening.telegram.url}))
    await bot.initialize()
    for _ in range(2):
        await menus.show(bot, evening.database, evening.clock, later=0)
        assert sorted(set(menus_in())) == ["ar", "de", "en", "es", "fr", "pt"]
        assert len(menus_in()) == 3 * 6
    await bot.shutdown()
    await evening.stop()
    await evening.start()
    await evening.telegram.quiet()
    assert len(menus_in()) == 3 * 6
    with evening.database.transaction() as session:
        kept.keep(session, evening.telegram.bot.id, "", "an older version", evening.clock.now())
    await evening.stop()
    await evening.start()
    await evening.until(lambda: menus_in()[-3:] == ["en"] * 3)


async def test_commands_are_tidied_away_where_the_bot_may(evening: Evening) -> None:
    evening.group.add_bot(admin=True, can_delete=True)
    anna = await begin(evening, cadence=HOURLY)
    said = evening.group.say(anna, "/more 5m")
    await evening.until(lambda: reactions(evening, said) == ["👌"])
    evening.clock.jump(61)
    await evening.until(lambda: said.deleted)
    with evening.database.reading() as session:
        assert stages.named(session, "libchat/1") is not None
