"""The chat of a rehearsal in a terminal, as it happens: who says what, where the bot files it, the recap at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from bot.rehearsal.chats import Chat
from bot.rehearsal.conductor import News
from bot.rehearsal.filed import Filed, Sort, places
from bot.rehearsal.leading import LedClock
from bot.rehearsal.messages import Message
from bot.rehearsal.programme import Programme
from bot.rehearsal.progress import progress
from bot.rehearsal.styles import BOT, QUIET, first_words, formatted, line, name, readable, said, since
from bot.rehearsal.world import Event
from bot.rules.recap import Recap

PLAIN_WIDTH = 100
"""Columns where the output is no terminal."""
NARROW = 80
VOTES = 4
"""As many votes are told together."""
NAME, SHORT_NAME, MARK = 14, 8, 5
"""Columns for names, also where there is little room, and for what a message counts as."""


class _Console(Console):
    """A console that leaves it to the command line what happens when nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Let the error through; rich itself would end the process with an error."""
        raise BrokenPipeError


class Terminal:
    """Prints a rehearsal; colours, frames and a line of progress only where there is a terminal."""

    def __init__(self, out: TextIO, *, live: bool) -> None:
        self._live = live
        shape: dict[str, Any] = {} if live else {"width": PLAIN_WIDTH, "color_system": None, "force_terminal": False}
        self.console = _Console(file=out, highlight=False, emoji=False, markup=False, **shape)
        self._names: dict[str, str] = {}
        self._filed: dict[int, Filed] = {}
        self._voted: list[str] = []
        self._voters: set[tuple[int, int]] = set()
        self._at_gap = True
        self._recap: Recap | None = None

    @contextmanager
    def watching(self, programme: Programme, chat: Chat, clock: LedClock, address: str) -> Iterator[None]:
        """Show what happens in a chat from now on; `address` is where the page is."""
        self._programme, self._chat, self._clock = programme, chat, clock
        self._letter, self._length = programme.plan.letters.question, programme.length.total_seconds()
        self._open(address)
        with ExitStack() as stack:
            if self._live:
                stack.enter_context(
                    Live(
                        console=self.console,
                        get_renderable=lambda: progress(self._recap, self._gone(), self._length, self.console.width),
                        refresh_per_second=8,
                        transient=True,
                        vertical_overflow="crop",
                    )
                )
            yield

    def show(self, news: News) -> None:
        """Print what has happened."""
        before, self._filed = self._filed, places(news.recap)
        self._recap = news.recap
        edited = {event.body.get("message_id") for event in news.events}
        for event in news.events:
            if event.chat_id == self._chat.id:
                self._event(event, news)
        for number, place in before.items():
            now = self._filed.get(number)
            if now != place and number not in edited:
                what = f"{_whose(self._message(number))} “{first_words(self._message(number))}”"
                self._aside(f"↪ {what} goes to {now.label if now and now.label else 'no question'}", BOT)

    def finish(self, news: News) -> None:
        """Print the recap as it stands in the chat, if there is one: a stumper has none."""
        self._flush()
        if not news.published:
            return
        whole = Text("\n\n").join(formatted(m.text, m.entities) for m in map(self._message, news.published))
        title = "The recap, as it stands in the chat"
        self._gap()
        self._framed(title, whole)

    def say(self, text: str, *points: str) -> None:
        """Print something beside the chat, and a list below it."""
        self.console.print()
        line(self.console, [], Text(text))
        for number, point in enumerate(points, 1):
            line(self.console, [(Text(f"  {number}."), 4)], Text(point))

    def _framed(self, title: str, text: Text) -> None:
        if self._live:
            self.console.print(Panel(text, title=title, border_style="green", padding=(1, 2)))
            return
        self.console.print(title, "-" * len(title), sep="\n")
        line(self.console, [], text)

    def _open(self, address: str) -> None:
        plan, session = self._programme.plan, self._programme.session
        count = len(self._programme.lengths)
        lines = Text.assemble(
            (readable(session.topic or plan.title), "bold"),
            f"\n{readable(plan.title)}, {readable(plan.hashtag)} · {count} question{'' if count == 1 else 's'} in "
            f"{since(self._length, self._length).replace(':00', ' minutes')}\n\n",
            "The bot is the real one. Telegram and the people are made up, and nothing leaves this machine.\n"
            "Before each name: where the bot files it. ",
            (f"{self._letter}1", "bold green"),
            " an answer to question 1, ",
            ("↳", "green"),
            " a comment on an answer, ",
            ("·", QUIET),
            " talk.",
        )
        self._framed("chathour demo", lines)
        if self._live:  # where it is differs from run to run
            self.console.print(Text(f"The same in a browser, to join in: {address}", QUIET))
        self.console.print()

    def _event(self, event: Event, news: News) -> None:
        if event.kind == "member":
            self._member(event.body)
            return
        message = self._chat.messages.get(event.body.get("message_id", 0))
        if message is None or message.is_service:
            return
        if event.kind == "poll":
            self._vote(message)
            return
        if event.kind == "message":
            self._posted(message, news) if message.by_bot else self._written(message)
        elif event.kind == "edited":
            self._edited(message, news)
        elif event.kind == "reaction" and event.body["emoji"] and not event.body["user"]["is_bot"]:
            who = readable(event.body["user"]["first_name"])
            self._aside(f"{event.body['emoji'][0]}  {who} to {_whose(message)} “{first_words(message)}”")

    def _posted(self, message: Message, news: News) -> None:
        """A post of the bot's, set apart from the talk."""
        if message.id in news.published:
            if message.id == news.published[0]:
                self._aside("The bot posts the recap: see below.", BOT)
            return
        self._flush()
        text = said(message)
        text.stylize("bold")
        if message.poll is not None:
            text.append("\n".join(f"☐ {readable(option)}" for option in message.poll.options))
        if any(e.kind == "pinned" and e.body == {"message_id": message.id, "pinned": True} for e in news.events):
            text.append("  (pinned)", QUIET)
        self._gap()
        self._line([*self._columns(message, Text("")), (Text("▌", BOT), 1)], text)
        self._gap()

    def _written(self, message: Message) -> None:
        if message.album and not message.text:  # one of several pictures, told of with their caption
            return
        text = said(message)
        if message.reply_to is not None:
            text = Text.assemble((f"(to {self._replied(message.reply_to)}) ", QUIET), text)
        self._line(self._columns(message, self._mark(message.id)), text)

    def _edited(self, message: Message, news: News) -> None:
        if message.by_bot:
            if message.id == (news.published[:1] or (0,))[0]:
                self._aside("The bot amends the recap.", BOT)
            return
        text = Text.assemble(("(edited) ", QUIET), said(message))
        self._line(self._columns(message, self._mark(message.id)), text)

    def _member(self, body: dict[str, Any]) -> None:
        member = body["new_chat_member"]
        if member["status"] == "member" and not member["user"]["is_bot"]:
            self._aside(f"→ {readable(member['user']['first_name'])} joins the group")

    def _vote(self, message: Message) -> None:
        """Votes are told together, before the next thing that is said."""
        for number, (user, chosen) in message.poll.votes.items() if message.poll is not None else ():
            if (message.id, number) not in self._voters and chosen:
                self._voters.add((message.id, number))
                self._voted.append(readable(user.first_name))
        if len(self._voted) == VOTES:
            self._flush()

    def _flush(self) -> None:
        if self._voted:
            self._aside(f"☑ {', '.join(self._voted)} voted")
            self._voted.clear()

    def _gap(self) -> None:
        """An empty line, unless there is one already."""
        if not self._at_gap:
            self.console.print()
        self._at_gap = True

    def _line(self, columns: list[tuple[Text, int]], text: Text) -> None:
        line(self.console, columns, text)
        self._at_gap = False

    def _aside(self, text: str, style: str = QUIET) -> None:
        """Something that happens beside what is said."""
        stamp, width = self._stamp()
        self._line([(stamp, width), (Text(""), MARK)], Text(text, style))

    def _gone(self) -> float:
        """Seconds since the start."""
        return self._clock.time() - self._programme.starts_at.timestamp()

    def _stamp(self) -> tuple[Text, int]:
        return Text(f"{since(self._gone(), self._length):>6}", QUIET), 7

    def _columns(self, message: Message, mark: Text) -> list[tuple[Text, int]]:
        width = NAME if self.console.width >= NARROW else SHORT_NAME
        return [self._stamp(), (mark, MARK), (name(message, self._names, width), width)]

    def _mark(self, number: int) -> Text:
        filed = self._filed.get(number)
        match filed.sort if filed else None:
            case Sort.ANSWER:
                return Text(filed.label if filed else "", "bold green")
            case Sort.COMMENT:
                return Text("↳", "green")
            case Sort.TALK:
                return Text("·", QUIET)
        return Text("")

    def _replied(self, message: Message) -> str:
        asked = [q.label for q in (self._recap.questions if self._recap else ()) if q.message_id == message.id]
        return asked[0] if asked else readable(message.speaker)

    def _message(self, number: int) -> Message:
        return self._chat.messages[number]


def _whose(message: Message) -> str:
    return "the bot’s" if message.by_bot else f"{readable(message.speaker)}’s"
