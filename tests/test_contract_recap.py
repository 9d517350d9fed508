"""The contract's small print on the recap: in the chat, where it is amended in place, and from the command line."""

import json
from datetime import datetime
from typing import Any

import pytest

from bot.__main__ import main
from bot.rehearsal.messages import Message
from tests.evenings import Evening

QUICK = 'reminders = []\nfirst = "5s"\nevery = "20s"\nclosing = "20s"\nlate = "30m"'
NAMES = ("<b>Ann</b> &amp;", "عمر", "Li 李", "👩\u200d🚀", 'O\'Brien "Bob"', "_Dot_ *Star* [x](y)")


async def begin(evening: Evening, *questions: str, **more: Any) -> None:
    """Host an evening of these questions, up to its welcome."""
    evening.write(*questions, starts_in=120, cadence=QUICK, **more)
    await evening.start()
    evening.clock.jump(116)


def links(message: Message) -> dict[str, str]:
    """What is linked in a message, by address."""
    raw = message.text.encode("utf-16-le")
    return {
        entity["url"]: raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
        for entity in message.entities
        if entity["type"] == "text_link"
    }


def command(evening: Evening, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *said: str) -> Any:
    """What the command line answers: exit code, output, complaint."""
    monkeypatch.chdir(evening.folder)
    monkeypatch.setenv("CHATHOUR_DATABASE_URL", evening.database_url)
    code = main(said)
    told = capsys.readouterr()
    return code, told.out, told.err


async def test_up_to_three_answers_are_all_quoted_under_names_as_they_are_with_links(evening: Evening) -> None:
    people = [evening.telegram.person(name, last_name=last) for name, last in zip(NAMES, ("", None) * 3, strict=True)]
    evening.group.join(*people)
    await begin(evening, "One &amp; <i>only</i>?", "Two?")
    await evening.until_posted("Q1.")
    first = [evening.group.say(who, f"A1 <u>said</u> & {place} &lt;") for place, who in enumerate(people[:3])]
    await evening.until_posted("Q2.")
    second = [evening.group.say(who, f"A2 said {place}") for place, who in enumerate(people[3:])]
    recap = await evening.until_posted("took part")
    assert "One &amp; <i>only</i>?" in recap.text
    for message, name in zip([*first, *second], NAMES, strict=True):
        assert links(recap)[f"https://t.me/c/1234567890/{message.id}"] == name
        assert message.text in recap.text
    told = [
        answer["participant"]["name"] for question in evening.recap()["questions"] for answer in question["answers"]
    ]
    assert told == list(NAMES)


async def test_a_long_recap_grows_and_shrinks_in_place(evening: Evening) -> None:
    ann, bob = evening.telegram.person("Ann"), evening.telegram.person("Bob")
    evening.group.join(ann, bob)
    questions = [f"Question number {number} of many?" for number in range(1, 9)]
    await begin(evening, *questions)
    await evening.until_posted("Q8.")
    said = [evening.group.say(ann, f"A{number} short") for number in range(1, 9)]
    recap = await evening.until_posted("took part")
    assert len(parts(evening)) == 1
    for number in range(1, 9):
        evening.group.say(bob, f"A{number} late and long: {'many words ' * 30}")
        evening.group.edit(said[number - 1], f"A{number} long: {'other words ' * 30}")
    await evening.until(lambda: len(parts(evening)) == 2 and all("many words" in part.text for part in parts(evening)))
    for message in said:
        evening.group.edit(message, "/withdrawn")
    await evening.until(lambda: not any("other words" in part.text for part in parts(evening)))
    assert parts(evening)[0] is recap
    assert len([text for text in evening.posted if "took part" in text]) == 1
    assert all(part.text.strip() for part in parts(evening))
    assert all(
        f"Question number {number} of many?" in "".join(part.text for part in parts(evening)) for number in range(1, 9)
    )


def parts(evening: Evening) -> list[Message]:
    """The messages of the recap."""
    messages = evening.group.bot_messages
    first = next(place for place, message in enumerate(messages) if "took part" in message.text)
    return messages[first:]


async def test_the_recap_can_be_asked_for_before_during_and_after_a_session(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    evening.write("One?", "Two?", starts_in=900, cadence=QUICK)
    await evening.start()
    planned = evening.recap("libchat")
    assert (planned["session"]["state"], planned["questions"], planned["unfiled"]) == ("planned", [], [])
    assert planned["session"]["ended_at"] is None
    evening.clock.jump(896)
    await evening.until_posted("One?")
    evening.group.say(ann, "A1 in the middle")
    await evening.telegram.quiet()
    live = evening.recap("libchat/1")
    assert live["session"]["state"] == "live"
    assert [question["text"] for question in live["questions"]] == ["One?"]  # what is not asked yet is not told
    assert [answer["text"] for answer in live["questions"][0]["answers"]] == ["A1 in the middle"]
    await evening.until_posted("took part")
    await evening.stop()
    capsys.readouterr()

    def ask(session: str, form: str = "json") -> Any:
        return command(evening, monkeypatch, capsys, "recap", session, "--format", form)

    closed = json.loads(ask("latest")[1])
    assert closed == json.loads(ask("libchat")[1])
    assert closed["session"]["state"] == "closed"
    for moment in (closed["session"]["starts_at"], closed["session"]["ended_at"], closed["questions"][0]["posted_at"]):
        assert moment.endswith("Z")
        assert datetime.fromisoformat(moment).utcoffset() is not None
    for form in ("text", "html", "markdown", "csv"):
        code, out, err = ask("libchat/1", form)
        assert (code, err) == (0, "")
        assert "in the middle" in out
    for unknown in ("libchat/2", "nosuch", "", "libchat/", "libchat/one", "/1", "libchat/99999999999999999999"):
        code, out, err = ask(unknown)
        assert (code, out) == (1, "")
        assert unknown in err
