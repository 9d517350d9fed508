"""Answers without a name: /anonymous in private, a question, the words; a moderator's nod; the bot posts them.

Nothing here is recorded in the person's name, neither in the audit list nor as a post: see docs/participants.md.
"""

import structlog

from bot.commands.steering import refuse
from bot.commands.turn import PUZZLED, Turn
from bot.rules.words import PostKind, SessionState
from bot.store import anonymous, cards, drafts, likeness, liking, posts, stages
from bot.store.stages import BEGUN, Stage
from bot.store.tables import Post, Question
from bot.wording import anonymous as wording
from bot.wording.characters import one_line, shorten
from bot.wording.posts import label

log = structlog.get_logger(__name__)

STEP = "anonymous"
"""The step of a draft that waits for the words; it holds the session and the question, and goes with the words."""
LONGEST = 1_500
"""Characters of an answer without a name."""
MOST_OFFERED = 12
SHOWN = 40
"""UTF-16 units of a question on a button."""


def begin(turn: Turn) -> None:
    """Offer the questions that may be answered without a name."""
    turn.facts.off_record = True
    rows = [
        [(f"{_named(stage, one)} {shorten(one_line(one.text), SHOWN)}", f"a:{stage.id}:{one.position}")]
        for stage in _open(turn)
        for one in liking.posted(turn.session, stage.id)
    ]
    if not turn.reachable:
        turn.react(PUZZLED)
        return
    key = "which" if rows else "none"
    turn.whisper(wording.saying(key, turn.language), rows[-MOST_OFFERED:])


def press(turn: Turn) -> None:
    """A button: "a", the session, and a question; or, for moderators, what waits and whether to post it."""
    _, number, which, verb, *_ = (*turn.request.press, "", "", "")
    stage = stages.numbered(turn.session, number)
    if verb:
        _decide(turn, stage, which, verb)
        return
    turn.facts.off_record = True
    question = None if stage is None else _question(turn, stage, which)
    if stage is None or question is None or not _takes(turn, stage):
        turn.toast(turn.language.text(wording.SAYINGS["over"]))
        return
    data = {"session": stage.id, "question": question.id}
    drafts.set_aside(turn.session, turn.request.who.id, STEP, data, turn.now)
    turn.whisper(wording.saying("write", turn.language, label=_named(stage, question)))


def said(turn: Turn) -> bool:
    """Plain words in private may be an answer without a name; True when they were."""
    draft = drafts.of(turn.session, turn.request.who.id)
    if draft is None or draft.step != STEP:
        return False
    turn.facts.off_record = True
    data = dict(draft.data)
    drafts.take_up(turn.session, turn.request.who.id, turn.now)
    try:
        with turn.session.begin_nested():
            told, values = _hand_in(turn, data["session"], data["question"])
    except (ValueError, LookupError, TypeError):
        log.error("an answer without a name could not be taken in")
        told, values = "failed", {}
    turn.whisper(wording.saying(told, turn.language, **values))
    return True


def _hand_in(turn: Turn, session_id: int, question_id: int) -> tuple[str, dict[str, str]]:
    """Let the words wait for a moderator; the key of what the person is told."""
    stage, question = stages.of(turn.session, session_id), turn.session.get(Question, question_id)
    words = turn.request.words.strip()
    if stage is None or question is None or not _takes(turn, stage):
        return "over", {}
    if not words or len(words) > LONGEST:
        return "words_only", {"most": str(LONGEST)}
    moderators = sorted(cards.recipients(turn.session, stage))
    if not moderators:
        return "nobody", {}
    if not turn.quota.spend(turn.request.who.id, question_id):
        return "too_many", {}
    token = anonymous.keep(stage.row, question_id, words)
    if token is None:
        return "full", {}
    for person_id in moderators:
        data = {"handout": "anonymous", "session": stage.id, "token": token}
        key = f"{stage.id}:anonymous:{token}:{person_id}"
        post = Post(key=key, kind=PostKind.REPLY, due_at=turn.now, chat_id=person_id, data=data)
        posts.owe(turn.session, post)
    return "handed_in", {"label": _named(stage, question)}


def _decide(turn: Turn, stage: Stage | None, token: str, verb: str) -> None:
    """A moderator lets an answer out, or erases it."""
    if stage is None or anonymous.waiting(stage.row, token) is None:
        turn.toast(turn.language.text(wording.SAYINGS["dealt_with"]))
        return
    if not turn.may(stage):
        refuse(turn, stage)
        return
    handed = anonymous.take(stage.row, token)
    if verb == "yes" and handed is not None:
        anonymous.post(turn.session, stage, token, handed, turn.now)
    turn.record(done=True, stage=stage)
    key = {"yes": "posted"}.get(verb, "declined")
    turn.toast(turn.language.text(wording.SAYINGS[key]))


def _open(turn: Turn) -> list[Stage]:
    """The sessions that take answers without a name now."""
    return [stage for stage in stages.begun(turn.session) if _takes(turn, stage)]


def _takes(turn: Turn, stage: Stage) -> bool:
    row = stage.row
    late = row.state is SessionState.CLOSED and row.late_until is not None and turn.now <= row.late_until
    listens = row.state in BEGUN and (row.state is not SessionState.CLOSED or late)
    return listens and likeness.manners(stage.series).anonymous


def _question(turn: Turn, stage: Stage, which: str) -> Question | None:
    asked = liking.posted(turn.session, stage.id)
    return next((one for one in asked if which == str(one.position)), None)


def _named(stage: Stage, question: Question) -> str:
    return label(likeness.letters(stage.series), question.number, question.part)
