"""The recap in the chat is honest, warm and fits."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.recap import Person, Recap
from bot.rules.rows import Rows
from bot.rules.words import QuestionKind, SessionState
from bot.wording.html import entities, plain, visible_length
from bot.wording.language import Language
from bot.wording.recap import recap_messages
from tests.recap_example import ANNA, BEN, END, PEOPLE, QUESTIONS, SESSION, answer, evening, other, question

ENGLISH = Language("en")


def html(recap: Recap) -> str:
    """All of a recap's messages, one after the other."""
    return "\n\n".join(recap_messages(recap, ENGLISH))


def read(recap: Recap) -> str:
    """What people read of it."""
    return plain(html(recap))


def test_it_begins_with_what_it_was_under_a_hashtag_that_can_be_touched() -> None:
    first, second, *_ = html(evening()).split("\n")
    assert first == "<b>Library chat #12: Reading for pleasure</b>"
    assert second == "#libchat · Wednesday 2 December 2026, 20:00 (London time)"


def test_numbers_stand_with_their_meaning() -> None:
    said = read(evening())
    assert "5 people took part (those who answered at least one question), 2 of them for the first time." in said
    assert "17 answers (1 after the end), 3 comments on answers" in said
    assert "2 messages beside the questions and 1 message under no question." in said
    assert "1 message answers more than one question and counts under each." in said


def test_up_to_three_answers_are_all_quoted_with_names_as_they_are_and_links() -> None:
    said = html(evening())
    assert '<a href="https://t.me/libchat_group/200">Anna Bell</a>: A1 Anna, the only librarian' in said
    assert '<a href="https://t.me/libchat_group/201">Ben &amp; Söhne &lt;3</a>: A1: Ben, prisons &amp; young' in said
    assert '<a href="https://t.me/libchat_group/202">Town Hall Library</a>' in said


def test_of_many_answers_some_are_quoted_and_the_rest_counted() -> None:
    said = read(evening())
    fourth = said[said.index("Q4 What got") : said.index("Q5 What would")]
    assert fourth.count("•") == 5
    assert "and 3 more answers" in fourth
    assert "(+2 replies · ♥ 4)" in fourth


def test_long_answers_are_shortened_at_a_word() -> None:
    assert re.search(r"Grown men like it as…$", read(evening()), re.MULTILINE)


def test_a_photo_without_words_is_a_photo() -> None:
    assert "• Cleo: (photo)" in read(evening())


def test_numbers_and_polls_come_to_figures_with_their_definition() -> None:
    said = read(evening())
    assert "Median 13 (half gave less, half more)." in said
    assert "3 people gave a number (the last one of each counts), from 7 to 41." in said
    assert "Book clubs: 2 (67%)" in said
    assert "3 people voted, some for several; shares are of those who voted." in said


def test_many_numbers_have_a_middle_half_and_one_has_none() -> None:
    asked = (question(1, "How many?", QuestionKind.NUMBER),)
    many = [answer(1, 200 + number, number, "A1", value=float(number)) for number in range(1, 10)]
    assert "The middle half lies between 3 and 7." in read(other(Rows(questions=asked, answers=many)))
    assert "One number was given: 1." in read(other(Rows(questions=asked, answers=many[:1])))


def test_links_are_shared_once() -> None:
    said = read(evening())
    assert said[said.index("Links shared") :].count("https://example.org/shelf") == 1


def test_what_was_left_out_is_said() -> None:
    assert "Left out here: 3 answers and the words of 6 comments and other messages." in read(evening())


def test_nothing_left_out_is_not_mentioned() -> None:
    recap = other(Rows(questions=QUESTIONS[:1], answers=[answer(1, 200, ANNA, "A1 all of it")], people=PEOPLE))
    assert "Left out" not in read(recap)


def test_the_next_date_is_told_for_here_and_for_every_reader() -> None:
    said = html(evening())
    assert "Next chat: Wednesday 9 December 2026, 20:00 (London time), which is " in said
    assert '<tg-time unix="1796846400" format="wDT">' in said


