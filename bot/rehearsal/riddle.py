"""A stumper in a rehearsal: somebody asks it by the way, two others try, and one of the tries solves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.rehearsal.cast import Character
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from bot.rehearsal.remarks import Remarks

ASKED, TRIED, SOLVED = 0.2, (0.35, 0.5), 0.7
"""When it is asked, tried and solved, as shares of the time of the question on air."""
ROOM = 4
"""With fewer who write than this, nobody asks."""
TAG = "#stumper"

Deed = tuple[float, Character, Callable[[], object]]
"""When, as a share of the time of the question on air, who, and what."""


@dataclass(slots=True)
class Riddle:
    """Who asked, and what was tried. It draws no lots, so that an evening is the same with and without it."""

    group: Group
    remarks: Remarks
    asker: Character | None = None
    post: Message | None = None
    tries: list[Message] = field(default_factory=list)

    def asked(self, writers: Sequence[Character]) -> Iterator[Deed]:
        """The last of those who write asks the room something."""
        if len(writers) >= ROOM:
            self.asker = asker = writers[-1]
            text = f"/stumper {self.remarks.first('stumper')}"
            yield ASKED, asker, lambda: self.group.say(asker.person, text)

    def posted(self, message: Message, writers: Sequence[Character]) -> Iterator[Deed]:
        """If this is the bot's post of it, others try to solve it, and the last of them does."""
        if self.asker is None or self.post is not None or TAG not in (message.text or ""):
            return
        self.post = message
        others = [who for who in writers if who is not self.asker][1:3]
        for place, (who, share) in enumerate(zip(others, TRIED, strict=False)):
            yield share, who, self._trying(who, message, place)
        yield self.solved(self.asker)

    def solved(self, by: Character) -> Deed:
        """The last try was right, says whoever asked, or the host."""
        return SOLVED, by, lambda: self.tries and self.group.say(by.person, "/solved", reply_to=self.tries[-1])

    def concerns(self, message: Message) -> bool:
        """Whether something that somebody said belongs to it."""
        return (message.text or "").startswith("/") or any(message is one for one in self.tries)

    def _trying(self, who: Character, message: Message, place: int) -> Callable[[], object]:
        def attempt() -> None:
            self.tries.append(self.group.say(who.person, self.remarks.first("tries", place), reply_to=message))

        return attempt
