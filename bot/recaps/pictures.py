"""The charts as pictures for the chat (PNG): the figures of the SVGs in the pages, and what they show in words.

A picture holds labels and figures alone, since its font knows few scripts; words stand in the caption. Parts are
told apart by solid and striped, and by blue and orange, which all kinds of colour blindness leave different.
"""

import io
from collections.abc import Sequence

from bot.recaps.chart import around, in_words
from bot.recaps.growing import MOST, Column, answers_columns, people_columns
from bot.rules.growth import Figures
from bot.rules.recap import QuestionRecap, Recap
from bot.wording.characters import shorten
from bot.wording.html import bold, escape
from bot.wording.language import Language

WIDTH = 1280
"""Pixels; Telegram shows pictures at most so wide."""
MOST_ROWS = 60
"""Questions in a picture, which may not be much higher than wide (Bot API, sendPhoto: 10,000 pixels in all)."""
LONGEST_CAPTION = 900
"""UTF-16 units of the words below a picture; Telegram takes 1024."""
_PAPER, _INK, _QUIET = "#ffffff", "#1c2733", "#d5dbe1"
_SOLID, _STRIPE = "#1f5fa8", "#e08a00"
_ROW, _BAR, _EDGE, _LETTERS = 84, 52, 40, 34
_TALL = 420
"""Of a panel of columns."""


def recap_picture(recap: Recap) -> bytes:
    """Bars by question: solid for answers, striped for comments and talk, with their numbers."""
    questions = recap.questions[:MOST_ROWS]
    canvas = _Canvas(_ROW * max(1, len(questions)) + 2 * _EDGE - (_ROW - _BAR))
    labels = [_plain(question) for question in questions]
    left = _EDGE + 24 + max((canvas.width(label) for label in labels), default=0)
    figures = [(len(question.answers), around(question)) for question in questions]
    numbers = [f"{solid} + {striped}" if striped else f"{solid}" for solid, striped in figures]
    room = WIDTH - _EDGE - 16 - max((canvas.width(number) for number in numbers), default=0) - left
    unit = room / max(1, *(solid + striped for solid, striped in figures), 1)
    for place, (label, (solid, striped), number) in enumerate(zip(labels, figures, numbers, strict=True)):
        top = _EDGE + place * _ROW
        middle, first, second = top + _BAR / 2, left + solid * unit, left + (solid + striped) * unit
        canvas.write(left - 24, middle, label, "rm")
        canvas.solid(left, top, first, top + _BAR)
        canvas.striped(first, top, second, top + _BAR)
        canvas.write(second + 16, middle, number, "lm")
    canvas.line(left, _EDGE - 12, left, canvas.height - _EDGE + 12)
    return canvas.png()


def recap_caption(recap: Recap, language: Language) -> str:
    """What the picture of a recap shows, in words, as Telegram HTML."""
    heading = language.text("Answers by question")
    legend = language.text("Solid: answers. Striped: comments and talk.")
    rows = "; ".join(f"{question.label}: {in_words(question, language)}" for question in recap.questions)
    return _caption(heading, legend, rows)


def growth_picture(sessions: Sequence[Figures]) -> bytes:
    """Columns by session: above people (returning ones solid, first-timers striped), below answers a question."""
    canvas = _Canvas(2 * _TALL + 3 * _EDGE)
    _columns(canvas, _EDGE, people_columns(sessions))
    _columns(canvas, 2 * _EDGE + _TALL, answers_columns(sessions))
    return canvas.png()


def growth_caption(sessions: Sequence[Figures], language: Language) -> str:
    """What the picture of a series shows, in words, as Telegram HTML; the latest session first."""
    heading = language.text("People by session, and below answers a question")
    legend = language.text("Solid: people who have answered before. Striped: first-timers.")
    rows = "; ".join(
        language.text(
            "{session}: {people}, {first_timers}, answers a question: {answers}",
            session=f"#{one.session.number}",
            people=language.plural("{count} person", "{count} people", one.people),
            first_timers=language.plural("{count} first-timer", "{count} first-timers", one.first_timers),
            answers=language.number(one.answers_a_question, 1),
        )
        for one in reversed(sessions[-MOST:])
    )
    return _caption(heading, legend, rows)


def _caption(heading: str, legend: str, rows: str) -> str:
    return f"{bold(heading)}\n{escape(legend)}\n{escape(shorten(rows, LONGEST_CAPTION - len(heading) - len(legend)))}"


def _plain(question: QuestionRecap) -> str:
    """The label of a question in letters that the font has; else its number alone."""
    return question.label if question.label.isascii() else f"{question.number}{question.part}"


def _columns(canvas: "_Canvas", top: float, columns: Sequence[Column]) -> None:
    """A panel of columns with their numbers above and the sessions below; as many are labelled as there is room for."""
    ground, step = top + _TALL - 44, (WIDTH - 2 * _EDGE) / max(1, len(columns))
    unit = (ground - top - 44) / max(1.0, *(column.solid + column.striped for column in columns), 1.0)
    wide = max((canvas.width(column.label) for column in columns), default=1) + 14
    every = -(-wide // step)
    for place, column in enumerate(columns):
        middle = _EDGE + (place + 0.5) * step
        half = min(step * 0.36, 44)
        first, second = ground - column.solid * unit, ground - (column.solid + column.striped) * unit
        canvas.solid(middle - half, first, middle + half, ground)
        canvas.striped(middle - half, second, middle + half, first)
        if (len(columns) - 1 - place) % every == 0:
            canvas.write(middle, ground + 24, column.label, "mm")
            canvas.write(middle, second - 20, f"{column.solid + column.striped:g}", "mm")
    canvas.line(_EDGE, ground, WIDTH - _EDGE, ground)


class _Canvas:
    """A sheet to draw on."""

    def __init__(self, height: int) -> None:
        # A bot that starts, and one that is never asked for a picture, need not load what draws.
        from PIL import Image, ImageDraw, ImageFont

        self.height = height
        self._sheet = Image.new("RGB", (WIDTH, height), _PAPER)
        self._stripes = Image.new("RGB", (WIDTH, height), _PAPER)
        pen = ImageDraw.Draw(self._stripes)
        for at in range(-height, WIDTH, 18):
            pen.line((at, height, at + height, 0), fill=_STRIPE, width=7)
        self._pen = ImageDraw.Draw(self._sheet)
        self._font = ImageFont.load_default(_LETTERS)

    def width(self, text: str) -> float:
        """How wide a text is."""
        return self._pen.textlength(text, font=self._font)

    def write(self, x: float, y: float, text: str, anchor: str) -> None:
        """A text at a place."""
        self._pen.text((x, y), text, fill=_INK, font=self._font, anchor=anchor)

    def solid(self, left: float, top: float, right: float, bottom: float) -> None:
        """A filled part."""
        if right - left >= 1 and bottom - top >= 1:
            self._pen.rectangle((left, top, right, bottom), fill=_SOLID)

    def striped(self, left: float, top: float, right: float, bottom: float) -> None:
        """A striped part with its outline."""
        if right - left >= 1 and bottom - top >= 1:
            box = (round(left), round(top), round(right), round(bottom))
            self._sheet.paste(self._stripes.crop(box), box[:2])
            self._pen.rectangle((left, top, right, bottom), outline=_STRIPE, width=3)

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        """A quiet line."""
        self._pen.line((left, top, right, bottom), fill=_QUIET, width=3)

    def png(self) -> bytes:
        """The sheet as a file."""
        written = io.BytesIO()
        self._sheet.save(written, "PNG", optimize=True)
        return written.getvalue()
