"""The recap as messages in the chat: by question, in people's own words, each linked to where it was said."""

from collections.abc import Sequence
from datetime import datetime

from bot.rules import editing
from bot.rules.editing import NONE, Edits
from bot.rules.publishing import publishable
from bot.rules.recap import FEWEST_QUOTES, MOST_QUOTES, Entry, QuestionRecap, Recap, SharedLink
from bot.rules.sketches import fitting
from bot.rules.words import Form, SessionState
from bot.wording import sprints, stumpers, tallies
from bot.wording.characters import isolated, one_line, shorten
from bot.wording.html import bold, escape, italic, link, linked_name, local_time
from bot.wording.language import Language, marked
from bot.wording.splitting import LIMIT, split

ANSWERS_STILL = marked("Answers still count until {moment}; this recap follows.")
ANSWERS_OVER = marked("Answers are closed. Thank you, all!")
COUNTS_STILL = marked("Counts still come in until {moment}; this sum follows.")
COUNTS_OVER = marked("The counts are in. Thank you, all!")
QUOTES = 28
"""How many quotes a recap aims at, over all its questions."""
LONGEST_QUOTE = 280
"""UTF-16 units of an answer that are quoted."""
LONGEST_QUESTION = 240
BAR = 8
"""Characters of the bar that shows a choice's share."""
MOST_LINKS = 10
LONGEST_ADDRESS = 70
"""UTF-16 units of an address that are shown."""
LONGEST_TARGET = 400
"""Characters of an address that a message carries; Telegram takes 32 kB a message in all."""


