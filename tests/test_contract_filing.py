"""The contract's small print on filing, against the whole bot: albums, doubled posts, odd orders, odd speakers."""

import json
from typing import Any

import pytest

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from tests.evenings import Evening

QUICK = 'reminders = []\nfirst = "5s"\nevery = "1m"\nclosing = "1m"\nlate = "2m"'


async def begin(evening: Evening, *questions: str, people: str = "Ann Bob", **more: Any) -> list[Person]:
    """Host an evening of these questions with these people, up to its first question; gives the people."""
    evening.write(*questions, starts_in=120, cadence=QUICK, group=evening.group.id, **more)
    there = [evening.telegram.person(name) for name in people.split()]
    evening.group.join(*there)
    await evening.start()
    assert evening.app is not None
    evening.clock.jump(116)
    await evening.app.rest()
    await evening.until_posted(f"1. {questions[0]}")
    return there


async def deliver(evening: Evening, *bodies: tuple[str, Any]) -> None:
    """Deliver these updates in this order, each in a batch of its own."""
    for body in bodies:
        evening.telegram.preload([body])
        await evening.telegram.quiet()


def held_back(evening: Evening, *messages: Message) -> None:
    """Lose the updates about these messages on their way."""
    updates = evening.telegram.world.updates
    about = [(message.chat.id, message.id) for message in messages]
    for number in [number for number, update in updates.pending.items() if update.about in about]:
        del updates.pending[number]
    evening.telegram.resume()


def answers(evening: Evening, number: int = 1) -> list[str]:
    """The texts filed under a question."""
    return [text for _, text in evening.filed(number)]


async def test_an_album_is_one_answer_in_whatever_order_its_parts_come(evening: Evening) -> None:
    ann, bob = await begin(evening, "One?")
    evening.telegram.pause()
    parts = evening.group.album(ann, ["", "A1 the first caption", "A1 the second caption"])
    held_back(evening, *parts)
    await deliver(evening, *(("message", part.json()) for part in (parts[2], parts[0], parts[1], parts[0])))
    assert answers(evening) == ["A1 the first caption"]

    for part in parts:
        evening.group.say(bob, f"about part {part.id}", reply_to=part)
        evening.group.react(bob, part, "👍")
    evening.group.edit(parts[1], "A1 the first caption, edited")
    await evening.telegram.quiet()
    (answer,) = evening.recap()["questions"][0]["answers"]
    assert answer["text"] == "A1 the first caption, edited"
    assert answer["edited_at"] is not None
    assert answer["message_id"] in [part.id for part in parts]
    assert answer["reactions"] == 3
    assert len(answer["comments"]) == 3

    evening.group.edit(parts[1], "")
    await evening.telegram.quiet()
    assert answers(evening) == ["A1 the second caption"]
    assert len(evening.recap()["questions"][0]["answers"][0]["comments"]) == 3
    assert evening.recap()["counts"]["talk"] == 0


async def test_a_reply_to_the_welcome_answers_nothing_whatever_the_welcome_asks(evening: Evening) -> None:
    (ann,) = await begin(evening, "Who are you?", people="Ann")
    welcome = await evening.until_posted("Welcome! Say hello: who are you")
    evening.group.say(ann, "hello from Ghent", reply_to=welcome)
    await evening.telegram.quiet()
    assert answers(evening) == []
    assert evening.recap()["counts"]["talk"] == 1


async def test_answers_to_either_post_of_a_doubled_question_count(evening: Evening) -> None:
    evening.telegram.faults.drop_after("sendMessage", contains="One?")
    ann, bob = await begin(evening, "One?")
    first = await evening.group.wait_for("One?", count=1)
    between = evening.group.say(ann, "A1 between the two")
    second = await evening.group.wait_for("One?", count=2)
    evening.group.say(bob, "to the first", reply_to=first)
    evening.group.say(bob, "to the second", reply_to=second)
    await evening.until(lambda: evening.recap()["questions"][0]["message_id"] == second.id)
    evening.group.edit(between, "A1 between the two, edited")
    await evening.telegram.quiet()
    assert answers(evening) == ["A1 between the two, edited", "to the first", "to the second"]


