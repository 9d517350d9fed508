"""Deciding which question a message answers: label before reply before thread before clock (docs/filing.md)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.rules.filing import NOWHERE, Asked, Filing, Floor, Said, Thread, file, on_air
from bot.rules.plans import Letters
from bot.rules.words import FiledBy, Place, QuestionKind, Unlabelled

GROUP = -100
START = datetime(2026, 12, 2, 20, tzinfo=UTC)
TEXTS = ("Who are you, and where do you work?", "How many books did you finish?", "What would you try next?")


def asked(number: int, text: str, part: str = "", **other: object) -> Asked:
    """A question with the id 10 times its number, posted as message 100 times its number, 10 minutes after the last."""
    posted_at = START + timedelta(minutes=10 * number, microseconds=400_000)
    fresh = Asked(10 * number + bool(part), number, part, text, QuestionKind.OPEN, posted_at, GROUP, 100 * number)
    return replace(fresh, **other)


FLOOR = Floor(
    tuple(asked(number, text) for number, text in enumerate(TEXTS, start=1)),
    Letters(),
    Unlabelled.TALK,
    START,
    None,
    None,
    None,
)
ENDED = replace(
    FLOOR,
    ended_at=START + timedelta(hours=1, microseconds=300_000),
    late_until=START + timedelta(hours=2),
    closing_message_id=600,
)


def said(text: str, *, minute: float = 35, message_id: int = 350, **other: object) -> Said:
    """A message: after Q3 unless it says otherwise."""
    return replace(Said(GROUP, message_id, text, START + timedelta(minutes=minute)), **other)


def answer(*questions: int, by: FiledBy = FiledBy.LABEL, late: bool = False) -> Filing:
    return Filing(Place.ANSWER, questions, by, late=late)


TALK = Filing(Place.TALK, (30,), FiledBy.CLOCK)


def test_a_label_comes_before_a_reply_a_reply_before_a_thread_and_a_thread_before_the_clock() -> None:
    thread = Thread(root=210, question_id=20)
    assert file(said("A1 a nurse", reply_to=200), FLOOR, thread) == answer(10)
    assert file(said("a nurse", reply_to=200), FLOOR, thread) == answer(20, by=FiledBy.REPLY)
    assert file(said("so am I", reply_to=210), FLOOR, thread) == Filing(Place.COMMENT, (20,), FiledBy.THREAD, 210)
    assert file(said("so am I"), FLOOR, None) == TALK


def test_several_labels_file_under_each_question_that_was_asked() -> None:
    assert file(said("A1/2: both"), FLOOR, None) == answer(10, 20)
    assert file(said("A1 & A2: both"), FLOOR, None) == answer(10, 20)
    assert file(said("A1/2: both", message_id=150, minute=15), FLOOR, None) == answer(10)


@pytest.mark.parametrize("text", ["A4 paper is out", "A7: early", "A380 flight", "a 2 hour nap"])
def test_a_number_that_was_not_asked_is_no_label(text: str) -> None:
    assert file(said(text), FLOOR, None) == TALK
    assert file(said(text, reply_to=100), FLOOR, None) == answer(10, by=FiledBy.REPLY)


def test_already_posted_means_before_the_message_in_the_same_chat_whatever_the_clock_says() -> None:
    assert file(said("A2 ten", message_id=199, minute=40), FLOOR, None).place is Place.TALK
    assert file(said("A2 ten", message_id=201, minute=1), FLOOR, None) == answer(20)


def test_where_message_ids_cannot_be_compared_the_second_decides() -> None:
    unsure = replace(FLOOR, asked=(asked(1, TEXTS[0], message_id=None), asked(2, TEXTS[1], chat_id=-1)))
    assert file(said("A1 a nurse", minute=10), unsure, None) == answer(10)
    assert file(said("A1 a nurse", minute=9.9), unsure, None).place is Place.UNFILED
    assert file(said("A2 ten", minute=20), unsure, None) == answer(20)


def test_a_part_goes_to_its_own_question_or_else_to_the_number() -> None:
    parts = replace(FLOOR, asked=(*FLOOR.asked[:2], asked(2, "And how many did you leave?", "b")))
    late = said("A2b three", message_id=900)
    assert file(late, parts, None) == answer(21)
    assert file(late, FLOOR, None) == answer(20)
    assert file(replace(late, text="A2 ten"), parts, None) == answer(20)
    assert file(replace(late, text="A2c ten"), parts, None) == answer(20)


@pytest.mark.parametrize("shown", [f"Q2. {TEXTS[1]}\n#libchat", "Q2. How many books did y…", TEXTS[1]])
def test_a_reply_to_a_post_that_was_never_confirmed_or_went_out_twice_is_known_by_its_text(shown: str) -> None:
    unsure = replace(FLOOR, asked=(FLOOR.asked[0], asked(2, TEXTS[1], message_id=None)))
    reply = said("ten", reply_to=250, reply_from_bot=True, reply_text=shown)
    assert file(reply, unsure, None) == answer(20, by=FiledBy.REPLY)
    assert file(reply, FLOOR, None) == answer(20, by=FiledBy.REPLY)
    assert file(replace(reply, chat_id=-999), FLOOR, None) == answer(20, by=FiledBy.REPLY)
    assert file(replace(reply, reply_from_bot=False), FLOOR, None).place is Place.TALK


def test_a_reply_to_the_same_question_of_an_earlier_session_answers_nothing_today() -> None:
    reply = said("a nurse", reply_to=50, reply_from_bot=True, reply_text=f"Q1. {TEXTS[0]}")
    assert file(reply, FLOOR, None) == TALK
    unsure = replace(FLOOR, asked=(asked(1, TEXTS[0], doubled=True), *FLOOR.asked[1:]))
    assert file(reply, unsure, None) == answer(10, by=FiledBy.REPLY)


def test_a_message_with_the_id_of_a_question_in_another_chat_is_not_that_question() -> None:
    assert file(said("ten", reply_to=200, chat_id=-999), FLOOR, None).place is Place.TALK


def test_a_reply_to_the_recap_is_no_answer() -> None:
    reply = said("nice", minute=70, message_id=700, reply_to=605, reply_from_bot=True, reply_text=f"Q2. {TEXTS[1]}")
    assert file(reply, ENDED, None) == NOWHERE


def test_a_moderator_who_repeats_a_question_is_not_answering_it() -> None:
    again = said(f"Q1 {TEXTS[0].lower()} #libchat", by_moderator=True)
    assert file(again, FLOOR, None) == TALK
    assert file(replace(again, text=f"Q1: {TEXTS[0]} (tag your answers)"), FLOOR, None) == TALK
    assert file(replace(again, text=f"A1 {TEXTS[0]}", reply_to=100), FLOOR, None) == TALK
    assert file(again, replace(FLOOR, unlabelled=Unlabelled.ANSWER), None) == TALK
    assert file(replace(again, text=f"A1 {TEXTS[0]} A nurse, in Leeds"), FLOOR, None) == answer(10)
    assert file(replace(again, text="Q1 a nurse"), FLOOR, None) == answer(10)
    assert file(replace(again, by_moderator=False), FLOOR, None) == answer(10)


def test_a_retweet_of_a_question_is_talk_and_of_an_answer_an_answer() -> None:
    assert file(said(f"RT @libchat: Q1 {TEXTS[0]}"), FLOOR, None) == TALK
    assert file(said("RT @ann: A1 a nurse"), FLOOR, None) == answer(10)
    assert file(said(f"A nurse! RT @libchat: Q1 {TEXTS[0]}"), FLOOR, None) == answer(10)


def test_what_moderators_announce_is_talk() -> None:
    assert file(said("Q3 is the last one, folks", by_moderator=True), FLOOR, None) == TALK
    assert file(said("Mark yours with A3: and go", by_moderator=True), FLOOR, None) == TALK
    assert file(said("Q5 coming up in 1 minute"), FLOOR, None) == TALK


def test_a_correction_files_the_message_before_and_is_talk_itself() -> None:
    assert file(said("Oops, that should be A2"), FLOOR, None) == replace(TALK, corrects=(20,))
    assert file(said("A2 not A1"), FLOOR, None) == replace(TALK, corrects=(20,))
    assert file(said("Oops, that should be A9"), FLOOR, None) == TALK
    assert file(said("Oops, that should be A2", minute=70, message_id=700), ENDED, None) == replace(
        NOWHERE, corrects=(20,)
    )


def test_a_correction_with_text_of_its_own_is_an_answer() -> None:
    assert file(said("That should have been A2: I lost count"), FLOOR, None) == answer(20)


def test_a_photo_without_words_answers_when_it_replies_and_is_talk_otherwise() -> None:
    assert file(said("", media="photo", reply_to=100), FLOOR, None) == answer(10, by=FiledBy.REPLY)
    assert file(said("", media="voice", reply_to=210), FLOOR, Thread(210, 20)).place is Place.COMMENT
    assert file(said("", media="voice"), FLOOR, None) == TALK


@pytest.mark.parametrize(
    ("unlabelled", "before", "during"),
    [
        (Unlabelled.TALK, Filing(Place.UNFILED, (), FiledBy.CLOCK), Filing(Place.TALK, (20,), FiledBy.CLOCK)),
        (Unlabelled.ANSWER, Filing(Place.UNFILED, (), FiledBy.CLOCK), answer(20, by=FiledBy.CLOCK)),
        (Unlabelled.IGNORE, NOWHERE, NOWHERE),
    ],
)
def test_what_the_series_says_of_the_unlabelled_holds(unlabelled: Unlabelled, before: Filing, during: Filing) -> None:
    floor = replace(FLOOR, unlabelled=unlabelled)
    assert file(said("hello all", minute=5, message_id=50), floor, None) == before
    assert file(said("hello all", minute=25, message_id=250), floor, None) == during


def test_before_the_start_nothing_counts() -> None:
    assert file(said("A1 a nurse", minute=-1), FLOOR, None) == NOWHERE
    assert file(said("hello", minute=0, message_id=5), FLOOR, None).place is Place.UNFILED


def test_after_the_end_labels_replies_and_threads_count_as_late_and_talk_no_more() -> None:
    def late(text: str, thread: Thread | None = None, **other: object) -> Filing:
        return file(said(text, minute=70, message_id=700, **other), ENDED, thread)

    assert late("A1 a nurse") == answer(10, late=True)
    assert late("a nurse", reply_to=100) == answer(10, by=FiledBy.REPLY, late=True)
    assert late("so am I", Thread(210, 20)) == Filing(Place.COMMENT, (20,), FiledBy.THREAD, 210, late=True)
    assert late("so am I") == NOWHERE


def test_within_the_second_of_the_end_the_closing_post_parts_early_from_late() -> None:
    assert file(said("A1 x", minute=60, message_id=599), ENDED, None) == answer(10)
    assert file(said("A1 x", minute=60, message_id=601), ENDED, None) == answer(10, late=True)
    assert file(said("A1 x", minute=60, message_id=601), replace(ENDED, closing_message_id=None), None) == answer(10)


def test_after_the_late_time_there_are_no_answers() -> None:
    assert file(said("A1 x", minute=120, message_id=800), ENDED, None) == answer(10, late=True)
    assert file(said("A1 x", minute=121, message_id=800, reply_to=100), ENDED, Thread(210, 20)) == NOWHERE
    assert file(said("A1 x", minute=61, message_id=800), replace(ENDED, late_until=None), None) == NOWHERE


def test_the_question_on_air_is_the_last_that_was_posted_before_the_message() -> None:
    assert on_air(FLOOR, said("hello", message_id=250)) == FLOOR.asked[1]
    assert on_air(FLOOR, said("hello", message_id=50)) is None


LINES = st.one_of(
    st.text(), st.sampled_from(("A1 yes", "A1/2 yes", "Oops, should be A2", "hello", TEXTS[0], "Q2 " + TEXTS[1]))
)


@given(
    LINES,
    st.floats(-5, 130),
    st.integers(1, 900),
    st.sampled_from((None, 100, 210, 605)),
    st.booleans(),
    st.booleans(),
    st.sampled_from((FLOOR, ENDED)),
)
def test_whatever_is_said_is_filed_in_one_place_and_under_questions_asked_before_it(
    text: str, minute: float, message_id: int, reply_to: int | None, by_moderator: bool, threaded: bool, floor: Floor
) -> None:
    message = said(text, minute=int(minute), message_id=message_id, reply_to=reply_to, by_moderator=by_moderator)
    filing = file(message, floor, Thread(210, 20) if threaded else None)
    assert file(message, floor, Thread(210, 20) if threaded else None) == filing
    assert (filing.place is Place.COMMENT) == (filing.thread is not None)
    assert bool(filing.questions) == (filing.place in {Place.ANSWER, Place.COMMENT, Place.TALK})
    assert len(set(filing.questions)) == len(filing.questions)
    if filing.place is not Place.ANSWER:
        assert len(filing.questions) <= 1
    if filing.filed_by is FiledBy.LABEL:
        assert all(100 * question < 10 * message_id for question in filing.questions)
    if filing.late:
        assert floor.ended_at is not None
        assert filing.filed_by is not FiledBy.CLOCK
