"""A new moderator plans a session in the chat, on a phone, in a few messages; nothing is lost on the way."""

from collections.abc import Callable

from bot.store import drafts, stages
from tests.evenings import Evening
from tests.talks import Talk

EIGHT = """Questions for Wednesday

Q1. Who are you, and where do you work?
Q2. What did you read last?

Q3. How many books did you finish this year?
Q4. Poll: Which of these do you run? / Book clubs / Readathons / Neither
Q5. What works with teenagers?
a) at school
b) elsewhere
Q6. What would you try with no budget?
Q7. Who helps you?
Q8. What will you take home?
Spare: Which book should everybody read?"""


async def test_from_adding_the_bot_to_a_planned_session_in_under_fifteen_messages(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    await evening.start()
    group = evening.telegram.group("Reading room")
    group.join(anna)
    group.promote(anna)
    group.add_bot(admin=True)
    talk = Talk(anna)
    await talk.say("/start", "I host scheduled discussions")
    await talk.say("/new", "What is the chat called?")
    asked = await talk.say("Reading room", "Under which hashtag?")
    await talk.press(asked, "#readingroom", "In which town")
    await talk.say("Ghent", "What is the topic")
    await talk.say("Reading with <teenagers> & others", "When does it begin, on the clocks of Brussels?")
    await talk.say("2 December 2030 20:00", "Now paste the questions")
    await talk.say(EIGHT, "And this is what I will post")
    whole = "\n".join(message.text for message in anna.messages[talk.heard :])
    assert "Monday 2 December 2030, 20:00 (Brussels time)" in whole
    assert "Reading with <teenagers> & others" in whole
    assert "20:00 welcome\n20:05 Q1 Who are you, and where do you work?\n20:15 Q2" in whole
    assert "a) at school" in whole
    assert ["I checked what I can do" in message.text for message in group.bot_messages] == [True]
    last = next(message for message in reversed(anna.messages) if message.buttons)
    await talk.press(last, "✅ Plan it", "Planned: readingroom/1")
    group.say(anna, "/host readingroom")
    await talk.hears("is at home here now")
    assert talk.said + 1 < 15
    with evening.database.reading() as session:
        stage = stages.named(session, "readingroom/1")
        assert stage is not None
        assert stage.group is not None
        assert stage.group.chat_id == group.id
        assert stage.series.moderators == [anna.id]
        assert drafts.of(session, anna.id) is None


async def test_a_restart_at_every_step_loses_nothing(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    talk = Talk(anna)
    steps: list[tuple[str, str]] = [
        ("/new", "What is the chat called?"),
        ("Library chat", "Under which hashtag?"),
        ("libchat", "In which town"),
        ("nowhere at all", "I know no such place"),
        ("London", "What is the topic"),
        ("Quiet rooms", "When does it begin"),
        ("some day", "I could not read that"),
        ("2030-12-02 20:00", "Now paste the questions"),
        ("One?\nTwo?", "This is what I will do"),
    ]
    for text, hears in steps:
        await evening.start()
        await talk.say(text, hears)
        await evening.stop()
    await evening.start()
    resumed = await talk.say("/new", "You were planning Quiet rooms")
    preview = await talk.press(resumed, "Go on", "This is what I will do")
    changing = await talk.press(preview, "✏️ Topic", "What is the topic")
    assert changing.buttons
    preview = await talk.say("Loud rooms", "Loud rooms")
    await talk.press(next(one for one in reversed(anna.messages) if one.buttons), "✅ Plan it", "Planned: libchat/1")
    with evening.database.reading() as session:
        stage = stages.named(session, "libchat/1")
        assert stage is not None
        assert stage.row.topic == "Loud rooms"


async def test_a_draft_is_its_owners_alone(evening: Evening) -> None:
    anna, bob = evening.telegram.person("Anna"), evening.telegram.person("Bob")
    await evening.start()
    talk, other = Talk(anna), Talk(bob)
    await talk.say("/new", "What is the chat called?")
    said = await other.say("/start", "host")
    presses = [
        bob.replay(said, data) for data in ("d:plan", "d:drop", "d:go", "d:change:title", "d:topic", "d", "d:x:y")
    ]
    answered: Callable[[], bool] = lambda: all(press.answer is not None for press in presses)  # noqa: E731  # a condition
    await evening.until(answered)
    with evening.database.reading() as session:
        assert drafts.of(session, anna.id) is not None
        assert drafts.of(session, bob.id) is None
        assert stages.all_series(session) == []


async def test_who_does_not_moderate_a_series_cannot_plan_it(evening: Evening) -> None:
    bob = evening.telegram.person("Bob")
    evening.write("One?", starts_in=3600)
    await evening.start()
    talk = Talk(bob)
    asked = await talk.say("/new", "What is the chat called?")
    bob.replay(asked, "d:series:libchat")
    await evening.telegram.quiet()
    with evening.database.reading() as session:
        draft = drafts.of(session, bob.id)
        assert draft is not None
        assert draft.data.get("series") != "libchat"