async def test_a_reply_to_a_question_that_was_never_confirmed_counts(evening: Evening) -> None:
    evening.telegram.faults.drop_after("sendMessage", contains="One?", times=10)
    (ann,) = await begin(evening, "One?", people="Ann")
    second = await evening.group.wait_for("One?", count=2)
    evening.group.say(ann, "a reply", reply_to=second)
    evening.group.say(ann, "A1 a label")
    evening.group.say(ann, "a quote", reply_to=second, quote="One?")
    await evening.telegram.quiet()
    assert evening.recap()["questions"][0]["message_id"] is None
    assert answers(evening) == ["a reply", "A1 a label", "a quote"]


async def test_forwards_bots_and_commands_appear_nowhere(evening: Evening) -> None:
    (ann,) = await begin(evening, "One?", people="Ann")
    group, other = evening.group, evening.telegram.person("Other", is_bot=True)
    group.join(other)
    answer = group.say(ann, "A1 mine")
    group.forward(ann, answer)
    group.say(other, "A1 a bot's")
    group.say_as_channel(evening.telegram.channel("Linked"), "A1 posted in the channel", automatic=True)
    for command in ("/start A1", "/help@other_bot A1", "/2 A1", "/poll, A1", "/start"):
        group.say(ann, command)
    group.say(ann, photo=True, caption="/cover A1")
    gone = group.say(ann, "A1 which becomes a command")
    group.edit(gone, "/start")
    await evening.telegram.quiet()
    assert answers(evening) == ["A1 mine"]
    recap = evening.recap()
    assert (recap["unfiled"], recap["questions"][0]["talk"]) == ([], [])


async def test_an_original_never_undoes_its_edit(evening: Evening) -> None:
    ann, bob = await begin(evening, "One?")
    evening.telegram.pause()
    message = evening.group.say(ann, "A1 the original")
    original = message.json()
    edited = evening.group.edit(message, "A1 the edit").json()
    held_back(evening, message)
    await deliver(evening, ("edited_message", edited), ("message", original), ("message", original))
    quick = evening.group.say(bob, "a slip of the finger")
    for text in ("A1 once", "A1 twice", "A1 thrice"):
        evening.group.edit(quick, text)  # all within a second
    await evening.telegram.quiet()
    evening.telegram.redeliver(evening.telegram.updates_of(quick)[0])
    evening.group.say(ann, "and on we go")
    await evening.telegram.quiet()
    assert answers(evening) == ["A1 the edit", "A1 thrice"]
    assert evening.recap()["counts"]["talk"] == 1


async def test_reactions_stand_as_they_are_also_on_what_becomes_an_answer_later(evening: Evening) -> None:
    ann, bob, cid = await begin(evening, "One?", people="Ann Bob Cid", head='unlabelled = "ignore"')
    message = evening.group.say(ann, "no answer yet")
    evening.group.react(bob, message, "👍")
    evening.group.react(cid, message, "👍")
    evening.group.edit(message, "A1 an answer now")
    evening.group.react(cid, message, "❤")
    await evening.telegram.quiet()
    assert evening.recap()["questions"][0]["answers"][0]["reactions"] == 2
    evening.group.react(bob, message, ())
    await evening.telegram.quiet()
    assert evening.recap()["questions"][0]["answers"][0]["reactions"] == 1


