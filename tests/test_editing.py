"""What a moderator leaves out, moves up or writes above changes what is quoted, and nothing that is counted."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.editing import NONE, Edits, Key, left_out, quotes
from bot.rules.recap import FEWEST_QUOTES, MOST_QUOTES, highlights
from bot.wording.approval import LONGEST_LABEL, MOST_LISTED, list_buttons
from bot.wording.characters import utf16_length
from bot.wording.html import plain
from bot.wording.language import Language
from bot.wording.recap import recap_messages
from tests.recap_example import evening

ENGLISH = Language("en")
RECAP = evening()
IDS = sorted({answer.key for question in RECAP.questions for answer in question.answers})


def read(edits: Edits) -> str:
    return plain("\n\n".join(recap_messages(RECAP, ENGLISH, edits=edits)))


@given(st.sets(st.sampled_from(IDS)), st.lists(st.sampled_from(IDS), unique=True), st.integers(0, 9))
def test_what_is_left_out_is_never_quoted_and_what_is_moved_up_always_is_first(
    gone: set[Key], first: list[Key], most: int
) -> None:
    edits = Edits("", tuple(gone), tuple(first))
    for question in RECAP.questions:
        chosen = [answer.key for answer in quotes(question.answers, most, edits)]
        there = {answer.key for answer in question.answers}
        moved = [one for one in first if one in there - gone]
        assert chosen[: len(moved)] == moved
        assert not gone & set(chosen)
        assert len(set(chosen)) == len(chosen)
        assert len(chosen) <= max(MOST_QUOTES, most, len(moved))
        assert len(chosen) >= min(FEWEST_QUOTES, len(there - gone), most)


def test_without_changes_the_best_answers_are_quoted() -> None:
    for question in RECAP.questions:
        assert quotes(question.answers, 5) == highlights(question.answers, 5)


@given(st.sampled_from(IDS), st.lists(st.sampled_from(IDS)), st.booleans())
def test_a_second_tap_takes_an_answer_in_again(one: Key, others: list[Key], up: bool) -> None:
    edits = NONE
    for other in others:
        edits = edits.moved_up(other) if up else edits.toggled(other)
    assert (one in edits.toggled(one).left_out) is not (one in edits.left_out)
    assert set(edits.toggled(one).toggled(one).left_out) == set(edits.left_out)
    assert one not in edits.moved_up(one).left_out
    assert edits.moved_up(one).first[0] == one


def test_the_counts_stay_and_the_recap_says_what_a_moderator_left_out() -> None:
    before = read(NONE)
    after = read(Edits(left_out=(IDS[0],)))
    counted = "17 answers (1 after the end), 3 comments on answers"
    assert counted in before
    assert counted in after
    assert "left out by a moderator" not in before
    assert "1 answer was left out by a moderator." in after
    assert len(left_out(RECAP, Edits(left_out=(IDS[0], (-4567, IDS[0][1]))))) == 1


def test_an_intro_is_plain_text_below_the_heading() -> None:
    intro = "What an <b>evening</b> & more"
    first, second, *_ = recap_messages(RECAP, ENGLISH, edits=Edits(intro))[0].split("\n\n")
    assert "Reading for pleasure" in first
    assert second == "What an &lt;b&gt;evening&lt;/b&gt; &amp; more"


def test_a_list_has_a_button_for_each_answer_that_telegram_takes() -> None:
    edits = Edits(left_out=(IDS[0],), first=(IDS[1],))
    rows = list_buttons("out", RECAP, edits, ENGLISH)
    assert len(rows) <= MOST_LISTED + 1
    for ((label, data),) in rows:
        assert utf16_length(label) <= LONGEST_LABEL
        assert len(data.encode()) <= 64
    labels = [label for ((label, _),) in rows]
    assert sum(label.startswith("✗ ") for label in labels) == 1
    assert sum(label.startswith("⬆ ") for label in labels) == 1