def recap_messages(
    recap: Recap,
    language: Language,
    *,
    limit: int = LIMIT,
    now: datetime | None = None,
    edits: Edits = NONE,
    draft: bool = False,
) -> tuple[str, ...]:
    """The recap in Telegram's HTML, in as many messages as it takes.

    `now` tells whether late answers still count; without it they do, until the moment that is named. `edits` are what
    moderators changed in it. A `draft` shows what a language model wrote, too; published is that when somebody took it.
    """
    if recap.session.form is Form.SPRINT:
        told = _heading(recap, language), escape(edits.intro), sprints.result(recap, language)
        return split([*told, _ahead(recap, language, now)], limit)
    most = min(max(QUOTES // max(len(recap.questions), 1), FEWEST_QUOTES), MOST_QUOTES)
    quoted = [() if question.erased else editing.quotes(question.answers, most, edits) for question in recap.questions]
    by_hand = len(editing.left_out(recap, edits))
    sketch = fitting(dict(edits.sketch), publishable(recap, edits)[0]) if draft or edits.taken else {}
    blocks = [
        _heading(recap, language),
        escape(edits.intro),
        _summary(recap, language),
        *(
            _question(question, quotes, sketch.get(question.label, ""), language)
            for question, quotes in zip(recap.questions, quoted, strict=True)
        ),
        _links(editing.links(recap, edits), language),
        _left_out(recap, sum(map(len, quoted)), by_hand, language),
        stumpers.resurfacing(recap.stumpers, language),
        _ahead(recap, language, now),
    ]
    return split(blocks, limit)


def _lines(*lines: str) -> str:
    """The lines that say something."""
    return "\n".join(line for line in lines if line)


def _heading(recap: Recap, language: Language) -> str:
    """Which session it was, under a hashtag that can be touched."""
    session = recap.session
    when = tallies.when(session, language)
    guest = one_line(session.guest)
    state = tallies.state(session, language)
    return _lines(
        bold(tallies.title(session, language)),
        " · ".join(filter(None, (language.apart(escape(session.hashtag)), escape(when)))),
        escape(language.text("With {guest}", guest=guest)) if guest else "",
        italic(state) if state else "",
    )


def _summary(recap: Recap, language: Language) -> str:
    """Who took part and what was said, in numbers with their meaning."""
    return _lines(
        escape(tallies.taking_part(recap, language)),
        escape(tallies.totals(recap.counts, language)),
        escape(tallies.doubled(recap, language)),
    )


def _question(question: QuestionRecap, quotes: Sequence[Entry], sketch: str, language: Language) -> str:
    """A question, what its numbers or votes come to, and the quotes."""
    text = shorten(one_line(question.text), LONGEST_QUESTION)
    more = 0 if question.erased else len(question.answers) - len(quotes)
    silent = not question.answers and not question.voters
    return _lines(
        f"<b>{language.apart(link(question.label, question.link))} {escape(text)}</b>",
        f"🤖 {italic(language.text('Written by a machine: {sentence}', sentence=isolated(sketch)))}" if sketch else "",
        *_figures(question, language),
        *(_quote(answer, language) for answer in quotes),
        italic(language.text("No answers.")) if silent else "",
        italic(language.plural("and {count} more answer", "and {count} more answers", more)) if more else "",
    )


def _figures(question: QuestionRecap, language: Language) -> list[str]:
    """What its numbers or votes come to; each choice of a poll with a bar for its share of those who voted."""
    told = [escape(isolated(line)) for line in tallies.figures(question, language)]
    if question.voters:
        bars = [round(BAR * choice.votes / question.voters) for choice in question.choices]
        drawn = [f"{'▰' * long}{'▱' * (BAR - long)} {line}" for long, line in zip(bars, told, strict=False)]
        told = drawn + told[len(bars) :]
    return [language.line(line) for line in told]


def _quote(answer: Entry, language: Language) -> str:
    """An answer in its author's words, linked to where it was said."""
    text = shorten(one_line(answer.text), LONGEST_QUOTE)
    media = tallies.media(answer, language)
    marks = [
        language.text("late") if answer.late else "",
        language.plural("+{count} reply", "+{count} replies", len(answer.comments)) if answer.comments else "",
        f"♥ {language.number(answer.reactions)}" if answer.reactions > 0 else "",
    ]
    told = " · ".join(filter(None, marks))
    said = [
        italic(f"({media})") if media else "",
        language.apart(escape(isolated(text))),
        italic(f"({told})") if told else "",
    ]
    who = language.apart(linked_name(tallies.name(answer.person, language), answer.link))
    return language.line(f"• {who}: {' '.join(filter(None, said))}")


def _links(links: Sequence[SharedLink], language: Language) -> str:
    """The addresses that were shared, each once."""
    if not links:
        return ""
    lines = []
    for shared in links[:MOST_LINKS]:
        target = shared.address if len(shared.address) <= LONGEST_TARGET else shared.link
        source = f" ({escape(shared.label)})" if shared.label else ""
        lines.append(f"• {link(shorten(shared.address, LONGEST_ADDRESS), target)}{source}")
    more = len(links) - len(lines)
    return _lines(
        bold(language.text("Links shared")),
        *lines,
        italic(language.plural("and {count} more link", "and {count} more links", more)) if more else "",
    )


def _left_out(recap: Recap, quoted: int, by_hand: int, language: Language) -> str:
    """What a reader of the messages does not see, how much of it a moderator left out, and where to find it."""
    counts = recap.counts
    answers = counts.answers - quoted
    beside = counts.comments + counts.talk + counts.unfiled
    parts = [
        language.plural("{count} answer", "{count} answers", answers) if answers else "",
        language.plural(
            "the words of {count} comment or other message",
            "the words of {count} comments and other messages",
            beside,
        )
        if beside
        else "",
    ]
    left = [part for part in parts if part]
    if not left or recap.session.erased:
        return ""
    said = language.text("Left out here: {what}.", what=language.listed(left))
    if by_hand:
        chosen = language.plural(
            "{count} answer was left out by a moderator.", "{count} answers were left out by a moderator.", by_hand
        )
        said = f"{said} {chosen}"
    return f"{escape(said)} {escape(language.text('All of it is in the whole record: /recap'))}"


def _ahead(recap: Recap, language: Language, now: datetime | None) -> str:
    """How long answers count, and when the next chat is."""
    session = recap.session
    still, over = (COUNTS_STILL, COUNTS_OVER) if session.form is Form.SPRINT else (ANSWERS_STILL, ANSWERS_OVER)
    lines = []
    if session.late_until and session.state is SessionState.CLOSED:
        if now is None or now < session.late_until:
            until = local_time(session.late_until, language.moment(session.late_until, session.timezone))
            lines.append(language.text(still, moment=until))
        else:
            lines.append(escape(language.text(over)))
    if session.next_at:
        here = escape(language.moment(session.next_at, session.timezone))
        yours = local_time(session.next_at, language.moment(session.next_at, "UTC"))
        lines.append(language.text("Next chat: {here}, which is {yours}.", here=here, yours=yours))
    return _lines(*lines)