@pytest.mark.parametrize("old_first", [True, False])
async def test_a_group_that_becomes_a_supergroup_keeps_its_evening(evening: Evening, old_first: bool) -> None:
    evening.group = evening.telegram.group("Basic", kind="group")
    evening.group.add_bot()
    ann, bob = await begin(evening, "Books?", "Films?")
    question = await evening.until_posted("Books?")
    evening.group.say(ann, "A1 before")
    await evening.telegram.quiet()
    evening.clock.jump(1)
    evening.telegram.pause()
    evening.group.upgrade()
    updates = evening.telegram.world.updates
    notices = [(update.kind, json.loads(update.raw)[update.kind]) for update in updates.pending.values()]
    updates.pending.clear()
    evening.telegram.resume()
    await deliver(evening, *(notices if old_first else reversed(notices)))
    evening.group.say(bob, "A1 after")
    evening.group.say(bob, "a quote from before", reply_to=question, quote="Books?")
    carried = evening.group.say(ann, "carries the old post").json()
    carried |= {"message_id": carried["message_id"] + 50, "text": "carries the old post, under its old id"}
    carried["reply_to_message"] = question.json() | {"chat": carried["chat"]}
    await deliver(evening, ("message", carried))
    await evening.until_posted("Films?")
    evening.group.say(bob, "A2 in the new group")
    await evening.until_posted("took part")
    await evening.telegram.quiet()
    told = evening.recap()
    assert told["session"]["group"] == evening.group.id
    assert answers(evening) == [
        "A1 before",
        "A1 after",
        "a quote from before",
        "carries the old post, under its old id",
    ]
    assert answers(evening, 2) == ["A2 in the new group"]
    assert [said["text"] for said in told["questions"][0]["talk"]] == ["carries the old post"]


async def test_a_series_hears_its_own_topic_only(evening: Evening) -> None:
    group = evening.group = evening.telegram.group("Forum", forum=True)
    group.add_bot()
    mine, other = group.open_topic("The chat"), group.open_topic("Another")
    evening.write("General?", name="general", starts_in=120, cadence=QUICK, group=group.id, head="topic_id = 1")
    (ann,) = await begin(evening, "One?", people="Ann", head=f"topic_id = {mine}")
    question = await evening.until_posted("One?")
    general = await evening.until_posted("General?")
    assert (question.topic, general.topic) == (mine, None)
    group.say(ann, "A1 here", topic=mine)
    group.say(ann, "replied here", reply_to=question)
    group.say(ann, "A1 elsewhere", topic=other)
    group.say(ann, "A1 in the general topic")
    group.say(ann, "talk", topic=mine)
    await evening.telegram.quiet()
    assert answers(evening) == ["A1 here", "replied here"]
    assert [text for _, text in evening.filed(1, "general")] == ["A1 in the general topic"]
    assert evening.recap()["counts"]["talk"] == 1
    assert not any("topic" in posted for posted in evening.posted)  # the general topic's id is 1, and no trouble


@pytest.mark.parametrize(
    ("labels", "counts", "not_counted"),
    [
        (["سؤال", "جواب"], ["جواب1 نعم", "جواب 1: نعم", "سؤال1 نعم"], ["ج1 لا"]),
        (["В", "О"], ["О1 да", "O1 with the Latin letter", "о1. да", "#В1 да"], ["Ф1 нет"]),
        (["Frage", "Antwort"], ["Antwort 1: ja", "antwort1 ja", "Antwort1/2 beide", "Frage 1 ja"], ["A1 nein"]),
    ],
)
async def test_labels_may_be_of_any_script(
    evening: Evening, labels: list[str], counts: list[str], not_counted: list[str]
) -> None:
    (ann,) = await begin(evening, "One?", people="Ann", head=f"labels = {json.dumps(labels, ensure_ascii=False)}")
    await evening.until_posted(f"{labels[0]}1. One?")
    for text in counts + not_counted:
        evening.group.say(ann, text)
    await evening.telegram.quiet()
    assert answers(evening) == counts
    assert evening.recap()["counts"]["talk"] == len(not_counted)


@pytest.mark.parametrize("unlabelled", ["answer", "ignore"])
async def test_a_series_says_what_unlabelled_messages_are(evening: Evening, unlabelled: str) -> None:
    ann, bob = await begin(evening, "One?", head=f'unlabelled = "{unlabelled}"')
    said = evening.group.say(ann, "no label")
    evening.group.say(bob, "a reply to it", reply_to=said)
    evening.group.album(bob, ["", "an album"])
    evening.group.say(bob, "A1 a label")
    await evening.telegram.quiet()
    recap = evening.recap()
    if unlabelled == "answer":
        assert answers(evening) == ["no label", "an album", "A1 a label"]
        assert [comment["text"] for comment in recap["questions"][0]["answers"][0]["comments"]] == ["a reply to it"]
    else:
        assert answers(evening) == ["A1 a label"]
    assert (recap["unfiled"], recap["counts"]["talk"]) == ([], 0)
