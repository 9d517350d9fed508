"""What is coming is listed, changed, moved, cancelled, copied and exported in the chat."""

import tomllib
from datetime import timedelta

from bot.questionfiles import load
from bot.store import stages
from tests.evenings import PATIENCE, Evening
from tests.talks import Talk, send


async def talk_of_a_moderator(evening: Evening) -> Talk:
    """Anna moderates a series with one coming session."""
    anna = evening.telegram.person("Anna", username="anna")
    evening.write("One?", '{ text = "Two?", lasts = "5m" }', starts_in=86_400, head='moderators = ["@anna"]')
    await evening.start()
    return Talk(anna)


async def test_a_coming_session_is_changed_moved_copied_and_cancelled(evening: Evening) -> None:
    talk = await talk_of_a_moderator(evening)
    await talk.say("/plan", "Reading for pleasure")
    await talk.say("/edit #LibChat/1 topic Reading in the dark", "libchat/1 is changed")
    changed = await talk.say(
        "/edit libchat/1 questions\n1. Two?\n2. Poll: Where? / here / there\n3. Why?", "is changed"
    )
    assert "Q1. Two?\nQ2. poll: Where? / here / there\nQ3. Why?" in changed.text
    await talk.say("/edit libchat/1", "Q3. Why?")
    await talk.say("/move \u2068libchat/1\u2069 2 December 2035 20:00\u2069", "Sunday 2 December 2035, 20:00 (UTC)")
    await talk.say("/copy libchat/1", "Copied: libchat/2, Sunday 9 December 2035")
    met = await talk.say("/move libchat/2 2 December 2035 20:05", "libchat/2 begins")
    assert "libchat/1 takes place in the same group at that time, too: Sunday 2 December 2035, 20:00 (UTC)." in met.text
    await talk.say("/announce libchat/1", "libchat/1 is announced")
    await evening.until_posted("2 December 2035")
    asked = await talk.say("/cancel libchat/1", "Cancel libchat/1")
    done = await talk.press(asked, "Yes, cancel it", "libchat/1 is cancelled")
    assert "The group has been told of it already" in done.text
    listed = await talk.say("/plan", "libchat/2")
    assert "libchat/1" not in listed.text
    with evening.database.reading() as session:
        copied = stages.named(session, "libchat/2")
        assert copied is not None
        assert copied.row.lasts == timedelta(minutes=10).total_seconds()


async def test_a_series_is_exported_as_a_question_file(evening: Evening) -> None:
    talk = await talk_of_a_moderator(evening)
    await talk.say("/export libchat", "as a question file")
    (sent,) = evening.telegram.called("sendDocument")
    document = next(message for message in talk.person.messages if message.media.get("document"))
    name = document.media["document"]["file_name"]
    assert name == "libchat.toml"
    content = evening.telegram.world.files[document.media["document"]["file_id"]].content
    path = evening.folder / name
    path.write_bytes(content)
    assert tomllib.loads(content.decode())["hashtag"] == "#libchat"
    assert [question.text for question in load(path).sessions[0].questions] == ["One?", "Two?"]
    assert sent.method


async def test_who_does_not_moderate_changes_nothing(evening: Evening) -> None:
    await talk_of_a_moderator(evening)
    bob = evening.telegram.person("Bob")
    said = bob.start()
    await bob.wait_for("host", timeout=PATIENCE)
    for text in (
        "/edit libchat/1 topic Mine", "/move libchat/1 tomorrow 20:00", "/cancel libchat/1", "/copy libchat/1",
        "/export libchat", "/log", "/card", "/pause", "/end", "/plan",
    ):  # fmt: skip
        bob.write(text)
    forged = bob.replay(said, "p:1:cancel")
    await evening.until(lambda: forged.answer)
    await evening.telegram.quiet()
    with evening.database.reading() as session:
        (stage,) = stages.open_everywhere(session)
        assert (stage.row.topic, stage.row.state) == ("Reading for pleasure", "planned")
    assert evening.telegram.called("sendDocument") == []


async def test_a_question_file_sent_to_the_bot_is_taken_in(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    await evening.start()
    anna.start()
    await anna.wait_for("host", timeout=PATIENCE)
    text = (
        'title = "Night shift"\nhashtag = "#nightshift"\ngroup = -100777\ntimezone = "Europe/Oslo"\n'
        '[[session]]\ntopic = "Sleep"\nstarts = 2035-01-01T20:00:00\nquestions = ["One?", "Two?"]\n'
    )
    send(evening, anna, "nightshift.toml", text.replace("Europe/Oslo", "Europe/Olso"))
    await anna.wait_for("can't be taken in", timeout=PATIENCE)
    send(evening, anna, "nightshift.toml", text)
    await anna.wait_for("Taken in: nightshift, with 1 session", timeout=PATIENCE)
    with evening.database.reading() as session:
        (stage,) = stages.open_everywhere(session)
        assert stage.name == "nightshift/1"
        assert stage.group is None  # she administers no such group
        assert stage.series.moderators == [anna.id]
    bob = evening.telegram.person("Bob")
    send(evening, bob, "nightshift.toml", text.replace("Sleep", "Mine"))
    await bob.wait_for("Only the moderators of nightshift", timeout=PATIENCE)
    send(evening, anna, "nightshift.toml", text.replace("Sleep", "Rest"))
    await evening.telegram.quiet()
    with evening.database.reading() as session:
        assert [stage.row.topic for stage in stages.open_everywhere(session)] == ["Rest"]
