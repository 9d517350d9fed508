"""A sprint in words: its opening, its signs, the call for counts, what everybody came to, what its caller is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rules.recap import QuestionRecap, Recap, Tally
from bot.rules.sprints import together
from bot.rules.timetable import NOTICE
from bot.wording.characters import clean, is_visible, isolated
from bot.wording.html import bold, escape, italic, link, linked_name, local_time
from bot.wording.language import Language, marked, marked_plural
from bot.wording.posts import Occasion, titled

START = marked("Where do you start?")
COUNTS = marked("Time's up! Your counts, please.")
JOINING = marked(
    "“join” is enough; “join 1200” or a bare number says where you stand, “same” where you ended last time. "
    "Then off you go."
)
COUNTING = marked("“1240” is where you stand now, “+400” what is new, “done” is fine without a number.")
TITLE = marked("Writing sprint")
SAYINGS = {
    "how": marked("Call a sprint like this: /sprint 30, /sprint 25 pages, /sprint 20 x3 for three in a row."),
    "in_group": marked("Say that in the group where people write."),
    "chat_runs": marked("A chat runs here just now; call the sprint when it is over."),
    "joined": marked("A sprint runs here already, and you are in. When its time is up, say what you have."),
    "comes": marked("A sprint is called here already; it begins at {time}."),
    "called": marked("It begins at {time}."),
    "none_to_repeat": marked("There was no sprint here yet. /sprint 30 calls one."),
    "stopped": marked("The rounds that were to follow are off."),
    "none_to_stop": marked("No round is to follow that you could call off."),
}
_AMOUNTS = {
    "words": marked_plural("{count} word", "{count} words"),
    "pages": marked_plural("{count} page", "{count} pages"),
    "minutes": marked_plural("{count} minute", "{count} minutes"),
    "lines": marked_plural("{count} line", "{count} lines"),
    "chapters": marked_plural("{count} chapter", "{count} chapters"),
}
_COUNTED = {
    "words": "",
    "pages": marked("We count pages."),
    "minutes": marked("We count minutes."),
    "lines": marked("We count lines."),
    "chapters": marked("We count chapters."),
}


def saying(key: str, language: Language, **values: str) -> str:
    """A sentence by its key, as Telegram HTML; values are HTML already."""
    return language.text(SAYINGS[key], **values)


def clock(moment: datetime, occasion: Occasion) -> str:
    """What the clocks show then, each reader's own."""
    return local_time(moment, occasion.language.time(moment, occasion.timezone), "t")


def opening(occasion: Occasion, question: str, length: timedelta, end: datetime, measure: str) -> str:
    """The first post: how long, until when, and how to join."""
    say = occasion.language.text
    lines = [
        f"✍️ {bold(titled(occasion.title, occasion.number, occasion.topic, occasion.language))}",
        say(
            "{span}, until {time}. {hashtag}",
            span=bold(occasion.language.span(length)),
            time=f"<b>{clock(end, occasion)}</b>",
            hashtag=occasion.language.apart(escape(occasion.hashtag)),
        ),
        *([escape(occasion.texts["welcome"])] if occasion.texts.get("welcome") else []),
        "",
        " ".join(filter(None, (escape(question), escape(say(_COUNTED[measure]))))),
        italic(say(JOINING)),
    ]
    return "\n".join(lines)


def sign(occasion: Occasion, left: timedelta, end: datetime, ahead: timedelta) -> str:
    """Halfway, or two minutes to go; `ahead` is how much was to be left when it was planned."""
    say = occasion.language.text
    minutes = timedelta(minutes=round(left / timedelta(minutes=1))) if left > timedelta(seconds=59) else left
    span = escape(occasion.language.span(minutes))
    if ahead > NOTICE:
        return say("⏳ Halfway: {span} to go, until {time}.", span=span, time=clock(end, occasion))
    own = occasion.texts.get("last_call")
    return escape(own) if own else say("⏳ {span} to go. Bring your sentence home.", span=span)


def standing(question: str, url: str, left: str, language: Language, *, writing: bool) -> str:
    """What latecomers are told: the question on air, the time left, and how to join or to hand in a count."""
    say = language.text
    return "\n".join([link(question, url), escape(left), "", italic(say(JOINING if writing else COUNTING))])


def time_up(occasion: Occasion, question: str, until: datetime) -> str:
    """The call for counts, and how long it is open."""
    say = occasion.language.text
    lines = [
        f"⏰ {bold(question)}",
        italic(say(COUNTING)),
        say(
            "At {time} I add it all up. {hashtag}",
            time=clock(until, occasion),
            hashtag=occasion.language.apart(escape(occasion.hashtag)),
        ),
    ]
    return "\n".join(lines)


def lengthened(end: datetime, occasion: Occasion, *, writing: bool) -> str:
    """The time is up, or the counts are added up, at another moment than it was said."""
    if writing:
        return occasion.language.text("⏳ More time: it now ends at {time}.", time=clock(end, occasion))
    return occasion.language.text("⏳ More time: I add up at {time}.", time=clock(end, occasion))


def result(recap: Recap, language: Language) -> str:
    """What everybody came to, as Telegram HTML: in the order they came, each with a cheer, no contest."""
    question = recap.questions[-1] if recap.questions else None
    if question is None or not question.tallies:
        return escape(language.text("Nobody said anything this time; the page was perhaps the better listener."))
    links = {answer.person.id: answer.link for one in recap.questions for answer in one.answers}
    lines = [bold(_sum(question.tallies, language)), ""]
    for tally in question.tallies:
        who = language.apart(linked_name(_name(tally, language), links.get(tally.person.id, "")))
        lines.append(f"👏 {who}: {escape(_came_to(tally, language))}")
    return "\n".join(lines)


def lines(question: QuestionRecap, language: Language) -> tuple[str, ...]:
    """The same as plain lines, for pages and files."""
    if not question.tallies:
        return ()
    return (
        _sum(question.tallies, language),
        *(
            language.text("{name}: {count}", name=isolated(_name(tally, language)), count=_came_to(tally, language))
            for tally in question.tallies
        ),
    )


def _sum(tallies: Sequence[Tally], language: Language) -> str:
    amounts = [amount(value, unit, language) for unit, value in together(tallies).items()]
    people = language.plural("{count} person", "{count} people", len(tallies))
    if not amounts:
        return language.text("{people} sat down to it. Well done!", people=people)
    return language.text("{people}, {amounts} together. Well done!", people=people, amounts=language.listed(amounts))


def amount(value: float, unit: str, language: Language) -> str:
    """ "450 words"."""
    one, many = _AMOUNTS.get(unit, _AMOUNTS["words"])
    form = int(value) if value == int(value) else 100  # not 2: the dual of Arabic names no number
    return language.plural(one, many, form, count=language.number(value))


def _came_to(tally: Tally, language: Language) -> str:
    say = language.text
    if tally.gained is None:
        if tally.start is None:
            return say("was there")
        return say("was there, from {start} on", start=language.number(tally.start))
    gained = amount(abs(tally.gained), tally.unit, language)
    if tally.gained < 0:
        gained = say("{amount} cut", amount=gained)
    if tally.start is None or tally.end is None:
        return gained
    start, end = language.number(tally.start), language.number(tally.end)
    return say("{start} → {end}, that is {amount}", start=start, end=end, amount=gained)


def _name(tally: Tally, language: Language) -> str:
    name = tally.person.name
    return clean(name) if is_visible(name) else language.text("somebody without a name")
