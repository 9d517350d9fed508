"""The sender and the intake against a model: whatever goes wrong, in whatever order, the promises hold.

The real sender and the real reception work on a real database; Telegram is the stand-in, whose clock stands still
between steps, so that every run of a case is the same.
"""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from bot.app import App
from bot.recaps import render
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn
from bot.rules.words import PostState
from bot.settings import Settings
from bot.store import recaps
from bot.store.database import Database
from bot.store.tables import Post
from tests.evenings import PATIENCE, Pace, standing
from tests.processes import until
from tests.standins import bot_api

TOKEN = "123456:sender-against-a-model-0123456789abcd"
CHAT = -1001234567890
QUESTIONS = 4


class Evening(RuleBasedStateMachine):
    """An evening in which people talk, edit and react, and Telegram, the network and the process fail at will."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory()
        self.app: App | None = None
        self.said: dict[int, Message] = {}
        """What people said while the session was live, as it reads now."""
        self.lost_answers = 0
        """How many times the answer to a call may have been lost: each may double one question."""

    def wait(self, coming: Any) -> Any:
        """Run the loop until something has come about."""
        return self.loop.run_until_complete(asyncio.wait_for(coming, PATIENCE))

    @initialize()
    def begin(self) -> None:
        """A series whose session begins at once."""
        self.clock = standing()
        self.telegram = StandIn(TOKEN, clock=self.clock, schema=bot_api(), privacy=False)
        self.pace = self.telegram.world.pace = Pace(self.telegram, self.clock, lambda: self.app)
        self.wait(self.telegram.__aenter__())
        self.group: Group = self.telegram.group("Library chat", id=CHAT)
        self.group.add_bot(admin=True)
        self.people: list[Person] = [self.telegram.person(f"Person {number}") for number in range(3)]
        self.group.join(*self.people, quietly=True)
        questions = Path(self.folder.name) / "questions"
        questions.mkdir()
        starts = (self.clock.now() + timedelta(seconds=60)).replace(tzinfo=None)
        listed = ", ".join(f'"What about matter number {number}?"' for number in range(1, QUESTIONS + 1))
        (questions / "libchat.toml").write_text(
            f'title = "Library chat"\nhashtag = "#libchat"\ngroup = {CHAT}\ntimezone = "UTC"\n'
            '[cadence]\nreminders = []\nfirst = "1m"\nevery = "3m"\nclosing = "3m"\nlate = "1h"\n'
            f"[[session]]\nstarts = {starts.isoformat()}\nquestions = [{listed}]\n"
        )
        self.questions = questions
        self.start()
        self.wait(self.group.wait_for("Welcome"))

    def start(self) -> None:
        """Let the bot host; it hosts when it asks for updates."""
        before = len(self.telegram.called("getUpdates"))
        self.database = Database(f"sqlite:///{self.folder.name}/chathour.db")
        given = {"bot_token": TOKEN, "telegram_url": self.telegram.url, "questions": self.questions}
        self.app = App(Settings.model_validate(given), self.database, self.clock)
        self.running = self.loop.create_task(self.app.run())
        self.wait(until(lambda: len(self.telegram.called("getUpdates")) > before))

    @property
    def asked(self) -> list[str]:
        """The posts of questions, in order."""
        return [message.text.partition("\n")[0] for message in self.group.messages if message.text.startswith("Q")]

    @property
    def live(self) -> bool:
        """Whether the session goes on for a while."""
        return len(set(self.asked)) < QUESTIONS

    @precondition(lambda self: self.live)
    @rule(who=st.integers(0, 2), labelled=st.booleans())
    def say(self, who: int, labelled: bool) -> None:
        """Somebody answers the question on air, or just talks."""
        number = len(set(self.asked))
        text = f"A{number} said" if labelled and number else "said"
        message = self.group.say(self.people[who], f"{text} {len(self.said)}")
        self.said[message.id] = message

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Somebody edits what was said."""
        message = self.said[data.draw(st.sampled_from(sorted(self.said)))]
        self.group.edit(message, f"{message.text.partition(' (')[0]} (edited {len(self.telegram.calls)})")

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        """Telegram delivers something again that was confirmed before."""
        updates = self.telegram.world.updates
        confirmed = [number for number in updates.made if number not in updates.pending]
        if confirmed:
            self.telegram.redeliver(data.draw(st.sampled_from(confirmed)))

    @rule(method=st.sampled_from(["sendMessage", "getUpdates", "pinChatMessage"]))
    def answer_502(self, method: str) -> None:
        """The next call fails, and surely so."""
        self.telegram.faults.fail_next(method, 502)

    @rule(method=st.sampled_from(["sendMessage", "getUpdates", "pinChatMessage"]), done=st.booleans())
    def lose_the_answer(self, method: str, done: bool) -> None:
        """The next call's answer is lost, whether or not it was done."""
        drop = self.telegram.faults.drop_after if done else self.telegram.faults.drop_before
        if method == "sendMessage":
            if self.lost_answers == 3:
                return  # more doubt than that, and the bot rightly gives the question up
            self.lost_answers += 1
        drop(method)

    @rule(seconds=st.integers(1, 60))
    def flood(self, seconds: int) -> None:
        """Telegram has enough of this chat for a while."""
        if not self.telegram.faults.floods:
            self.telegram.faults.flood(CHAT, seconds)

    @rule()
    def restart(self) -> None:
        """The process is stopped and started."""
        self.end()
        self.start()

    @rule(seconds=st.integers(20, 240))
    def time_passes(self, seconds: int) -> None:
        """So many seconds of the evening pass."""
        self.wait(self.pace.let_pass(seconds))

    @invariant()
    def no_call_broke_the_bot_api(self) -> None:
        """Every call is one that Telegram knows."""
        if self.app is not None:
            assert self.telegram.errors == []

    @invariant()
    def questions_stand_in_order(self) -> None:
        """Q1, then Q2 …, whatever was doubled."""
        if self.app is not None:
            assert self.asked == sorted(self.asked)

    def end(self) -> None:
        """Let the bot come to its end."""
        assert self.app is not None
        self.app.stop()
        self.wait(self.running)
        self.database.close()

    def teardown(self) -> None:
        """The evening comes to its end, and everything is where it belongs."""
        try:
            if self.app is not None:
                self.telegram.faults.clear()
                self.wait(self.telegram.until(lambda: len(set(self.asked)) == QUESTIONS))
                self.wait(self.telegram.quiet())
                self.wait(self.telegram.until(lambda: self.as_said() == self.as_filed()))
                self.check()
                self.end()
                self.wait(self.telegram.__aexit__(None, None, None))
        finally:
            self.loop.close()
            self.folder.cleanup()

    def as_said(self) -> Counter[tuple[int, str]]:
        """What the model says was said."""
        return Counter((message.id, message.text) for message in self.said.values())

    def as_filed(self) -> Counter[tuple[int, str]]:
        """What the bot has filed, each with its text."""
        with self.database.reading() as rows:
            recap = json.loads(render(recaps.recap(rows, recaps.find(rows, "libchat") or 0), "json"))
        entries = [*recap["unfiled"]]
        for question in recap["questions"]:
            entries += [*question["answers"], *question["talk"]]
        return Counter((entry["message_id"], entry["text"]) for entry in entries)

    def check(self) -> None:
        """Every question was posted, doubled at most as often as answers were lost; no try is left open."""
        doubles = len(self.asked) - len(set(self.asked))
        assert doubles <= self.lost_answers
        with self.database.reading() as rows:
            states = Counter(rows.exec(select(Post.state)).all())
        assert states[PostState.FAILED] == 0


TestEvening = Evening.TestCase
TestEvening.settings = settings(
    max_examples=4,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
