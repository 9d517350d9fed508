"""Telling a question by its words: in a reply to a post whose id nobody knows, or when somebody repeats it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quotes import plain, quoted, repeats

WHO, BOOKS, MORE = "Who are you, and where do you work?", "How many books did you finish?", "Who are you?"
ASKED = [("Q1", WHO), ("Q2", BOOKS), ("Q3", "Anything else?"), ("Q4", "Anything else?"), ("Q5", MORE)]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"Q1. {WHO}\n\n#libchat", 0),
        (f"🔔 Q1 — {WHO.upper()}", 0),
        (f"Library chat, Q2 of 4: {BOOKS} Answer with A2, or reply.", 1),
        (WHO, 0),
        ("Q1 Who are you, and where do you wo", 0),
        ("Q1. Who are you, and where…", 0),
        ("and where do you work?", 0),
        ("Q3 Anything else? #libchat", 2),
        ("Q4 Anything else? #libchat", 3),
        ("Q5 Who are you?", 4),
        ("Q2", 1),
    ],
)
def test_a_question_is_known_whole_cut_or_in_part(text: str, at: int) -> None:
    assert quoted(text, ASKED) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Welcome to #libchat! Say hello.",
        "you",
        "Q9",
        f"Recap. Q1. {WHO} Ann: a nurse. Q2. {BOOKS} Bob: none.",
        f"Q1. {WHO} " + "and then they said this and that " * 20,
    ],
)
def test_other_posts_are_no_question(text: str) -> None:
    assert quoted(text, ASKED) is None


def test_a_moderator_repeats_a_question_in_whatever_case_and_dress() -> None:
    assert repeats(f"  {BOOKS.upper()} #libchat", BOOKS, more=False)
    assert repeats("How many books did you…", BOOKS, more=False)
    assert not repeats(f"{BOOKS} I finished ten", BOOKS, more=False)
    assert repeats(f"{BOOKS} (tag your answers)", BOOKS, more=True)
    assert not repeats("Why? Because.", "Why?", more=True)


@given(st.text(min_size=1), st.text(max_size=20).map(lambda tail: f" #{tail}"))
def test_a_question_always_repeats_itself(question: str, tail: str) -> None:
    assert repeats(question, question, more=False) is bool(plain(question))
    assert quoted(question, [("Q1", question)]) in (0, None)
    assert plain(plain(question)) == plain(question)
    assert tail
