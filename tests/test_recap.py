"""A recap is computed from the rows of a session, by question."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.figures import spread
from bot.rules.links import addresses, message_link
from bot.rules.recap import Entry, Person, Recap, highlights
from bot.rules.rows import AnswerRow, RemarkRow, Rows
from bot.rules.words import Place
from tests.recap_example import (
    ANNA,
    BEN,
    CLEO,
    GROUP,
    PEOPLE,
    QUESTIONS,
    answer,
    evening,
    minute,
    other,
    question,
    remark,
)


def texts(recap: Recap, number: int) -> list[str]:
    """What was answered to a question."""
    return [entry.text for entry in recap.questions[number - 1].answers]


def entry(message_id: int, reactions: int = 0, comments: int = 0) -> Entry:
    """An answer with some reactions and comments."""
    (row,) = other(Rows(questions=QUESTIONS, answers=[answer(1, message_id, ANNA, "A1")])).questions[0].answers
    beside = evening().unfiled[0]
    return row._replace(reactions=reactions, comments=(beside,) * comments)


def test_the_evening_adds_up() -> None:
    counts = evening().counts
    assert (counts.participants, counts.answers, counts.comments, counts.talk, counts.unfiled) == (5, 17, 3, 2, 1)
    assert (counts.first_timers, counts.late) == (2, 1)


def test_answers_stand_under_their_questions_in_the_order_they_were_sent() -> None:
    recap = evening()
    assert [question.label for question in recap.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert texts(recap, 1)[0].startswith("A1 Anna")
    assert texts(recap, 4)[-1] == "A4 Late, but: prizes do not work"


def test_a_message_that_answers_two_questions_stands_under_both() -> None:
    recap = evening()
    assert texts(recap, 4).count("A4/5 Ask the readers to choose the stock") == 1
    assert texts(recap, 5) == ["A4/5 Ask the readers to choose the stock"]


def test_comments_stand_in_the_thread_of_their_answer() -> None:
    shelf, *_, barber = (one for one in evening().questions[3].answers if one.comments)
    assert next(comment.text for comment in shelf.comments) == "Do they come back?"
    assert [comment.text for comment in barber.comments] == ["Which barber?"]


def test_a_comment_on_a_withdrawn_answer_becomes_talk_beside_the_question() -> None:
    assert [said.text for said in evening().questions[3].talk] == ["This is lovely", "I liked what you took back"]


def test_a_comment_on_a_double_answer_appears_once_under_its_threads_question() -> None:
    rows = Rows(
        questions=QUESTIONS,
        answers=[answer(4, 200, ANNA, "A4/5"), answer(5, 200, ANNA, "A4/5")],
        remarks=[remark(Place.COMMENT, 201, BEN, "Oh?", question_id=5, thread=200)],
        people=PEOPLE,
    )
    assert [len(answers.comments) for question in other(rows).questions for answers in question.answers] == [0, 1]


def test_a_comment_follows_its_answer_to_another_question() -> None:
    rows = Rows(
        questions=QUESTIONS,
        answers=[answer(2, 200, ANNA, "moved by hand")],
        remarks=[remark(Place.COMMENT, 201, BEN, "Oh?", question_id=1, thread=200)],
    )
    assert len(other(rows).questions[1].answers[0].comments) == 1


def test_a_question_that_was_never_posted_is_not_in_the_recap_unless_it_was_answered() -> None:
    spare, answered = question(6, "Spare?")._replace(posted_at=None), question(7, "Odd?")._replace(posted_at=None)
    recap = other(
        Rows(
            questions=(answered, spare),
            answers=[answer(7, 200, ANNA, "A7")],
            remarks=[remark(Place.TALK, 201, BEN, "about the spare one", question_id=6)],
        )
    )
    assert [one.label for one in recap.questions] == ["Q7"]
    assert [one.text for one in recap.unfiled] == ["about the spare one"]


def test_questions_follow_their_numbers_and_parts() -> None:
    parts = [question(3, "c"), question(2, "b")._replace(id=9, part="b"), question(2, "a"), question(1, "first")]
    assert [one.label for one in other(Rows(questions=parts)).questions] == ["Q1", "Q2", "Q2b", "Q3"]


def test_somebody_erased_speaks_without_a_name() -> None:
    recap = other(Rows(questions=QUESTIONS, answers=[answer(1, 200, 77, "A1 still here")]))
    assert recap.questions[0].answers[0].person == Person(77, "")


def test_each_address_is_listed_once() -> None:
    assert [(link.address, link.label) for link in evening().links] == [
        ("https://example.org/shelf", "Q4"),
        ("http://example.com/b", "Q4"),
    ]


def test_votes_are_counted_and_those_taken_back_are_not() -> None:
    poll = evening().questions[2]
    assert [(choice.text, choice.votes) for choice in poll.choices] == [
        ("Book clubs", 2),
        ("Readathons", 1),
        ("Neither", 1),
    ]
    assert poll.voters == 3


def test_up_to_three_answers_are_all_quoted() -> None:
    three = [entry(200), entry(201), entry(202)]
    assert highlights(three, 1) == tuple(three)


def test_quotes_are_chosen_by_reactions_then_comments_then_order() -> None:
    answers = [entry(200), entry(201, 0, 1), entry(202, 5), entry(203), entry(204, 0, 2)]
    assert [one.message_id for one in highlights(answers, 3)] == [201, 202, 204]
    assert [one.message_id for one in highlights(answers, 4)] == [200, 201, 202, 204]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12), st.integers(-1, 20))
def test_quotes_are_three_to_seven_in_reading_order(drawn: list[tuple[int, int]], most: int) -> None:
    answers = [entry(200 + place, reactions, comments) for place, (reactions, comments) in enumerate(drawn)]
    quotes = highlights(answers, most)
    assert len(quotes) == min(len(answers), max(most, 3), 7)
    assert all(earlier.message_id < later.message_id for earlier, later in pairwise(quotes))


def test_numbers_come_to_a_median_of_each_persons_last() -> None:
    lie = spread(evening().questions[1].answers)
    assert lie is not None
    assert (lie.people, lie.lowest, lie.median, lie.highest) == (3, 7.0, 13.0, 41.0)


def test_no_numbers_come_to_nothing() -> None:
    assert spread(evening().questions[0].answers) is None
    assert spread([entry(200)._replace(value=float("inf"))]) is None


@pytest.mark.parametrize(
    ("chat_id", "link"),
    [
        (GROUP, "https://t.me/libchat_group/7"),
        (-1009998887776, "https://t.me/c/9998887776/7"),
        (-4567, "https://t.me/c/4567/7"),
    ],
)
def test_a_message_is_linked_by_the_groups_name_or_its_number(chat_id: int, link: str) -> None:
    assert message_link(chat_id, 7, GROUP, "libchat_group") == link


def test_a_private_group_has_links_for_its_members() -> None:
    assert message_link(GROUP, 7, GROUP, "") == "https://t.me/c/1234567890/7"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "see https://example.org/a, or (http://example.org/b_(c)).",
            ["https://example.org/a", "http://example.org/b_(c)"],
        ),
        ("javascript://alert(1) ftp://example.org https:// HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
        (
            "https://example.org/\u202egpj.exe <https://example.org/x>",
            ["https://example.org/", "https://example.org/x"],
        ),
        ('"https://example.org/q?a=1&b=2"!', ["https://example.org/q?a=1&b=2"]),
    ],
)
def test_addresses_are_found_without_the_sentence_around_them(text: str, found: list[str]) -> None:
    assert list(addresses(text)) == found


people_ids = st.sampled_from([ANNA, BEN, CLEO, 9])
message_ids = st.integers(200, 230)


@st.composite
def evenings(draw: st.DrawFn) -> Rows:
    """Rows as a chat may leave them: double answers, orphaned comments, unknown people."""
    answers: dict[tuple[int, int], AnswerRow] = {}
    remarks: dict[int, RemarkRow] = {}
    for message_id in draw(st.sets(message_ids)):
        who, late = draw(people_ids), draw(st.booleans())
        if draw(st.booleans()):
            for question_id in draw(st.sets(st.integers(1, 5), min_size=1, max_size=3)):
                answers[message_id, question_id] = answer(question_id, message_id, who, "https://e.org/x", late=late)
        else:
            place = draw(st.sampled_from([Place.COMMENT, Place.TALK, Place.UNFILED]))
            on = draw(st.none() | st.integers(1, 7))
            thread = draw(st.none() | message_ids)
            remarks[message_id] = remark(place, message_id, who, "talk", question_id=on, thread=thread)
    return Rows(
        questions=tuple(row._replace(posted_at=draw(st.sampled_from([None, minute(1)]))) for row in QUESTIONS),
        answers=tuple(answers.values()),
        remarks=tuple(remarks.values()),
        people=PEOPLE,
        earlier=draw(st.sets(people_ids)),
    )


@given(evenings())
def test_nothing_is_lost_and_nothing_doubled(rows: Rows) -> None:
    recap = other(rows)
    answers = [one for question in recap.questions for one in question.answers]
    comments = [one for entry in answers for one in entry.comments]
    talk = [one for question in recap.questions for one in question.talk]
    counts = recap.counts
    assert len(answers) == counts.answers == len(list(rows.answers))
    assert sorted(one.message_id for one in [*comments, *talk, *recap.unfiled]) == sorted(
        row.message_id for row in rows.remarks
    )
    assert (len(comments), len(talk), len(recap.unfiled)) == (counts.comments, counts.talk, counts.unfiled)
    assert counts.late == sum(one.late for one in answers)
    assert counts.participants == len({one.person.id for one in answers}) == len(recap.participants)
    assert counts.first_timers <= counts.participants


@given(evenings())
def test_the_order_of_the_rows_does_not_matter(rows: Rows) -> None:
    shuffled = replace(rows, answers=list(reversed(list(rows.answers))), remarks=list(reversed(rows.remarks)))
    assert other(shuffled) == other(rows)


def test_labels_are_the_series_own() -> None:
    recap = other(Rows(questions=[question(1, "¿Qué lees?")]), question_letter="P")
    assert recap.questions[0].label == "P1"
