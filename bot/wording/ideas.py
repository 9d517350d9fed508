"""The ideas store in words: the tags there are, and the prompts under one with their best-liked answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.wording.characters import isolated, one_line, shorten
from bot.wording.html import bold, escape, italic, link
from bot.wording.language import Language
from bot.wording.latecomers import Quote, quote

LONGEST = 240
"""UTF-16 units of a prompt that are shown."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that was asked, with what was liked best of its answers."""

    title: str
    """Of its session."""
    label: str
    text: str
    url: str
    best: Sequence[Quote] = field(default=())


def tags(found: Sequence[tuple[str, int]], asked: str, language: Language) -> str:
    """The tags that the ideas store has, with how often each was used."""
    say = language.text
    lines = [escape(say("Nothing was asked under “{tag}” yet.", tag=shorten(asked, 60)))] if asked else []
    if not found:
        return "\n".join([*lines, escape(say("No session so far has a tag."))])
    listed = " · ".join(
        say("{tag} ({count})", tag=escape(isolated(one_line(tag))), count=language.number(count))
        for tag, count in found
    )
    example = escape(shorten(one_line(found[0][0]), 60))
    return "\n".join(
        [*lines, bold(say("Ideas by tag")), listed, say("Say /ideas and a tag, like: /ideas {tag}", tag=example)]
    )


def prompts(tag: str, found: Sequence[Prompt], count: int, language: Language) -> str:
    """What was asked under a tag, the latest first."""
    lines = [bold(language.text("Asked under “{tag}”", tag=shorten(one_line(tag), 60)))]
    before = ""
    for prompt in found:
        if prompt.title != before:
            lines += ["", italic(prompt.title)]
        before = prompt.title
        text = escape(isolated(shorten(one_line(prompt.text), LONGEST)))
        lines.append(f"{link(prompt.label, prompt.url)} {text}")
        lines += [quote(one, language) for one in prompt.best]
    more = count - len(found)
    if more > 0:
        lines += ["", escape(language.plural("and {count} more", "and {count} more", more))]
    return "\n".join(lines)
