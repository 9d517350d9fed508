"""Moderators hold the reins of a session that runs, and nobody else does. Over the wire, on a real database."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.store.tables import Session as Row
from tests.evenings import PATIENCE, Evening
from tests.reins import CADENCE, HOURLY, acts, begin, due, reactions, state


async def test_a_held_session_posts_nothing_and_goes_on_with_what_was_left_of_the_wait(evening: Evening) -> None:
    anna = await begin(evening)
    await evening.telegram.quiet()
    before = due(evening)
    command = evening.group.say(anna, "/pause")
    await evening.until(lambda: reactions(evening, command) == ["👌"])
    assert state(evening) == "held"
    assert due(evening) == before
    held = evening.clock.now()
    evening.clock.jump(300)
    command = evening.group.say(anna, "/resume")
    await evening.until(lambda: reactions(evening, command) == ["👌"])
    assert state(evening) == "live"
    assert "Two?" not in " ".join(evening.posted)
    after = due(evening)
    moved = {after[key] - before[key] for key in before}
    assert len(moved) == 1
    assert timedelta(seconds=300) <= moved.pop() <= evening.clock.now() - held + timedelta(seconds=120)
    await evening.until_posted("Two?")


async def test_more_puts_the_next_question_off_by_exactly_that_and_all_that_follows_it(evening: Evening) -> None:
    anna = await begin(evening)
    before = due(evening)
    command = evening.group.say(anna, "/more 6s")
    await evening.until(lambda: reactions(evening, command) == ["👌"])
    assert {key: at - before[key] for key, at in due(evening).items()} == dict.fromkeys(before, timedelta(seconds=6))
    with evening.database.reading() as session:
        assert acts(evening.database) == [("/more 6s", True)]
        assert session.exec(select(Row)).one().state == "live"


async def test_next_posts_the_question_at_once_and_skip_drops_one(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    evening.group.say(anna, "/skip")
    evening.group.say(anna, "/next")
    await evening.until_posted("Three?")
    assert "Two?" not in " ".join(evening.posted)
    wait = due(evening)["question:3"] - evening.clock.now()
    assert timedelta(minutes=55) < wait <= timedelta(hours=1)


async def test_a_spare_question_is_asked_and_the_others_wait_as_long_as_it_lasts(evening: Evening) -> None:
    anna = await begin(
        evening, "One?", "Two?", '{ text = "Something else?", spare = true, lasts = "3m" }',
        cadence=CADENCE.replace('every = "2m"', 'every = "30m"'),
    )  # fmt: skip
    before = due(evening)
    evening.group.say(anna, "/spare")
    await evening.until_posted("Something else?")
    assert due(evening)["question:1"] - before["question:1"] == timedelta(minutes=3)
    again = evening.group.say(anna, "/spare")
    await evening.until(lambda: reactions(evening, again) == ["🤔"])


async def test_end_closes_the_session_and_the_recap_follows(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    evening.group.say(anna, "A1 here I am")
    evening.group.say(anna, "/end@Chathour_Bot")
    await evening.until_posted("took part")
    nothing = evening.group.say(anna, "/start")
    await evening.until(lambda: reactions(evening, nothing) == ["🤔"])
    assert state(evening) == "closed"
    assert "Two?" not in " ".join(evening.posted)


async def test_start_begins_a_planned_session_now(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    evening.write("One?", "Two?", starts_in=3600, cadence=CADENCE.replace("reminders = []", 'reminders = ["10m"]'))
    await evening.start()
    evening.group.say(anna, "/start libchat")
    await evening.until_posted("Welcome")
    await evening.until_posted("Two?")
    assert not any("begins in" in said for said in evening.posted)


async def test_a_bare_start_does_not_begin_what_is_days_away(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    evening.write("One?", starts_in=3 * 86_400)
    await evening.start()
    command = evening.group.say(anna, "/start")
    await evening.until(lambda: reactions(evening, command) == ["🤔"])
    assert state(evening) == "planned"
    assert evening.posted == []


async def test_a_participant_or_a_channel_that_types_each_command_changes_nothing(evening: Evening) -> None:
    await begin(evening, cadence=HOURLY)
    bob, channel = evening.telegram.person("Bob"), evening.telegram.channel("A channel")
    evening.group.join(bob)
    before, posted = due(evening), evening.posted
    for command in ("/pause", "/resume", "/more 5m", "/next", "/skip", "/spare", "/end", "/start 1", "/start libchat"):
        evening.group.say(bob, command)
        evening.group.say_as_channel(channel, command)
    await evening.telegram.quiet()
    assert due(evening) == before
    assert state(evening) == "live"
    assert evening.posted == posted
    assert not any(done for _, done in acts(evening.database))


async def test_what_an_administrator_edits_forwards_or_says_to_another_bot_steers_nothing(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    said = evening.group.say(anna, "hello")
    evening.group.edit(said, "/pause")
    evening.group.say(anna, "/pause@other_bot")
    evening.group.say(anna, "please /pause")
    robot = evening.telegram.person("Robot", is_bot=True)
    evening.group.join(robot)
    evening.group.promote(robot)
    evening.group.say(robot, "/pause")
    elsewhere = evening.telegram.group("Elsewhere")
    elsewhere.join(anna)
    evening.group.forward(anna, elsewhere.say(anna, "/end"))
    await evening.telegram.quiet()
    assert state(evening) == "live"


async def test_an_anonymous_administrator_and_a_named_moderator_steer(evening: Evening) -> None:
    await begin(evening, cadence=HOURLY, head='moderators = ["@Carla"]')
    boss, carla = evening.telegram.person("Boss"), evening.telegram.person("Carla", username="carla")
    evening.group.join(boss, carla)
    evening.group.promote(boss, anonymous=True)
    evening.group.say(boss, "/pause")
    await evening.until(lambda: state(evening) == "held")
    evening.group.say(carla, "/RESUME")
    await evening.until(lambda: state(evening) == "live")


async def test_a_moderator_of_another_group_steers_nothing_here(evening: Evening) -> None:
    await begin(evening, cadence=HOURLY)
    dora = evening.telegram.person("Dora")
    other = evening.telegram.group("Another chat")
    other.add_bot(admin=True)
    other.join(dora)
    other.promote(dora)
    evening.group.join(dora)
    evening.group.say(dora, "/pause")
    await evening.telegram.quiet()
    assert state(evening) == "live"


async def test_a_command_that_is_delivered_twice_counts_once(evening: Evening) -> None:
    anna = await begin(evening)
    before = due(evening)
    command = evening.group.say(anna, "/more 10m")
    await evening.until(lambda: reactions(evening, command) == ["👌"])
    for update in evening.telegram.updates_of(command):
        evening.telegram.redeliver(update)
    await evening.telegram.quiet()
    assert due(evening)["closing"] - before["closing"] == timedelta(minutes=10)


async def test_a_hold_for_a_time_ends_by_itself(evening: Evening) -> None:
    anna = await begin(evening)
    evening.group.say(anna, "/pause 5m")
    await evening.until(lambda: state(evening) == "held")
    anna.start()
    card = await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    await evening.until(lambda: "Held" in card.text and "Next, in about 7 minutes" in card.text)
    again = evening.group.say(anna, "/pause")
    await evening.until(lambda: reactions(evening, again) == ["👌"] and "after you resume" in card.text)
    evening.group.say(anna, "/pause 1m")
    await evening.until(lambda: state(evening) == "live")
    await evening.until_posted("Two?")


async def test_words_after_a_command_do_not_keep_it_from_steering(evening: Evening) -> None:
    anna = await begin(evening, cadence=HOURLY)
    unclear = evening.group.say(anna, "/pause 5x")
    await evening.until(lambda: reactions(evening, unclear) == ["🤔"])
    assert state(evening) == "live"
    evening.group.say(anna, "/pause@CHATHOUR_bot\nthe doorbell, sorry")
    await evening.until(lambda: state(evening) == "held")
    before = due(evening)
    more = evening.group.say(anna, "/more please")
    await evening.until(lambda: reactions(evening, more) == ["👌"])
    assert {at - before[key] for key, at in due(evening).items()} == {timedelta(minutes=5)}


@pytest.mark.parametrize(("command", "then"), [("/pause", "held"), ("/end", "closed")])
async def test_a_question_whose_try_fails_after_a_hold_or_the_end_is_not_posted_then(
    evening: Evening, command: str, then: str
) -> None:
    anna = await begin(evening, "One?", "Two?", "Three?")
    await evening.telegram.quiet()
    silence = evening.telegram.faults.hang("sendMessage", PATIENCE, apply=False, chat=evening.group.id)
    evening.clock.jump(120)
    await evening.meanwhile(lambda: [c for c in evening.telegram.called("sendMessage") if "Two?" in c.text("text")])
    evening.group.say(anna, command)
    await evening.meanwhile(lambda: state(evening) == then)
    silence.over.set()
    if command == "/end":
        await evening.until_posted("Reading for pleasure\n#libchat")
    else:
        await evening.until(lambda: "question:1" in due(evening))
        await evening.pace.let_pass(60)  # in which it would have been tried again
    assert not any(said.startswith("Q2") for said in evening.posted)
    if command == "/pause":
        evening.group.say(anna, "/resume")
        await evening.until_posted("Two?")


async def test_a_held_session_survives_a_restart(evening: Evening) -> None:
    anna = await begin(evening)
    evening.group.say(anna, "/pause")
    await evening.until(lambda: state(evening) == "held")
    await evening.stop()
    evening.clock.jump(600)
    await evening.start()
    evening.group.say(anna, "/resume")
    await evening.until_posted("Two?")
