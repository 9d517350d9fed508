"""The number that an answer gives to a question that asks for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.numbers import value
from bot.rules.plans import Letters

LETTERS = Letters()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A2: about 40 books", 40),
        ("A2 3", 3),
        ("A2: 3, maybe 4", 3),
        ("A2 - 40", 40),
        ("A2 -40", 40),
        ("A2: -5 degrees", -5),
        ("A2.1: 7 more", 7),
        ("A1/2: 9", 9),
        ("A2 +400", 400),
        ("#libchat2026 A2: 5", 5),
        ("It was 40 for me", 40),
        ("40", 40),
        ("+400", 400),
        ("40+ books", 40),
        ("~40ish", 40),
        ("£40", 40),
        ("40%", 40),
        ("0", 0),
        ("1,240", 1240),
        ("1.240", 1240),
        ("1 240", 1240),
        ("1'240", 1240),
        ("1,234,567", 1234567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("3.5", 3.5),
        ("3,5", 3.5),
        ("0.125", 0.125),
        ("12k", 12000),
        ("1.5k words", 1500),
        ("2 million", 2_000_000),
        ("2 dozen", 24),
        ("1/2 an hour", 0.5),
        ("½", 0.5),
        ("2½ hours", 2.5),
        ("A2: 2½ hours", 2.5),
        ("A2: 10¾", 10.75),
        ("A2 1 ¼", 1.25),
        ("A2: ½", 0.5),
        ("A2: 1/2", 0.5),
        ("A2: lots, and 7 1/2", 7),
        ("40-50", 45),
        ("40 to 50", 45),
        ("20 (1/2)", 20),
        ("20 1/2", 20),
        ("In 2026 I read 40", 40),
        ("2026", 2026),
        ("٤٠ كتابا", 40),
        ("４０", 40),
        ("a dozen", 12),
        ("about two dozen", 24),
        ("Twelve!", 12),
        ("Twenty-five", 25),
        ("None, sadly", 0),
        ("see https://example.org/2019 for my 7", 7),
    ],
)
def test_the_number_is_found(text: str, expected: float) -> None:
    assert value(text, LETTERS) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    ["", "A2", "A2: many", "No one", "my 3rd", "B2B", "#top10", "@ann2", "9" * 30, "1/0", "https://example.org/7"],
)
def test_what_holds_no_number_has_no_value(text: str) -> None:
    assert value(text, LETTERS) is None


def test_the_label_is_read_with_the_series_own_letters() -> None:
    assert value("R2: 40 libros", Letters("P", "R")) == 40


@given(
    st.integers(0, 999), st.integers(0, 10**12), st.sampled_from(("{}", "{:,}", "about {} or so", "{} books", "≈{}"))
)
def test_a_labelled_number_is_given_back_as_it_was(label: int, number: int, shape: str) -> None:
    assert value(f"A{label}: {shape.format(number)}", LETTERS) == number


@given(st.text())
def test_any_text_has_a_finite_value_or_none(text: str) -> None:
    found = value(text, LETTERS)
    assert found is None or abs(found) < 1e16
