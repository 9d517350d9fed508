"""Filing: deciding which question a message answers. docs/filing.md tells every decision, with examples."""

from datetime import datetime

from msgspec import Struct

from bot.rules.asides import corrected, remarks
from bot.rules.labels import Head, Label, claim, claimed, head_of
from bot.rules.plans import Letters
from bot.rules.quotes import quoted, repeats
from bot.rules.sprints import is_said
from bot.rules.words import FiledBy, Form, Place, QuestionKind, Unlabelled


class Asked(Struct, frozen=True):
    """A question that was posted, or whose posting was tried."""

    id: int
    number: int
    part: str
    text: str
    kind: QuestionKind
    posted_at: datetime
    """When its posting was first tried."""
    chat_id: int | None
    message_id: int | None
    """None while its posting was never confirmed."""
    doubled: bool = False
    """It was tried again without knowing what had come of the first try, so it may stand in the chat twice."""


class Floor(Struct, frozen=True):
    """What was asked in a session so far, and how the series files."""

    asked: tuple[Asked, ...]
    """In order of posting."""
    letters: Letters
    unlabelled: Unlabelled
    started_at: datetime
    ended_at: datetime | None
    late_until: datetime | None
    closing_message_id: int | None
    form: Form = Form.HOUR


class Said(Struct, frozen=True, gc=False):
    """A message as it is filed."""

    chat_id: int
    message_id: int
    text: str
    """Or the caption."""
    sent_at: datetime
    """In whole seconds, as Telegram gives it; of an edited message, when it was first sent."""
    media: str = ""
    reply_to: int | None = None
    reply_from_bot: bool = False
    reply_text: str = ""
    """Of the message replied to, or the quote from it."""
    by_moderator: bool = False


class Thread(Struct, frozen=True, gc=False):
    """What the message replied to was filed as, if it is an answer or a comment."""

    root: int
    """The message id of the answer that the thread began with."""
    question_id: int


class Filing(Struct, frozen=True, gc=False):
    """What a message counts as, and which rule decided."""

    place: Place
    questions: tuple[int, ...]
    """Question ids: every one that an answer answers; at most one for a comment or talk."""
    filed_by: FiledBy
    thread: int | None = None
    late: bool = False
    corrects: tuple[int, ...] = ()
    """If there are any, the message only corrects: the sender's previous message belongs under these questions."""


BRIEF = 120
"""Characters; a text that begins with a label and is longer answers, whatever it corrects."""
NOWHERE = Filing(Place.NOWHERE, (), FiledBy.CLOCK)


def file(said: Said, floor: Floor, thread: Thread | None) -> Filing:
    """Decide where a message belongs: by its label, by what it replies to, by its thread, or by the clock."""
    late = _after_end(said, floor)
    if _before_start(said, floor) or (late and not _in_time(said, floor)):
        return NOWHERE
    if floor.form is Form.STUMPER:
        return _tried(said, floor, thread, late=late)
    if said.by_moderator and _is_repeated(said.text, floor, more=said.reply_to is None):
        return _by_clock(said, floor, late=late, counts=False)
    head = head_of(said.text, floor.letters)
    questions, corrects = _labelled(said, floor, head) if head else ((), ())
    if corrects:
        talk = _by_clock(said, floor, late=late, counts=False)
        return Filing(talk.place, talk.questions, FiledBy.CLOCK, corrects=corrects)
    if questions:
        return Filing(Place.ANSWER, questions, FiledBy.LABEL, late=late)
    replied = _replied_to(said, floor)
    if replied:
        return Filing(Place.ANSWER, (replied.id,), FiledBy.REPLY, late=late)
    if floor.form is Form.SPRINT:
        asked = on_air(floor, said)
        if asked is not None and is_said(said.text, counting=asked is not floor.asked[0], late=late):
            return Filing(Place.ANSWER, (asked.id,), FiledBy.LABEL, late=late)
    if thread:
        return Filing(Place.COMMENT, (thread.question_id,), FiledBy.THREAD, thread.root, late)
    return _by_clock(said, floor, late=late)


def _tried(said: Said, floor: Floor, thread: Thread | None, *, late: bool) -> Filing:
    """A stumper hears only what replies to it, and to the tries."""
    replied = _replied_to(said, floor)
    if replied:
        return Filing(Place.ANSWER, (replied.id,), FiledBy.REPLY, late=late)
    if thread:
        return Filing(Place.COMMENT, (thread.question_id,), FiledBy.THREAD, thread.root, late)
    return NOWHERE


