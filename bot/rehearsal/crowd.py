"""The simulated people at work: who does what when, planned by chance from a seed, done by the room's clock."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.rehearsal import habits
from bot.rehearsal.asked import SOONEST, Asked
from bot.rehearsal.cast import Character, Company
from bot.rehearsal.groups import Group
from bot.rehearsal.habits import Said, Setting
from bot.rehearsal.messages import Message
from bot.rehearsal.remarks import Remarks
from bot.rehearsal.riddle import Deed, Riddle
from bot.rehearsal.sprinters import SOON, Sprinters
from bot.rules.words import Form, QuestionKind

PHOTO, ALBUM, VOICE = 0.04, 0.01, 0.02
EDITED, CONTINUED, COMMENTED = 0.06, 0.05, 0.28
REACTING, LURKING = 0.012, 0.05
"""How likely one of those who write, or who only read along, reacts to a message."""
LATE = (6 * 3600.0, 14 * 3600.0)
"""When latecomers answer, in seconds after the end of an evening."""
SHORTEST_LATE = 10.0
"""Seconds; whoever has less than this to be late in has no chance."""
USUAL_TALK = 0.5
EMOJI = ("👍", "❤", "👏", "😁", "🔥", "💯", "🎉")
CROWDED = 8
"""With more questions than this, people answer fewer of them, so that a rehearsal stays short."""


@dataclass(slots=True)
class Crowd:
    """The people of a group. It is told what happens, plans what they do, and does it one by one when asked to."""

    group: Group
    company: Company
    remarks: Remarks
    luck: random.Random
    setting: Setting
    people: int = 12
    """How many take part."""
    questions: int = 1
    """How many will be asked."""
    on: bool = True
    chatty: float = USUAL_TALK
    """How much they talk, from 0.0 to 1.0."""
    sloppy: float = habits.USUAL_SLOPPINESS
    asked_so_far: list[Asked] = field(default_factory=list)
    riddle: Riddle = field(init=False)
    sprinters: Sprinters = field(init=False)
    _waiting: list[tuple[float, int, Character, Callable[[], object]]] = field(default_factory=list)
    _serial: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.sprinters, self.riddle = Sprinters(self.luck), Riddle(self.group, self.remarks)

    @property
    def next_at(self) -> float | None:
        """When somebody does something next, in seconds since 1970; None when nobody will."""
        return self._waiting[0][0] if self._waiting else None

    def act(self) -> None:
        """Do the next thing."""
        _, _, who, deed = heapq.heappop(self._waiting)
        if not self.on or who not in self._present():
            return
        if not self._is_inside(who):
            self.group.join(who.person, quietly=False)
        deed()

    def reminded(self) -> None:
        """A reminder was posted."""
        who = self._somebody()
        if who is not None:
            self._plan(self.luck.uniform(20, 90), who, lambda: self._say(who, "coming"))

    def begun(self, first: float) -> None:
        """The session began; so many seconds are left for greetings, if any."""
        for who in self._writers() if first else []:
            if self.luck.random() < self._talk() * who.eager:
                self._plan(self.luck.uniform(0.1, 0.9) * first, who, self._saying(who, "greetings"))

    def asked(self, question: Asked) -> None:
        """A question was posted."""
        self.asked_so_far.append(question)
        share = min(1.0, CROWDED / self.questions) * self._talk()
        for who in self._writers():
            if self.luck.random() < who.eager * share:
                self._plan(self._delay(question), who, self._answering(who, question))
        scale, chatter = question.lasts / 600, self._somebody()
        if chatter is not None and self.luck.random() < 0.5 * share:
            self._plan(self.luck.uniform(0.3, 0.9) * question.lasts, chatter, self._saying(chatter, "talk"))
        if len(self.asked_so_far) == 2:
            self._newcomer(question)
        for host in self._present()[:1]:
            if len(self.asked_so_far) == 3:
                self._plan(200 * scale, host, self._saying(host, "cheering"))
        if len(self.asked_so_far) == 3 and self.setting.form is Form.HOUR:
            self._plan_all(self.riddle.asked(self._writers()), question)
        if self.setting.form is Form.STUMPER:
            self._plan_all((self.riddle.solved(host) for host in self._present()[:1]), question)

    def polled(self, message: Message, lasts: float) -> None:
        """A poll was posted."""
        poll = message.poll
        if poll is None:
            return
        weights = [self.luck.uniform(0.2, 1) for _ in poll.options]
        for who in self._here():
            if self.luck.random() < (0.8 if who.eager else 0.5):
                chosen = self.luck.choices(range(len(poll.options)), weights)[0]
                self._plan(self.luck.uniform(SOONEST, 0.9) * lasts, who, self._voting(who, message, chosen))

    def closed(self, lasts: float, late: float) -> None:
        """The session ended; answers still count for `late` seconds."""
        scale = lasts / 600
        for host in self._present()[:1]:
            self._plan(15 * scale, host, self._saying(host, "closing"))
        guests = self._writers()[1:]
        for who in self.luck.sample(guests, min(3, len(guests))):
            self._plan(self.luck.uniform(15, 90) * scale, who, self._saying(who, "thanks"))
        for who in self._present():
            after = min(self.luck.uniform(0.3, 0.8) * late, self.luck.uniform(*LATE) * max(scale, 1))
            if who.asleep and late >= SHORTEST_LATE:
                for question in self.asked_so_far[:1]:
                    self._plan(after, who, self._answering(who, question, late=True))
                for question in self.asked_so_far[1:][-1:]:
                    self._plan(after + min(0.1 * late, 90 * scale), who, self._answering(who, question))

    def heard(self, message: Message, number: int | None) -> None:
        """Somebody said something; `number` is the question that it answers, if it does."""
        if self.riddle.concerns(message):
            return
        if number is not None and self.setting.form is Form.STUMPER:
            self.riddle.tries.append(message)
        scale = self.asked_so_far[-1].lasts / 600 if self.asked_so_far else 1
        others = [who for who in self._here() if who.person.user is not message.author]
        for who in others:
            if self.luck.random() < (REACTING if who.eager else LURKING) * self._talk():
                emoji = self.luck.choice(EMOJI)
                self._plan(self.luck.uniform(10, 150) * scale, who, self._reacting(who, message, emoji))
        writers = [who for who in self._writers() if who in others]
        answered = number is not None and self.setting.form is Form.HOUR
        if answered and writers and self.luck.random() < COMMENTED * self._talk():
            who = self.luck.choice(writers)
            self._plan(self.luck.uniform(20, 150) * scale, who, self._commenting(who, message, number or 0))

    def stumped(self, message: Message) -> None:
        """The bot posted something: if it is the stumper that somebody asked, others try to solve it."""
        if self.asked_so_far:
            self._plan_all(self.riddle.posted(message, self._writers()), self.asked_so_far[-1])

    def _present(self) -> Sequence[Character]:
        return self.company.first(self.people)

    def _here(self) -> list[Character]:
        """Those who see what is said now."""
        return [who for who in self._present() if self._is_inside(who) and not who.asleep]

    def _writers(self) -> list[Character]:
        """Those who write; who is not in the group yet finds it only when there is something to read."""
        reading = len(self.asked_so_far) > 1
        return [who for who in self._present() if who.eager and not who.asleep and (reading or self._is_inside(who))]

    def _is_inside(self, who: Character) -> bool:
        return self.group.chat.member(who.person.user).is_inside

    def _somebody(self) -> Character | None:
        writers = self._writers()[1:]
        return self.luck.choice(writers) if writers else None

    def _talk(self) -> float:
        return self.chatty / USUAL_TALK

    def _plan(self, seconds: float, who: Character, deed: Callable[[], object]) -> None:
        """Have somebody do something after so many seconds, whole ones where nobody would notice."""
        at = self.group.world.clock.time() + seconds
        heapq.heappush(self._waiting, (round(at) if seconds > 10 else round(at, 1), next(self._serial), who, deed))

    def _plan_all(self, deeds: Iterable[Deed], question: Asked) -> None:
        """Have them done at their shares of the question's time."""
        for share, who, deed in deeds:
            self._plan(share * question.lasts, who, deed)

    def _newcomer(self, question: Asked) -> None:
        """The last of those present finds the chat while it is on, and begins at the beginning."""
        who = self._present()[-1] if self._present() else None
        if who is None or self._is_inside(who):
            return
        self._plan(0.15 * question.lasts, who, self._saying(who, "joining"))
        self._plan(0.4 * question.lasts, who, self._answering(who, self.asked_so_far[0]))

    def _saying(self, who: Character, kind: str) -> Callable[[], object]:
        return lambda: self._say(who, kind)

    def _say(self, who: Character, kind: str) -> Message:
        return self.group.say(who.person, self.remarks.any(kind))

    def _voting(self, who: Character, message: Message, chosen: int) -> Callable[[], None]:
        def vote() -> None:
            if message.poll is not None and not message.poll.closed and not message.deleted:
                who.person.vote(message, [chosen])

        return vote

    def _reacting(self, who: Character, message: Message, emoji: str) -> Callable[[], None]:
        return lambda: self.group.react(who.person, message, emoji)

    def _commenting(self, who: Character, message: Message, number: int) -> Callable[[], object]:
        def comment() -> None:
            text = habits.comment(self.luck, self.setting, number, self.remarks.any("comments"))
            self.group.say(who.person, text, reply_to=message)

        return comment

    def _answering(self, who: Character, question: Asked, *, late: bool = False) -> Callable[[], object]:
        return lambda: self._answer(who, question, late)

    def _answer(self, who: Character, question: Asked, late: bool) -> None:
        if self.setting.form is not Form.HOUR:
            self._say_plainly(who, question)
            return
        text = self._words(question)
        names = [other.person.user.username for other in self._here() if other is not who]
        mentions = [f"@{username}" for username in names if username]
        said = habits.answer(
            self.luck,
            who.habit,
            replace(self.setting, sloppy=self.sloppy),
            question.number,
            f"{self.remarks.any('late')} {text}" if late else text,
            others=[other.number for other in self.asked_so_far if other.number != question.number],
            opening=self.remarks.any("openings"),
            mention=self.luck.choice(mentions) if mentions else "",
        )
        if who.asleep and not said.label:  # after the end, only what names its question or replies to it is an answer
            said = replace(said, as_reply=True)
        reply_to = question.message if said.as_reply else None
        scale, media = question.lasts / 600, self.luck.random()
        if question.kind is QuestionKind.OPEN and media < PHOTO + ALBUM + VOICE:
            self._show(who, question, said, media)
            return
        first = habits.mistyped(self.luck, said.text) if self.luck.random() < EDITED else said.text
        message = self.group.say(who.person, first, reply_to=reply_to)
        if first != said.text:
            self._plan(self.luck.uniform(15, 50) * scale, who, lambda: self.group.edit(message, said.text))
        elif said.meant:
            oops = self.remarks.any("oops").format(label=said.meant)
            self._plan(self.luck.uniform(8, 25) * scale, who, lambda: self.group.say(who.person, oops))
        elif said.label and question.kind is QuestionKind.OPEN and self.luck.random() < CONTINUED:
            more = f"{said.label}.2 {self.remarks.any('more')}"
            self._plan(self.luck.uniform(25, 70) * scale, who, lambda: self.group.say(who.person, more))

    def _delay(self, question: Asked) -> float:
        """When somebody answers; those who join a sprint do so soon."""
        joins = self.setting.form is Form.SPRINT and len(self.asked_so_far) == 1
        return (replace(question, lasts=min(question.lasts, SOON)) if joins else question).delay(self.luck)

    def _say_plainly(self, who: Character, question: Asked) -> None:
        """A start or a count in a sprint; a reply to a stumper."""
        if self.setting.form is Form.STUMPER:
            self.group.say(who.person, self.remarks.answer(question.text), reply_to=question.message)
            return
        text = self.sprinters.words(who.person.id, opening=question is self.asked_so_far[0] and not who.asleep)
        self.group.say(who.person, text)

    def _words(self, question: Asked) -> str:
        match question.kind:
            case QuestionKind.NUMBER:
                return self.remarks.number()
            case QuestionKind.POLL:
                return self.remarks.any("choosing")
            case _:
                return self.remarks.answer(question.text)

    def _show(self, who: Character, question: Asked, said: Said, media: float) -> None:
        """The answer as a photo, an album or a voice note."""
        reply_to = question.message if said.as_reply else None
        caption = f"{said.label} {self.remarks.any('captions')}" if said.label else self.remarks.any("captions")
        if media < PHOTO:
            self.group.say(who.person, photo=True, caption=caption, reply_to=reply_to)
        elif media < PHOTO + ALBUM:
            self.group.album(who.person, [caption, ""], reply_to=reply_to)
        else:
            self.group.voice(who.person, reply_to=question.message)
