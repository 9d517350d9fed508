"""One thing said to the bot, with all that is needed to obey it: who, where, what, when, and what Telegram knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from bot.commands.attachments import Import
from bot.loops.intake.desk import Me
from bot.loops.intake.slips import Person
from bot.loops.intake.updates import Message
from bot.rules.anonymity import Quota
from bot.rules.rights import Ground, Speaker, may_steer, named
from bot.rules.words import PostKind
from bot.store import acts, groups, likeness, people, posts, stages
from bot.store.database import Session
from bot.store.stages import Stage
from bot.store.tables import Group, Post, Series
from bot.wording.language import Language
from bot.wording.splitting import split

Buttons = Sequence[Sequence[tuple[str, str]]]
"""Rows of buttons: what each says and what it sends back."""
TIDIED = timedelta(minutes=1)
"""How long a command and its reaction stay in the group before they are tidied away, where the bot may."""
DONE, PUZZLED = "👌", "🤔"
"""Reactions on a command (both are in the Bot API's list, ReactionTypeEmoji)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was said or pressed."""

    key: str
    """The same whenever it is delivered: "chat:message" or the press's id."""
    who: Person
    chat_id: int
    private: bool
    message_id: int
    topic_id: int | None = None
    title: str = ""
    """The group's title."""
    command: str = ""
    """The command's name, in lower case; empty for a press and for plain words in private."""
    words: str = ""
    """What follows the command, or the plain words."""
    reply_to: int | None = None
    replied: Message | None = None
    """The message that it replies to, as far as the reply carries it."""
    press: tuple[str, ...] = ()
    """What a button sends back, in parts."""


@dataclass(slots=True)
class Facts:
    """What Telegram was asked before, and what a press is answered afterwards."""

    request: Request | None = None
    administers: frozenset[int] = frozenset()
    """The chats, of those that matter here, whose administrator the person is right now."""
    answer: str = ""
    off_record: bool = False
    """Who said it, and that it was said, is nowhere written down."""
    alert: bool = False
    """The answer stands in a window of its own until it is read."""
    found: Import | None = None
    """The question file that came with this request."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A request, as it is obeyed."""

    session: Session
    request: Request
    facts: Facts
    now: datetime
    me: Me
    chiefs: tuple[int | str, ...]
    """Who may moderate everywhere, by the settings."""
    quota: Quota = field(default_factory=Quota)
    """Of answers without a name."""

    @property
    def speaker(self) -> Speaker:
        """Who asks, as the rules of rights see it."""
        who = self.request.who
        return Speaker(who.id, who.username, who.is_chat)

    @property
    def language(self) -> Language:
        """The language that the person's app speaks; the series', where an answer can only be given in the group."""
        spoken = self.request.who.language
        if not (spoken and (self.reachable or self.request.press)):
            spoken = next((series.language for series in stages.hosted(self.session, self.request.chat_id)), spoken)
        return Language(spoken or "en")

    def may(self, stage: Stage) -> bool:
        """Whether the person may steer this session."""
        chat_id = None if stage.group is None else stage.group.chat_id
        return self._may(chat_id, stage.moderators)

    def may_plan(self, series: Series, group: Group | None) -> bool:
        """Whether the person may plan this series, which this group hosts."""
        return self._may(None if group is None else group.chat_id, series.moderators)

    def may_host(self, chat_id: int) -> bool:
        """Whether the person may decide what a group hosts."""
        return self._may(chat_id, ())

    @property
    def reachable(self) -> bool:
        """Whether the bot may write to this person in private."""
        who = self.request.who
        return not who.is_chat and (self.request.private or people.reachable(self.session, who.id))

    @property
    def is_chief(self) -> bool:
        """Whether the settings name the person."""
        return named(self.speaker, self.chiefs)

    def _may(self, chat_id: int | None, moderators: Sequence[int | str]) -> bool:
        return may_steer(self.speaker, Ground(chat_id, (*moderators, *self.chiefs)), self.facts.administers)

    def tell(self, html: str, buttons: Buttons = (), *, document: tuple[str, str] | None = None, part: int = 0) -> bool:
        """Answer in private by a message, if the bot may write one; never in the group. False when it may not.

        `document` is a file's name and text that comes along. Several answers to one request are told apart by `part`.
        """
        who = self.request.who
        if not self.reachable:
            return False
        pieces = split([html])
        for place, piece in enumerate(pieces):
            data: dict[str, Any] = {"html": piece}
            if place == len(pieces) - 1:
                data["buttons"] = [[list(button) for button in row] for row in buttons]
                data |= {} if document is None else {"document": list(document)}
            key = f"reply:{self.request.key}:{part}:{place}"
            posts.owe(self.session, Post(key=key, kind=PostKind.REPLY, due_at=self.now, chat_id=who.id, data=data))
        return True

    def tell_or_puzzle(self, html: str, buttons: Buttons = ()) -> None:
        """Answer in private; who has no private chat with the bot sees at least, by a puzzled look, that it heard."""
        if not self.tell(html, buttons):
            self.react(PUZZLED)

    def whisper(self, html: str, buttons: Buttons = ()) -> None:
        """Answer in private by a post that is wiped once it is out, so that it tells nobody who was answered what."""
        if not self.reachable:
            return
        data = {"html": html, "buttons": [[list(button) for button in row] for row in buttons]}
        key = f"{posts.SECRET}:{token_hex(8)}"
        post = Post(key=key, kind=PostKind.REPLY, due_at=self.now, chat_id=self.request.who.id, data=data)
        posts.owe(self.session, post)

    def hand(self, handout: str, *, change: bool = False, **data: Any) -> bool:
        """Owe the person what is composed when it is sent (`loops.sending.handouts`), if the bot may write to them.

        With `change` it takes the place of the message whose button was pressed.
        """
        request = self.request
        if not self.reachable:
            return False
        if change and request.private and request.press:
            data["edit"] = request.message_id
        key = f"reply:{request.key}:{handout}:{data.get('session', '')}"
        post = Post(key=key, kind=PostKind.REPLY, due_at=self.now, chat_id=request.who.id)
        post.data = {"handout": handout, **data}
        posts.owe(self.session, post)
        return True

    def toast(self, text: str, *, alert: bool = False) -> None:
        """What a press is answered; as an `alert` it stays until it is read."""
        self.facts.answer, self.facts.alert = text[:200], alert

    def explain_silence(self) -> None:
        """A press in a group that is answered in private: say so to somebody whom the bot may not write to yet."""
        if not self.reachable:
            self.toast(
                self.language.text("Press Start in a private chat with me first, then I show it there."), alert=True
            )

    def react(self, emoji: str) -> None:
        """Put a reaction on a command in the group, and tidy both away later where the bot may."""
        request = self.request
        group = groups.by_chat(self.session, request.chat_id)
        if group is None or request.private:
            return
        hosted = stages.hosted(self.session, request.chat_id)
        receipts = all(likeness.manners(series).receipts for series in hosted)
        for kind, wait in ((PostKind.RECEIPT, timedelta(0)), (PostKind.TIDY, TIDIED)):
            if not (group.can_delete if kind is PostKind.TIDY else receipts):
                continue
            data = {"chat": request.chat_id, "message": request.message_id, "emoji": emoji}
            key = f"{kind}:{request.key}"
            post = Post(key=key, kind=kind, due_at=self.now + wait, group_id=group.id, data=data)
            posts.owe(self.session, post)

    def answer(self, html: str) -> None:
        """Answer in private; else for a minute in the group, where the bot may tidy that away; else by a puzzled look.

        In the group one command is answered once a minute, however many ask.
        """
        request = self.request
        if self.tell(html) or request.private:
            return
        group = groups.by_chat(self.session, request.chat_id)
        if group is None or not group.can_delete:
            self.react(PUZZLED)
            return
        key = f"short:{request.chat_id}:{request.topic_id or 0}:{request.command}:{self.now:%Y%m%d%H%M}"
        mine = f"{PostKind.TIDY}:{request.key}"
        tidied: dict[str, dict[str, Any]] = {mine: {"chat": request.chat_id, "message": request.message_id}}
        if not posts.known(self.session, key):
            tidied[f"{PostKind.TIDY}:{key}"] = {"chat": request.chat_id, "post": key}
            post = Post(key=key, kind=PostKind.REPLY, due_at=self.now, group_id=group.id, topic_id=request.topic_id)
            post.data = {"html": split([html])[0]}
            posts.owe(self.session, post)
        for name, data in tidied.items():
            tidy = Post(key=name, kind=PostKind.TIDY, due_at=self.now + TIDIED, group_id=group.id, data=data)
            posts.owe(self.session, tidy)

    def record(
        self,
        *,
        done: bool,
        stage: Stage | None = None,
        group: Group | None = None,
        undo: dict[str, Any] | None = None,
    ) -> None:
        """Write down what was asked and whether it was done; from now on the request is known.

        `undo` is how a message was filed before.
        """
        request = self.request
        if acts.known(self.session, request.key):
            return
        place = stage.group if stage is not None else group
        acts.record(
            self.session,
            request.key,
            self.now,
            actor_id=request.who.id,
            actor_name=request.who.name,
            command=f"/{request.command} {request.words}".strip() if request.command else " ".join(request.press),
            done=done,
            group_id=None if place is None else place.id,
            session_id=None if stage is None else stage.id,
            undo=undo,
        )
