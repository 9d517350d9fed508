"""Telegram's formatted text: HTML to text with entities, and back (offsets in UTF-16 units: Bot API, MessageEntity)."""

import html
import re
from typing import Any

from bot.rehearsal.refusals import Refusal, bad

Entity = dict[str, Any]

NAMES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler", "code": "code",
}  # fmt: skip
MOST_ENTITIES = 100  # the rest is left out without a word (python-telegram-bot, MessageLimit.MESSAGE_ENTITIES)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_START = re.compile(r"<([^\s<>/=]+)((?:\s+[^\s<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s<>\"']+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+)))?")
_TIME_FORMAT = re.compile(r"(?:[rR]|w?[dD]?[tT]?)\Z")


def units(text: str) -> int:
    """The length of a text in UTF-16 units, the way Telegram counts offsets."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", errors="replace")


def _plain(raw: str) -> str:
    def letter(match: re.Match[str]) -> str:
        number, hexed, name = match.groups()
        if name:
            return _NAMED[name]
        code = int(number) if number else int(hexed, 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()

    return _REFERENCE.sub(letter, raw)


def _wrong(reason: str) -> Refusal:
    return bad(f"can't parse entities: {reason}")


def _opened(name: str, attributes: dict[str, str], tag_at: int) -> Entity:
    kind = NAMES[name]
    entity: Entity = {"type": kind}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {tag_at}')
    if kind == "text_link":
        entity["url"] = attributes.get("href", "")
    elif kind == "custom_emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        if not entity["custom_emoji_id"].isdigit():
            raise _wrong("Invalid custom emoji identifier specified")
    elif kind == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    elif kind == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    elif kind == "date_time":
        if not attributes.get("unix", "").isdigit() or int(attributes["unix"]) <= 0:
            raise _wrong("Invalid date specified")
        if not _TIME_FORMAT.match(attributes.get("format", "")):
            raise _wrong("Invalid date-time format specified")
        entity.update(unix_time=int(attributes["unix"]), date_time_format=attributes.get("format", ""))
    return entity


def _start_tag(source: str, at: int, offset: int) -> tuple[str, dict[str, str], int]:
    """The name and the attributes of the tag that starts there, and where it ends."""
    match = _START.match(source, at)
    name = (match.group(1) if match else re.split(r"[\s<>/]", source[at + 1 :], maxsplit=1)[0]).lower()
    if name and name not in NAMES:
        raise _wrong(f'Unsupported start tag "{name}" at byte offset {offset}')
    if not match:
        raise _wrong(f"Unclosed start tag at byte offset {offset}")
    attributes = {m[1].lower(): _plain(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(match.group(2))}
    return name, attributes, match.end()


def read_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of Telegram HTML; raises Refusal with Telegram's reason when it is not well-formed."""
    text: list[str] = []
    length = place = 0
    stack: list[tuple[str, Entity, int]] = []
    found: list[Entity] = []

    def add(raw: str) -> None:
        nonlocal length
        plain = _plain(raw)
        text.append(plain)
        length += units(plain)

    while place < len(source):
        at = source.find("<", place)
        if at < 0:
            add(source[place:])
            break
        add(source[place:at])
        offset = len(source[:at].encode())
        if source.startswith("</", at):
            end = source.find(">", at)
            if not stack:
                raise _wrong(f"Unexpected end tag at byte offset {offset}")
            if end < 0:
                raise _wrong(f"Unclosed end tag at byte offset {offset}")
            name, entity, start = stack.pop()
            closing = source[at + 2 : end].strip().lower()
            if closing and closing != name:
                raise _wrong(f'Unmatched end tag at byte offset {offset}, expected "</{name}>", found "</{closing}>"')
            _close(entity, start, length, stack, found, "".join(text))
            place = end + 1
            continue
        name, attributes, place = _start_tag(source, at, offset)
        stack.append((name, _opened(name, attributes, offset), length))
    if stack:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    return "".join(text), sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _close(
    entity: Entity, start: int, end: int, stack: list[tuple[str, Entity, int]], found: list[Entity], text: str
) -> None:
    if end == start:
        return
    entity = {"type": entity["type"], "offset": start, "length": end - start, **entity}
    if entity["type"] == "text_link":
        url = entity["url"] or cut(text, start, end - start)
        if url.startswith("tg://user?id=") and url[13:].isdigit():
            entity = {"type": "text_mention", "offset": start, "length": end - start, "user": {"id": int(url[13:])}}
        elif re.match(r"(?:https?://|tg://|ton://|mailto:)?[^\s/]+\.?[^\s]*\Z", url) and ("." in url or ":" in url):
            entity["url"] = url if "://" in url or url.startswith("mailto:") else f"http://{url}/"
        else:
            return
    if entity["type"] == "code" and stack and stack[-1][0] == "pre" and stack[-1][2] == start and "language" in entity:
        stack[-1][1]["language"] = entity["language"]
        return
    if entity["type"] == "code":
        entity.pop("language", None)
    found.append(entity)


def write_html(text: str, entities: list[Entity]) -> str:
    """The HTML that would make this text and these entities: for pages and for tests."""
    edges: list[tuple[int, int, int, str]] = []
    for number, entity in enumerate(entities):
        opening, closing = _tags(entity)
        if opening:
            start, end = entity["offset"], entity["offset"] + entity["length"]
            edges.append((start, 1, -entity["length"] * 1000 + number, opening))
            edges.append((end, 0, entity["length"] * 1000 - number, closing))
    raw, place, out = text.encode("utf-16-le"), 0, []
    for at, _, _, tag in sorted(edges):
        out.append(html.escape(raw[place * 2 : at * 2].decode("utf-16-le", errors="replace"), quote=False))
        out.append(tag)
        place = at
    out.append(html.escape(raw[place * 2 :].decode("utf-16-le", errors="replace"), quote=False))
    return "".join(out)


def _tags(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "pre":
        language = html.escape(entity.get("language", ""))
        return (f'<pre><code class="language-{language}">', "</code></pre>") if language else ("<pre>", "</pre>")
    if kind in {"blockquote", "expandable_blockquote"}:
        return ("<blockquote>" if kind == "blockquote" else "<blockquote expandable>"), "</blockquote>"
    if kind == "date_time":
        style = f' format="{entity["date_time_format"]}"' if entity["date_time_format"] else ""
        return f'<tg-time unix="{entity["unix_time"]}"{style}>', "</tg-time>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
    return "", ""
