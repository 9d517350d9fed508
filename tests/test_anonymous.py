"""Answers without a name: from the private chat to the recap, and that nobody can tell whose they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.messages import Message
from bot.rules.anonymity import MOST, Quota
from bot.store import growth, liking
from tests.evenings import PATIENCE, Evening
from tests.rows import every_row
from tests.talks import Talk

CADENCE = 'reminders = []\nfirst = "1m"\nevery = "10m"\nclosing = "2m"\nlate = "10m"'


async def test_somebody_answers_without_a_name_and_nothing_tells_who(
    evening: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, bob = evening.telegram.person("Anna"), evening.telegram.person("Bob", username="bob")
    author = evening.telegram.person("Zoe", last_name="Secret", username="zoe_secret")
    evening.group.join(anna, bob, author)
    numbers = '{ text = "How many?", kind = "number" }'
    head = f"moderators = [{anna.id}]\n[manners]\nanonymous = true"
    evening.write("What went wrong?", numbers, starts_in=30, cadence=CADENCE, head=head)
    await evening.start()
    talk = Talk(author)
    await talk.say("/anonymous", "No session that takes answers without a name is open")
    await evening.until_posted("What went wrong?")
    asked = await talk.say("/anonymous", "Which question would you like to answer without your name?")
    await talk.press(asked, "Q1 What went wrong?", "Write your answer to Q1 now")
    await talk.say("I lost my temper", "No moderator can be asked just now")
    anna.start()
    await anna.wait_for("Hello", timeout=PATIENCE)
    moderator = Talk(anna)
    await talk.press(asked, "Q1 What went wrong?", "Write your answer to Q1 now")
    await evening.stop()
    await evening.start()
    await talk.say("I lost my temper <b>once</b>", "Thank you. A moderator reads it")
    shown = await anna.wait_for("I lost my temper", timeout=PATIENCE)
    assert shown.text.startswith("🕶 #libchat: an answer without a name to Q1\nWhat went wrong?")
    assert not any(word in shown.text for word in ("Zoe", "Secret", "zoe_secret"))
    forged = bob.replay(shown, button(shown, "Post it"))
    await evening.until(lambda: forged.answer is not None)
    assert not any("somebody" in text for text in evening.posted)
    anna.press(shown, "Post it")
    relayed = await evening.until_posted("A1, from somebody:")
    assert relayed.text == "A1, from somebody:\nI lost my temper <b>once</b>"
    await evening.until(lambda: evening.filed(1) == [("somebody", "I lost my temper <b>once</b>")])
    again = anna.replay(shown, button(shown, "Post it"))
    await evening.until(lambda: again.answer)
    evening.group.say(bob, "That happens", reply_to=relayed)
    evening.group.say(bob, "A1 the printer")
    await evening.until(lambda: len(evening.filed(1)) == 2)

    await talk.press(asked, "Q1 What went wrong?", "Write your answer")
    await talk.say("Something unfit", "Thank you")
    unfit = await moderator.hears("Something unfit")
    anna.press(unfit, "Decline")
    await talk.press(asked, "Q1 What went wrong?", "Write your answer")
    await talk.say("And a third", "You have handed in enough")
    evening.clock.jump(600)
    await evening.until_posted("Q2.")
    for number in ("12", "30"):
        offered = await talk.say("/anonymous", "Which question")
        await talk.press(offered, "Q2 How many?", "Write your answer to Q2")
        await talk.say(number, "Thank you")
        anna.press(await moderator.hears(f"\n\n{number}"), "Post it")
    await evening.until(lambda: len(evening.filed(2)) == 2)
    evening.clock.jump(130)
    recap = await evening.until_posted("took part")
    assert "1 person took part (those who answered at least one question), 1 of them for the first time." in recap.text
    assert "first time. 3 answers without a name." in recap.text
    assert "• somebody: I lost my temper <b>once</b>" in recap.text
    assert "Median 21" in recap.text
    await talk.say("/mine", "I keep nothing of yours")
    await evening.telegram.quiet()
    told = evening.recap()
    assert told["counts"] == {
        "participants": 1, "answers": 4, "comments": 1, "talk": 0, "first_timers": 1, "late": 0,
    }  # fmt: skip
    with evening.database.reading() as session:
        grown = growth.grown(session, "libchat").sessions
        answered = [liking.answered(session, question_id) for question_id in (1, 2)]
    assert [(one.answers, one.people) for one in grown] == [(4, 1)]
    assert answered == [2, 2], "each without a name may be somebody else's"
    mine = [row for row in every_row(evening) if str(author.id) in row]
    assert {row.partition(":")[0] for row in mine} <= {"participant", "act", "post"}  # the last two of /mine
    assert not any("temper" in row or "anonymous" in row or "unfit" in row for row in mine)
    assert not any("unfit" in row or "a third" in row for row in every_row(evening))
    assert not any("temper" in json.dumps(act) for act in every_row(evening) if act.startswith("act"))
    logged = capsys.readouterr().out
    assert "1:relay:" in logged
    assert "temper" not in logged
    assert all("reply:" in line for line in logged.splitlines() if str(author.id) in line)  # of /mine


def button(message: Message, label: str) -> str:
    return str(next(one["callback_data"] for row in message.buttons for one in row if one["text"] == label))


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=40))
def test_nobody_hands_in_more_than_two_answers_to_a_question(tries: list[tuple[int, int]]) -> None:
    quota = Quota()
    let_in = [one for one in tries if quota.spend(*one)]
    assert all(let_in.count(one) == min(MOST, tries.count(one)) for one in tries)
