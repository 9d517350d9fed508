"""Splitting a long text into messages that Telegram takes whole.

A message holds 4,096 units after its entities have been read (Bot API, sendMessage), and Telegram drops what exceeds
100 entities without a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.wording.characters import utf16_length
from bot.wording.html import SELF_MADE, entities, plain, visible_length

LIMIT = 4096
"""UTF-16 units in a message."""
MOST_ENTITIES = 100
_GAP = "\n\n"
_TOKEN = re.compile(
    r"<(?P<closing>/?)(?P<name>[a-z][a-z-]*)[^>]*>"
    rf"|(?P<found>{SELF_MADE.pattern})"
    r"|&#?\w+;|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag, an escape or a character of Telegram's HTML."""

    html: str
    name: str
    """Of a tag; empty for text."""
    closing: bool
    length: int
    """What it adds to the length that is counted, in UTF-16 units."""
    is_entity: bool
    """Whether an entity begins with it."""
    is_space: bool
    """Whether a message may end with it."""


def _token(match: re.Match[str]) -> _Token:
    """What a match of the pattern stands for."""
    html, name, closing = match.group(), match.group("name") or "", bool(match.group("closing"))
    text = "" if name else plain(html)
    begins = bool(match.group("found")) or (bool(name) and not closing)
    return _Token(html, name, closing, utf16_length(text), begins, text.isspace())


def split(blocks: Sequence[str], limit: int = LIMIT) -> tuple[str, ...]:
    """Blocks of Telegram's HTML as messages of at most `limit` units and 100 entities, a blank line between the blocks.

    A block stays whole when it fits into a message; else it is cut at a line, at a word, or, when there is neither,
    between two characters. Entities are cut only when one alone is too long, and then go on in the next message.
    """
    messages: list[str] = []
    for block in blocks:
        for piece in _pieces(block.strip(), limit):
            whole = f"{messages[-1]}{_GAP}{piece}" if messages else piece
            if messages and visible_length(whole) <= limit and entities(whole) <= MOST_ENTITIES:
                messages[-1] = whole
            else:
                messages.append(piece)
    return tuple(messages)


def _pieces(block: str, limit: int) -> Iterator[str]:
    """A block as it is, or cut into pieces that fit; nothing for a blank one."""
    if not plain(block).strip():
        return
    if visible_length(block) <= limit and entities(block) <= MOST_ENTITIES:
        yield block
        return
    tokens = [_token(match) for match in _TOKEN.finditer(block)]
    start = 0
    opened: tuple[_Token, ...] = ()
    while start < len(tokens):
        end = _end(tokens, start, opened, limit)
        still_open = _open_after(tokens[start:end], opened)
        piece = "".join(token.html for token in (*opened, *tokens[start:end])).rstrip()
        piece += "".join(f"</{token.name}>" for token in reversed(still_open))
        if plain(piece).strip():
            yield piece
        start, opened = end, still_open
        while start < len(tokens) and tokens[start].is_space:
            start += 1


def _open_after(tokens: Sequence[_Token], opened: tuple[_Token, ...]) -> tuple[_Token, ...]:
    """The tags still open after some tokens, outermost first."""
    stack = list(opened)
    for token in tokens:
        if token.name and not token.closing:
            stack.append(token)
        elif token.closing and stack:
            stack.pop()
    return tuple(stack)


def _end(tokens: Sequence[_Token], start: int, opened: tuple[_Token, ...], limit: int) -> int:
    """Where the piece that begins at `start` should end; always beyond `start`."""
    length, count, depth = 0, len(opened), len(opened)
    line = outside = inside = start
    for position in range(start, len(tokens)):
        token = tokens[position]
        if (length + token.length > limit or count + token.is_entity > MOST_ENTITIES) and position > start:
            return next((cut for cut in (line, outside, inside) if cut > start), position)
        if length and depth == 0 and (token.is_space or (token.name and not token.closing)):
            outside = position
            if token.html == "\n" and length >= limit // 2:
                line = position
        elif length and token.is_space:
            inside = position
        length += token.length
        count += token.is_entity
        depth += (-1 if token.closing else 1) if token.name else 0
    return len(tokens)
