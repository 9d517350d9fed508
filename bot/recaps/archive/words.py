"""Full-text search without a server: which words were said in which session, in small scripts that a page loads.

Scripts, because a page that was opened as a file may load those and nothing else. The words are split by how they
begin, so that a search loads a few small files; what was said in the sessions found is loaded when it is shown.
`templates/archive/search.js` reads words in the same way.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from bot.recaps.archive.facts import Facts, with_anchors
from bot.rules.recap import Recap
from bot.wording import tallies
from bot.wording.characters import clean
from bot.wording.language import Language

NAMED = 3
"""A word in a session's topic, tags or questions counts as if it had been said so often."""
LONGEST = 40
"""Characters of a word that count."""
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u20d0-\u20ff]"
)
_WORD = re.compile("(?:[^\\W_]|[\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+")
"""Letters and digits, and in the scripts of India and South East Asia the marks within words."""
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: no blanks between words."""
_ALPHABETS_END = "\u2e80"


def folded(text: str) -> str:
    """A text as it is searched: small letters, without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().replace("ς", "σ")


def words(text: str) -> list[str]:
    """The words of a text as they are searched; of scripts without blanks, pairs of characters."""
    found = []
    for match in _WORD.finditer(folded(text)):
        word = match.group()
        at = 0
        for run in _SPACELESS.finditer(word) if not word.isascii() else ():
            found.append(word[at : run.start()])
            run_of = run.group()
            found += [run_of[place : place + 2] for place in range(max(1, len(run_of) - 1))]
            at = run.end()
        found.append(word[at:])
    return [word[:LONGEST] for word in found if len(word) > 1 or _SPACELESS.match(word)]


def shard(word: str) -> str:
    """Which file a word is in, by its first two characters; of scripts with thousands of them, by a block of 64."""
    if word[0] >= _ALPHABETS_END:
        return f"b{ord(word[0]) // 64:x}"
    return "-".join(f"{ord(character):x}" for character in word[:2])


def counted(recap: Recap) -> dict[str, int]:
    """How often each word was said in a session, its topic and questions included."""
    session = recap.session
    said = [session.topic, session.guest, " ".join(session.tags), *(question.text for question in recap.questions)]
    counts = Counter(dict.fromkeys((word for text in said for word in words(text)), NAMED))
    for one, _ in with_anchors(recap):
        counts.update(words(one.text))
        counts.update(words(one.person.name))
    return dict(counts)


def texts(session_id: int, recap: Recap) -> str:
    """What was said in a session, to be shown when it is found: where it stands, who said it, what."""
    language = Language(recap.session.language)
    rows: list[tuple[str, str, str]] = [
        (f"q{place}", question.label, clean(question.text)) for place, question in enumerate(recap.questions, 1)
    ]
    for said, anchor in with_anchors(recap):
        if said.text.strip():
            rows.append((anchor, tallies.name(said.person, language), clean(said.text).strip()))
    return _script("texts", str(session_id), rows)


def index(counts: Mapping[int, Mapping[str, int]]) -> dict[str, dict[str, list[int]]]:
    """Which words are in which sessions, by shard: for each word the sessions' ids, each with how often."""
    shards: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for session_id in sorted(counts):
        for word, count in counts[session_id].items():
            shards[shard(word)][word] += (session_id, count)
    return {name: dict(found) for name, found in shards.items()}


def script(name: str, found: Mapping[str, Sequence[int]]) -> str:
    """A shard as the script that pages load."""
    return _script("words", name, dict(sorted(found.items())))


def read(script: bytes) -> dict[str, list[int]]:
    """A shard from its script."""
    return msgspec.json.decode(script[script.index(b"{") : script.rindex(b"}") + 1], type=dict[str, list[int]])


def catalog(sessions: Iterable[tuple[Facts, str, str]], shards: Iterable[str]) -> str:
    """The script that says which sessions and which shards there are: each session with its title and its day."""
    listed = {one.id: (one.pages[0], title, day) for one, title, day in sessions}
    return _script("catalog", "", {"sessions": listed, "shards": sorted(shards)})


def _script(kind: str, name: str, content: Any) -> str:
    return f"archive.take({_json(kind)},{_json(name)},{_json(content)});\n"


def _json(thing: Any) -> str:
    """JSON that may stand in any script: no end of one, and no line ends that old browsers trip over."""
    written = msgspec.json.encode(thing).decode()
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
