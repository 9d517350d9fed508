"""A plan that is written down as a question file loads as the same plan, and no bytes whatever end in a traceback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionfiles import dump, load
from bot.rules.calendar import resolve
from bot.rules.plans import Cadence, Letters, Publishing, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Names, Numbering, QuestionKind, RecapMode, Unlabelled
from tests.question_texts import refusal

characters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"])
lines = st.text(characters, max_size=60).map(lambda said: f"x{said}y")
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
gaps = st.integers(1, 31_000_000).map(lambda seconds: timedelta(seconds=seconds))
letters = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="ẞ"), min_size=1, max_size=3)
questions = st.builds(
    QuestionPlan, text=texts, kind=st.sampled_from([QuestionKind.OPEN, QuestionKind.NUMBER]), lasts=st.none() | gaps
) | st.builds(
    QuestionPlan,
    text=lines,
    kind=st.just(QuestionKind.POLL),
    choices=st.lists(lines, min_size=2, max_size=12, unique_by=lambda choice: choice.casefold()).map(tuple),
    spare=st.booleans(),
)
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=20)


@st.composite
def plans(draw: st.DrawFn) -> SeriesPlan:
    zone = draw(st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "America/New_York"]))
    days = draw(st.lists(st.integers(0, 9_000), min_size=1, max_size=4, unique=True))
    starts = [
        resolve(datetime(2020, 1, 1, 20, 0, 5, tzinfo=UTC).replace(tzinfo=None) + timedelta(day), zone) for day in days
    ]
    sessions = tuple(
        SessionPlan(
            questions=(QuestionPlan("First?"), *draw(st.lists(questions, max_size=4))),
            topic=draw(st.just("") | lines),
            starts_at=start,
            guest=draw(st.just("") | lines),
            tags=tuple(draw(st.lists(lines.filter(lambda tag: len(tag) <= 64), max_size=2))),
            readings=tuple(draw(st.lists(lines, max_size=2))),
        )
        for start in starts
    )
    chat_id = draw(st.none() | st.integers(-(2**52) + 1, -1))
    return SeriesPlan(
        id="libchat",
        title=draw(lines),
        hashtag="#libchat",
        sessions=sessions,
        chat_id=chat_id,
        username="" if chat_id else draw(st.just("") | names),
        topic_id=draw(st.none() | st.integers(2, 2**51)),
        timezone=zone,
        language=draw(st.sampled_from(["en", "es", "pt-BR"])),
        schedule=draw(st.sampled_from(["", "0 20 * * wed"])),
        letters=draw(
            st.builds(Letters, letters, letters).filter(lambda two: two.question.casefold() != two.answer.casefold())
        ),
        unlabelled=draw(st.sampled_from(Unlabelled)),
        recap=draw(st.sampled_from(RecapMode)),
        moderators=tuple(draw(st.lists(st.integers(1, 2**52 - 1) | names, max_size=3))),
        numbering=draw(st.sampled_from(Numbering)),
        cadence=draw(
            st.builds(
                Cadence,
                reminders=st.lists(gaps, max_size=3, unique=True).map(tuple),
                first=gaps,
                every=gaps,
                closing=gaps,
                late=gaps | st.just(timedelta(0)),
            )
        ),
        texts=draw(st.dictionaries(st.sampled_from(["welcome", "reminder", "last_call", "closing", "rules"]), texts)),
        archive=draw(st.builds(Publishing, publish=st.booleans(), names=st.sampled_from(Names), robots=st.booleans())),
    )


@given(plan=plans())
def test_a_plan_that_is_written_down_loads_as_the_same_plan(
    tmp_path_factory: pytest.TempPathFactory, plan: SeriesPlan
) -> None:
    path = tmp_path_factory.mktemp("dump") / "libchat.toml"
    path.write_text(dump(plan), encoding="utf-8")
    assert load(path) == plan


def test_what_goes_without_saying_is_not_written_down() -> None:
    question = QuestionPlan("Who?")
    plan = SeriesPlan("libchat", "T", "#libchat", (SessionPlan((question, replace(question, spare=True))),))
    assert dump(plan) == (
        "#:schema ./schema.json\n"
        'title = "T"\nhashtag = "#libchat"\ntimezone = "UTC"\nlanguage = "en"\n\n'
        '[[session]]\nquestions = [\n  "Who?",\n  { text = "Who?", spare = true },\n]\n'
    )


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "libchat.toml"
    path.write_bytes(content)
    assert refusal(path)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "kind", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def toml(value: object) -> str:
    match value:
        case None:
            return "2026-12-02"
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(character):08x}" for character in value) + '"'
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case _:
            return str(value)


KEYS = (
    *("title", "hashtag", "group", "topic_id", "timezone", "language", "schedule", "labels", "unlabelled"),
    *("recap", "moderators", "numbering", "cadence", "texts", "archive", "session"),
)


@given(values=st.dictionaries(st.sampled_from(KEYS), json_like.filter(lambda value: value != ""), min_size=1))
def test_no_value_of_a_wrong_type_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("types") / "libchat.toml"
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in values.items()), encoding="utf-8")
    assert refusal(path)
