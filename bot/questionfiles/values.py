"""The texts and names in a question file: which of them are right, and what would be right instead of the others."""

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from bot.questionfiles.problems import Wrong, shown
from bot.rules.grammar import alike
from bot.wording.characters import is_visible

Word = TypeVar("Word", bound=StrEnum)

FARTHEST_ID = 2**52
"""Telegram's ids have at most 52 significant bits (Bot API, "Chat" and "User")."""
LONGEST_HASHTAG = 64
LONGEST_LABEL = 16
CHOICES = range(2, 13)
"""How many choices a poll may have; Telegram's limit is 12 (Bot API, "sendPoll")."""
LONGEST_CHOICE = 100
"""Characters (Bot API, "InputPollOption")."""
MOST_READINGS, LONGEST_READING = 10, 300
"""More would not stand in an announcement, which is one message."""
JOINERS = "\u200c\u200d"
"""Within words of Persian and of Indian scripts."""
NAME = re.compile(r"@?([A-Za-z0-9_]{1,32})")
LINK = re.compile(r"(?:https?://)?t(?:elegram)?\.me/([A-Za-z0-9_]{1,32})/?")
GROUP_TOLD = {
    "anyOf": [{"type": "integer", "maximum": -1}, {"type": "string", "pattern": "^@"}],
    "description": "The group's id or @public_name; leave it out and say /host in the group.",
}
"""What an editor is told of a group."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def text(value: object) -> str:
    """A text of any number of lines, without the blanks around it."""
    if not isinstance(value, str):
        raise Wrong(f"{shown(value)} is not a text", 'put a text in quotes: "…"')
    for character in value:
        if unicodedata.category(character) == "Cc" and character not in "\n\t":
            raise Wrong(f"it holds the control character U+{ord(character):04X}", "take that character out")
    if not is_visible(value):
        raise Wrong("the text is blank", "write something, or take it out")
    return value.strip()


def line(longest: int) -> Callable[[object], str]:
    """A check for texts of one line with at most `longest` characters."""

    def check(value: object) -> str:
        said = text(value)
        if len(said.splitlines()) > 1 or "\t" in said:
            raise Wrong("it holds a line break or a tab", "write it in one line")
        if len(said) > longest:
            raise Wrong(f"it has {len(said)} characters", f"use at most {longest}")
        return said

    return check


def hashtag(value: object) -> str:
    """A hashtag that Telegram would make touchable, with its #."""
    tag = line(LONGEST_HASHTAG)(value)
    bare = tag.lstrip("#")
    wanted = "".join(character for character in bare if _of_a_word(character)) or "libchat"
    if not tag.startswith("#") or tag.startswith("##"):
        raise Wrong(f"{shown(tag)} does not begin with one #", f'write "#{wanted}"')
    if strange := [character for character in bare if not _of_a_word(character)]:
        named = "a blank" if strange[0].isspace() else shown(strange[0])
        raise Wrong(f"{shown(tag)} holds {named}", f'use letters, digits and _ only: "#{wanted}"')
    if not any(character.isalpha() for character in bare):
        raise Wrong(f"{shown(tag)} has no letter, so Telegram makes no hashtag of it", f'add one: "#chat{wanted}"')
    return tag


def labels(value: object) -> tuple[str, str]:
    """What questions and what answers are labelled with, such as Q and A."""
    example = 'write labels = ["Q", "A"]'
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", example)
    if len(value) != len(("question", "answer")):
        raise Wrong(f"a list of {len(value)}", f"give one label for questions and one for answers: {example}")
    question, answer = (line(LONGEST_LABEL)(label) for label in value)
    for label in (question, answer):
        if not all(_of_letters(character) for character in label):
            raise Wrong(
                f"the label {shown(label)} is not made of letters alone", f"use letters of any script: {example}"
            )
    if alike(question, answer):
        raise Wrong(f"both labels are {shown(question)}", f"use two that differ: {example}")
    return question, answer


def language(value: object) -> str:
    """A language by its code (RFC 5646), such as "en" or "pt-BR"."""
    code = text(value)
    if not LANGUAGE.fullmatch(code):
        fixed = code.replace("_", "-")
        right = f'write "{fixed}"' if LANGUAGE.fullmatch(fixed) else 'use a code such as "en", "es" or "pt-BR"'
        raise Wrong(f"{shown(value)} is not a language code", right)
    return code


