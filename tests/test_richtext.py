"""What people say in rich messages and checklists, which come without a text."""

import json
from typing import Any

import pytest

from bot.loops.intake.richtext import plain
from bot.loops.intake.updates import decode
from tests.evenings import CHAT


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


BOLD = {"type": "bold", "text": ["A1", {"type": "italic", "text": ": two"}]}
SMILE = {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🙂"}
ITEMS = [{"label": "1.", "blocks": [paragraph("crime"), paragraph("and more")]}, {"label": "2.", "blocks": []}]
SHAPES: dict[str, tuple[list[Any], str]] = {
    "paragraphs": ([paragraph("A1 crime"), {"type": "divider"}, paragraph("A2 ten")], "A1 crime\nA2 ten"),
    "marked words": ([paragraph([BOLD, " books ", SMILE])], "A1: two books 🙂"),
    "a list": ([paragraph("A1:"), {"type": "list", "items": ITEMS}], "A1:\n1. crime\nand more\n2."),
    "a quotation": (
        [{"type": "blockquote", "blocks": [paragraph("as Ann says")], "credit": "Ann"}],
        "as Ann says\nAnn",
    ),
    "details": ([{"type": "details", "summary": "A1", "blocks": [paragraph("crime")]}], "A1\ncrime"),
    "a table": ([{"type": "table", "cells": [[{"text": "A1"}, {"text": "10"}], [{}]]}], "A1 10"),
    "a picture": ([{"type": "photo", "photo": [], "caption": {"text": "A1 shelf", "credit": "me"}}], "A1 shelf"),
    "nonsense": ([None, 3, "x", {"text": 5}, {"blocks": 7}, {"cells": [4]}], ""),
}


@pytest.mark.parametrize(("blocks", "said"), SHAPES.values(), ids=SHAPES)
def test_the_words_of_blocks_are_told_line_by_line(blocks: list[Any], said: str) -> None:
    assert plain({"blocks": blocks}) == said


def test_blocks_within_blocks_without_end_are_not_followed() -> None:
    block: dict[str, Any] = paragraph("deep")
    for _ in range(5_000):
        block = {"type": "blockquote", "blocks": [block]}
    assert plain(block) == ""


@pytest.mark.parametrize(
    ("content", "words", "media"),
    [
        ({"rich_message": {"blocks": [paragraph("A1 crime")]}}, "A1 crime", ""),
        ({"rich_message": {"blocks": []}}, "", "rich_message"),
        ({"checklist": {"title": "A1 to read", "tasks": [{"id": 1, "text": "Emma"}]}}, "A1 to read\nEmma", ""),
    ],
)
def test_a_message_without_a_text_says_what_its_blocks_say(content: Any, words: str, media: str) -> None:
    raw = {"message_id": 9, "date": 1, "chat": {"id": CHAT, "type": "supergroup"}} | content
    message = decode(json.dumps({"update_id": 1, "message": raw}).encode()).message
    assert message is not None
    assert (message.words, message.media, message.is_plain) == (words, media, True)
