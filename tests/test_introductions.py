"""Introductions: two people who both wished for it and wrote about the same meet, once both have said yes again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.persons import Person
from bot.rules.introductions import pairs
from bot.store import wishes
from tests.evenings import Evening
from tests.talks import Talk

CADENCE = 'reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "2m"\nlate = "1d"'


async def test_two_people_who_both_say_yes_twice_are_introduced_and_nobody_else(evening: Evening) -> None:
    people = {
        name: evening.telegram.person(name, username=name.lower() if name == "Ann" else "")
        for name in ("Ann", "Bob", "Cyd", "Dee", "Eve")
    }
    evening.group.join(*people.values())
    evening.write("One?", "Two?", starts_in=30, cadence=CADENCE, head="[manners]\nintroductions = true")
    await evening.start()
    talks = {name: Talk(person) for name, person in people.items()}
    rule = await talks["Ann"].say("/introduce", "at most once a session")
    assert "nobody learns of it" in rule.text
    for name in ("Ann", "Bob", "Cyd", "Eve"):
        await talks[name].say("/introduce yes", "I ask you first")
    await talks["Dee"].say("/introduce never", "I won't bring it up again")
    await evening.until_posted("One?")
    ann = evening.group.say(people["Ann"], "A1 our bookmobile in the rain")
    for name, text in (
        ("Bob", "A1 a bookmobile full of rain"),
        ("Dee", "A1 my bookmobile, in the rain"),
        ("Eve", "A1 nothing of that kind"),
    ):
        evening.group.say(people[name], text)
    evening.group.say(people["Cyd"], "the bookmobile, yes", reply_to=ann)
    evening.group.say(people["Cyd"], "A1 the bookmobile and the rain")
    await evening.until(lambda: len(evening.filed(1)) == 5)
    evening.clock.jump(110)
    await evening.until_posted("Two?")
    for name, text in (("Ann", "A2 garden"), ("Bob", "A2 cellar"), ("Dee", "A2 attic"), ("Eve", "A2 porch")):
        evening.group.say(people[name], text)
    await evening.until(lambda: len(evening.filed(2)) == 4)
    evening.clock.jump(130)
    await evening.until_posted("took part")
    await evening.stop()
    await evening.start()
    evening.clock.jump(300)
    asked = await talks["Ann"].hears("You and somebody else both wrote about")
    assert "bookmobile" in asked.text
    assert "Bob" not in asked.text
    theirs = await talks["Bob"].hears("Shall I introduce you?")
    await evening.telegram.quiet()
    assert not any("introduce you?" in text for name in ("Cyd", "Dee", "Eve") for text in private(people[name]))
    forged = people["Cyd"].replay(asked, asked.buttons[0][0]["callback_data"])
    await evening.until(lambda: forged.answer)
    assert "That is over." in str(forged.answer)
    people["Ann"].press(asked, "Yes, share my name")
    await evening.until(lambda: people_who_agreed(evening) == [people["Ann"].id])
    assert not any("Meet" in text for text in private(people["Ann"]))
    people["Bob"].press(theirs, "Yes, share my name")
    met = await talks["Bob"].hears("Meet Ann (@ann)")
    assert "you both wrote about" in met.text
    meeting = await talks["Ann"].hears("Meet Bob")
    links = [one["url"] for one in meeting.entities if one["type"] == "text_link"]
    mentions = [one["user"]["id"] for one in meeting.entities if one["type"] == "text_mention"]
    assert links == [f"tg://user?id={people['Bob'].id}"] or mentions == [people["Bob"].id]
    with evening.database.reading() as session:
        assert wishes.of(session, people["Dee"].id, wishes.INTRODUCE) == "never"
        assert wishes.of(session, people["Ann"].id, wishes.MET) == [people["Bob"].id]
    sure = await talks["Bob"].say("/forget", "This cannot be undone")
    people["Bob"].press(sure, "Yes, erase it all")
    await evening.until(lambda: people_who_agreed(evening) == [])
    with evening.database.reading() as session:
        assert wishes.of(session, people["Ann"].id, wishes.MET) is None


def private(person: Person) -> list[str]:
    return [message.text for message in person.messages if message.by_bot]


def people_who_agreed(evening: Evening) -> list[int]:
    from bot.store import stages

    with evening.database.reading() as session:
        stage = stages.named(session, "libchat/1")
        assert stage is not None
        return [who for one in stage.row.details["introductions"] for who in one.get("yes", [])]


IDS = st.integers(1, 8)
WORDS = st.dictionaries(IDS, st.frozensets(st.sampled_from("abcde"), max_size=4), max_size=8)
MET = st.frozensets(st.frozensets(IDS, min_size=2, max_size=2), max_size=6)


@given(WORDS, st.frozensets(IDS), MET)
def test_nobody_twice_nobody_who_did_not_say_yes_nobody_they_have_met(
    words: dict[int, frozenset[str]], willing: frozenset[int], met: frozenset[frozenset[int]]
) -> None:
    found = pairs(words, willing, met)
    people = [one for pair in found for one in pair.people]
    assert len(people) == len(set(people))
    assert set(people) <= willing
    assert not {frozenset(pair.people) for pair in found} & met
    assert all(pair.words and set(pair.words) <= words[pair.people[0]] & words[pair.people[1]] for pair in found)
    backwards = dict(reversed(words.items()))
    assert pairs(backwards, sorted(willing, reverse=True), met) == found
    left = [one for one in willing & words.keys() if one not in people]
    assert not any(
        words[first] & words[second] and frozenset((first, second)) not in met
        for first in left
        for second in left
        if first < second
    )
