"""Growth: how a chat does from session to session, and who has gone quiet."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot.recaps.growing import answers_chart, growth_sheet, people_chart
from bot.rules.growth import Asked, Figures, Growth, Held, Voice, gone_quiet, growth
from bot.rules.words import Place, SessionState
from bot.store import growth as stored
from bot.store import recaps, tables
from bot.store.database import Database
from bot.store.tables import Group, Participant, Series
from bot.wording.growth import MEASURES, told
from bot.wording.language import Language
from tests.rows import add
from tests.sayings import BEGIN, GROUP, ask, file, say

pytest_plugins = ["tests.databases"]
ENGLISH = Language("en")


def held(number: int) -> Held:
    return Held(number, number, f"Topic {number}", datetime(2026, 1, 7, 20, tzinfo=UTC) + timedelta(weeks=number))


def asked(session: int, number: int, answers: int = 0, people: int = 0, wait: float | None = None) -> Asked:
    posted = held(session).began
    assert posted is not None
    first = None if wait is None else posted + timedelta(seconds=wait)
    return Asked(session, f"Q{number}", f"Question {number}", posted, answers, people, first)


SESSIONS = [held(1), held(2)]
QUESTIONS = [asked(1, 1, 4, 3, 30), asked(1, 2, 1, 1, 90), asked(1, 3), asked(2, 1, 2, 2, 10)]
VOICES = [Voice(1, 10, 3), Voice(1, 11, 1), Voice(1, 12, 1), Voice(2, 10, 1), Voice(2, 13, 1)]


def test_every_number_of_a_session() -> None:
    first, second = growth(SESSIONS, QUESTIONS, VOICES).sessions
    assert (first.people, first.first_timers, first.returning) == (3, 3, 0)
    assert (first.answers, first.questions, round(first.answers_a_question, 2)) == (5, 3, 1.67)
    assert first.half == 1, "one person gave three of five"
    assert first.first_answer == 60, "the middle of 30 and 90 seconds; the question without an answer is left out"
    assert (second.people, second.first_timers, second.returning) == (2, 1, 1)


def test_people_are_counted_once_over_all_sessions() -> None:
    assert growth(SESSIONS, QUESTIONS, VOICES).people == 4


def test_the_questions_that_drew_most_come_first_and_silent_ones_not_at_all() -> None:
    drew = growth(SESSIONS, QUESTIONS, VOICES).drew_most
    assert [(one.session.number, one.asked.label) for one in drew] == [(1, "Q1"), (2, "Q1"), (1, "Q2")]


def test_a_session_without_answers_has_numbers_too() -> None:
    (figures,) = growth([held(1)], [asked(1, 1)], []).sessions
    assert (figures.people, figures.answers, figures.half, figures.first_answer) == (0, 0, 0, None)
    assert [told(measure, figures, ENGLISH) for measure in MEASURES][-1] == "–"


voices = st.lists(
    st.builds(Voice, st.integers(1, 6), st.integers(1, 8), st.integers(1, 9)), unique_by=lambda voice: voice[:2]
)


@given(voices)
def test_first_timers_add_up_to_all_people(given_voices: list[Voice]) -> None:
    grown = growth([held(number) for number in range(1, 7)], [], given_voices)
    assert sum(one.first_timers for one in grown.sessions) == grown.people
    for one in grown.sessions:
        assert one.first_timers + one.returning == one.people
        assert 0 <= one.half <= one.people


def test_who_came_twice_and_missed_three_has_gone_quiet() -> None:
    sessions = [held(number) for number in range(1, 7)]
    came = [
        Voice(1, 1, 1),
        Voice(3, 1, 1),
        Voice(2, 2, 1),
        Voice(1, 3, 1),
        Voice(4, 3, 1),
        Voice(1, 4, 1),
        Voice(3, 4, 1),
    ]
    quiet = gone_quiet(sessions, [*came, Voice(2, 4, 1)])
    assert [(one.person_id, one.sessions, one.last.number) for one in quiet] == [(4, 3, 3), (1, 2, 3)]


def test_who_missed_two_sessions_has_not_gone_quiet_yet() -> None:
    assert gone_quiet([held(number) for number in range(1, 5)], [Voice(1, 1, 1), Voice(2, 1, 1)]) == ()


@pytest.fixture
def session(database: Database) -> Session:
    with database.transaction() as session:
        add(
            session,
            Group(id=1, chat_id=GROUP),
            Series(id="libchat", title="Library chat", hashtag="#libchat", group_id=1),
        )
        add(session, *(Participant(id=person, name=f"Person {person}") for person in (1, 2, 3)))
        for number in range(1, 6):
            begin = BEGIN + timedelta(weeks=number - 1)
            row = tables.Session(id=number, series_id="libchat", number=number, starts_at=begin, started_at=begin)
            row.state = SessionState.CLOSED
            add(session, row)
            add(session, ask(number, number))
        add(session, say(100, 1, "A1 yes", 1), say(101, 2, "A1 no", 1), say(102, 2, "A1 and more", 1))
        add(session, say(103, 3, "why?", 1, Place.COMMENT, question_id=1, thread=100), say(200, 1, "A1 yes", 2))
        add(session, say(201, 3, "gone", 2, Place.NOWHERE), say(500, 2, "A1 back", 5))
        for message, question in ((100, 1), (101, 1), (102, 1), (200, 2), (201, 2), (500, 5)):
            add(session, *file(message, question))
        return session


def test_the_tables_say_the_same_as_the_recap(database: Database, session: Session) -> None:
    del session
    with database.reading() as reading:
        grown = stored.grown(reading, "libchat")
        for figures in grown.sessions:
            counts = recaps.recap(reading, figures.session.id).counts
            assert (figures.people, figures.first_timers, figures.session.comments) == (
                counts.participants,
                counts.first_timers,
                counts.comments,
            )
            assert figures.answers == counts.answers
    assert [one.session.number for one in grown.sessions] == [1, 2, 3, 4, 5]


def test_moderators_learn_who_has_gone_quiet(database: Database, session: Session) -> None:
    del session
    with database.reading() as reading:
        ((person, quiet),) = stored.quiet(reading, "libchat")
    assert (person.name, quiet.sessions, quiet.last.number) == ("Person 1", 2, 2)


def chartable() -> tuple[Figures, ...]:
    return growth(SESSIONS, QUESTIONS, VOICES).sessions


@pytest.mark.parametrize("chart", [people_chart, answers_chart])
def test_a_chart_is_well_formed_and_told_in_words(chart: type) -> None:
    drawn = ET.fromstring(chart(chartable(), ENGLISH))
    told = {element.tag: element.text for element in drawn}
    assert told["title"]
    assert "#1" in (told["desc"] or "")
    ids = re.findall(r'id="([^"]+)"', ET.tostring(drawn, encoding="unicode"))
    assert len(ids) == len(set(ids))


def test_no_sessions_no_chart() -> None:
    assert people_chart((), ENGLISH) == ""


def test_the_table_holds_all_sessions_and_no_formulas() -> None:
    hostile = held(1)._replace(topic='=HYPERLINK("http://example.org")')
    sheet = growth_sheet(growth([hostile, held(2)], QUESTIONS, VOICES))
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["session"] for row in rows] == ["1", "2"]
    assert rows[0]["topic"].startswith("'=")
    assert (rows[0]["people"], rows[0]["first_answer_seconds"]) == ("3", "60")


def test_each_number_has_its_meaning_beside_it() -> None:
    assert all(measure.meaning.endswith(".") for measure in MEASURES)
    assert growth_sheet(Growth((), (), 0)).split("\r\n")[0].split(",")[3:] == [measure.key for measure in MEASURES]
