"""Plain sentences about what a session came to, each number with what it means: for the chat, pages and files alike."""

from collections import Counter
from dataclasses import replace

from bot.rules.anonymity import SOMEBODY
from bot.rules.figures import spread
from bot.rules.recap import Counts, Entry, Person, QuestionRecap, Recap, Remark, SessionInfo
from bot.rules.words import Form, QuestionKind, SessionState
from bot.wording import sprints, stumpers
from bot.wording.characters import clean, is_visible, one_line
from bot.wording.language import Language, marked
from bot.wording.posts import titled

_MEDIA = {
    "photo": marked("photo"),
    "video": marked("video"),
    "voice": marked("voice message"),
    "audio": marked("audio"),
    "video_note": marked("video message"),
    "document": marked("file"),
    "animation": marked("animation"),
    "sticker": marked("sticker"),
    "poll": marked("poll"),
    "location": marked("place"),
    "venue": marked("place"),
    "contact": marked("contact"),
}
"""By Telegram's names of what a message holds; anything else is an attachment."""


def title(session: SessionInfo, language: Language) -> str:
    """Which session it was: "Library chat #12: Reading for pleasure"."""
    return titled(one_line(session.title), session.running or session.number, one_line(session.topic), language)


def when(session: SessionInfo, language: Language) -> str:
    """When it began, or will; empty when nobody knows yet."""
    began = session.started_at or session.starts_at
    return language.moment(began, session.timezone) if began else ""


def name(person: Person, language: Language) -> str:
    """A person's name exactly as it is; words for one that cannot be seen."""
    if person.id == SOMEBODY:
        return language.text("somebody")
    return clean(person.name) if is_visible(person.name) else language.text("somebody without a name")


def media(said: Entry | Remark, language: Language) -> str:
    """What a message holds besides its text: "photo"; empty for plain text."""
    return language.text(_MEDIA.get(said.media, marked("attachment"))) if said.media else ""


def state(session: SessionInfo, language: Language) -> str:
    """What to know about a session that is not over as planned; empty for one that is."""
    if session.erased:
        return language.text(
            "This was long ago: the questions and the numbers are kept, people's words and names were erased."
        )
    if session.form is Form.STUMPER and session.state in {SessionState.LIVE, SessionState.CLOSED}:
        return stumpers.standing(session.solution, language)
    sentences = {
        SessionState.PLANNED: marked("This chat has not begun yet."),
        SessionState.LIVE: marked("This chat is still under way; this is how it stands."),
        SessionState.HELD: marked("This chat is paused; this is how it stands."),
        SessionState.CANCELLED: marked("This chat was cancelled."),
    }
    return language.text(sentences.get(session.state, ""))


def taking_part(recap: Recap, language: Language) -> str:
    """Who took part, by the definition that stands beside the number."""
    counts = recap.counts
    if not counts.answers:
        return _nobody(recap, language)
    people = language.plural("{count} person took part", "{count} people took part", counts.participants)
    meaning = language.text("those who answered at least one question")
    sentence = language.text("{people} ({meaning})", people=people, meaning=meaning)
    if counts.first_timers:
        new = language.plural(
            "{count} of them for the first time", "{count} of them for the first time", counts.first_timers
        )
        sentence = language.text("{people}, {new}.", people=sentence, new=new)
    else:
        sentence = f"{sentence}."
    nameless = sum(answer.person.id == SOMEBODY for question in recap.questions for answer in question.answers)
    if nameless:
        named = language.plural("{count} answer without a name", "{count} answers without a name", nameless)
        sentence += f" {named}."
    return sentence


def _nobody(recap: Recap, language: Language) -> str:
    """A kind word for an evening without answers."""
    if recap.session.state is SessionState.PLANNED or not recap.questions:
        return language.text("There are no answers yet.")
    if recap.session.state in {SessionState.LIVE, SessionState.HELD}:
        return language.text("Nobody has answered yet. Somebody has to be the first!")
    return language.text(
        "It was a quiet one: nobody answered this time. The questions keep, and so does the invitation."
    )


def totals(counts: Counts, language: Language) -> str:
    """How much was said, and where it counts: "9 answers (1 after the end), 3 comments on answers, …"."""
    answers = language.plural("{count} answer", "{count} answers", counts.answers)
    if counts.late:
        late = language.plural("{count} after the end", "{count} after the end", counts.late)
        answers = language.text("{answers} ({late})", answers=answers, late=late)
    parts = [answers] if counts.answers else []
    if counts.comments:
        parts.append(language.plural("{count} comment on an answer", "{count} comments on answers", counts.comments))
    if counts.talk:
        parts.append(
            language.plural(
                "{count} message beside the questions", "{count} messages beside the questions", counts.talk
            )
        )
    if counts.unfiled:
        parts.append(
            language.plural("{count} message under no question", "{count} messages under no question", counts.unfiled)
        )
    return f"{language.listed(parts)}." if parts else ""


def doubled(recap: Recap, language: Language) -> str:
    """That some messages count more than once, if they do."""
    filed = Counter(answer.link for question in recap.questions for answer in question.answers)
    several = sum(times > 1 for times in filed.values())
    if not several:
        return ""
    return language.plural(
        "{count} message answers more than one question and counts under each.",
        "{count} messages answer more than one question and count under each.",
        several,
    )


def figures(question: QuestionRecap, language: Language) -> tuple[str, ...]:
    """What a question's numbers or votes come to, a sentence a line; nothing for an open question.

    Where words were erased, how many answers there were, too.
    """
    if question.erased:
        answers = language.plural("{count} answer", "{count} answers", len(question.answers))
        told = () if question.voters and not question.answers else (answers,)
        return (*told, *figures(replace(question, erased=False), language))
    if question.tallies is not None:
        return sprints.lines(question, language)
    if question.kind is QuestionKind.NUMBER:
        return _numbers(question, language)
    if question.kind is QuestionKind.POLL and question.choices:
        return _votes(question, language)
    return ()


def _numbers(question: QuestionRecap, language: Language) -> tuple[str, ...]:
    """Median and spread, with what they mean."""
    lie = spread(question.answers)
    if lie is None:
        return ()
    number = language.number
    if lie.people == 1:
        return (language.text("One number was given: {number}.", number=number(lie.median)),)
    lines = [
        language.text("Median {median} (half gave less, half more).", median=number(lie.median)),
        language.text(
            "{people} gave a number (the last one of each counts), from {lowest} to {highest}.",
            people=language.plural("{count} person", "{count} people", lie.people),
            lowest=number(lie.lowest),
            highest=number(lie.highest),
        ),
    ]
    if lie.people > 3:
        lines.insert(
            1,
            language.text(
                "The middle half lies between {lower} and {upper}.", lower=number(lie.lower), upper=number(lie.upper)
            ),
        )
    return tuple(lines)


def _votes(question: QuestionRecap, language: Language) -> tuple[str, ...]:
    """Each choice with its votes, and who the shares are of."""
    lines = [
        language.text(
            "{choice}: {votes} ({share})",
            choice=one_line(choice.text),
            votes=language.number(choice.votes),
            share=language.share(choice.votes, question.voters),
        )
        for choice in question.choices
    ]
    voters = language.plural("{count} person voted", "{count} people voted", question.voters)
    if sum(choice.votes for choice in question.choices) > question.voters:
        return *lines, language.text("{voters}, some for several; shares are of those who voted.", voters=voters)
    return *lines, f"{voters}."
