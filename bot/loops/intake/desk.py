"""The desk where a batch of messages is filed: what was known before, what was filed a moment ago, what to write."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot.loops.intake.hints import First
from bot.loops.intake.slips import Person, answers_of, clean, filed_as, key_of, known_by, person_of, row_of
from bot.loops.intake.updates import Message
from bot.loops.sending import forms
from bot.rules import filing
from bot.rules.filing import Filing, Said, Thread
from bot.rules.words import FiledBy, Form, Place
from bot.store import evenings, messages
from bot.store.attendance import Presence
from bot.store.database import Session
from bot.store.messages import Key, Known, Listening
from bot.store.tables import Session as Row

Met = Mapping[int, Person | None]
"""Who was met before, by id, and as whom they are written down; None when that may have changed meanwhile."""
NOWHERE = Filing(Place.NOWHERE, (), FiledBy.CLOCK)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str
    """In lower case."""
    hears_all: bool = True
    """Privacy mode is off: plain messages arrive even where the bot is no administrator."""


class Desk:
    """Files messages one after the other; `put_down` writes what has gathered, in few statements."""

    def __init__(
        self, session: Session, known: dict[Key, Known], met: Met, noted: Container[Presence], me: Me, now: datetime
    ) -> None:
        self._session, self._known, self._met, self._noted, self._me, self._now = session, known, met, noted, me, now
        self._waiting: dict[int, Person] = {}
        self._messages: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []
        self.people: dict[int, Person] = {}
        """Who was not met before, or not as this, and is written down now."""
        self.present: set[Presence] = set()
        """Who has spoken in which session, beyond what was `noted`."""
        self.firsts: dict[int, First] = {}
        """Of them, who was never met before and what they said first, by their ids."""
        self.filed: dict[FiledBy, int] = {}
        self.moved = False
        """Something filed before was filed anew, and what was said about it may have moved along."""
        self.owes = False
        """Something was filed that posts may follow from."""

    def take(self, message: Message, listening: Sequence[Listening]) -> None:
        """File one message or edit; `listening` are the sessions of its chat, the one begun last first."""
        before = self._known.get(key_of(message))
        if before is None:
            # A series in a topic hears that topic; one without hears the group, in a forum its general topic.
            topic = message.message_thread_id if message.is_topic_message else None
            fitting = [one for one in listening if one.topic_id == topic]
        elif _is_newer(message, before):
            fitting = [one for one in listening if one.session_id == before.session_id]
        else:
            return
        if not fitting:
            return
        person = person_of(message)
        if before is not None:
            self._edit(message, person, before, fitting[0])
        elif message.command is None:
            self._new(message, person, fitting)
        elif message.command.bot in ("", self._me.username):
            sprints = [one for one in fitting if one.floor.form is Form.SPRINT]
            if sprints:
                self._new(message, person, sprints)

    def put_down(self) -> None:
        """Write what was filed so far, and first of all who said it."""
        messages.meet(self._session, [self._waiting[person_id].row() for person_id in sorted(self._waiting)])
        self._waiting = {}
        self.present |= messages.add(self._session, self._messages, self._answers, self._noted)
        self._messages, self._answers = [], []

    def _meet(self, person: Person) -> bool:
        """Write the person down unless that was done; True when nobody with this id was met before."""
        if (self.people.get(person.id) or self._met.get(person.id)) == person:
            return False
        self.people[person.id] = self._waiting[person.id] = person
        return person.id not in self._met

    def _new(self, message: Message, person: Person, fitting: Sequence[Listening]) -> None:
        one, filed = self._choose(message, person, fitting)
        if filed.place is Place.NOWHERE and message.media_group_id is None:
            return
        new = self._meet(person)
        if message.media_group_id is not None:
            self._album(message, person, one)
            return
        row = row_of(message, person, one, filed)
        if new:
            self.firsts.setdefault(person.id, (one, row))
        key = key_of(message)
        self._messages.append(row)
        self._answers += answers_of(key, row["text"], one, filed)
        self._known[key] = known_by(row)
        self._follow(one, filed)
        if one.floor.form is not Form.HOUR:
            self.put_down()
            self.owes = True
            forms.follow(self._session, one, row, self._now)
        if filed.corrects:
            self._correct(message, person, one, filed.corrects)

    def _choose(self, message: Message, person: Person, fitting: Sequence[Listening]) -> tuple[Listening, Filing]:
        """The session that a message belongs to: the one begun last in which more than the clock speaks for it.

        A hashtag that the message names comes first.
        """
        if len(fitting) == 1:
            return fitting[0], self._file(message, person, fitting[0])
        words = message.words.lower()
        fitting = sorted(fitting, key=lambda one: one.hashtag not in words)
        filings = [(one, self._file(message, person, one)) for one in fitting]
        for one, filed in filings:
            if filed.place is not Place.NOWHERE and filed.filed_by is not FiledBy.CLOCK:
                return one, filed
        return next((pair for pair in filings if pair[1].place is not Place.NOWHERE), filings[0])

    def _file(self, message: Message, person: Person, one: Listening) -> Filing:
        return filing.file(self._said(message, person, one), one.floor, self._thread(message, one))

    def _said(self, message: Message, person: Person, one: Listening) -> Said:
        reply = message.reply
        carried = "" if reply is None else reply.words or (reply.poll.question if reply.poll else "")
        quoted = "" if message.quote is None else message.quote.text
        return Said(
            chat_id=message.chat.id,
            message_id=message.message_id,
            text=clean(message.words),
            sent_at=message.sent_at,
            media=message.media,
            reply_to=None if reply is None else reply.message_id,
            reply_from_bot=message.replied_to is not None and message.replied_to.id == self._me.id,
            reply_text=clean(carried or quoted),
            by_moderator=person.id == message.chat.id
            or person.id in one.moderators
            or (person.username != "" and person.username.lower() in one.moderators),
        )

    def _thread(self, message: Message, one: Listening) -> Thread | None:
        """What the message replied to was filed as, if as an answer or a comment of the same session."""
        if message.reply is None:
            return None
        there = self._known.get((message.chat.id, message.reply.message_id))
        if there is None or there.session_id != one.session_id:
            return None
        root = message.reply.message_id
        if there.album is not None:  # of an album's parts one is the entry, whichever of them is replied to
            parts = messages.album(self._session, message.chat.id, there.album)
            entry = next((part for part in parts if part.place is not Place.NOWHERE), parts[0])
            root = entry.message_id
            there = messages.known(self._session, [(message.chat.id, root)])[message.chat.id, root]
        if there.question_id is None:
            return None
        if there.place is Place.ANSWER:
            return Thread(root, there.question_id)
        if there.place is Place.COMMENT and there.thread is not None:
            return Thread(there.thread, there.question_id)
        return None

    def _edit(self, message: Message, person: Person, before: Known, one: Listening) -> None:
        """An edit: the new words replace the old, and decide anew, unless somebody filed the message by hand."""
        text = clean(message.words)
        if text == before.text:
            return  # Telegram also reports changes that nobody sees
        self._meet(person)
        self.put_down()
        key = key_of(message)
        over = (
            one.floor.late_until is not None
            and message.edited_at is not None
            and message.edited_at > one.floor.late_until
        )
        if before.by_hand or over or before.album is not None:
            messages.reword(self._session, key, text, message.edited_at)
            self._known[key] = replace(before, text=text, edited_at=message.edited_at)
            if before.album is not None and not (before.by_hand or over):
                self._settle_album(message, person, one, before.album)
            return
        filed = NOWHERE
        if message.command is None or one.floor.form is Form.SPRINT:
            filed = self._file(message, person, one)
        row = row_of(message, person, one, filed)
        messages.refile(self._session, key, row, answers_of(key, text, one, filed))
        now = self._known[key] = known_by(row)
        if (now.place, now.question_id) != (before.place, before.question_id):
            self._move()
        self._follow(one, filed, changed=True)

    def _album(self, message: Message, person: Person, one: Listening) -> None:
        row = row_of(message, person, one, NOWHERE)
        self._messages.append(row)
        self._known[key_of(message)] = known_by(row)
        self.put_down()
        self._settle_album(message, person, one, message.media_group_id or "")

    def _settle_album(self, message: Message, person: Person, one: Listening, album: str) -> None:
        """An album is one entry: the part with the first caption, else the first part, in whatever order they come."""
        parts = messages.album(self._session, message.chat.id, album)
        if any(part.by_hand for part in parts):
            return
        first, entry = parts[0], next((part for part in parts if part.text), parts[0])
        said = self._said(message, person, one)
        said = replace(said, message_id=first.message_id, text=entry.text, sent_at=first.sent_at)
        filed = filing.file(said, one.floor, self._thread(message, one))
        key = (entry.chat_id, entry.message_id)
        for part in parts:
            if part is not entry:
                messages.refile(self._session, (part.chat_id, part.message_id), filed_as(NOWHERE), [])
                messages.rethread(self._session, (part.chat_id, part.message_id), entry.message_id)
        messages.refile(self._session, key, filed_as(filed), answers_of(key, entry.text, one, filed))
        self._known.update(messages.known(self._session, [(part.chat_id, part.message_id) for part in parts]))
        self._move()
        self._follow(one, filed, changed=True)

    def _correct(self, message: Message, person: Person, one: Listening, questions: tuple[int, ...]) -> None:
        """ "Oops, that should be A2": the sender's message before belongs under that question."""
        self.put_down()
        meant = None
        if message.reply is not None:  # a reply to one's own message says which is meant
            meant = messages.own(self._session, (message.chat.id, message.reply.message_id), person.id)
        if meant is None:
            meant = messages.before(self._session, one.session_id, person.id, key_of(message))
        if meant is None:
            return
        key = (meant.chat_id, meant.message_id)
        filed = Filing(Place.ANSWER, questions, FiledBy.LABEL, late=meant.late)
        messages.refile(self._session, key, filed_as(filed), answers_of(key, meant.text, one, filed))
        self._known.update(messages.known(self._session, [key]))
        self._move()
        self._follow(one, filed, changed=True)

    def _move(self) -> None:
        """A message has another place now, so what was noted or remembered of others may be wrong."""
        self.moved, self.present, self._noted = True, set(), ()

    def _follow(self, one: Listening, filed: Filing, *, changed: bool = False) -> None:
        """Count, and amend the recap when the session has one already and this changes it."""
        self.filed[filed.filed_by] = self.filed.get(filed.filed_by, 0) + 1
        if one.floor.ended_at is not None and (changed or filed.place is not Place.NOWHERE):
            self.owes = True
            evenings.amend(self._session, self._session.get_one(Row, one.session_id), self._now)


def _is_newer(message: Message, before: Known) -> bool:
    """An edit undoes what was there before it; an original that is delivered again undoes nothing."""
    if message.edited_at is None:
        return False
    return before.edited_at is None or message.edited_at >= before.edited_at
