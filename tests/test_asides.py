"""Corrections of the message before, and remarks on a question that answer nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.asides import Correction, corrected, remarks
from bot.rules.labels import claim, head_of
from bot.rules.plans import Letters

LETTERS = Letters()


def read(text: str) -> Correction | None:
    """What a text corrects; nothing if no label is in it."""
    head = head_of(text, LETTERS)
    return corrected(text, head) if head else None


@pytest.mark.parametrize(
    "text",
    [
        "Oops, that should be A2",
        "Oops that should be A2: #libchat",
        "Should be A2",
        "Should've been A2!",
        "@ann should be A2 😅",
        "Sorry, A2",
        "A2, sorry",
        "Whoops! #A2",
        "I meant A2",
        "I meant A2, not A1",
        "A2 not A1!",
        "not A1 but A2",
        "*A2",
        "A2*",
        "Correction: A2",
        "Forgot A2 on that last message!",
        "My last message was meant for A2",
        "Ups, das sollte A2 sein",
        "Perdón, era A2",
        "Oeps, dat moest A2 zijn",
    ],
)
def test_a_correction_gives_the_number_that_was_meant(text: str) -> None:
    found = read(text)
    assert found is not None
    assert [label.number for label in found.labels] == [2]
    assert not found.own


@pytest.mark.parametrize(
    "text",
    ["That should have been A2: I mostly read at night", "Sorry, I meant A2: crime novels", "Oops A2: crime novels"],
)
def test_a_correction_with_text_of_its_own_answers_itself(text: str) -> None:
    found = read(text)
    assert found is not None
    assert [label.number for label in found.labels] == [2]
    assert found.own


@pytest.mark.parametrize(
    "text",
    [
        *("A2", "A2: sorry", "A2: oops!", "A1: not A2", "A2 should be a rule", "*A2*", "I forgot A2", "that was A2"),
        *("Oops missed Q2!", "Should I answer A2?", "Should be A2 paper", "Was there an A2 yet?", "yes", "Sorry, 2"),
        *("Sorry I'm late, A2 was lovely", "I meant well"),
    ],
)
def test_other_texts_correct_nothing(text: str) -> None:
    assert read(text) is None


@given(st.text(alphabet="Aa12 no*?soryp.#@:", max_size=40))
def test_what_a_correction_gives_is_never_empty(text: str) -> None:
    found = read(text)
    assert found is None or found.labels


@pytest.mark.parametrize(
    ("text", "participant", "moderator"),
    [
        ("Q5 is such a good question!", True, True),
        ("Q6 coming up in a minute…", True, True),
        ("Q6 will be next", True, True),
        ("Q3 was inspired by what Ann said last week, and by a talk that many of us heard in May", False, True),
        ("Q4 is a hard question to answer in a line or two, so I will just say that we tried", False, True),
        ("Q5 is lovely", False, True),
        ("Q5: is a good question", False, False),
        ("A5 is a good question", False, False),
        ("Q5 for me it is books", False, False),
    ],
)
def test_a_remark_on_a_question_is_no_answer(text: str, participant: bool, moderator: bool) -> None:
    found = claim(text, LETTERS)
    assert found is not None
    assert remarks(found, by_moderator=False) is participant
    assert remarks(found, by_moderator=True) is moderator
