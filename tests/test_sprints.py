"""Writing sprints, from the call to the totals: over the wire, on a real database; and the rule of what a message says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.rules import sprints
from bot.rules.calling import wanted
from bot.rules.sprints import Heard, Sign, read
from bot.rules.timetable import NOTICE
from bot.store import recaps
from tests.evenings import Evening

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)


def people(evening: Evening, *names: str) -> list[Person]:
    """People of the group; the first is its administrator."""
    found = [evening.telegram.person(name) for name in names]
    evening.group.join(*found)
    evening.group.promote(found[0])
    return found


def receipts(evening: Evening, message: Message) -> list[str]:
    return message.reactions.get(evening.telegram.bot.id, [])


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
    await evening.until(lambda: all(receipts(evening, one) == ["👍"] for one in joined))
    await evening.stop()
    await evening.start()
    await evening.until_posted("Halfway: 15 minutes to go")
    await evening.until_posted("2 minutes to go")
    early = evening.group.say(eli, "+350")
    await evening.until_posted("Your counts, please.")
    evening.group.say(ines, "1,240 words")
    wrong = evening.group.say(ben, "done 40")
    evening.group.say(cleo, "12.4k phew")
    evening.group.say(dana, "done")
    evening.group.say(cleo, "well written everybody")
    await evening.until(lambda: receipts(evening, early) == ["🎉"])
    evening.group.edit(wrong, "done +400")
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
    evening.group.say(dana, "75")
    await evening.until(lambda: "👏 Dana: 75 words" in (result.text or ""))
    recap = evening.recap("sprints-library-chat/1")
    assert recap["session"]["hashtag"] == "#sprint"
    assert [one["kind"] for one in recap["questions"]] == ["number", "number"]
    assert "mind the biscuits" in recap["questions"][0]["talk"][0]["text"]
