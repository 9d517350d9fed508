"""Reading labels at the start of a text, in every shape that people write them (docs/filing.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.labels import Label, claim
from bot.rules.plans import Letters

LETTERS = Letters()
SPANISH, RUSSIAN, ARABIC, CHINESE = Letters("P", "R"), Letters("В", "О"), Letters("س", "ج"), Letters("问", "答")


def labels(text: str, letters: Letters = LETTERS) -> tuple[Label, ...]:
    found = claim(text, letters)
    return found.labels if found else ()


def numbers(text: str, letters: Letters = LETTERS) -> list[int]:
    return [label.number for label in labels(text, letters)]


ONES = """
    A1 | A1. | A1: yes | A1 yes | a1 yes | a.1 yes | A 1) yes | A1) yes | A1 - yes | A1-- yes | A1–yes | A1; yes
    A1, yes | A1... yes | A1… yes | A1 … yes | A1! | A01: yes | (A1) yes | (A1:) yes | [A1] yes | *A1* yes | **A1:** yes
    A1): yes | A1😀 yes | A1#reading yes | A1->yes | #A1 | #A1 - yes | #a1 yes | A#1 yes | Ans 1 yes | Ans. 1 yes
    ans1: yes | Answer 1: yes | Answer #1 yes | Question 1: yes | Q1 yes | q1: yes | #Q1 yes | Q1) yes | Q 1 yes
    A1.2 and more | A1.0 to begin with | a1.2.1 and more | A1, p2 and more | A1 part 2: and more | A1 cont'd yes
    A1:b12 and zinc | A1 €5 a month | A1 = 40
    A1 +1 to Ann | A1 & yes, gladly | A1 &yes | A1 (1/2) yes | A1 1/2 yes | A1 (?) yes
    A1: (or maybe Q2) | A1: Q2 was harder | A1, 2 hours a day | A1 and 2 more people | A1 - 3 books | A1 to be fair
    #libchat A1 yes | #libchat #reading A1 yes | @ann A1 yes | @ann @bob #libchat A1: yes | .@ann A1 yes
    🎉 A1 yes | 👉A1 yes | 1️⃣ A1 yes | - A1 yes | > A1: yes | • A1 yes | 1/2 : A1 yes | 2/2 A1 yes | (1/2) A1 yes
    1) A1 yes | +1 A1 yes | via @ann A1 yes | https://example.org A1 yes | \u200fA1 yes | A1\u200f: yes
    RT @ann: A1 yes | RT @ann: RT @bob: A1 yes | MT @ann A1 yes | This! RT @ann: A1 yes | +1 RT @ann A1 yes
    “@ann: A1: yes” me too | "A1: yes" me too | «A1: yes» me too
    Ａ１： yes | Ａ１ yes | А1 yes (a Cyrillic А) | Α1 yes (a Greek Α) | A١ yes | A1我觉得 | A1、yes
    oh. A1 yes | Okay: A1 yes | My A1: yes | Also my A1: yes | So in answer to A1: yes
    Ann, a nurse in Leeds. Q1: yes | Late to this, sorry! A1: yes | Missed Q6! My A1: yes
    Hi, Ann from Leeds here, (A1) yes | I'd say, (A1:) yes | Yes, gladly. A1 | Yes, gladly #libchat A1
    yes #libchat #a1 | yes #a1 #libchat https://example.org | Yes! A1 #libchat
"""
NONE = """
    A | 1 | yes | a 2 hour nap | A 2 hour nap would be good | a 1 shot thing | A 3D printer | A 12 step plan?
    A 100 people came | A 5 GB disk | A1C levels | A1's point was good | A1% of it | A1st | A1_x | A1=yes
    A 2 € coin | A1 = yes | A4-size paper | A1:B5 is the range | =A1+B2 | Q3 results are in | Q3 2025 was good
    Q1 '25 was good | Q2 sales fell | Q3? | Q3 ?? | covid19 and A1 | MA1: a module | BA2 9AA is the postcode | plan A1
    I like A1 best | A-1 sauce | pages of A4 - done | the A4 road | Looking forward to Q5 | On to Q3
    was there a Q3 yet? | v6 | T-38 | K3 | see http://example.org/A1 | @A1 | @ann_A1 hello | #A1rocks
    answers 2 things | Question 1 in an interview | What is A2 | On Q3: now as in today?
    Last one: Q4. What do you read? | I disagree with what A1 says
