"""A language model may draft a sentence a question: marked, checked, and published only when a moderator takes it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from bot.loops.leadership import SoleLead
from bot.loops.sketching import Sketcher
from bot.rehearsal.clocks import RehearsalClock
from bot.rules.sketches import LONGEST, fits, material
from bot.rules.words import RecapMode
from bot.store import approvals
from bot.store.database import Database
from bot.store.tables import Series
from bot.store.tables import Session as Row
from bot.store.upgrade import upgrade
from tests.archive_example import fill
from tests.cards import buttons
from tests.drafts import APPROVE, HOURLY, recaps
from tests.evenings import PATIENCE, Evening
from tests.recap_example import evening as a_recap
from tests.reins import begin

pytest_plugins = ["tests.databases"]
KEY = "a-key-that-nobody-may-read"
ANSWERS = ["A1 comics at the barber, since 2019", "A1 we “keep bees” too"]


class Model:
    """A language model's host on loopback: it gives one answer, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.answer: bytes = b"{}"
        self.status = 200
        self.may_answer = threading.Event()
        self.may_answer.set()
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name that http.server calls
                model.keys.append(self.headers["Authorization"])
                model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                model.may_answer.wait(PATIENCE)
                self.send_response(model.status)
                self.end_headers()
                self.wfile.write(model.answer)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def says(self, content: object) -> None:
        said = content if isinstance(content, str) else json.dumps(content)
        self.answer = json.dumps({"choices": [{"message": {"content": said}}]}).encode()

    def close(self) -> None:
        self.may_answer.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.close()


async def waiting(evening: Evening, model: Model) -> Any:
    """A recap of two questions waits for Anna, who has its draft; a model is asked beside."""
    anna = await begin(evening, "One?", "Two?", cadence=HOURLY, head=APPROVE)
    await evening.stop()
    await evening.start(model_url=model.url, model_name="small", model_key=SecretStr(KEY))
    anna.start()
    await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    for name, text in (("Bob Builder", "A1 tea, says @carol"), ("Dora", "A1 coffee; Bob Builder likes tea")):
        person = evening.telegram.person(name)
        evening.group.join(person)
        evening.group.say(person, text)
    await evening.until(lambda: len(evening.filed(1)) == 2)
    evening.group.say(anna, "/end")
    return anna, await anna.wait_for("This is the draft", timeout=PATIENCE)


async def test_a_moderator_reads_the_sentences_and_takes_them_or_not(
    evening: Evening, model: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    model.says('Of course! ```json\n{"Q1": "People drink “tea” and coffee.", "Q2": "Nobody said 42."}\n```')
    anna, desk = await waiting(evening, model)
    await evening.until(lambda: "🤖 Take the sentences" in buttons(desk))
    draft = next(one for one in anna.messages if "took part" in one.text)
    await evening.until(lambda: "Written by a machine: People drink “tea” and coffee." in draft.text)
    assert "42" not in draft.text
    assert model.keys == [f"Bearer {KEY}"]
    sent = json.dumps(model.asked[0])
    assert "coffee" in sent
    assert not any(name in sent for name in ("Bob", "Dora", "carol", "Anna"))
    anna.press(desk, "🤖 Take the sentences")
    await evening.until(lambda: "🤖 Leave the sentences out" in buttons(desk))
    anna.press(desk, "🤖 Leave the sentences out")
    await evening.until(lambda: "🤖 Take the sentences" in buttons(desk))
    anna.press(desk, "✅ Publish")
    recap = await evening.until_posted("2 people took part")
    assert "machine" not in recap.text
    anna.press(desk, "🤖 Take the sentences")
    await evening.until(lambda: "Written by a machine: People drink “tea” and coffee." in recap.text)
    assert KEY not in "".join(capsys.readouterr())


async def test_nobody_waits_for_a_slow_model(evening: Evening, model: Model) -> None:
    model.may_answer.clear()
    model.says({"Q1": "Tea and coffee."})
    anna, desk = await waiting(evening, model)
    await evening.until(lambda: model.asked)
    anna.press(desk, "✅ Publish")
    await evening.until_posted("2 people took part")
    model.may_answer.set()
    await evening.telegram.quiet()
    assert not any("machine" in one.text for one in anna.messages)
    assert not any("machine" in text for text in recaps(evening))


def held_back(database: Database) -> None:
    with database.transaction() as session:
        fill(session)
        session.get_one(Series, "libchat").recap = RecapMode.APPROVE
        for number in (2, 3):
            session.get_one(Row, number).recap_published = True


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (500, {"Q1": "Bees and gardens."}),
        (200, "I would rather not."),
        (200, "{" * 300_000),
        (200, [1, 2]),
        (200, {"Q1": ["a", "list"], "Q9": "Bees."}),
        (200, {"Q1": "They all said <b>bees</b>."}),
    ],
)
async def test_what_goes_wrong_there_is_no_draft_and_nothing_more(
    tmp_path: Any, model: Model, status: int, content: object
) -> None:

    database = Database(f"sqlite:///{tmp_path}/chathour.db")
    upgrade(database)
    held_back(database)
    model.status = status
    model.says(content)
    sketcher = Sketcher(model.url, "small", "", database, RehearsalClock(), SoleLead())
    assert await database.look(approvals.unsketched) == [1]
    await sketcher._sketch(1)
    assert await database.look(approvals.unsketched) == []
    with database.reading() as session:
        assert approvals.edits(session.get_one(Row, 1)).sketch == ()
    database.close()


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "They came in 2020.",
        "One said “keep cats”.",
        "One said “keep bees.",
        "See https://example.org for more.",
        "Ask @anna.",
        "Two\nlines.",
        "Hidden \u202e words.",
        "<b>Bold</b> words.",
        "x" * (LONGEST + 1),
    ],
)
def test_what_cannot_be_found_in_the_answers_is_thrown_away(sentence: str) -> None:
    assert not fits(sentence, ANSWERS)


def test_what_was_said_may_be_said_again() -> None:
    assert fits("Since 2019 some read “Comics at the barber”, others “keep bees”.", ANSWERS)
    assert not fits("Nice.", [])


def test_no_name_is_sent_with_the_material() -> None:
    told = json.dumps(material(a_recap()), ensure_ascii=False)
    assert "bus stop" in told
    assert not any(name in told for name in ("Anna Bell", "annabell", "דנה", "Town Hall"))
