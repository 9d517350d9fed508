"""A session that runs with a moderator in it, and what holding the reins does to its posts, its state and the acts."""

from datetime import datetime

from sqlmodel import select

from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.store import stages
from bot.store.database import Database
from bot.store.tables import Act, Post
from tests.evenings import Evening

CADENCE = 'reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "2m"\nlate = "10m"'
HOURLY = CADENCE.replace('every = "2m"', 'every = "1h"')


def due(evening: Evening) -> dict[str, datetime]:
    """When each post that is still owed to the group's course comes, by its key."""
    with evening.database.reading() as session:
        return {
            post.key.partition(":")[2]: post.due_at
            for post in session.exec(select(Post))
            if post.state in ("due", "held") and post.kind in ("question", "closing", "recap")
        }


def state(evening: Evening, number: int = 1) -> str:
    with evening.database.reading() as session:
        stage = stages.named(session, f"libchat/{number}")
        assert stage is not None
        return stage.row.state.value


def acts(database: Database) -> list[tuple[str, bool]]:
    with database.reading() as session:
        return [(act.command, act.done) for act in session.exec(select(Act)) if not act.key.startswith("menus:")]


def reactions(evening: Evening, message: Message) -> list[str]:
    return message.reactions.get(evening.telegram.bot.id, [])


async def begin(evening: Evening, *questions: str, cadence: str = CADENCE, head: str = "") -> Person:
    """A session runs and its first question is out; the one who comes back is an administrator of the group."""
    anna = evening.telegram.person("Anna", username="anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    evening.write(*(questions or ("One?", "Two?", "Three?", "Four?")), cadence=cadence, head=head, starts_in=30)
    await evening.start()
    await evening.until_posted("One?")
    return anna


def people(evening: Evening, *names: str) -> list[Person]:
    """People of the group; the first is its administrator."""
    found = [evening.telegram.person(name) for name in names]
    evening.group.join(*found)
    evening.group.promote(found[0])
    return found
