"""What SECURITY.md says stands in the way, where no other test shows it: as somebody hostile would try it."""

import ast
import re
from pathlib import Path

import pytest

from bot.commands import attachments, directory
from bot.recaps import FORMATS, render
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.store import recaps
from bot.store.tables import Group as Home
from bot.store.tables import Series
from tests.evenings import CHAT, PATIENCE, Evening
from tests.reins import HOURLY, begin, due, state
from tests.talks import send

TESTS = Path(__file__).parent
SECRET = "Nobody knows this question yet"
TAKING_OVER = 'title = "Mine"\nhashtag = "#libchat"\n[[session]]\nstarts = 2035-01-01T20:00:00\nquestions = ["Mine?"]\n'


def other_room(evening: Evening) -> tuple[Person, Group]:
    """Dora, who administers a group of her own and takes part in this one."""
    dora = evening.telegram.person("Dora", username="dora")
    room = evening.telegram.group("Another chat")
    room.add_bot(admin=True)
    room.join(dora)
    room.promote(dora)
    evening.group.join(dora)
    return dora, room


async def test_a_hostile_moderator_of_another_group_gets_nowhere_by_any_command_button_or_file(
    evening: Evening,
) -> None:
    """Nothing changes, and the question that is still to come is not given away."""
    await begin(evening, "One?", SECRET, "Three?", cadence=HOURLY)
    dora, room = other_room(evening)
    said = dora.start()
    await dora.wait_for("host", timeout=PATIENCE)
    before = due(evening)
    for command in sorted(directory.FOR_MODERATORS - {""}):
        dora.write(f"/{command} libchat/1 2 December 20:00")
    for command in ("pause", "end", "skip", "next", "more 5m", "publish", "announce", "host libchat"):
        room.say(dora, f"/{command}")
    for verb in directory.PRESSES:
        for rest in ("end:1", "1:cancel", "1:publish"):
            if verb != "forget":
                dora.replay(said, f"{verb}:{rest}")
    send(evening, dora, "libchat.toml", TAKING_OVER)
    last = dora.replay(said, "s:end:1")
    await evening.until(lambda: last.answer)
    await evening.telegram.quiet()
    assert due(evening) == before
    assert state(evening) == "live"
    assert not any(SECRET in message.text for message in (*dora.messages, *room.bot_messages))
    with evening.database.reading() as session:
        series = session.get_one(Series, "libchat")
        assert (series.title, session.get_one(Home, series.group_id).chat_id) == ("Library chat", CHAT)


async def test_a_flood_by_one_person_delays_nobody_and_every_message_is_filed(evening: Evening) -> None:
    """Commands in the group and in private, suggestions, and messages of the longest kind, right before a question."""
    await begin(evening, "One?", "Two?", cadence='reminders = []\nfirst = "1m"\nevery = "3m"\nclosing = "1h"')
    mallory = evening.telegram.person("Mallory")
    evening.group.join(mallory)
    mallory.start()
    for number in range(20):  # each with a record and a picture to make, which takes a slow machine a second
        evening.group.say(mallory, f"A1 {number} {'x' * 4080}"[:4096])
        evening.group.say(mallory, "/recap")
        mallory.write("/help")
        mallory.write(f"/suggest #libchat again {number}")
    asked = await evening.until_posted("Two?")
    late = asked.sent_at - due_of_second(evening)
    assert late < 5
    await evening.until(lambda: len(evening.filed(1)) == 20)
    assert len(evening.posted) == 3, "the welcome and two questions; all answers are in private"


def due_of_second(evening: Evening) -> float:
    first = next(message for message in evening.group.bot_messages if "One?" in message.text)
    return first.sent_at + 180


async def test_what_is_said_in_private_is_in_no_export(evening: Evening) -> None:
    """Nor are forwards, or what was said when no session ran."""
    anna = await begin(evening, "One?", cadence=HOURLY)
    bob = evening.telegram.person("Bob", username="bob_in_private")
    evening.group.join(bob)
    bob.start()
    answer = evening.group.say(bob, "A1 said in the group")
    bob.write("/suggest #libchat whispered in private")
    bob.write("more whispers")
    evening.group.forward(anna, answer)
    await evening.until(lambda: evening.filed(1))
    await evening.telegram.quiet()
    with evening.database.reading() as session:
        found = recaps.find(session, "libchat")
        assert found is not None
        told = [render(recaps.recap(session, found), form) for form in FORMATS]
    assert all("said in the group" in text and text.count("whisper") == 0 for text in told)


@pytest.mark.parametrize(
    "name",
    [
        "../../libchat.toml",
        "/etc/passwd.toml",
        "a\0b.toml",
        "\ud800.toml",
        f"{'x' * 4000}.toml",
        "..toml",
        ".toml",
        "\u202e.toml",
    ],
)
def test_a_file_name_that_means_mischief_makes_no_series(name: str) -> None:
    taken = attachments.read(Path(name).name if "/" in name else name, TAKING_OVER.encode())
    if taken.plan is not None:
        assert taken.plan.id in {"libchat", "passwd"}
    else:
        assert "cannot be the id" in taken.problems or "does not end in .toml" in taken.problems
        assert "/tmp" not in taken.problems


def test_the_threat_model_names_only_tests_that_exist() -> None:
    named = re.findall(r"`(test_\w+)::(test_\w+)`", (TESTS.parent / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, test in named:
        tree = ast.parse((TESTS / f"{file}.py").read_text(encoding="utf-8"))
        assert test in {getattr(node, "name", "") for node in ast.walk(tree)}, f"{file}::{test}"
