"""The control card of those who moderate: what is on air, how the room is, what comes next, and the reins."""

from dataclasses import dataclass
from datetime import timedelta

from bot.rules.reins import Room
from bot.rules.words import SessionState
from bot.wording.characters import shorten
from bot.wording.html import bold, escape, italic
from bot.wording.language import Language, marked

LONGEST = 600
"""UTF-16 units of a question on the card."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card tells."""

    session_id: int
    hashtag: str
    topic: str
    state: SessionState
    on_air: str = ""
    """The label and text of the question on air; empty before the first."""
    asked: int = 0
    """Its id; 0 before the first."""
    answers: int = 0
    """To the question on air."""
    people: int = 0
    """Who answered it."""
    all_answers: int = 0
    all_people: int = 0
    room: Room = Room.STEADY
    coming: str = ""
    """The label and text of the next question; empty when none is left."""
    next_id: int = 0
    next_label: str = ""
    """Its label alone."""
    wait: timedelta | None = None
    """Until the next question, or until the end when none is left."""
    resumes: timedelta | None = None
    """Until a hold ends by itself."""
    waits: bool = False
    """The next question waits by itself, because the room is busy."""
    left: int = 0
    """Questions still to come."""
    spares: int = 0
    spare: str = ""
    """The label and text of the first of them."""
    spare_id: int = 0
    round: int = 0
    """1 while the first of two rounds runs."""
    box: int = 0
    """Suggestions that wait."""
    doubtful: int = 0
    """Messages that are filed nowhere."""


def card(facts: CardFacts, language: Language, *, in_group: bool = False) -> str:
    """The card in words. Whole minutes only, so that it changes no more often than it must.

    In a group it keeps the next question's words to itself: they are a surprise for whoever reads along.
    """
    say = language.text
    lines = [f"🎛 {language.apart(escape(facts.hashtag))} {bold(facts.topic)}", ""]
    if facts.state in (SessionState.CLOSED, SessionState.CANCELLED):
        lines.append(say("The session is over."))
        lines.append(_count(facts.all_answers, facts.all_people, language))
        return "\n".join(lines)
    if facts.on_air:
        lines += [say("On air:"), escape(shorten(facts.on_air, LONGEST))]
        lines.append(f"{_count(facts.answers, facts.people, language)} · {_room(facts.room, language)}")
    else:
        lines.append(say("The first question is still to come."))
    lines.append("")
    if facts.coming and in_group:
        lines.append(say("{label} comes {wait}.", label=escape(facts.next_label), wait=_wait(facts, language)))
        lines.append(language.plural("{count} question is left.", "{count} questions are left.", facts.left))
    elif facts.coming:
        lines += [say("Next, {wait}:", wait=_wait(facts, language)), italic(shorten(facts.coming, LONGEST))]
        lines.append(language.plural("{count} question is left.", "{count} questions are left.", facts.left))
    else:
        lines.append(say("No question is left; the end comes {wait}.", wait=_wait(facts, language)))
    if facts.state is SessionState.HELD:
        lines += ["", f"⏸ {bold(say('Held: nothing goes out.'))}"]
    elif facts.waits:
        lines.append(say("The room is busy, so the next question waits a little. “Post now” posts it even so."))
    if facts.room is Room.QUIET and facts.spares and facts.on_air and facts.state is SessionState.LIVE:
        lines.append(say("It is quiet: a spare question may help."))
    return "\n".join(lines)


def buttons(facts: CardFacts, language: Language) -> list[list[tuple[str, str]]]:
    """The reins as buttons; none once the session is over.

    What can be done once only says to what: pressed twice, or late, it is not done to what came after.
    """
    if facts.state in (SessionState.CLOSED, SessionState.CANCELLED):
        return _boxes(facts, language)
    say, number = language.text, facts.session_id
    held = facts.state is SessionState.HELD
    first = [(say("▶️ Resume"), f"s:resume:{number}") if held else (say("⏸ Hold"), f"s:pause:{number}")]
    first.append((say("+5 min"), f"s:more:{number}:5m"))
    second = []
    if facts.coming:
        second = _for_the_next(facts, language)
    third = [(say("Spare question"), f"s:spare:{number}:{facts.spare_id}")] if facts.spares else []
    third.append((say("⏹ End"), f"s:end:{number}:{facts.round}"))
    return [row for row in (first, second, third, *_boxes(facts, language)) if row]


def heads_up(facts: CardFacts, language: Language) -> str:
    """What is said two minutes before a question."""
    wait = language.span(_minutes(facts.wait or timedelta(0)))
    lines = [language.text("⏳ In {wait} I post this:", wait=wait), italic(shorten(facts.coming, LONGEST))]
    return "\n".join(lines)


def heads_up_buttons(facts: CardFacts, language: Language) -> list[list[tuple[str, str]]]:
    """What may be done about it."""
    say, number = language.text, facts.session_id
    return [
        [(say("⏸ Hold"), f"s:pause:{number}"), (say("+5 min"), f"s:more:{number}:5m")],
        _for_the_next(facts, language),
    ]


def offer(facts: CardFacts, language: Language) -> str:
    """What is said when the room has gone quiet and a spare question is left."""
    say = language.text
    return "\n".join(
        [say("🤫 It has gone quiet. Shall I post this spare question?"), italic(shorten(facts.spare, LONGEST))]
    )


def offer_buttons(facts: CardFacts, language: Language) -> list[list[tuple[str, str]]]:
    """The button that posts it."""
    return [[(language.text("Post the spare"), f"s:spare:{facts.session_id}:{facts.spare_id}")]]


def _for_the_next(facts: CardFacts, language: Language) -> list[tuple[str, str]]:
    about = f"{facts.session_id}:{facts.next_id}"
    return [(language.text("Post now"), f"s:next:{about}"), (language.text("Skip"), f"s:skip:{about}")]


def _boxes(facts: CardFacts, language: Language) -> list[list[tuple[str, str]]]:
    row = []
    if facts.box and facts.state in (SessionState.LIVE, SessionState.HELD):
        row.append((language.text("💡 Box ({count})", count=facts.box), f"box:{facts.session_id}"))
    if facts.doubtful:
        row.append((language.text("🗂 Unfiled ({count})", count=facts.doubtful), f"unfiled:{facts.session_id}"))
    return [row]


def _count(answers: int, people: int, language: Language) -> str:
    said = language.plural("{count} answer", "{count} answers", answers)
    by = language.plural("{count} person", "{count} people", people)
    return language.text("{answers} from {people}", answers=said, people=by)


def _room(room: Room, language: Language) -> str:
    return language.text({Room.BUSY: marked("busy"), Room.QUIET: marked("quiet"), Room.STEADY: marked("flowing")}[room])


def _wait(facts: CardFacts, language: Language) -> str:
    wait = facts.wait or timedelta(0)
    if facts.resumes is not None:
        wait += facts.resumes
    elif facts.state is SessionState.HELD:
        return language.text("{span} after you resume", span=language.span(_minutes(wait)))
    if wait < timedelta(minutes=1):
        return language.text("within a minute")
    return language.text("in about {span}", span=language.span(_minutes(wait)))


def _minutes(span: timedelta) -> timedelta:
    """Whole minutes, rounded; never less than one."""
    return max(timedelta(minutes=1), timedelta(minutes=round(span / timedelta(minutes=1))))