def on_air(floor: Floor, said: Said) -> Asked | None:
    """Give the question that was posted last before a message was sent."""
    for asked in reversed(floor.asked):
        if _was_asked(asked, said):
            return asked
    return None


def _was_asked(asked: Asked, said: Said) -> bool:
    """Tell whether a question was posted before a message was sent: by their order in the chat, else by the second.

    Of a question that may stand there twice, only the second post's place is known.
    """
    if asked.message_id is not None and asked.chat_id == said.chat_id:
        below = asked.message_id < said.message_id
        if below or not asked.doubled:
            return below
    return asked.posted_at.replace(microsecond=0) <= said.sent_at


def _is_earlier(message_id: int, chat_id: int, first: Asked) -> bool:
    """Tell whether a message stands above the first question of a session for sure."""
    return not first.doubled and first.chat_id == chat_id and message_id < (first.message_id or 0)


def _before_start(said: Said, floor: Floor) -> bool:
    return said.sent_at < floor.started_at and said.sent_at < floor.started_at.replace(microsecond=0)


def _after_end(said: Said, floor: Floor) -> bool:
    if floor.ended_at is None:
        return False
    ended_at = floor.ended_at.replace(microsecond=0)
    if said.sent_at != ended_at:
        return said.sent_at > ended_at
    return floor.closing_message_id is not None and said.message_id > floor.closing_message_id


def _in_time(said: Said, floor: Floor) -> bool:
    return floor.late_until is not None and said.sent_at <= floor.late_until


def _by_clock(said: Said, floor: Floor, *, late: bool, counts: bool = True) -> Filing:
    """File beside the question on air; as an answer to it where the series says so and the message `counts`."""
    if late or floor.unlabelled is Unlabelled.IGNORE:
        return NOWHERE
    asked = on_air(floor, said)
    if asked is None:
        return Filing(Place.UNFILED, (), FiledBy.CLOCK)
    answers = counts and floor.unlabelled is Unlabelled.ANSWER
    return Filing(Place.ANSWER if answers else Place.TALK, (asked.id,), FiledBy.CLOCK)


def _labelled(said: Said, floor: Floor, head: Head) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the questions that the labels of a message answer, and those that it corrects the message before to."""
    found = claimed(said.text, head, opening=not said.by_moderator)
    correction = corrected(said.text, head) if not found or len(said.text) <= BRIEF else None
    if correction:
        meant = _asked_for(correction.labels, said, floor)
        return (meant, ()) if correction.own else ((), meant)
    if not found or remarks(found, by_moderator=said.by_moderator):
        return (), ()
    if found.retweet and _is_repeated(said.text, floor, more=False):
        return (), ()
    return _asked_for(found.labels, said, floor), ()


def _asked_for(labels: tuple[Label, ...], said: Said, floor: Floor) -> tuple[int, ...]:
    """Give the questions already asked among the labels; a part that was never asked counts for its number."""
    ids: list[int] = []
    for label in labels:
        known = [asked for asked in floor.asked if asked.number == label.number and _was_asked(asked, said)]
        ids += [asked.id for asked in sorted(known, key=lambda asked: (asked.part != label.part, asked.part))[:1]]
    return tuple(dict.fromkeys(ids))


def _is_repeated(text: str, floor: Floor, *, more: bool) -> bool:
    """Tell whether a text is one of the questions word for word; with `more`, or has one with other words around it."""
    found = claim(text, floor.letters)
    body = found.body if found else text
    around = found.asks if found else more
    return any(repeats(body, asked.text, more=around) for asked in floor.asked)


def _replied_to(said: Said, floor: Floor) -> Asked | None:
    """Give the question whose post a message replies to or quotes.

    The post is known by its id, or by the text that the reply carries: a post that was never confirmed, or went out
    twice, has an id that we don't know, and a group that became a supergroup has new ones.
    """
    if said.reply_to is not None:
        for asked in floor.asked:
            if asked.message_id == said.reply_to and asked.chat_id == said.chat_id:
                return asked
        if floor.closing_message_id is not None and said.reply_to > floor.closing_message_id:
            return None
        if floor.asked and _is_earlier(said.reply_to, said.chat_id, floor.asked[0]):
            return None  # another session may have asked the same
    if not said.reply_from_bot or not said.reply_text:
        return None
    asked_so_far = [(f"{floor.letters.question}{asked.number}{asked.part}", asked.text) for asked in floor.asked]
    at = quoted(said.reply_text, asked_so_far, whole=said.reply_to is not None)
    return None if at is None else floor.asked[at]