"""


def cells(table: str) -> list[str]:
    """Give the texts of a table: a line holds several, parted by bars."""
    return [cell.strip(" ") for line in table.strip().splitlines() for cell in line.split(" | ")]


@pytest.mark.parametrize(
    "text",
    [*cells(ONES), "A1\nyes", "A 1\nyes", "Question 1\nyes", "  \n A1 yes", "A1:\n1. yes\n2. no", "Hello all\nA1: yes"],
)
def test_an_answer_to_question_1_is_known_by_its_label(text: str) -> None:
    assert numbers(text) == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1/2", [1, 2]),
        ("A1/2 I mostly read", [1, 2]),
        ("A1/2/3: yes", [1, 2, 3]),
        ("A4/A5 ... yes", [4, 5]),
        ("A1 / A2: yes", [1, 2]),
        ("A1 & A2: yes", [1, 2]),
        ("A1&2 yes", [1, 2]),
        ("A1 & 2: yes", [1, 2]),
        ("A1 & 2 #libchat yes", [1, 2]),
        ("A1 + A4: yes", [1, 4]),
        ("A1+2 yes", [1, 2]),
        ("A2 +400", [2]),
        ("A2 + 1200 words", [2]),
        ("A2 and A3: yes", [2, 3]),
        ("A2 und 3: ja", [2, 3]),
        ("A1, A2 & A3: yes", [1, 2, 3]),
        ("A1, 2 and 3: yes", [1, 2, 3]),
        ("A1 A2 yes", [1, 2]),
        ("A1.5 & 2 #libchat yes", [1, 2]),
        ("A1-A4: yes", [1, 2, 3, 4]),
        ("A1–4: yes", [1, 2, 3, 4]),
        ("A1 to A3: yes", [1, 2, 3]),
        ("A7 & A8) yes", [7, 8]),
        ("A2/2 yes", [2]),
        ("A1: books\nA2: films", [1, 2]),
        ("A1 books\n\nA2 films\nA3 neither", [1, 2, 3]),
        ("A1: books\nQ2 was hard", [1]),
        ("A0: hello", [0]),
        ("A11: yes", [11]),
        ("A100 yes", [100]),
    ],
)
def test_several_numbers_and_ranges_claim_each(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A2b yes", Label(2, "b")),
        ("A2B: yes", Label(2, "b")),
        ("a2 (b) yes", Label(2, "b")),
        ("A2.B: yes", Label(2, "b")),
        ("A2 b is my answer", Label(2)),
        ("A2. Big ones", Label(2)),
    ],
)
def test_a_part_is_read_with_its_number(text: str, label: Label) -> None:
    assert labels(text) == (label,)


@pytest.mark.parametrize("text", ["", *cells(NONE)])
def test_look_alikes_and_numbers_inside_a_sentence_are_no_labels(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("R1 sí", SPANISH),
        ("P1: sí", SPANISH),
        ("Resp 1: sí", SPANISH),
        ("Respuesta 1: sí", SPANISH),
        ("R 1 sí", SPANISH),
        ("О1: да", RUSSIAN),
        ("в1 да", RUSSIAN),
        ("O1: да, на латинице", RUSSIAN),
        ("ج١: نعم", ARABIC),
        ("\u200fس1 نعم", ARABIC),
        ("ج 1 نعم", ARABIC),
        ("#ج1 نعم", ARABIC),
        ("答1：好", CHINESE),
        ("问1好", CHINESE),
        ("Antwort 1: ja", Letters("F", "A")),
        ("V1 ja", Letters("V", "A")),
        ("Resp1 oui", Letters("Quest", "Resp")),
        ("Resp. 1 oui", Letters("Quest", "Resp")),
        ("quest 1 oui", Letters("Quest", "Resp")),
        ("X.1 ok", Letters("(", "X")),
    ],
)
def test_the_series_letters_are_read_in_any_script(text: str, letters: Letters) -> None:
    assert numbers(text, letters) == [1]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("A1: sí", SPANISH),
        ("о 2 часах сна", RUSSIAN),
        ("В 2 часа дня", RUSSIAN),
        ("RT @ann hola", SPANISH),
    ],
)
def test_what_are_no_letters_of_the_series_are_no_labels(text: str, letters: Letters) -> None:
    assert numbers(text, letters) == []


def test_the_body_is_what_stands_behind_the_labels() -> None:
    found = claim("#libchat Q1 & Q2: both, gladly", LETTERS)
    assert found is not None
    assert (found.body, found.asks, found.marked) == (": both, gladly", True, True)


def test_without_an_opening_only_marks_and_tags_may_stand_before_a_label() -> None:
    assert claim("My A1: yes", LETTERS, opening=False) is None
    assert claim("#libchat A1: yes", LETTERS, opening=False) is not None


TAGS = st.lists(
    st.sampled_from(("#libchat", "@ann", "RT", "🎉", "1/2", "“", "(", "> ", "\u200f", "+1", "👩‍💻")), max_size=5
)


@given(
    TAGS,
    st.sampled_from(("A", "a", "Q", "q", "#A", "A.")),
    st.integers(0, 999),
    st.sampled_from((" ", ": ", ") ", " - ", ".\n")),
)
def test_a_label_is_read_behind_any_row_of_tags(tags: list[str], letter: str, number: int, mark: str) -> None:
    assert numbers(" ".join([*tags, f"{letter}{number}{mark}books, mostly"])) == [number]


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])))
def test_a_text_without_digits_has_no_label(text: str) -> None:
    assert numbers(text) == []


@given(st.text(), st.text(min_size=1, max_size=3), st.text(min_size=1, max_size=3))
def test_any_text_and_any_letters_can_be_read(text: str, question: str, answer: str) -> None:
    found = labels(text, Letters(question, answer))
    assert len(set(found)) == len(found)


@given(st.text(alphabet="AaQq12/&+,-. :()#@\n b", max_size=40))
def test_whatever_is_claimed_is_written_there(text: str) -> None:
    most = max((int(digits) for digits in text_numbers(text)), default=-1)
    assert all(label.number <= most for label in labels(text))


def text_numbers(text: str) -> list[str]:
    return "".join(character if character.isdigit() else " " for character in text).split()


def test_a_number_of_two_digits_behind_a_question_s_letter_is_an_answer() -> None:
    """A number question is answered "Q3 32" as well; the year of a quarter has four digits, or an apostrophe."""
    assert numbers("Q3 32") == [3]
    assert numbers("Q3 12 books") == [3]
