"""Forty groups at once, some of them in trouble: the others are on time, and nothing is lost in any."""

from datetime import timedelta
from pathlib import Path

from bot.rehearsal.groups import Group
from bot.rehearsal.standin import StandIn
from tests.evenings import PATIENCE, TOKEN, Evening, standing
from tests.standins import bot_api

pytest_plugins = ["tests.databases"]

GROUPS = 40
FIRST, EVERY = 6, 6
"""Seconds from the welcome to Q1, and from a question to the next."""
ON_TIME = 6.0
"""Seconds after its time that Q2 may be posted: 40 posts at Telegram's 30 a second take 1.4, and shift what follows."""


def write(folder: Path, name: str, chat: int, starts: str) -> None:
    """A series of two questions in one of the groups."""
    (folder / f"{name}.toml").write_text(
        f'title = "Series {name}"\nhashtag = "#{name}"\ngroup = {chat}\ntimezone = "UTC"\n'
        f'[cadence]\nreminders = []\nfirst = "{FIRST}s"\nevery = "{EVERY}s"\nclosing = "{EVERY}s"\nlate = "1s"\n'
        f'[[session]]\ntopic = "Topic of {name}"\nstarts = {starts}\nquestions = ["What of {name}?", "And now?"]\n'
    )


def posted_at(telegram: StandIn, group: int, label: str) -> list[float]:
    """When a post that begins so was put into a group."""
    return [
        call.at
        for call in telegram.called("sendMessage", chat_id=group)
        if call.applied and label in call.text("text")[:12]
    ]


async def test_forty_groups_at_once_and_three_in_trouble(database_url: str, tmp_path: Path) -> None:
    clock = standing()
    starts = clock.now() + timedelta(seconds=8)
    async with StandIn(TOKEN, clock=clock, schema=bot_api(), privacy=False) as telegram:
        evening = Evening(tmp_path, telegram, clock, database_url)
        groups: list[Group] = []
        for number in range(GROUPS):
            kind = "group" if number == 2 else "supergroup"
            groups.append(telegram.group(f"Group {number}", kind=kind))  # type: ignore[arg-type]  # both are kinds
            groups[-1].add_bot(admin=True)
            write(evening.questions, f"chat{number}", groups[-1].id, starts.replace(tzinfo=None).isoformat())
        flooded, left, upgraded, *calm = groups
        former = upgraded.id
        await evening.start()
        await flooded.wait_for("Topic of")
        await left.wait_for("Topic of")
        await upgraded.wait_for("Topic of")
        telegram.faults.flood(flooded.id, 9)
        telegram.world.updates.pause()  # so that the refusal is the first that the bot hears of it
        left.remove_bot()
        upgraded.upgrade()
        for group in calm:
            await group.wait_for("Q2.")
        await flooded.wait_for("Q1.")
        await upgraded.wait_for("Q2.")
        telegram.world.updates.resume()
        for group in calm:
            for place, label in enumerate(("Q1.", "Q2.")):
                (at,) = posted_at(telegram, group.id, label)
                assert at - (starts.timestamp() + FIRST + place * EVERY) < ON_TIME
        assert len(posted_at(telegram, upgraded.id, "Q1.")) == 1
        refused = [call for call in telegram.called("sendMessage", chat_id=left.id) if not call.ok]
        assert 1 <= len(refused) <= 3
        too_early = [call for call in telegram.called("sendMessage", chat_id=flooded.id) if not call.ok]
        assert 1 <= len(too_early) <= 3
        assert all(
            "migrate_to_chat_id" in str(call.response)
            for call in telegram.calls
            if call.params.get("chat_id") == str(former) and not call.ok
        )
        left.add_bot(admin=True)
        await left.wait_for("Q2.")
        await evening.stop()
        assert telegram.errors == []


SHORT = 'reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "2m"\nlate = "1m"'


