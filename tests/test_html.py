"""Telegram's HTML is built from plain texts and cannot be broken by them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.wording import html
from bot.wording.characters import clean, is_visible, isolated, one_line, shorten, utf16_length


def test_angle_brackets_and_ampersands_read_as_typed() -> None:
    assert html.escape("<script>alert('Q&A')</script>") == "&lt;script&gt;alert('Q&amp;A')&lt;/script&gt;"


def test_a_link_cannot_be_broken_out_of() -> None:
    made = html.link('a"</a><b>', 'https://t.me/x"><b>')
    assert made == '<a href="https://t.me/x&quot;&gt;&lt;b&gt;">a"&lt;/a&gt;&lt;b&gt;</a>'


def test_a_link_to_nowhere_is_only_its_text() -> None:
    assert html.link("Anna & Co", "") == "Anna &amp; Co"


def test_a_local_time_keeps_a_plain_date_for_older_apps() -> None:
    made = html.local_time(datetime(2026, 12, 2, 20, 0, tzinfo=UTC), "Wednesday, 20:00")
    assert made == '<tg-time unix="1796241600" format="wDT">Wednesday, 20:00</tg-time>'


def test_builders_escape_what_they_are_given() -> None:
    for build in (html.bold, html.italic, html.code, html.quotation):
        assert "&lt;i&gt;" in build("<i>")


def test_an_emoji_counts_as_two_and_a_tag_as_nothing() -> None:
    assert utf16_length("a😀é") == 4
    assert html.visible_length("<b>😀</b> &amp; &lt;x&gt;") == 2 + 1 + 1 + 1 + 3


def test_entities_are_those_made_and_those_that_telegram_finds() -> None:
    made = '<b>Q1</b> #libchat by @anna, see https://example.org/#top and <a href="https://t.me/#x">this</a>, not a#b'
    assert html.entities(made) == 5


@given(st.text())
def test_any_text_reads_back_from_its_escaped_form(text: str) -> None:
    assert html.plain(html.escape(text)) == clean(text)


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    assert not any(ord(character) < 32 and character not in "\n\t" for character in html.escape(text))
    html.escape(text).encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(min_value=2, max_value=60))
def test_a_shortened_text_keeps_to_its_limit_and_begins_as_it_did(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert utf16_length(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_shortening_breaks_at_a_word() -> None:
    assert shorten("I read aloud to my whole family every night", 20) == "I read aloud to my…"


def test_shortening_breaks_no_emoji_of_several_parts() -> None:
    family = "👩‍👩‍👧"
    for limit in range(10, 30):
        assert shorten(family * 10, limit)[:-1] == family * (len(shorten(family * 10, limit)[:-1]) // len(family))
    assert shorten("🇬🇧🇪🇸🇩🇪🇫🇷", 8) == "🇬🇧…"
    assert shorten("👍🏽" * 9, 12) == "👍🏽👍🏽…"


def test_a_name_that_turns_the_line_round_is_kept_apart() -> None:
    assert isolated("Anna") == "Anna"
    assert isolated("\u202eannA") == "\u2068\u202eannA\u2069"
    assert isolated("דנה") == "\u2068דנה\u2069"
    assert isolated("Žofia 😀") == "Žofia 😀"


def test_zero_width_texts_are_nothing_to_touch() -> None:
    assert not is_visible("\u200b\u2060 \u3164")
    assert is_visible("\u200bA")
    assert is_visible("😀")


def test_a_text_of_many_lines_becomes_one() -> None:
    assert one_line(" A1\r\n\n two\t words\x07 ") == "A1 two words"
