"""The lists in the pages are those of the code: settings, commands of the console, commands in the chat."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.commands import directory
from bot.settings import Settings
from bot.wording.greetings import EVERYBODY, PLANNING, STEERING

DOCS = Path(__file__).parent.parent / "docs"
FOR_PEOPLE = ("moderators.md", "participants.md", "organisers.md", "archive.md")
COMMAND = re.compile(r"(?<![\w/.:)\]<])/([a-z]{3,})\b(?![/\w]|\.\w)")
OTHERS = {"healthz", "metrics", "newbot", "revoke", "setprivacy", "jion"}
"""Addresses of the bot's server, what is said to @BotFather, and a slip of the pen that is forgiven."""


def table(page: str, heading: str) -> list[str]:
    """The rows of the first table below a heading."""
    below = (DOCS / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `.*\|$", below, re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """The commands of the console, each with its arguments, and what they do."""
    (listed,) = [action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)]
    for choice, parser in zip(listed._choices_actions, listed.choices.values(), strict=True):
        usage = re.sub(r"\s+", " ", parser.format_usage()).removeprefix("usage: chathour ").replace("[-h] ", "")
        yield usage.removesuffix("[-h]").strip(), str(choice.help)


def test_the_page_for_operators_lists_every_setting_as_the_code_describes_it() -> None:
    expected = []
    for name, field in Settings.model_fields.items():
        default = (
            ""
            if field.default in (None, ())
            else f"`{str(field.default).lower() if field.default is False else field.default}`"
        )
        expected.append(f"| `CHATHOUR_{name.upper()}` | {default} | {field.description} |".replace("|  |", "| |"))
    assert table("operating.md", "Settings") == expected


def test_the_page_for_operators_lists_every_command_as_the_console_does() -> None:
    escaped = [(usage.replace("|", "\\|"), told) for usage, told in commands()]
    assert table("operating.md", "Commands") == [f"| `chathour {usage}` | {told} |" for usage, told in escaped]


def test_help_lists_every_command_that_the_bot_obeys() -> None:
    """But /hold, which is /pause by another name."""
    obeyed = {*directory.IN_GROUP, *directory.IN_PRIVATE} - {"", "hold"}
    assert {name for name, _ in (*EVERYBODY, *STEERING, *PLANNING)} == obeyed


def test_every_command_in_the_chat_is_explained_on_a_page_for_people() -> None:
    told = set(COMMAND.findall(" ".join((DOCS / page).read_text(encoding="utf-8") for page in FOR_PEOPLE)))
    assert {*directory.IN_GROUP, *directory.IN_PRIVATE} - {""} <= told


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_pages_name_only_commands_that_the_bot_obeys(page: Path) -> None:
    named = set(
        COMMAND.findall(re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE))
    )
    assert named <= {*directory.IN_GROUP, *directory.IN_PRIVATE, *OTHERS}