async def test_a_deleted_question_post_and_lost_rights_disturb_nothing(evening: Evening) -> None:
    evening.write("Who are you?", "What next?", starts_in=60, cadence=SHORT)
    ann = evening.telegram.person("Ann")
    evening.group.promote(ann)
    ann.start()
    await evening.start()
    question = await evening.until_posted("Q1.")
    evening.group.delete(question)
    evening.group.demote_bot()
    evening.group.say(ann, "A1 I am Ann")
    await evening.until_posted("Q2.")
    await evening.until(lambda: evening.filed(1) == [("Ann", "A1 I am Ann")])
    evening.group.mute_bot()
    await ann.wait_for("I can't write in the group of #libchat any more (restricted)", timeout=PATIENCE)
    evening.group.add_bot(admin=False)
    recap = await evening.until_posted("Who are you?\n")
    assert recap.text
    assert sum("pin messages" in text for text in evening.posted) == 1
    assert not any("I may not write here" in text for text in evening.posted)


async def test_pins_that_are_refused_as_too_many_do_not_use_up_the_patience_for_the_questions(evening: Evening) -> None:
    evening.write("Who are you?", "What next?", "And then?", cadence=SHORT)
    for method in ("pinChatMessage", "unpinChatMessage"):
        evening.telegram.faults.fail_next(method, 429, retry_after=15, chat=evening.group.id, times=-1)
    await evening.start()
    for label in ("Q1.", "Q2.", "Q3.", "our time"):
        await evening.until_posted(label)
    pins = evening.telegram.called("pinChatMessage")
    assert 3 <= len(pins) <= 6  # twice for each question, at most


async def test_when_the_topic_is_deleted_the_evening_goes_on_in_the_general_one(evening: Evening) -> None:
    forum = evening.telegram.group("Forum", id=-1009876543210, forum=True)
    forum.add_bot(admin=True)
    topic = forum.open_topic("Chats")
    evening.write("Who are you?", "What next?", cadence=SHORT, group=forum.id, head=f"topic_id = {topic}")
    await evening.start()
    first = await forum.wait_for("Q1.")
    assert first.topic == topic
    forum.delete_topic(topic)
    second = await forum.wait_for("Q2.")
    assert second.topic is None
    await forum.wait_for("go on in the general one")


async def test_answers_from_before_the_upgrade_count_when_they_arrive_after_it(evening: Evening) -> None:
    basic = evening.telegram.group("Small", kind="group")
    basic.add_bot(admin=True)
    ann = evening.telegram.person("Ann")
    basic.join(ann)
    evening.write("Who are you?", "What next?", cadence=SHORT, group=basic.id)
    await evening.start()
    await basic.wait_for("Q1.")
    evening.telegram.pause()
    basic.say(ann, "A1 said before")
    basic.upgrade()
    await basic.wait_for("Q2.")
    basic.say(ann, "A2 said after")
    evening.telegram.resume()
    await evening.until(lambda: len(evening.filed(1)) + len(evening.filed(2)) == 2)
    assert evening.recap()["session"]["group"] == basic.id


async def test_a_recap_that_stayed_behind_in_the_old_group_is_left_alone(evening: Evening) -> None:
    """Its message can't be edited from the supergroup: late answers are filed, and nobody is asked again and again."""
    basic = evening.telegram.group("Small", kind="group")
    basic.add_bot(admin=True)
    ann = evening.telegram.person("Ann")
    basic.join(ann)
    evening.write(
        "Who are you?",
        cadence='reminders = []\nfirst = "1m"\nevery = "1m"\nclosing = "1m"\nlate = "10m"',
        group=basic.id,
    )
    await evening.start()
    await basic.wait_for("Answers still count")
    await evening.telegram.quiet()
    basic.upgrade()
    basic.say(ann, "A1 late")
    await evening.until(lambda: evening.filed(1) == [("Ann", "A1 late")])
    await evening.until(lambda: not evening.telegram.world.updates.pending)
    await evening.pace.let_pass(60)  # in which the recap would have been amended
    assert evening.telegram.called("editMessageText") == []
