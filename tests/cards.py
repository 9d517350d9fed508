"""A moderator's control card, and the buttons below a message."""

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from tests.evenings import PATIENCE


async def card_of(person: Person) -> Message:
    """The person presses Start and gets the card of the session that runs."""
    person.start()
    return await person.wait_for("🎛 #libchat", timeout=PATIENCE)


def buttons(message: Message) -> list[str]:
    return [button["text"] for row in message.buttons for button in row]
