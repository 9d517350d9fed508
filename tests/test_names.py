"""People are called as they call themselves now, whatever they were called before."""

from datetime import timedelta

from bot.store import forgetting, own
from bot.store.database import Database
from tests.evenings import PATIENCE, Evening

LONG = 'reminders = []\nfirst = "30s"\nevery = "60m"\nclosing = "2m"\nlate = "10m"'


def own_words(evening: Evening, person_id: int) -> list[str]:
    """What is found of what somebody said when they ask for it."""
    with evening.database.reading() as session:
        return [said.text for said in own.words(session, person_id)]


async def test_the_name_of_today_stands_even_if_it_was_borne_before(evening: Evening) -> None:
    evening.write("Who are you?", "What next?", cadence=LONG)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    await evening.start()
    await evening.until_posted("Q1.")
    for name in ("Bob", "Rob", "Bob"):
        bob.user.first_name = name
        evening.group.say(bob, f"A1 as {name}")
        await evening.telegram.quiet()
        assert evening.filed(1)[-1] == (name, f"A1 as {name}")
    evening.telegram.pause()
    for name in ("Rob", "Zed", "🦉"):  # all in one batch
        bob.user.first_name = name
        evening.group.say(bob, "A1 as somebody else")
    evening.telegram.resume()
    await evening.telegram.quiet()
    assert {name for name, _ in evening.filed(1)} == {"🦉"}


async def test_who_was_erased_and_speaks_again_has_a_name_again(evening: Evening) -> None:
    evening.write("Who are you?", "What next?", cadence=LONG)
    bob = evening.telegram.person("Bob")
    evening.group.join(bob)
    await evening.start()
    await evening.until_posted("Q1.")
    evening.group.say(bob, "A1 once")
    bob.write("/forget")
    asked = await bob.wait_for("This cannot be undone", timeout=PATIENCE)
    evening.telegram.pause()
    bob.press(asked, "Yes, erase it all")
    evening.group.say(bob, "A1 twice")  # in the same batch
    evening.telegram.resume()
    await evening.telegram.quiet()
    assert evening.filed(1) == [("Bob", "A1 twice")]
    assert own_words(evening, bob.id) == ["A1 twice"]

    elsewhere = Database(evening.database_url)  # as `chathour forget` does
    with elsewhere.transaction() as session:
        assert forgetting.forget(session, bob.id, evening.clock.now())
    elsewhere.close()
    a_minute_later = evening.clock.now() + timedelta(seconds=61)
    await evening.until(lambda: evening.clock.now() > a_minute_later)
    evening.group.say(bob, "A1 thrice")
    await evening.telegram.quiet()
    assert evening.filed(1) == [("Bob", "A1 thrice")]
    assert own_words(evening, bob.id) == ["A1 thrice"]
