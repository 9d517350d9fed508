"""An evening that is over, and the files that people took home from it."""

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from tests.evenings import PATIENCE, Evening
from tests.reins import HOURLY, begin


async def an_ended_evening(evening: Evening, head: str = "") -> tuple[Person, Person]:
    """Anna moderates, Bob has answered; both have started the bot, and the session is over."""
    anna = await begin(evening, "One?", "Two?", cadence=HOURLY, head=head)
    bob = evening.telegram.person("Bob <b>")
    evening.group.join(bob)
    for person in (anna, bob):
        person.start()
        await person.wait_for("Hello", timeout=PATIENCE)
    evening.group.say(bob, "A1 tea")
    await evening.until(lambda: evening.filed(1))
    evening.group.say(anna, "/end")
    await evening.until_posted("Thank you all")
    await evening.telegram.quiet()
    return anna, bob


def files(person: Person) -> list[Message]:
    return [message for message in person.messages if message.media.get("document")]


async def file_of(evening: Evening, person: Person, name: str) -> str:
    """What stands in the latest file that somebody got, once there is one with this name."""

    def named() -> list[Message]:
        return [one for one in files(person) if one.media["document"]["file_name"] == name]

    await evening.until(named)
    document = named()[-1].media["document"]
    return evening.telegram.world.files[document["file_id"]].content.decode()
