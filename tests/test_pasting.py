"""Lists of questions as people keep them, pasted into the chat."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.pasting import questions
from bot.rules.plans import QuestionPlan
from bot.rules.words import QuestionKind
from bot.wording import planning
from bot.wording.language import Language

WHO, WHAT, WHY = "Who are you?", "What did you read last?", "Why that one?"
THREE = [WHO, WHAT, WHY]

SHAPES = {
    "label and full stop": f"Q1. {WHO}\nQ2. {WHAT}\nQ3. {WHY}",
    "label and colon": f"Q1: {WHO}\nQ2: {WHAT}\nQ3: {WHY}",
    "label and blank": f"Q1 {WHO}\nQ2 {WHAT}\nQ3 {WHY}",
    "label with a dot inside": f"Q.1 {WHO}\nQ.2 {WHAT}\nQ.3 {WHY}",
    "label and bracket": f"Q1) {WHO}\nQ2) {WHAT}\nQ3) {WHY}",
    "small letters": f"q1. {WHO}\nq2. {WHAT}\nq3. {WHY}",
    "hash and label": f"#Q1 {WHO}\n#Q2 {WHAT}\n#Q3 {WHY}",
    "the word": f"Question 1: {WHO}\nQuestion 2: {WHAT}\nQuestion 3: {WHY}",
    "number and full stop": f"1. {WHO}\n2. {WHAT}\n3. {WHY}",
    "number and bracket": f"1) {WHO}\n2) {WHAT}\n3) {WHY}",
    "number in brackets": f"(1) {WHO}\n(2) {WHAT}\n(3) {WHY}",
    "number and dash": f"1 - {WHO}\n2 - {WHAT}\n3 - {WHY}",
    "number without a blank": f"1.{WHO}\n2.{WHAT}\n3.{WHY}",
    "blank lines between": f"1. {WHO}\n\n2. {WHAT}\n\n\n3. {WHY}\n",
    "hyphens": f"- {WHO}\n- {WHAT}\n- {WHY}",
    "bullets": f"• {WHO}\n• {WHAT}\n• {WHY}",
    "stars": f"* {WHO}\n* {WHAT}\n* {WHY}",
    "bullets of a word processor": f"\uf0b7\t{WHO}\n\uf0b7\t{WHAT}\n\uf0b7\t{WHY}",
    "numbers and tabs of a word processor": f"1.\t{WHO}\r\n2.\t{WHAT}\r\n3.\t{WHY}\r\n",
    "blanks that do not break": f"1.\u00a0{WHO}\n2.\u00a0{WHAT}\n3.\u00a0{WHY}",
    "boxes to tick": f"[ ] {WHO}\n[ ] {WHAT}\n[ ] {WHY}",
    "letters": f"a) {WHO}\nb) {WHAT}\nc) {WHY}",
    "one a line": f"{WHO}\n{WHAT}\n{WHY}",
    "paragraphs": f"{WHO}\n\n{WHAT}\n\n{WHY}",
    "key caps": f"1\ufe0f\u20e3 {WHO}\n2\ufe0f\u20e3 {WHAT}\n3\ufe0f\u20e3 {WHY}",
    "bold labels": f"**Q1.** {WHO}\n**Q2.** {WHAT}\n**Q3.** {WHY}",
    "bold lines": f"**Q1. {WHO}**\n**Q2. {WHAT}**\n**Q3. {WHY}**",
    "a heading": f"Questions:\n1. {WHO}\n2. {WHAT}\n3. {WHY}",
    "an opening line": f"Here they are, dear all\n\nQ1. {WHO}\nQ2. {WHAT}\nQ3. {WHY}",
    "a closing line": f"Q1. {WHO}\nQ2. {WHAT}\nQ3. {WHY}\n\nSee you on Wednesday",
    "hashtags behind": f"Q1. {WHO} #libchat\nQ2. {WHAT} #libchat\nQ3. {WHY} #libchat #books",
    "bulleted labels": f"- Q1. {WHO}\n- Q2. {WHAT}\n- Q3. {WHY}",
    "indented": f"    1. {WHO}\n    2. {WHAT}\n    3. {WHY}",
    "marks that nobody sees": f"\u200b1. {WHO}\n\u200e2. {WHAT}\n\ufeff3. {WHY}",
    "quotation marks": f"“{WHO}”\n“{WHAT}”\n“{WHY}”",
    "wrong numbers": f"1. {WHO}\n1. {WHAT}\n1. {WHY}",
}


@pytest.mark.parametrize("pasted", SHAPES.values(), ids=SHAPES.keys())
def test_many_shapes_of_a_list_hold_the_same_questions(pasted: str) -> None:
    assert [question.text for question in questions(pasted)] == THREE


OTHERS = {
    "parts of a question stay with it": (
        "1. Reading:\n   a) with whom?\n   b) where?\n2. And why?",
        ["Reading:\na) with whom?\nb) where?", "And why?"],
    ),
    "bullets below a number stay with it": (
        "Q1. Which of these?\n- clubs\n- readathons\nQ2. Why?",
        ["Which of these?\n- clubs\n- readathons", "Why?"],
    ),
    "a question that goes on in the next line": (
        "1. What would you try\nif money were no matter?\n2. Why?",
        ["What would you try\nif money were no matter?", "Why?"],
    ),
    "a number that is no label": ("3 books or more?\nOr none?", ["3 books or more?", "Or none?"]),
    "a number within": ("1. Name 3 books.\n2. 10 years from now?", ["Name 3 books.", "10 years from now?"]),
    "emoji stay": ("1. 📚 What?\n2. Why? 🤔", ["📚 What?", "Why? 🤔"]),
    "only emoji as bullets are text": ("📚 What?\n🤔 Why?", ["📚 What?", "🤔 Why?"]),
    "Arabic": ("1. من أنت؟\n2. ماذا تقرأ؟", ["من أنت؟", "ماذا تقرأ؟"]),
    "Hebrew with marks of direction": ("\u200f1. מי אתם?\n\u200f2. למה?", ["מי אתם?", "למה?"]),
    "Chinese": ("1、你是谁？\n2、为什么？", ["你是谁？", "为什么？"]),
    "Russian": ("Вопрос 1. Кто вы?\nВопрос 2. Почему?", ["Кто вы?", "Почему?"]),
    "German": ("F1: Wer seid ihr?\nF2: Warum?", ["Wer seid ihr?", "Warum?"]),
    "one question": ("What do you read?", ["What do you read?"]),
    "one numbered question": ("1. What do you read?", ["What do you read?"]),
    "nothing": ("\n  \n", []),
    "only a number": ("1.", []),
    "parts with letters behind the number": ("Q1a. Who?\nQ1b. Where?", ["Who?", "Where?"]),
    "paragraphs of several lines": (
        "We all read in bed.\nDo you?\n\nSome of us don't read at all.\nWhy?",
        ["We all read in bed.\nDo you?", "Some of us don't read at all.\nWhy?"],
    ),
    "many": ("\n".join(f"{n}. Number {n}?" for n in range(1, 13)), [f"Number {n}?" for n in range(1, 13)]),
}


@pytest.mark.parametrize(("pasted", "found"), OTHERS.values(), ids=OTHERS.keys())
def test_lists_with_something_of_their_own(pasted: str, found: list[str]) -> None:
    assert [question.text for question in questions(pasted)] == found


@pytest.mark.parametrize(
    "text",
    [
        "1) Who?\n2) Why?\n3) Spare: What else?",
        "1. Who?\n2. Why?\nSpare: What else?",
        "• Who?\n• Why?\n• Bonus: What else?",
        "1. Who?\n2. Why?\nRéserve : What else?",
    ],
)
def test_the_word_for_a_spare_may_stand_behind_the_mark_or_on_a_line_of_its_own(text: str) -> None:
    assert [(one.text, one.spare) for one in questions(text)] == [
        ("Who?", False),
        ("Why?", False),
        ("What else?", True),
    ]


def test_spare_questions_are_told_by_a_word_or_a_heading() -> None:
    by_word = questions("1. Who?\n2. Why?\nSpare: 3. What else?")
    by_heading = questions("1. Who?\n2. Why?\n\nIf there is time:\n3. What else?")
    for found in (by_word, by_heading):
        assert [(question.text, question.spare) for question in found] == [
            ("Who?", False), ("Why?", False), ("What else?", True),
        ]  # fmt: skip


def test_a_poll_names_its_choices_and_a_name_is_no_number() -> None:
    (poll,) = questions("Q1. Poll: Which do you run? / Book clubs / Readathons / Neither")
    assert (poll.kind, poll.text) == (QuestionKind.POLL, "Which do you run?")
    assert poll.choices == ("Book clubs", "Readathons", "Neither")
    (name,) = questions("1. Nombre: ¿cómo te llamas?")
    assert (name.kind, name.text) == (QuestionKind.OPEN, "Nombre: ¿cómo te llamas?")


@pytest.mark.parametrize("code", ["en", "es", "fr", "de", "pt", "ar"])
def test_what_edit_shows_can_be_sent_back(code: str) -> None:
    shown = (
        QuestionPlan("How many?", QuestionKind.NUMBER),
        QuestionPlan("Which?", QuestionKind.POLL, ("this", "that one")),
        QuestionPlan("What else?", spare=True),
    )
    labelled = [(f"Q{place}", question) for place, question in enumerate(shown, 1)]
    assert questions(unescape(planning.questions(labelled, Language(code)))) == shown


@given(st.text(max_size=400))
def test_anything_pasted_gives_questions_that_can_be_posted(pasted: str) -> None:
    for question in questions(pasted):
        assert question.text.strip()
        assert len(question.text) <= 3000
