"""The shape of a question file: its tables and keys, what each may hold, and what holds when a key is left out."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.questionfiles import asking, times, values
from bot.questionfiles.told import Checked, OrText, array, flag, own_text, string
from bot.rules.manners import Manners
from bot.rules.plans import Cadence, Letters, Publishing
from bot.rules.words import Form, Names, Numbering, QuestionKind, RecapMode, Unlabelled

TITLE, TOPIC, GUEST = 200, 300, 200
"""Characters of the one-line texts that posts begin with."""


class Table(BaseModel):
    """What every table of a question file has in common: no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionTable(Table):
    """A question, when it is more than a text."""

    kind: Annotated[
        QuestionKind,
        Checked(
            values.one_of(QuestionKind), string("What the question asks for.", enum=list(QuestionKind), default="open")
        ),
    ] = QuestionKind.OPEN
    text: Annotated[str, Checked(asking.text, string("The question, without its label.", minLength=1))]
    choices: Annotated[
        tuple[str, ...],
        Checked(asking.choices, array("What a poll lets people choose from.", minItems=2, maxItems=12)),
    ] = Field((), validate_default=True)
    spare: Annotated[
        bool,
        flag("Asked only when a moderator sends it.", False),
    ] = False
    lasts: Annotated[
        timedelta | None, Checked(times.gap, times.told('How long until the next question: "90s", "5m", "1h30m".'))
    ] = None
    minutes: Annotated[
        timedelta | None,
        Checked(asking.minutes, {"type": "integer", "description": "The same in whole minutes.", "minimum": 1}),
    ] = None


Question = Annotated[
    QuestionTable, BeforeValidator(lambda value: {"text": value} if isinstance(value, str) else value), OrText()
]


class SessionTable(Table):
    """One occurrence of the series."""

    topic: Annotated[str, Checked(values.line(TOPIC), string("What it is about.", maxLength=TOPIC))] = ""
    starts: Annotated[
        datetime | None,
        Checked(times.starts, string(f"Date and time on the clocks of the time zone, without quotes: {times.START}")),
    ] = Field(None, validate_default=True)
    again: Annotated[
        datetime | None,
        Checked(times.again, string(f"When a second round asks the same, for other time zones: {times.START}")),
    ] = None
    guest: Annotated[str, Checked(values.line(GUEST), string("Who is invited to answer.", maxLength=GUEST))] = ""
    tags: Annotated[tuple[str, ...], Checked(values.tags, array("Words under which it can be found."))] = ()
    readings: Annotated[
        tuple[str, ...],
        Checked(values.readings, array("What to read before: a link or a line each.", maxItems=values.MOST_READINGS)),
    ] = ()
    questions: Annotated[list[Question], AfterValidator(asking.some_timed)] = Field(
        min_length=1, max_length=asking.MOST, description="In the order of their posting."
    )


class CadenceTable(Table):
    """How the posts of a session follow each other."""

    reminders: Annotated[
        tuple[timedelta, ...],
        Checked(times.reminders, array("How long before the start; [] for none.", default=["1d", "1h", "10m"])),
    ] = Cadence().reminders
    first: Annotated[timedelta, Checked(times.gap, times.told("From the welcome to the first question.", "5m"))] = (
        Cadence().first
    )
    every: Annotated[timedelta, Checked(times.gap, times.told("From a question to the next.", "10m"))] = Cadence().every
    closing: Annotated[timedelta, Checked(times.gap, times.told("From the last question to the end.", "10m"))] = (
        Cadence().closing
    )
    late: Annotated[timedelta, Checked(times.late, times.told("How long after the end answers still count.", "1d"))] = (
        Cadence().late
    )


class TextsTable(Table):
    """Wordings of the series' own; each replaces a default one."""

    welcome: Annotated[str, own_text("Greets people when the session begins.")] = ""
    reminder: Annotated[str, own_text("Goes out with every reminder.")] = ""
    last_call: Annotated[str, own_text("Says that two minutes are left.")] = ""
    closing: Annotated[str, own_text("Thanks people when the session ends.")] = ""
    rules: Annotated[str, own_text("A line in the welcome on how to answer.")] = ""


class ArchiveTable(Table):
    """What the archive shows of the series."""

    publish: Annotated[
        bool,
        flag("Whether the archive holds the series.", True),
    ] = Publishing().publish
    names: Annotated[
        Names,
        Checked(
            values.one_of(Names),
            string("How much of people's names it shows.", enum=list(Names), default="full"),
        ),
    ] = Publishing().names
    robots: Annotated[
        bool,
        flag("Whether search engines may list its pages.", True),
    ] = Publishing().robots


