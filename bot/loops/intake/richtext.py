"""Messages without a text: what the blocks of a rich message and the tasks of a checklist say (Bot API 10.1)."""

from collections.abc import Iterator
from typing import Any

DEEPEST = 40
"""Levels that are read. Telegram lets blocks stand 16 deep in each other, with marked words in them."""


def plain(content: Any) -> str:
    """Give the words of a ``RichMessage`` or ``Checklist`` alone, a line for each block, row or task."""
    return "\n".join(line for line in _lines(content, 0) if line.strip())


def _lines(block: Any, depth: int) -> Iterator[str]:
    """What a block says, and the blocks in it; the label of a list's item stands before its first line."""
    if not isinstance(block, dict) or depth > DEEPEST:
        return
    for name in ("title", "summary", "text", "expression"):
        yield _said(block.get(name), depth)
    inner = _list(block, "blocks") + _list(block, "items")
    within = (line for one in inner for line in _lines(one, depth + 1) if line.strip())
    if "label" in block:
        yield f"{_said(block['label'], depth)} {next(within, '')}".rstrip()
    yield from within
    for row in _list(block, "cells"):
        yield " ".join(_said(cell, depth) for cell in row) if isinstance(row, list) else ""
    for task in _list(block, "tasks"):
        yield _said(task, depth)
    yield _said(block.get("caption"), depth)
    yield _said(block.get("credit"), depth)


def _said(text: Any, depth: int) -> str:
    """A ``RichText``: a string, several, or one that is marked somehow."""
    if isinstance(text, str):
        return text
    if depth > DEEPEST:
        return ""
    if isinstance(text, list):
        return "".join(_said(part, depth + 1) for part in text)
    if isinstance(text, dict):
        held = (text.get(name) for name in ("text", "alternative_text", "expression"))
        return _said(next((part for part in held if part), ""), depth + 1)
    return ""


def _list(block: dict[str, Any], name: str) -> list[Any]:
    found = block.get(name)
    return found if isinstance(found, list) else []
