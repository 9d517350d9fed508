"""Long texts are split into messages that Telegram takes whole."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.wording.html import bold, entities, escape, link, plain, visible_length
from bot.wording.splitting import MOST_ENTITIES, split

texts = st.text(alphabet=st.sampled_from("ab <&>\n😀é#@/.\u200d"), max_size=80)
fragments = st.one_of(
    texts.map(escape),
    texts.map(bold),
    texts.map(lambda text: link(text, "https://t.me/c/1/2?a=b&c")),
    texts.map(lambda text: f"<i>{bold(text)} {escape(text)}</i>"),
)
blocks = st.lists(st.lists(fragments, max_size=5).map("".join), max_size=6)


def squeezed(text: str) -> str:
    """A text without its white space."""
    return re.sub(r"\s", "", text)


def is_balanced(html: str) -> bool:
    """Whether every tag is closed, in order."""
    stack: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z-]+)[^>]*>", html):
        if not closing:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


@given(blocks, st.integers(min_value=2, max_value=120))
def test_every_part_fits_is_whole_and_together_they_are_the_text(pieces: list[str], limit: int) -> None:
    parts = split(pieces, limit)
    assert all(0 < visible_length(part) <= limit for part in parts)
    assert all(is_balanced(part) for part in parts)
    assert all(plain(part).strip() for part in parts)
    assert all(re.fullmatch(r"(?:[^<>&]|<[^<>]+>|&(?:amp|lt|gt|quot);)*", part) for part in parts)
    assert squeezed("".join(map(plain, parts))) == squeezed("".join(map(plain, pieces)))


@given(blocks)
def test_what_fits_is_one_message_with_a_blank_line_between_blocks(pieces: list[str]) -> None:
    parts = split(pieces, 10_000)
    assert parts == (("\n\n".join(piece.strip() for piece in pieces if plain(piece).strip()),) if parts else ())


@given(st.lists(st.sampled_from([bold("x"), "#tag ", "@anna ", "word ", "https://example.org "]), max_size=400))
def test_no_part_has_more_entities_than_telegram_keeps(words: list[str]) -> None:
    assert all(entities(part) <= MOST_ENTITIES for part in split(["".join(words)]))


def test_nothing_makes_no_message() -> None:
    assert split([]) == ()
    assert split(["", " \n ", "<b> </b>"]) == ()


def test_blocks_stay_whole_when_they_fit() -> None:
    assert split(["a" * 60, "b" * 60, "c" * 30], 100) == ("a" * 60, "b" * 60 + "\n\n" + "c" * 30)


def test_a_long_block_is_cut_at_a_line_before_a_word() -> None:
    assert split(["one two three\nfour five six seven"], 22) == ("one two three", "four five six seven")
    assert split(["one two three four"], 9) == ("one two", "three", "four")


def test_a_link_goes_into_the_next_message_whole() -> None:
    parts = split([f"Some words before {link('a name of four words', 'https://t.me/x')} and after"], 30)
    assert parts[0] == "Some words before"
    assert parts[1].startswith('<a href="https://t.me/x">a name of four words</a>')


def test_a_word_without_end_is_cut_between_two_emoji() -> None:
    parts = split(["😀" * 5000], 4096)
    assert [len(part) for part in parts] == [2048, 2048, 904]


def test_bold_goes_on_in_the_next_message() -> None:
    assert split([bold("word " * 4)], 11) == ("<b>word word</b>", "<b>word word </b>")


def test_an_escape_is_never_cut() -> None:
    assert split(["&amp;" * 5], 2) == ("&amp;&amp;", "&amp;&amp;", "&amp;")
