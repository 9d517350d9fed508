"""The whole record as text, page, Markdown, table and JSON: complete, and safe whatever people wrote."""

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.recaps import FORMATS, render
from bot.recaps.markdown import escape
from bot.recaps.page import linked, most_liked
from bot.recaps.sheet import COLUMNS, cell
from bot.rules.rows import Rows
from bot.rules.words import SessionState
from bot.wording.characters import clean
from tests.hostility import HOSTILE, hostile
from tests.markup import Page
from tests.recap_example import QUESTIONS, evening, other, question


def table(text: str) -> list[dict[str, str]]:
    """CSV as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_there_are_five_formats_and_no_other() -> None:
    assert set(FORMATS) == {"text", "html", "markdown", "csv", "json"}
    with pytest.raises(ValueError, match="there are text"):
        render(evening(), "pdf")


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_every_answer_comment_and_name_is_in_the_record(form: str) -> None:
    made = render(evening(), form)
    for said in (
        "village school in Fife",
        "About half",
        "This is lovely",
        "Evening all",
        "prizes do not work",
        "Town Hall",
    ):
        assert said in made


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_recap_makes_the_same_file(form: str) -> None:
    assert render(evening(), form) == render(evening(), form)


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("state", list(SessionState))
def test_a_session_without_anything_has_a_record_too(form: str, state: SessionState) -> None:
    empty = other(Rows(), state=state, starts_at=None, started_at=None, topic="", next_at=None, group=None)
    assert render(empty, form).strip()


def test_json_leaves_texts_untouched() -> None:
    for text in HOSTILE:
        told = json.loads(render(hostile(text), "json"))
        assert told["questions"][0]["answers"][0]["text"] == text
        assert told["unfiled"][0]["participant"]["name"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    made = render(hostile(text), "text")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", made)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_hostile_texts_as_text(text: str) -> None:
    page = Page(render(hostile(text), "html"))
    assert not page.open
    assert not page.all("script")
    assert not page.all("img")
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert all(re.match(r"#|https?://", attributes["href"]) for attributes in page.all("a"))
    shown = "".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text).split())
    assert shown in "".join(page.text.split())


def test_a_page_asks_for_nothing_and_runs_nothing() -> None:
    made = render(evening(), "html")
    page = Page(made)
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {"script", "link", "img", "iframe", "object", "form"} & {name for name, _ in page.elements}
    assert not any({"src", "style", "srcset"} & attributes.keys() for _, attributes in page.elements)
    assert set(re.findall(r"url\(([^)]*)\)", style[1])) == {"#stripes"}
    assert "@import" not in style[1]


def test_a_page_has_landmarks_headings_and_one_of_each_id() -> None:
    page = Page(render(evening(), "html"))
    assert [len(page.all(tag)) for tag in ("h1", "header", "main", "nav", "footer")] == [1, 1, 1, 1, 1]
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [name for _, attributes in page.elements for name in attributes.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)
    assert {attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")} <= set(ids)


def test_the_chart_is_told_in_words_and_as_a_table() -> None:
    made = render(evening(), "html")
    assert "Q4: 8 answers, 5 comments and talk" in made
    assert '<th scope="row">Q4</th><td>8</td><td>5</td>' in made


def test_a_page_calls_its_session_as_the_chat_did_and_once() -> None:
    running = render(evening(running=33), "html")
    assert '<p class="series"><bdi>Library chat</bdi> #33</p>' in running
    assert 'class="series"' not in render(evening(topic=""), "html")


def test_the_contents_of_a_page_shorten_a_question_that_runs_over_screens() -> None:
    asked = "What would you do? " * 150
    made = render(other(Rows(questions=(question(1, asked),))), "html")
    assert made.count(asked.strip()) == 1


def test_threads_are_folded_and_answers_linked() -> None:
    page = Page(render(evening(), "html"))
    assert len(page.all("details")) == 5
    assert "https://t.me/libchat_group/220" in {attributes["href"] for attributes in page.all("a")}


def test_highlights_are_those_that_drew_something_most_reactions_first() -> None:
    assert [answer.message_id for _, answer in most_liked(evening())] == [220, 224, 201]


def test_a_page_in_a_language_written_from_the_right_says_so() -> None:
    assert Page(render(evening(language="ar"), "html")).all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_addresses_in_texts_can_be_followed() -> None:
    assert linked("see https://example.org/a?b=1&c, <b>") == (
        'see <a href="https://example.org/a?b=1&amp;c" rel="nofollow noopener noreferrer ugc">'
        "https://example.org/a?b=1&amp;c</a>, &lt;b&gt;"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_texts_as_text(text: str) -> None:
    made = render(hostile(text), "markdown")
    page = Page(MarkdownIt("commonmark").render(made))
    kinds = {name for name, _ in page.elements}
    assert kinds <= {"h1", "h2", "h3", "p", "blockquote", "a", "ul", "li", "em", "br"}
    assert len(page.all("h1")) == 1
    assert all(attributes["href"].startswith(("https://t.me/", "https://example.org")) for attributes in page.all("a"))
    assert not re.search(r"\{\{|\{%|\{#|<%", made)


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_any_line_comes_back_from_markdown(text: str) -> None:
    page = Page(MarkdownIt("commonmark").render(f"> {escape(text)}"))
    assert {name for name, _ in page.elements} <= {"blockquote", "p"}
    assert page.text.split() == clean(text).split()


def test_the_table_has_a_row_for_each_thing_said() -> None:
    rows = table(render(evening(), "csv"))
    assert tuple(rows[0]) == COLUMNS
    kinds = [row["kind"] for row in rows]
    assert [kinds.count(kind) for kind in ("answer", "comment", "talk", "unfiled")] == [17, 3, 2, 1]
    late = next(row for row in rows if row["message_id"] == "600")
    assert (late["session"], late["question"], late["late"], late["name"]) == (
        "libchat/12",
        "Q4",
        "yes",
        "Ben & Söhne <3",
    )
    assert next(row for row in rows if row["message_id"] == "230")["answer_id"] == "220"
    assert next(row for row in rows if row["message_id"] == "213")["value"] == "13"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_text_is_a_formula(text: str) -> None:
    for row in table(render(hostile(text), "csv")):
        for column in ("name", "username", "text"):
            assert not row[column].lstrip().startswith(("=", "+", "-", "@"))
            assert not row[column].startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1", "'=1"),
        ("  -1", "'  -1"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        (-1001, -1001),
        (None, ""),
        (2.0, 2),
    ],
)
def test_only_what_a_spreadsheet_would_compute_gets_an_apostrophe(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_withdrawing_everything_leaves_the_questions() -> None:
    made = render(replace(other(Rows(questions=QUESTIONS))), "html")
    assert "It was a quiet one" in made
    assert "Who are you" in made
