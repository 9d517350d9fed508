"""Growth as a chart and as a table: how a series has gone from session to session."""

import csv
import io
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from bot.recaps.chart import WIDTH
from bot.recaps.record import instant
from bot.recaps.sheet import cell
from bot.rules.growth import Figures, Growth
from bot.wording.growth import MEASURES
from bot.wording.language import Language

HEIGHT = 230
"""Of a drawing, in its own units; it is as wide as the chart of a recap."""
MOST = 40
"""Sessions in a chart, the latest ones; the table holds all."""
_LEFT, _TOP, _BOTTOM = 44, 44, 26


class Column(NamedTuple):
    """A session in a chart."""

    label: str
    solid: float
    striped: float = 0


def growth_sheet(growth: Growth) -> str:
    """All sessions as CSV with a heading; texts that a spreadsheet would compute begin with an apostrophe."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(["session", "topic", "began", *(measure.key for measure in MEASURES)])
    for one in growth.sessions:
        row = (one.session.number, one.session.topic, instant(one.session.began), *(m.value(one) for m in MEASURES))
        table.writerow(cell(value) for value in row)
    return written.getvalue()


def people_chart(sessions: Sequence[Figures], language: Language) -> str:
    """Columns of people by session: solid for those who came back, striped for first-timers."""
    columns = people_columns(sessions)
    legend = (language.text("returning"), language.text("first-timers"))
    return columns_chart("people", language.text("People by session"), columns, legend, language)


def answers_chart(sessions: Sequence[Figures], language: Language) -> str:
    """Columns of answers a question by session."""
    title = language.text("Answers a question, by session")
    return columns_chart("answers", title, answers_columns(sessions), (), language)


def people_columns(sessions: Sequence[Figures]) -> list[Column]:
    """The latest sessions, each with those who came back and its first-timers."""
    return [Column(f"#{one.session.number}", one.returning, one.first_timers) for one in sessions[-MOST:]]


def answers_columns(sessions: Sequence[Figures]) -> list[Column]:
    """The latest sessions, each with its answers a question."""
    return [Column(f"#{one.session.number}", round(one.answers_a_question, 1)) for one in sessions[-MOST:]]


def columns_chart(name: str, title: str, columns: Sequence[Column], legend: Sequence[str], language: Language) -> str:
    """A chart in SVG with numbers on its columns, readable without colours, told in words for those who hear it.

    `name` keeps its ids apart from those of other charts on the page. Empty without columns.
    """
    if not columns:
        return ""
    highest = max(1.0, *(column.solid + column.striped for column in columns))
    step = (WIDTH - _LEFT) / len(columns)
    unit = (HEIGHT - _TOP - _BOTTOM) / highest
    every = -(-len(columns) // 8)
    told = "; ".join(_told(column, legend, language) for column in columns)
    drawn = "".join(
        _column(column, place, step, unit, language, labelled=(len(columns) - 1 - place) % every == 0, name=name)
        for place, column in enumerate(columns)
    )
    ground = HEIGHT - _BOTTOM
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-told">{escape(told)}</desc>'
        f'<defs><pattern id="{name}-stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="ground" width="6" height="6"/>'
        '<rect class="stripe" width="3" height="6"/></pattern></defs>'
        f"{_legend(legend, name)}"
        f'<text x="0" y="{_TOP + 5}">{escape(language.number(highest, 1))}</text>'
        f'<text x="0" y="{ground}">0</text>'
        f'<line class="line" x1="{_LEFT - 6}" y1="{ground}" x2="{WIDTH}" y2="{ground}"/>{drawn}</svg>'
    )


def _told(column: Column, legend: Sequence[str], language: Language) -> str:
    """A column in words."""
    numbers = (column.solid, column.striped)
    if not legend:
        return f"{column.label}: {language.number(column.solid, 1)}"
    parts = (f"{language.number(number, 1)} {name}" for number, name in zip(numbers, legend, strict=True))
    return f"{column.label}: {', '.join(parts)}"


def _legend(legend: Sequence[str], name: str) -> str:
    """What solid and striped stand for."""
    drawn, left = "", _LEFT
    fills = ('class="answers"', f'class="around {name}"')
    for text, fill in zip(legend, fills, strict=False):
        drawn += f'<rect {fill} x="{left}" y="2" width="14" height="14"/>'
        drawn += f'<text x="{left + 20}" y="14">{escape(text)}</text>'
        left += 40 + 9 * len(text)
    return drawn


def _column(
    column: Column, place: int, step: float, unit: float, language: Language, *, labelled: bool, name: str
) -> str:
    """One session: its two parts, and where there is room its number and name."""
    left, width = _LEFT + place * step, max(1.0, min(step * 0.7, 48))
    ground = HEIGHT - _BOTTOM
    solid, striped = column.solid * unit, column.striped * unit
    drawn = (
        f'<rect class="answers" x="{left:.1f}" y="{ground - solid:.1f}" width="{width:.1f}" height="{solid:.1f}"/>'
        f'<rect class="around {name}" x="{left:.1f}" y="{ground - solid - striped:.1f}" width="{width:.1f}" '
        f'height="{striped:.1f}"/>'
    )
    middle = left + width / 2
    if labelled:
        drawn += f'<text x="{middle:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(column.label)}</text>'
        whole = language.number(column.solid + column.striped, 1)
        if step >= 26:
            top = ground - solid - striped - 5
            drawn += f'<text x="{middle:.1f}" y="{top:.1f}" text-anchor="middle">{escape(whole)}</text>'
    return drawn