def test_late_answers_count_until_a_moment_and_then_no_more() -> None:
    assert "Answers still count until Thursday 3 December 2026, 20:50 (London time)" in read(evening())
    after = END + timedelta(days=1)
    assert "Answers are closed." in plain("".join(recap_messages(evening(), ENGLISH, now=after)))
    before = after - timedelta(seconds=1)
    assert "still count" in plain("".join(recap_messages(evening(), ENGLISH, now=before)))


def test_an_evening_without_answers_gets_a_kind_word() -> None:
    said = read(other(Rows(questions=QUESTIONS)))
    assert "It was a quiet one: nobody answered this time." in said
    assert said.count("No answers.") == 5
    assert "0" not in said.split("\n\n")[1]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (SessionState.PLANNED, "has not begun"),
        (SessionState.LIVE, "still under way"),
        (SessionState.HELD, "paused"),
        (SessionState.CANCELLED, "cancelled"),
    ],
)
def test_a_session_that_is_not_over_says_so(state: SessionState, word: str) -> None:
    assert word in read(evening(state=state))


def test_a_withdrawn_answer_leaves_no_trace() -> None:
    rows = Rows(questions=QUESTIONS, answers=[answer(1, 200, ANNA, "A1 stays")], people=PEOPLE)
    assert "Ben" not in read(other(rows))
    assert "1 person took part" in read(other(rows))


HOSTILE = [
    "<script>alert(1)</script>",
    "</a></b><b>",
    "\u202etxet desrever",
    "\u2069\u2069\u202e",
    "😀" * 4000,
    "\x00\x1b[31m\x07red",
    "\u200b\u200b",
    "&lt;b&gt;",
    "@everyone #libchat /stop " * 200,
    "x" * 20_000,
    "דנה",
    "{name} {0} %s",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_and_names_are_only_text(text: str) -> None:
    rows = Rows(
        questions=[question(number, text) for number in range(1, 6)],
        answers=[answer(number % 5 + 1, 200 + number, BEN, text) for number in range(60)],
        people={BEN: Person(BEN, text[:64])},
    )
    session = {"title": text[:128], "topic": text[:256], "guest": text[:64]}
    for part in recap_messages(other(rows, **session), ENGLISH):
        assert 0 < visible_length(part) <= 4096
        assert len(part.encode()) < 32_000
        assert entities(part) <= 100
        assert set(re.findall(r"</?([\w-]+)", part)) <= {"a", "b", "i", "tg-time"}
        assert not re.search("[\x00-\x08\x0b-\x1f]", part)


def test_a_long_evening_comes_in_parts_that_together_hold_every_question() -> None:
    asked = [question(number, f"Question {number}? " + "And why? " * 20) for number in range(1, 13)]
    said = [answer(number % 12 + 1, 200 + number, number, "A word " * 60) for number in range(200)]
    parts = recap_messages(other(Rows(questions=asked, answers=said)), ENGLISH)
    assert len(parts) > 1
    assert all(f"Question {number}?" in plain("".join(parts)) for number in range(1, 13))


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4), st.text(max_size=400)), max_size=40),
    st.integers(200, 4096),
)
def test_quotes_and_the_rest_add_up(said: list[tuple[int, int, str]], limit: int) -> None:
    answers = [answer(number, 200 + place, who, text) for place, (number, who, text) in enumerate(said)]
    recap = other(Rows(questions=QUESTIONS, answers=answers, people={}))
    parts = recap_messages(replace(recap, session=SESSION), ENGLISH, limit=limit)
    assert all(0 < visible_length(part) <= limit for part in parts)
    whole = "\n".join(parts)
    quoted = len(re.findall(r'<a href="https://t.me/libchat_group/[2-9]\d\d">', whole))
    more = sum(int(number) for number in re.findall(r"and (\d+) more answers?</i>", whole))
    assert quoted + more >= len(answers)
    assert recap_messages(recap, ENGLISH, limit=limit) == parts
