"""What is left of a session once people's words and names are erased: the questions, and the numbers."""

from dataclasses import replace
from typing import TypeVar

from bot.rules.recap import Entry, Person, QuestionRecap, Recap, Remark

Said = TypeVar("Said", Entry, Remark)


def wordless(recap: Recap) -> Recap:
    """The recap without words, names and links; people and messages are still told apart, by numbers from 1."""
    people: dict[int, Person] = {}
    messages: dict[int, int] = {}

    def somebody(person: Person) -> Person:
        return people.setdefault(person.id, Person(len(people) + 1, ""))

    def bare(said: Said) -> Said:
        number = messages.setdefault(said.message_id, len(messages) + 1)
        return said._replace(
            person=somebody(said.person), text="", media="", message_id=number, link="", reactions=0, edited_at=None
        )

    def emptied(question: QuestionRecap) -> QuestionRecap:
        answers = (bare(one)._replace(comments=tuple(map(bare, one.comments))) for one in question.answers)
        talk = tuple(map(bare, question.talk))
        return replace(question, answers=tuple(answers), talk=talk, tallies=None, erased=True)

    questions = tuple(map(emptied, recap.questions))
    return replace(recap, questions=questions, unfiled=tuple(map(bare, recap.unfiled)), links=(), participants=())
