"""Filing by hand: /file 3, /file talk, /drop and /undo as replies, and the box of unfiled messages."""

import re

from bot.commands.steering import pressed, refuse
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.loops.intake.slips import clean, person_of
from bot.rules.links import message_link
from bot.rules.words import Place
from bot.store import evenings, filing, likeness, messages, stages
from bot.store.stages import Stage
from bot.store.tables import Message, Participant, Question
from bot.wording import handfiling as wording
from bot.wording.html import escape
from bot.wording.posts import label

SHOWN = 5
"""Unfiled messages that are shown at a time."""
_NUMBER = re.compile(r"\D{0,9}(?P<number>\d{1,3})(?P<part>[a-z]?)", re.IGNORECASE)


def file(turn: Turn) -> None:
    """File the message that this replies to: under a question, as talk, or nowhere (/drop)."""
    found = _meant(turn)
    if found is None:
        return
    stage, message = found
    words = "drop" if turn.request.command == "drop" else turn.request.words.strip().lower()
    if words in ("talk", "drop"):
        _file(turn, stage, message, Place.TALK if words == "talk" else Place.NOWHERE, None)
        return
    number = _NUMBER.fullmatch(words)
    question = None
    if number is not None:
        question = filing.question(turn.session, stage.id, int(number["number"]), number["part"].lower())
    if question is None:
        _fail(turn, "no_question" if words else "how", stage)
        return
    _file(turn, stage, message, Place.ANSWER, question)


def undo(turn: Turn) -> None:
    """Bring back how the message was filed before somebody filed it by hand."""
    found = _meant(turn)
    if found is None:
        return
    stage, message = found
    act = filing.last_change(turn.session, stage.id, (message.chat_id, message.message_id))
    if act is None or act.undo is None:
        _fail(turn, "nothing_to_undo", stage)
        return
    filing.restore(turn.session, act.undo)
    act.undo = None
    evenings.amend(turn.session, stage.row, turn.now)
    turn.record(done=True, stage=stage)
    turn.react(DONE)


def box(turn: Turn) -> None:
    """The card's button: show what is unfiled, each with buttons that file it."""
    stage = pressed(turn, wording.saying("gone", turn.language))
    if stage is None:
        return
    found = filing.doubtful(turn.session, stage.id, SHOWN)
    if not found:
        turn.toast(wording.saying("empty", turn.language))
    for place, message in enumerate(found):
        person = turn.session.get(Participant, message.participant_id)
        url = message_link(message.chat_id, message.message_id)
        text = wording.doubtful("" if person is None else person.name, message.text, url)
        turn.tell(text, _buttons(turn, stage, message), part=place)
    if found:
        turn.explain_silence()


def press(turn: Turn) -> None:
    """A button of the box: "f", the session, the message, the question's id, "talk" or "drop", and the chat."""
    stage = pressed(turn, wording.saying("gone", turn.language))
    if stage is None:
        return
    _, _, number, chosen, chat, *_ = (*turn.request.press, "", "", "", "")
    message = filing.named(turn.session, stage, number, chat)
    if message is None:
        turn.toast(wording.saying("gone", turn.language))
    elif chosen in ("talk", "drop"):
        _file(turn, stage, message, Place.TALK if chosen == "talk" else Place.NOWHERE, None)
    else:
        asked = {str(question.id): question for question in filing.asked(turn.session, stage.id)}
        if chosen in asked:
            _file(turn, stage, message, Place.ANSWER, asked[chosen])


def _buttons(turn: Turn, stage: Stage, message: Message) -> list[list[tuple[str, str]]]:
    letters, mine, chat = likeness.letters(stage.series), f"f:{stage.id}:{message.message_id}", message.chat_id
    asked = [
        (label(letters, question.number, question.part), f"{mine}:{question.id}:{chat}")
        for question in filing.asked(turn.session, stage.id)
    ]
    rows = [asked[start : start + 5] for start in range(0, len(asked), 5)]
    talk, leave_out = turn.language.text("Talk"), turn.language.text("Leave out")
    return [*rows, [(talk, f"{mine}:talk:{chat}"), (leave_out, f"{mine}:drop:{chat}")]]


def _file(turn: Turn, stage: Stage, message: Message, place: Place, question: Question | None) -> None:
    kept = filing.before(turn.session, message)
    ended = stage.row.ended_at
    under = question if place is Place.ANSWER else None
    if place is Place.TALK:
        under = evenings.on_air(turn.session, stage.id)
    letters = likeness.letters(stage.series)
    filing.file(turn.session, message, place, under, letters, ended is not None and message.sent_at > ended)
    evenings.amend(turn.session, stage.row, turn.now)
    turn.record(done=True, stage=stage, undo=kept)
    name = "" if question is None else label(letters, question.number, question.part)
    key = {Place.ANSWER: "filed", Place.TALK: "talk"}.get(place, "dropped")
    turn.toast(wording.saying(key, turn.language, label=name))
    if not turn.request.press:
        turn.react(DONE)


def _meant(turn: Turn) -> tuple[Stage, Message] | None:
    """The message that the command replies to, and its session, if this person may file there."""
    request = turn.request
    if request.reply_to is None:
        _fail(turn, "how", None)
        return None
    message = filing.found(turn.session, (request.chat_id, request.reply_to))
    stage = stages.of(turn.session, message.session_id) if message is not None else _listening(turn)
    if stage is None:
        _fail(turn, "no_session", None)
        return None
    if not turn.may(stage):
        refuse(turn, stage)
        return None
    if message is None:
        message = kept(turn, stage)
    if message is not None and message.album is not None:
        message = filing.entry(messages.album(turn.session, message.chat_id, message.album))
    if message is None:
        _fail(turn, "no_session", stage)
        return None
    return stage, message


def _listening(turn: Turn) -> Stage | None:
    """The session that the message was said in, though it was not worth keeping then."""
    replied = turn.request.replied
    if replied is None:
        return None
    for one in messages.listening(turn.session, [turn.request.chat_id], replied.sent_at):
        if one.topic_id == turn.request.topic_id and one.floor.started_at <= replied.sent_at:
            return stages.of(turn.session, one.session_id)
    return None


def kept(turn: Turn, stage: Stage) -> Message | None:
    """Keep a message now that the bot let pass before; what its own posts and other bots say is never filed."""
    replied = turn.request.replied
    if replied is None or replied.sender is None or replied.by_other_bot:
        return None
    person, key = person_of(replied), (turn.request.chat_id, replied.message_id)
    messages.meet(turn.session, [person.row()])
    row = filing.row_of(
        key,
        stage.id,
        person.id,
        clean(replied.words),
        replied.sent_at,
        media=replied.media,
        edited_at=replied.edited_at,
        album=replied.media_group_id,
    )
    messages.add(turn.session, [row], [])
    return filing.found(turn.session, key)


def _fail(turn: Turn, key: str, stage: Stage | None) -> None:
    turn.record(done=False, stage=stage)
    if stage is None and not turn.facts.administers:
        return
    turn.react(PUZZLED)
    turn.tell(escape(wording.saying(key, turn.language)))
