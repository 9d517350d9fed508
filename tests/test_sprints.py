"""Writing sprints, from the call to the totals, over the wire; and the rule of what a message in one says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import select

from bot.rules import sprints
from bot.rules.calling import wanted
from bot.rules.recap import Person as Speaker
from bot.rules.sprints import Heard, Sign, read
from bot.rules.timetable import NOTICE
from bot.store import recaps, stages
from bot.store.tables import Series
from tests.evenings import PATIENCE, Evening
from tests.reins import people, reactions

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)


def state(evening: Evening, name: str) -> str:
    """Where a session stands."""
    with evening.database.reading() as rows:
        stage = stages.named(rows, name)
        return "" if stage is None else stage.row.state.value


def totals(evening: Evening, session: str) -> dict[str, tuple[float | None, float | None, float | None, str]]:
    """What everybody came to, as start, end, gained, unit."""
    with evening.database.reading() as rows:
        found = recaps.find(rows, session)
        assert found is not None
        tallies = recaps.recap(rows, found).questions[-1].tallies or ()
    return {one.person.name: (one.start, one.end, one.gained, one.unit) for one in tallies}


async def test_a_sprint_from_the_call_to_the_totals_with_a_restart_in_the_middle(evening: Evening) -> None:
    ines, ben, cleo, dana, eli = people(evening, "Ines", "Ben", "Cleo", "Dana", "Eli")
    await evening.start()
    refused = evening.group.say(ben, "/sprint again")
    await evening.until(lambda: reactions(evening, refused) == ["🤔"])
    with evening.database.reading() as rows:
        assert rows.exec(select(Series)).all() == [], "there is nothing to repeat, and nothing is made"
    evening.group.say(ben, "/sprit 30")
    opening = await evening.until_posted("Where do you start?")
    assert opening.text is not None
    assert "30 minutes, until" in opening.text
    assert "#sprint" in opening.text
    joined = [
        evening.group.say(ines, "join 1200"),
        evening.group.say(cleo, "/jion 12k"),
        evening.group.say(dana, "count me in!", reply_to=opening),
        evening.group.say(eli, "/sprint 25"),
    ]
    evening.group.say(ben, "good luck, all 5 of you, and mind the biscuits")
    await evening.until(lambda: all(reactions(evening, one) == ["👍"] for one in joined))
    ines.start()
    evening.group.say(ines, "/now")
    told = await ines.wait_for("Where do you start?", timeout=PATIENCE)
    assert told.text.split("\n")[1:3] == ["⏳ 30 minutes to go.", ""]
    assert "“join” is enough" in told.text
    assert "A1" not in told.text
    await evening.stop()
    await evening.start()
    evening.clock.jump(14 * 60)
    await evening.until_posted("Halfway: 1")
    evening.clock.jump(12 * 60)
    await evening.until_posted("2 minutes to go")
    early = evening.group.say(eli, "+350")
    await evening.until_posted("Your counts, please.")
    evening.group.say(ines, "1,240 words")
    wrong = evening.group.say(ben, "done 40")
    evening.group.say(cleo, "12.4k phew")
    evening.group.say(dana, "done")
    evening.group.say(cleo, "well written everybody")
    await evening.until(lambda: reactions(evening, early) == ["🎉"])
    evening.group.edit(wrong, "done +400")
    await evening.until(lambda: ("Ben", "done +400") in evening.filed(2, "sprints-library-chat"))
    evening.clock.jump(4 * 60)
    result = await evening.until_posted("together. Well done!")
    assert result.text is not None
    assert result.text.split("\n")[3:9] == [
        "5 people, 1,190 words together. Well done!",
        "",
        "👏 Ines: 1,200 → 1,240, that is 40 words",
        "👏 Cleo: 12,000 → 12,400, that is 400 words",
        "👏 Dana: was there",
        "👏 Eli: 350 words",
    ]
    assert "Counts still come in until" in result.text
    evening.group.say(dana, "75")
    await evening.until(lambda: "👏 Dana: 75 words" in (result.text or ""))
    recap = evening.recap("sprints-library-chat/1")
    assert recap["session"]["hashtag"] == "#sprint"
    assert [one["kind"] for one in recap["questions"]] == ["number", "number"]
    assert "mind the biscuits" in recap["questions"][0]["talk"][0]["text"]


async def test_rounds_follow_each_other_and_same_begins_where_the_last_one_ended(evening: Evening) -> None:
    ines, ben, cleo = people(evening, "Ines", "Ben", "Cleo")
    await evening.start()
    evening.group.say(ben, "/sprint 4 pages x2 break 1")
    await evening.until_posted("Writing sprint #1")
    evening.group.say(ben, "join 10")
    evening.group.say(ines, "5")
    for command in ("/end", "/more 20", "/pause"):
        refused = evening.group.say(cleo, command)
    longer = evening.group.say(ben, "/more 2")
    await evening.until_posted("More time: it now ends at")
    await evening.until(lambda: reactions(evening, longer) == ["👌"])
    assert reactions(evening, refused) == []
    evening.group.say(ben, "/end")
    await evening.until_posted("Your counts, please.")
    evening.group.say(ben, "14")
    evening.group.say(ines, "4.5 pages")
    evening.group.say(cleo, "20 minutes of reading")
    evening.clock.jump(4 * 60)
    result = await evening.until_posted("3 people, 4 pages and 20 minutes together")
    assert "👏 Ines: 5 → 4.5, that is 0.5 pages cut" in (result.text or "")
    evening.clock.jump(6 * 60)
    await evening.until_posted("Writing sprint #2")
    evening.group.say(ben, "smae")
    evening.group.say(cleo, "I will only read along")
    evening.clock.jump(3 * 60)
    await evening.group.wait_for("Your counts, please.", count=2)
    counted = evening.group.say(ben, "20")
    await evening.until(lambda: reactions(evening, counted) == ["🎉"])
    assert totals(evening, "sprints-library-chat/2") == {"Ben": (14, 20, 6, "pages")}
    evening.group.say(cleo, "/sprint again")
    evening.clock.jump(4 * 60)
    await evening.until_posted("Writing sprint #3")
    assert "4 minutes, until" in evening.posted[-1]
    refused, done = evening.group.say(ines, "/sprint x2"), evening.group.say(cleo, "/end")
    await evening.until(lambda: reactions(evening, done) == ["👌"])
    await evening.group.wait_for("Your counts, please.", count=3)
    later = evening.group.say(ben, "/sprint 10")
    await evening.until(lambda: reactions(evening, later) == ["👌"])
    second = evening.group.say(ines, "/sprint 20")
    await evening.until(lambda: reactions(evening, second) == ["🤔"])
    for person, seen in ((ben, ["👌"]), (cleo, ["🤔"])):
        stopped = evening.group.say(person, "/sprint stop")
        await evening.until(lambda: reactions(evening, stopped) == seen)  # noqa: B023  # awaited at once
    assert reactions(evening, refused) == ["👍"]


async def test_no_sprint_begins_while_a_chat_runs_and_nonsense_is_told_quietly(evening: Evening) -> None:
    ines, ben = people(evening, "Ines", "Ben")
    ben.start()
    await evening.start()
    odd = evening.group.say(ben, "/sprint to the moon")
    await evening.until(lambda: reactions(evening, odd) == ["🤔"])
    await ben.wait_for("Call a sprint like this")
    ben.write("/sprint 30")
    await ben.wait_for("Say that in the group")
    evening.write("One?", starts_in=5)
    await evening.until_posted("Welcome!")
    evening.group.say(ines, "/sprint 30")
    refused = evening.group.say(ben, "/sprint 30")
    await evening.until(lambda: reactions(evening, refused) == ["🤔"])
    await ben.wait_for("A chat runs here just now")
    plain = evening.group.say(ben, "1240")
    await evening.until(lambda: bool(evening.recap()["unfiled"]))
    assert evening.recap()["unfiled"][0]["text"] == plain.text


async def test_a_sprint_of_a_file_that_nobody_could_begin_is_missed_and_not_held_hours_late(evening: Evening) -> None:
    people(evening, "Ines")
    numbers = ('{ text = "Where?", kind = "number" }', '{ text = "Counts?", kind = "number" }')
    evening.write(*numbers, name="missed", head='form = "sprint"', starts_in=600)
    await evening.start()
    await evening.stop()
    evening.clock.jump(4 * 3600)
    await evening.start()
    await evening.until(lambda: state(evening, "missed/1") == "cancelled")
    assert not any("#missed" in said and "Where?" in said for said in evening.posted)


def test_a_sprint_is_called_in_many_ways() -> None:
    minutes = {"": 30, "25 pages": 25, "for 15 in 2": 15, "45m x3": 45, "1h": 60, "20 minutes": 20, "pages": 30}
    for words, length in minutes.items():
        call = wanted(words)
        assert call is not None
        assert call.length == timedelta(minutes=length)
    call = wanted("25 pages x3")
    assert call is not None
    assert (call.measure, call.rounds) == ("pages", 3)
    assert [wanted(words) for words in ("1200", "30 20", "hello")] == [None, None, None]


def test_what_a_message_says_to_a_sprint() -> None:
    said = {
        "join": (Sign.JOIN, None), "/join1200": (Sign.JOIN, 1200), "smae": (Sign.SAME, None),
        "12k": (Sign.COUNT, 12000),
        "1.240 mots": (Sign.COUNT, 1240), "+400": (Sign.GAIN, 400), "400 new words": (Sign.GAIN, 400),
        "−300": (Sign.GAIN, -300), "done 1240!": (Sign.COUNT, 1240), "listo": (Sign.DONE, None),
    }  # fmt: skip
    for text, (sign, number) in said.items():
        found = read(text, counting=False)
        assert found is not None, text
        assert (found.sign, found.number) == (sign, number), text
    for talk in ("in the library", "I have 3 cats", "we ended up in Rome", "", "done with the dishes, now tea"):
        assert read(talk, counting=False) is None, talk


texts = some.one_of(some.text(max_size=40), some.sampled_from(["join 5", "same", "+40", "120", "done", "12k", "-3"]))


@given(some.lists(some.tuples(some.integers(1, 4), texts, some.booleans()), max_size=12))
def test_whatever_is_said_everybody_is_counted_once_in_the_order_they_came(
    said: list[tuple[int, str, bool]],
) -> None:
    heard = [
        Heard(Speaker(who, str(who)), text, NOON + timedelta(seconds=place), counting)
        for place, (who, text, counting) in enumerate(said)
    ]
    tallies = sprints.totals(heard, NOON + timedelta(hours=1), {1: 500.0})
    assert [one.person.id for one in tallies] == list(dict.fromkeys(who for who, _, _ in said))
    for one in tallies:
        if one.start is not None and one.end is not None and one.gained is not None:
            assert abs(one.start + one.gained - one.end) <= 1e-6 * max(1, abs(one.end), abs(one.start))
    assert all(value > 0 for value in sprints.together(tallies).values())


@given(some.lists(some.integers(0, 10**6), min_size=1, max_size=5), some.integers(0, 10**6))
def test_of_several_counts_the_last_holds_and_an_early_one_counts(counts: list[int], start: int) -> None:
    ben = Speaker(1, "Ben")
    up = NOON + timedelta(minutes=30)
    heard = [Heard(ben, f"join {start}", NOON, False), Heard(ben, "7", up - NOTICE, False)]
    early = sprints.totals(heard, up, {})
    assert (early[0].end, early[0].gained) in {(7.0, 7.0 - start), (start + 7.0, 7.0)}
    late = [*heard, *(Heard(ben, f"+{count}", up, True) for count in counts)]
    assert sprints.totals(late, up, {})[0].gained == counts[-1]


def test_who_says_20_minutes_may_mean_the_length_so_more_minutes_than_it_lasted_are_words() -> None:
    ben, ana, length = Speaker(1, "Ben"), Speaker(2, "Ana"), timedelta(minutes=20)
    heard = [Heard(ben, "1240", NOON + length, True), Heard(ana, "18", NOON + length, True)]
    tallies = sprints.totals(heard, NOON + length, {}, "minutes", length)
    assert [(one.gained, one.unit) for one in tallies] == [(1240, "words"), (18, "minutes")]


def test_a_number_in_passing_does_not_replace_a_count_and_the_word_behind_it_tells_what_was_counted() -> None:
    up, talk = NOON + timedelta(minutes=30), {"Ben": ["1600", "well done Cleo, 50 words!", "see you all at 9"]}
    talk |= {"Cleo": ["hm, 10 I think", "no, more like 12", "+14", "15 is what Ana has"], "Ana": ["600", "650"]}
    talk |= {"Dana": ["10,512 and I'm at chapter 3"], "Fay": ["1600", "Sorry, 1,700 words!", "sorry, only 5 min left"]}
    talk |= {"Eli": ["got 350 new words, phew, 5 minutes over"]}
    heard = [Heard(Speaker(who, name), "join 500", NOON, False) for who, name in enumerate(talk)]
    heard += [Heard(Speaker(who, name), said, up, True) for who, name in enumerate(talk) for said in talk[name]]
    found = {one.person.name: (one.gained, one.unit) for one in sprints.totals(heard, up, {})}
    assert found == {
        "Ben": (1100, "words"),
        "Cleo": (14, "words"),
        "Ana": (150, "words"),
        "Dana": (10_012, "words"),
        "Fay": (1200, "words"),
        "Eli": (350, "words"),
    }
