"""Themes: the words that set a question's answers apart, and the answers that stand for the others."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.recap import Entry, Person, QuestionRecap
from bot.rules.terms import terms
from bot.rules.themes import MOST, MOST_WORDS, themes
from bot.rules.words import FiledBy, QuestionKind

BEGIN = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)


def answer(place: int, text: str, person: int | None = None, reactions: int = 0) -> Entry:
    who = Person(place if person is None else person, f"Person {place}")
    sent = BEGIN + timedelta(seconds=place)
    return Entry(who, text, "", place, sent, None, FiledBy.LABEL, False, None, reactions, f"https://t.me/c/1/{place}")


def question(number: int, text: str, *answers: Entry) -> QuestionRecap:
    return QuestionRecap(
        number, "", f"Q{number}", text, QuestionKind.OPEN, BEGIN, number, "", tuple(sorted(answers, key=lambda a: a[3]))
    )


def compared(text: str) -> list[str]:
    return [term for term, _ in terms(text)]


MONEY = question(
    1,
    "What is hard?",
    answer(1, "A1 The budget, always the budget, and our buildings"),
    answer(2, "A1 budget cuts in every library building"),
    answer(3, "A1: our budget is gone and the library leaks"),
    answer(4, "A1 patience"),
)
READING = question(
    2,
    "What helps?",
    answer(11, "A2 reading groups in the library"),
    answer(12, "A2 a reading group and tea"),
    answer(13, "A2 tea in the library, tea for everybody"),
    answer(14, "A2 reading groups for men"),
)


def test_a_question_is_told_by_what_several_people_said_there_and_not_elsewhere() -> None:
    money, reading = themes([MONEY, READING])
    assert money.words[0] == "budget"
    assert "reading group" in reading.words or "reading groups" in reading.words
    assert "tea" in reading.words


def test_what_is_said_everywhere_tells_nothing() -> None:
    money, reading = themes([MONEY, READING])
    assert "library" not in money.words + reading.words


def test_nobody_makes_a_theme_alone() -> None:
    alone = question(1, "What?", *(answer(at, "A1 pigeons pigeons", person=1) for at in range(1, 6)))
    assert themes([alone, READING])[0].words == ()


def test_the_words_of_the_question_itself_are_no_theme() -> None:
    asked = question(1, "What is hard about the budget?", *MONEY.answers)
    assert "budget" not in themes([asked, READING])[0].words


def test_labels_links_mentions_and_small_words_are_not_counted() -> None:
    said = "A4/5: Look at https://example.org/shelf, @anna and the #libchat shelves"
    assert compared(said) == ["look", "shelve"]


def test_one_and_many_of_a_thing_are_the_same_word() -> None:
    assert compared("libraries") == compared("library")
    assert compared("books") == compared("Book")


def test_neighbours_make_a_pair_but_not_across_a_full_stop() -> None:
    assert "book club" in compared("a book club")
    assert "book club" not in compared("book. club")


def test_scripts_without_blanks_are_read_in_pairs_of_characters() -> None:
    assert "図書" in compared("図書館が好き")
    assert compared("ห้องสมุด")


def test_the_chosen_answers_hold_what_several_people_said() -> None:
    crowd = [
        answer(1, "A1 We put a shelf of books at the bus stop, and nobody has to sign anything there"),
        answer(2, "A1 A shelf at the bus stop works for us as well, honestly, better than posters"),
        answer(3, "A1 We asked the barber to keep a box of comics, the barber loves it so much now"),
        answer(4, "A1 Same here: comics at the barber, a box every month and the children come for it"),
        answer(5, "A1 Reading aloud in the canteen at lunch, ten minutes, grown men ask for it now"),
        answer(6, "A1 Ten minutes of reading aloud at lunch in the canteen did more than any campaign"),
        answer(7, "A1 no idea"),
        answer(8, "A1 same"),
    ]
    (theme,) = themes([question(1, "What worked?", *crowd)])
    chosen = {one.message_id for one in theme.quotes}
    assert 3 <= len(chosen) <= MOST
    assert chosen & {1, 2}
    assert chosen & {3, 4}
    assert chosen & {5, 6}
    assert not chosen & {7, 8}


def test_a_few_answers_need_no_others_to_stand_for_them() -> None:
    assert themes([question(1, "What?", answer(1, "A1 tea"), answer(2, "A1 tea"))])[0].quotes == ()


said = st.text(st.characters(codec="utf-8"), max_size=60)


@given(st.lists(st.lists(said, max_size=8), max_size=4))
def test_whatever_people_write_themes_are_few_and_their_own(texts: list[list[str]]) -> None:
    asked = [
        question(number, "What?", *(answer(100 * number + at, text) for at, text in enumerate(given_to)))
        for number, given_to in enumerate(texts, 1)
    ]
    for one, theme in zip(asked, themes(asked), strict=True):
        assert len(theme.words) <= MOST_WORDS
        assert len(theme.quotes) <= MOST
        assert set(theme.quotes) <= set(one.answers)
        assert list(theme.quotes) == sorted(theme.quotes, key=lambda quote: quote.message_id)


def test_four_thousand_emoji_are_read_in_no_time() -> None:
    assert themes([question(1, "What?", answer(1, "🎉" * 4000), answer(2, "👩‍👩‍👧" * 800))])[0].words == ()