class MannersTable(Table):
    """How the bot behaves in the series."""

    receipts: Annotated[bool, flag("Whether a reaction tells people that a command arrived.", Manners().receipts)] = (
        Manners().receipts
    )
    hints: Annotated[bool, flag("Whether first-timers are told, once and quietly, how to answer.", Manners().hints)] = (
        Manners().hints
    )
    hold_when_busy: Annotated[
        bool, flag("Whether a question waits a little while the room is busy.", Manners().hold_when_busy)
    ] = Manners().hold_when_busy
    offer_spare: Annotated[
        bool, flag("Whether moderators are offered a spare question when it is quiet.", Manners().offer_spare)
    ] = Manners().offer_spare
    anonymous: Annotated[
        bool, flag("Whether people may answer through the bot without their name.", Manners().anonymous)
    ] = Manners().anonymous
    introductions: Annotated[
        bool, flag("Whether people who both said yes are introduced after a session.", Manners().introductions)
    ] = Manners().introductions
    announce: Annotated[
        tuple[timedelta, ...],
        Checked(times.reminders, array('How long before the start a session is announced: ["7d", "2d"].')),
    ] = Manners().announce
    announce_questions: Annotated[
        bool, flag("Whether announcements show the questions.", Manners().announce_questions)
    ] = Manners().announce_questions
    moderators_group: Annotated[
        int | None,
        Checked(
            values.moderators_group,
            {"type": "integer", "description": "The id of a group of moderators that gets the control card too."},
        ),
    ] = Manners().moderators_group
    keep: Annotated[
        timedelta | None,
        Checked(times.keep, times.told('How long after a session people\'s words are kept: "365d". Left out: always.')),
    ] = Manners().keep


class SeriesTable(Table):
    """A series of chats under one hashtag."""

    title: Annotated[str, Checked(values.line(TITLE), string("The name of the series.", maxLength=TITLE))]
    hashtag: Annotated[str, Checked(values.hashtag, string("With the #: letters, digits and _.", pattern="^#"))]
    group: Annotated[int | str | None, Checked(values.group, values.GROUP_TOLD)] = None
    topic_id: Annotated[
        int | None, Checked(values.topic_id, {"type": "integer", "description": "A topic of a forum.", "minimum": 1})
    ] = None
    timezone: Annotated[str, Checked(times.timezone, string('A place: "Europe/London".', default="UTC"))] = "UTC"
    language: Annotated[str, Checked(values.language, string('Of the bot: "en", "es".', default="en"))] = "en"
    schedule: Annotated[
        str,
        Checked(
            times.schedule, string('Cron on the clocks of the time zone, for sessions without a start: "0 20 * * wed"')
        ),
    ] = ""
    labels: Annotated[
        tuple[str, str],
        Checked(values.labels, array("For questions and for answers.", minItems=2, maxItems=2, default=["Q", "A"])),
    ] = (Letters().question, Letters().answer)
    unlabelled: Annotated[
        Unlabelled,
        Checked(
            values.one_of(Unlabelled),
            string("What a message without a label is.", enum=list(Unlabelled), default="talk"),
        ),
    ] = Unlabelled.TALK
    recap: Annotated[
        RecapMode,
        Checked(
            values.one_of(RecapMode),
            string("Publish at the end, or have it approved first.", enum=list(RecapMode), default="publish"),
        ),
    ] = RecapMode.PUBLISH
    moderators: Annotated[
        tuple[int | str, ...],
        Checked(values.moderators, array("Besides the group's administrators.", items={"type": ["integer", "string"]})),
    ] = ()
    form: Annotated[
        Form,
        Checked(
            values.one_of(Form),
            string("A chat of questions, a writing sprint, or stumpers.", enum=list(Form), default="hour"),
        ),
    ] = Form.HOUR
    numbering: Annotated[
        Numbering,
        Checked(
            values.one_of(Numbering),
            string("From 1 in each session, or through the series.", enum=list(Numbering), default="session"),
        ),
    ] = Numbering.SESSION
    cadence: CadenceTable = CadenceTable()
    texts: TextsTable = TextsTable()
    archive: ArchiveTable = ArchiveTable()
    manners: MannersTable = MannersTable()
    session: list[SessionTable] = Field(min_length=1, description="Each under [[session]].")
