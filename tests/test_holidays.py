"""/skip in private: a day of the schedule is left out, and the sessions move on; and back, if it was a mistake."""

from datetime import UTC, datetime, timedelta

from bot.store import stages
from tests.evenings import Evening
from tests.reins import begin, due
from tests.talks import Talk

HEAD = 'title = "Library chat"\nhashtag = "#libchat"\ntimezone = "UTC"\nmoderators = ["@anna"]\n'
WEEK = timedelta(days=7)
NEVER = datetime.max.replace(tzinfo=UTC)


def write(evening: Evening, *topics: str, end: str = "") -> None:
    """Sessions on Wednesdays, as the schedule says."""
    sessions = "".join(f'[[session]]\ntopic = "{topic}"\nquestions = ["Why {topic}?"]\n' for topic in topics)
    file = evening.questions / "libchat.toml"
    file.write_text(f'{HEAD}group = {evening.group.id}\nschedule = "0 20 * * wed"\n{sessions}{end}')


def dates(evening: Evening) -> dict[str, datetime | None]:
    with evening.database.reading() as session:
        return {stage.row.topic: stage.row.starts_at for stage in stages.of_series(session, "libchat")}


def in_words(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}, 20:00 (UTC)"


async def test_a_holiday_moves_the_sessions_on_and_a_second_thought_moves_them_back(evening: Evening) -> None:
    anna = evening.telegram.person("Anna", username="anna")
    write(
        evening,
        "Poems",
        "Plays",
        "Prose",
        end='[[session]]\ntopic = "Party"\nstarts = 2035-12-24T20:00:00\nquestions = ["Why?"]\n',
    )
    await evening.start()
    talk = Talk(anna)
    await evening.until(lambda: "Prose" in dates(evening))
    before = dates(evening)
    first, second, third = (before[topic] or NEVER for topic in ("Poems", "Plays", "Prose"))

    assert (second, third) == (first + WEEK, first + 2 * WEEK)

    asked = await talk.say(f"/skip libchat {second:%d %B}", "No chat on")
    assert in_words(second) in asked.text
    assert f"libchat/2 takes place on {in_words(third)} instead." in asked.text
    assert "1 session after it moves on by one date too." in asked.text
    assert dates(evening) == before
    done = await talk.press(asked, "Yes, leave that day out", "There is no #libchat on")
    moved = before | {"Plays": third, "Prose": first + 3 * WEEK}
    assert dates(evening) == moved
    again = anna.press(asked, "Yes, leave that day out")  # a finger that is too quick
    await evening.until(lambda: again.answer)
    assert dates(evening) == moved

    write(evening, "Poems", "Plays", "Other prose", "Essays")  # whatever the file plans anew goes round that day
    await evening.meanwhile(lambda: "Essays" in dates(evening))
    assert second not in dates(evening).values()
    write(evening, "Poems", "Plays", "Prose")
    await evening.meanwhile(lambda: "Essays" not in dates(evening) and "Plays" in dates(evening))

    bob = evening.telegram.person("Bob")
    bob.start()
    stolen = [bob.replay(done, data) for data in (done.buttons[0][0]["callback_data"], "h:1:out:1", "h:1", "h::back:x")]
    await evening.until(lambda: all(press.answer for press in stolen))
    assert second not in dates(evening).values()
    await talk.press(done, "Undo", "There is #libchat on")
    assert second in dates(evening).values()
    over = anna.press(done, "Undo")
    await evening.until(lambda: over.answer)

    free = await talk.say(f"/skip libchat {first + 9 * WEEK:%d %B %Y}", "No session has that date yet")
    await talk.press(free, "Yes, leave that day out", "There is no #libchat on")
    await talk.say("/skip libchat 2 January 2031", "libchat has no date on that day; /plan shows when it is")
    await talk.say("/skip nochat", "I know no planned session")
    await talk.say("/skip", in_words(first))


async def test_a_session_with_a_date_of_its_own_can_only_be_cancelled(evening: Evening) -> None:
    anna = evening.telegram.person("Anna", username="anna")
    evening.write("One?", starts_in=86_400, head='moderators = ["@anna"]')
    await evening.start()
    talk = Talk(anna)
    asked = await talk.say("/skip libchat/1", "has a date of its own")
    await talk.press(asked, "Yes, cancel it", "libchat/1 is cancelled")


async def test_while_a_session_runs_a_bare_skip_in_private_drops_its_next_question(evening: Evening) -> None:
    anna = await begin(evening, "One?", "Two?", "Three?", head='moderators = ["@anna"]')
    talk = Talk(anna)
    await talk.say("/skip", "Q2 is skipped")
    assert "question:1" not in due(evening)
