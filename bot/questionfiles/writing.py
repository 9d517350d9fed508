"""From the plan of a series back to a question file."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.questionfiles.times import written
from bot.rules.manners import Manners
from bot.rules.plans import Cadence, Publishing, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Form

SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def dump(plan: SeriesPlan) -> str:
    """The plan as a question file that loads as the same plan; what goes without saying is left out.

    A start in the hour that comes twice in an autumn night is written as the clocks show it, and so means the first.
    """
    lines = ["#:schema ./schema.json", *_series(plan)]
    unsaid = Cadence().first  # in a sprint or a stumper it means nothing
    cadence = list(_changed(plan.cadence if plan.form is Form.HOUR else replace(plan.cadence, first=unsaid)))
    if cadence:
        lines += ["", "[cadence]", *cadence]
    if plan.texts:
        lines += ["", "[texts]", *(f"{key} = {_text(said)}" for key, said in plan.texts.items())]
    archive = list(_archive(plan.archive))
    if archive:
        lines += ["", "[archive]", *archive]
    manners = list(_changed(plan.manners))
    if manners:
        lines += ["", "[manners]", *manners]
    for session in plan.sessions:
        lines += ["", "[[session]]", *_session(session, plan.timezone)]
    return "\n".join(lines) + "\n"


def _series(plan: SeriesPlan) -> Iterator[str]:
    plain = SeriesPlan(plan.id, plan.title, plan.hashtag)
    yield f"title = {_text(plan.title)}"
    yield f"hashtag = {_text(plan.hashtag)}"
    if plan.chat_id is not None:
        yield f"group = {plan.chat_id}"
    elif plan.username:
        yield f"group = {_text('@' + plan.username)}"
    if plan.topic_id is not None:
        yield f"topic_id = {plan.topic_id}"
    yield f"timezone = {_text(plan.timezone)}"
    yield f"language = {_text(plan.language)}"
    if plan.schedule:
        yield f"schedule = {_text(plan.schedule)}"
    if plan.letters != plain.letters:
        yield f"labels = {_list([plan.letters.question, plan.letters.answer])}"
    for key in ("unlabelled", "recap", "numbering", "form"):
        if getattr(plan, key) != getattr(plain, key):
            yield f"{key} = {_text(getattr(plan, key))}"
    if plan.moderators:
        yield f"moderators = {_list([f'@{who}' if isinstance(who, str) else who for who in plan.moderators])}"


def _changed(said: Cadence | Manners) -> Iterator[str]:
    """The keys of a table that are not as they go without saying."""
    plain = type(said)()
    for key in fields(said):
        value = getattr(said, key.name)
        if value == getattr(plain, key.name):
            continue
        if isinstance(value, bool):
            yield f"{key.name} = {'true' if value else 'false'}"
        elif isinstance(value, timedelta):
            yield f"{key.name} = {_text(written(value))}"
        elif isinstance(value, tuple):
            yield f"{key.name} = {_list([written(ahead) for ahead in value])}"
        else:
            yield f"{key.name} = {value}"


def _archive(archive: Publishing) -> Iterator[str]:
    plain = Publishing()
    for key in ("publish", "robots"):
        if getattr(archive, key) != getattr(plain, key):
            yield f"{key} = {'true' if getattr(archive, key) else 'false'}"
    if archive.names != plain.names:
        yield f"names = {_text(archive.names)}"


def _session(session: SessionPlan, zone: str) -> Iterator[str]:
    if session.topic:
        yield f"topic = {_text(session.topic)}"
    if session.starts_at is not None:
        yield f"starts = {_local(session.starts_at, zone)}"
    if session.again_at is not None:
        yield f"again = {_local(session.again_at, zone)}"
    if session.guest:
        yield f"guest = {_text(session.guest)}"
    if session.tags:
        yield f"tags = {_list(session.tags)}"
    if session.readings:
        yield f"readings = {_list(session.readings)}"
    yield "questions = ["
    for question in session.questions:
        yield f"  {_question(question)},"
    yield "]"


def _question(question: QuestionPlan) -> str:
    plain = QuestionPlan(question.text)
    if question == plain:
        return _text(question.text)
    parts = [f"text = {_text(question.text)}"]
    if question.kind != plain.kind:
        parts.append(f"kind = {_text(question.kind)}")
    if question.choices:
        parts.append(f"choices = {_list(question.choices)}")
    if question.lasts is not None:
        parts.append(f"lasts = {_text(written(question.lasts))}")
    if question.spare:
        parts.append("spare = true")
    return "{ " + ", ".join(parts) + " }"


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def _list(items: Sequence[str | int]) -> str:
    return "[" + ", ".join(str(item) if isinstance(item, int) else _text(item) for item in items) + "]"


def _text(said: str) -> str:
    """A basic string of TOML."""
    return '"' + "".join(SHORT.get(character, character) for character in said) + '"'
