"""The line below the chat that shows how far a session has come."""

from __future__ import annotations

from rich.text import Text

from bot.rehearsal.styles import QUIET, since
from bot.rules.recap import Recap

WORDS = 50
"""Columns that the words beside the bar take."""
NARROWEST, WIDEST = 10, 40


def progress(recap: Recap | None, gone: float, length: float, columns: int) -> Text:
    """A bar for `gone` of `length` seconds, the question on air, and what has come in so far."""
    share = min(1.0, max(0.0, gone / length)) if length else 1.0
    wide = max(NARROWEST, min(WIDEST, columns - WORDS))
    done = round(share * wide)
    asked = [question.label for question in recap.questions if question.message_id is not None] if recap else []
    stands = "after the end" if share == 1 else asked[-1] if asked else "soon"
    counts = f" · {recap.counts.answers} answers by {recap.counts.participants}" if recap else ""
    return Text.assemble(
        ("━" * done, "green"),
        ("━" * (wide - done), QUIET),
        f" {since(min(gone, length), length)} of {since(length, length)} · {stands}{counts}",
        no_wrap=True,
        overflow="crop",
    )
