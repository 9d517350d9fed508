"""The activity chart of a recap: answers, and the talk around them, by question; SVG that reads without colours too."""

from html import escape

from bot.rules.recap import QuestionRecap, Recap
from bot.wording.characters import utf16_length
from bot.wording.language import Language

WIDTH = 420
"""Of the drawing, in its own units; it shrinks with the page, so little that its words can be read on a phone."""
_ROW, _BAR, _TOP = 34, 20, 30
_FIGURES = 84
"""Room for the numbers at the end of a bar."""
_LETTER = 11
"""How wide a character of a label is, about."""


def around(question: QuestionRecap) -> int:
    """How many comments and messages of talk there were around a question's answers."""
    return len(question.talk) + sum(len(answer.comments) for answer in question.answers)


def chart(recap: Recap, language: Language) -> str:
    """Bars by question with numbers: solid for answers, striped for comments and talk; empty without questions."""
    questions = recap.questions
    if not questions:
        return ""
    labels = max(utf16_length(question.label) for question in questions) * _LETTER + 12
    longest = max(1, *(len(question.answers) + around(question) for question in questions))
    unit = (WIDTH - labels - _FIGURES) / longest
    title = language.text("Answers by question")
    told = "; ".join(f"{question.label}: {in_words(question, language)}" for question in questions)
    height = _TOP + _ROW * len(questions)
    rows = "".join(_row(question, place, labels, unit) for place, question in enumerate(questions))
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="chart-title chart-told">'
        f'<title id="chart-title">{escape(title)}</title><desc id="chart-told">{escape(told)}</desc>'
        '<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="ground" width="6" height="6"/><rect class="stripe" width="3" height="6"/></pattern></defs>'
        f"{_legend(language)}{rows}</svg>"
    )


def in_words(question: QuestionRecap, language: Language) -> str:
    """A row of the chart in words."""
    answers = language.plural("{count} answer", "{count} answers", len(question.answers))
    beside = language.plural("{count} comment or talk", "{count} comments and talk", around(question))
    return language.text("{answers}, {beside}", answers=answers, beside=beside)


def _legend(language: Language) -> str:
    """What solid and striped stand for."""
    answers, beside = language.text("answers"), language.text("comments and talk")
    second = 36 + _LETTER * len(answers)
    return (
        f'<rect class="answers" x="0" y="4" width="14" height="14"/>'
        f'<text x="20" y="16">{escape(answers)}</text>'
        f'<rect class="around" x="{second}" y="4" width="14" height="14"/>'
        f'<text x="{second + 20}" y="16">{escape(beside)}</text>'
    )


def _row(question: QuestionRecap, place: int, left: float, unit: float) -> str:
    """One question: its label, its two bars, their numbers."""
    top = _TOP + _ROW * place
    answers, beside = len(question.answers), around(question)
    middle = top + _BAR - 5
    end = left + (answers + beside) * unit
    figures = f"{answers} + {beside}" if beside else f"{answers}"
    return (
        f'<text x="{left - 10}" y="{middle}" text-anchor="end">{escape(question.label)}</text>'
        f'<rect class="answers" x="{left}" y="{top}" width="{answers * unit:.1f}" height="{_BAR}"/>'
        f'<rect class="around" x="{left + answers * unit:.1f}" y="{top}" width="{beside * unit:.1f}" height="{_BAR}"/>'
        f'<text x="{end + 8:.1f}" y="{middle}">{figures}</text>'
    )