def group(value: object) -> int | str:
    """A group by its id (negative), or by its public name in lower case, without the @."""
    example = 'use the group\'s id, such as -1001234567890, or its public name, such as "@libchatters"'
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Wrong(f"{shown(value)} is not a group", example)
    if isinstance(value, int):
        if not -FARTHEST_ID < value < 0:
            raise Wrong(f"{shown(value)} is not the id of a group", f"{example}; ids of groups begin with a minus")
        return value
    return _name(value, "group", example)


def moderators_group(value: object) -> int:
    """A group of moderators by its id (negative)."""
    found = group(value)
    if isinstance(found, str):
        raise Wrong(f"{shown(value)} is a name", "use the group's id, such as -1001234567890; /start tells it there")
    return found


def topic_id(value: object) -> int:
    """The id of a forum topic."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < FARTHEST_ID:
        raise Wrong(
            f"{shown(value)} is not the id of a topic", "use the number that the topic's link ends with, such as 12"
        )
    return value


def moderators(value: object) -> tuple[int | str, ...]:
    """People by their ids, or by their names in lower case, without the @."""
    example = 'name people: moderators = ["@anna", 4242]'
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", example)
    people: list[int | str] = []
    for person in value:
        if isinstance(person, str):
            people.append(_name(person, "person", example))
        elif isinstance(person, bool) or not isinstance(person, int) or not 0 < person < FARTHEST_ID:
            raise Wrong(f"{shown(person)} is neither a person's id nor their @name", example)
        else:
            people.append(person)
    return tuple(people)


def choices(value: object) -> tuple[str, ...]:
    """What a poll lets people choose from."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", 'write choices = ["Yes", "No"]')
    if len(value) not in CHOICES:
        raise Wrong(f"a poll with {len(value)} choice{'' if len(value) == 1 else 's'}", "give it 2 to 12")
    listed: dict[str, str] = {}
    for choice in value:
        said = line(LONGEST_CHOICE)(choice)
        if said.casefold() in listed:
            raise Wrong(f"the choice {shown(said)} stands twice", "let every choice differ")
        listed[said.casefold()] = said
    return tuple(listed.values())


def tags(value: object) -> tuple[str, ...]:
    """Words under which a session can be found."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", 'write tags = ["reading"]')
    return tuple(line(64)(tag) for tag in value)


def readings(value: object) -> tuple[str, ...]:
    """What to read before a session: links, or lines of text."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", 'write readings = ["https://example.org/article"]')
    if len(value) > MOST_READINGS:
        raise Wrong(f"a list of {len(value)}", f"name at most {MOST_READINGS}, the best ones")
    return tuple(line(LONGEST_READING)(reading) for reading in value)


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is neither true nor false", "write true or false, without quotes")
    return value


def one_of(words: type[Word]) -> Callable[[object], Word]:
    """A check for a closed set of words."""
    names = [word.value for word in words]

    def check(value: object) -> Word:
        if isinstance(value, str) and value in names:
            return words(value)
        near = get_close_matches(value.lower(), names, 1) if isinstance(value, str) and len(value) <= 32 else []
        right = f'did you mean "{near[0]}"?' if near else "write " + " or ".join(f'"{name}"' for name in names)
        raise Wrong(f"{shown(value)} is not known here", right)

    return check


def _name(value: str, of: str, example: str) -> str:
    """A public name in lower case, without the @; `of` says what bears it."""
    if value.startswith("@") and (match := NAME.fullmatch(value)):
        return match[1].lower()
    if re.fullmatch(r"-?[0-9]{1,20}", value):
        raise Wrong(f"the id {shown(value)} stands in quotes", f"leave them out: {value}")
    match = NAME.fullmatch(value) or LINK.fullmatch(value)
    raise Wrong(f"{shown(value)} is not the @name of a {of}", f'write "@{match[1]}"' if match else example)


def _of_a_word(character: str) -> bool:
    """Whether Telegram lets a character be part of a hashtag."""
    return _of_letters(character) or character == "_" or unicodedata.category(character) == "Nd"


def _of_letters(character: str) -> bool:
    """Whether a character is a letter, a mark upon one, or what joins letters in some scripts."""
    return character.isalpha() or unicodedata.category(character).startswith("M") or character in JOINERS
