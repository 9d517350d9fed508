"""Private talks with the bot, a message and its answer at a time."""

from bot.rehearsal.files import keep_file, media_json
from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from tests.evenings import PATIENCE, Evening


class Talk:
    """A person's private talk with the bot."""

    def __init__(self, person: Person) -> None:
        self.person, self.said, self.heard = person, 0, 0

    async def say(self, text: str, hears: str) -> Message:
        """Write something, and wait for an answer that holds this text."""
        self.said += 1
        self.heard = len(self.person.messages)
        self.person.write(text)
        return await self.hears(hears)

    async def press(self, message: Message, button: str, hears: str) -> Message:
        """Press a button, and wait likewise."""
        self.heard = len(self.person.messages)
        self.person.press(message, button)
        return await self.hears(hears)

    async def hears(self, text: str) -> Message:
        """Wait for what the bot says next that holds this text."""

        def found() -> Message | None:
            return next((one for one in self.person.messages[self.heard :] if one.by_bot and text in one.text), None)

        message: Message = await self.person.world.until(found, PATIENCE)
        return message


def send(evening: Evening, person: Person, name: str, text: str) -> None:
    """A person sends a file to the bot."""
    world = evening.telegram.world
    person.user.wrote = True
    file = keep_file(world, "document", text.encode(), name)
    world.post(world.private(person.user), person.user, media=media_json(file))
