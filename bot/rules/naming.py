"""Names as a series shows them in its archive: in full, first names, initials or none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.rules.anonymity import SOMEBODY
from bot.rules.recap import Person, QuestionRecap, Recap, Remark
from bot.rules.words import Names

_MENTION = re.compile(r"(?<![\w@/.])@(\w{1,32})")


def named(recap: Recap, names: Names) -> Recap:
    """The recap with its people's names as wished.

    Telegram's ids and public names go with the full names: people are then numbered in the order of their first
    words, and without names the number ("#3") stands for them, so that a reader still sees who spoke twice. Chats that
    speak as themselves, libraries say, keep their titles unless no names are wished at all.
    """
    return recap if names is Names.FULL else _Renaming(recap, names).recap()


def shown(name: str, names: Names) -> str:
    """A person's name as wished; a name without letters or digits stays, and empty is none."""
    words = [word for word in name.split() if any(character.isalnum() for character in word)]
    match names:
        case Names.FULL:
            return name
        case Names.FIRST:
            return words[0] if words else name
        case Names.INITIALS:
            letters = (next(character for character in word if character.isalnum()) for word in words)
            return " ".join(f"{letter.upper()}." for letter in letters) or name
        case Names.NONE:
            return ""


class _Renaming:
    """A recap on its way to other names."""

    def __init__(self, recap: Recap, names: Names) -> None:
        self.old = recap
        self.names = names
        self.people: dict[int, Person] = {}
        self.mentions: dict[str, str] = {}
        for _, _, person in sorted(_voices(recap), key=lambda voice: voice[:2]):
            self._meet(person)

    def recap(self) -> Recap:
        """The recap under the new names."""
        old = self.old
        people = {person.id: self.people[person.id] for person in old.participants}
        return replace(
            old,
            questions=tuple(self._question(question) for question in old.questions),
            unfiled=tuple(self._remark(remark) for remark in old.unfiled),
            links=tuple(
                replace(link, person=self.people[link.person.id], text=self._text(link.text)) for link in old.links
            ),
            participants=tuple(sorted(people.values(), key=lambda person: (person.name.casefold(), person.id))),
        )

    def _meet(self, person: Person) -> None:
        """Give somebody their new name and number."""
        if person.id in self.people:
            return
        if person.id == SOMEBODY:
            self.people[person.id] = person
            return
        number = len(self.people) + 1
        if self.names is Names.NONE:
            name = f"#{number}"
        else:
            name = person.name if person.id < 0 else shown(person.name, self.names)
        self.people[person.id] = Person(number, name)
        if person.username:
            self.mentions[person.username.lower()] = name

    def _question(self, question: QuestionRecap) -> QuestionRecap:
        answers = tuple(
            answer._replace(
                person=self.people[answer.person.id],
                text=self._text(answer.text),
                comments=tuple(self._remark(comment) for comment in answer.comments),
            )
            for answer in question.answers
        )
        return replace(question, answers=answers, talk=tuple(self._remark(remark) for remark in question.talk))

    def _remark(self, remark: Remark) -> Remark:
        return remark._replace(person=self.people[remark.person.id], text=self._text(remark.text))

    def _text(self, text: str) -> str:
        """A text in which those who spoke are mentioned by their new names."""
        if "@" not in text or not self.mentions:
            return text
        return _MENTION.sub(lambda match: self.mentions.get(match[1].lower(), match[0]), text)


def _voices(recap: Recap) -> Iterator[tuple[datetime, int, Person]]:
    """When somebody spoke, in which message, and who."""
    for remark in recap.unfiled:
        yield remark.sent_at, remark.message_id, remark.person
    for question in recap.questions:
        for remark in question.talk:
            yield remark.sent_at, remark.message_id, remark.person
        for answer in question.answers:
            yield answer.sent_at, answer.message_id, answer.person
            for comment in answer.comments:
                yield comment.sent_at, comment.message_id, comment.person
