"""What people may write to break a page, a table, a terminal, a chat."""

from bot.rules.recap import Person, Recap
from bot.rules.rows import Rows
from bot.rules.words import Place
from tests.recap_example import BEN, answer, other, question, remark

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("https://example.org","press")',
    "+1 -1 @SUM(A1) \t=1",
    "[press](javascript:alert(1)) ![x](https://example.org/x.png)",
    "# heading\n- list\n1. list\n> quote\n```\ncode\n***",
    "{{ config }} {% raw %} {# #} {{< x >}} <%= 1 %>",
    "\u202etxet desrever\u2066",
    "\x00\x1b]0;title\x07\x1b[31mred\x9b2J",
    "😀" * 4000,
    "a\nb\r\nc\n\n\nd",
    "&lt;b&gt; &amp;copy",
    "javascript://example.org/%0aalert(1)",
]


def hostile(text: str) -> Recap:
    """An evening at which everything is the same hostile text."""
    rows = Rows(
        questions=[question(1, text)],
        answers=[answer(1, 200, BEN, text), answer(1, 201, BEN, f"see https://example.org/{text}")],
        remarks=[
            remark(Place.COMMENT, 202, BEN, text, question_id=1, thread=200),
            remark(Place.TALK, 203, BEN, text, question_id=1),
            remark(Place.UNFILED, 204, BEN, text),
        ],
        people={BEN: Person(BEN, text, text)},
        reactions={(answer(1, 200, BEN, "").chat_id, 200): 3},
    )
    return other(rows, title=text, topic=text, hashtag=text, guest=text)
