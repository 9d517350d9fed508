"""Sentences that a language model wrote about the answers to a question: what it is told, and which are thrown away."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.rules.recap import Recap

LONGEST = 240
"""Characters of a sentence."""
MOST_ANSWERS, LONGEST_ANSWER = 40, 600
"""What a model is given of a question: so many answers, so many characters of each."""
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNFIT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069<>@#*_`\[\]{}|]|://|www\.", re.IGNORECASE
)
"""What no plain sentence holds: line ends, hidden directions, markup, links, names of accounts."""
_MENTION = re.compile(r"@\w+")


def fits(sentence: str, answers: Iterable[str]) -> bool:
    """Whether a sentence may be shown: plain, short, and each number and quoted phrase in it was said in an answer."""
    if not sentence or len(sentence) > LONGEST or _UNFIT.search(sentence):
        return False
    said = [_plain(answer) for answer in answers]
    if not said:
        return False
    numbers = {number for answer in said for number in _NUMBER.findall(answer)}
    if not numbers.issuperset(_NUMBER.findall(_plain(sentence))):
        return False
    quoted = [_plain(phrase).strip(" .,;:!?…") for phrase in _QUOTED.findall(sentence)]
    if len(re.findall('["“”„«»]', sentence)) != 2 * len(quoted):
        return False
    return all(phrase and any(phrase in answer for answer in said) for phrase in quoted)


def fitting(written: Mapping[str, object], recap: Recap) -> dict[str, str]:
    """Those of the sentences, by their questions' labels, that may be shown."""
    found = {}
    for question in recap.questions:
        sentence = written.get(question.label)
        if isinstance(sentence, str) and fits(sentence.strip(), (answer.text for answer in question.answers)):
            found[question.label] = sentence.strip()
    return found


def material(recap: Recap) -> list[dict[str, object]]:
    """What a model is given: the questions with the words of their answers, nobody's name among them."""
    names = sorted({person.name for person in recap.participants if len(person.name) > 2}, key=len, reverse=True)
    return [
        {"label": question.label, "question": question.text, "answers": _unnamed(texts, names)}
        for question in recap.questions
        if (texts := [answer.text for answer in question.answers if answer.text.strip()])
    ]


def _unnamed(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    said = []
    for text in texts[:MOST_ANSWERS]:
        unnamed = _MENTION.sub("@…", text)
        for name in names:
            unnamed = unnamed.replace(name, "…")
        said.append(unnamed[:LONGEST_ANSWER])
    return said


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
