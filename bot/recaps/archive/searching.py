"""Keeping the search's scripts up to date: only those that hold words of a session that changed are written again."""

from collections.abc import Collection, Mapping

from bot.recaps.archive import words
from bot.recaps.archive.folder import Folder, NotOurs
from bot.recaps.archive.site import Site

Words = Mapping[str, int]
"""How often each word was said."""
FEW = 10
"""When one session in so many has changed, making all scripts anew is quicker than changing them."""
_SHARDS = "shards.json"


def write_search(site: Site, changed: Mapping[int, Words], gone: Collection[int]) -> None:
    """The scripts that know which words were said where; `changed` are the sessions whose words were counted anew."""
    folder = site.folder
    shards = folder.recall(_SHARDS, list[str])
    if changed or gone or shards is None:
        folder.forget(_SHARDS)  # so that a build that is cut off here begins anew
        updated = None
        if shards is not None and len(changed) * FEW < len(site.sessions):
            updated = _update(folder, shards, {**{key: {} for key in gone}, **changed})
        shards = _anew(site, changed) if updated is None else updated
        for session_id, counts in changed.items():
            folder.remember(own(session_id), counts)
        for session_id in gone:
            folder.forget(own(session_id))
        folder.remember(_SHARDS, shards)
    else:
        folder.keep(*map(_page, shards))
    titled = ((one, site.title(one), site.day(one)) for one in site.sessions)
    folder.write("search/sessions.js", words.catalog(titled, shards))


def _anew(site: Site, changed: Mapping[int, Words]) -> list[str]:
    """All scripts, from the words of all sessions."""
    counts = {}
    for one in site.sessions:
        new = changed.get(one.id)
        counts[one.id] = site.folder.recall(own(one.id), dict[str, int]) if new is None else new
        if counts[one.id] is None:
            raise NotOurs(f"what {site.folder.path} remembers has been changed; delete the folder and build it anew")
    scripts = words.index(counts)
    for name, found in scripts.items():
        site.folder.write(_page(name), words.script(name, found))
    return sorted(scripts)


def _update(folder: Folder, shards: Collection[str], changed: Mapping[int, Words]) -> list[str] | None:
    """The scripts that hold words of these sessions; None when something is not as it was left."""
    touched: set[str] = set()
    for session_id, counts in changed.items():
        before = folder.recall(own(session_id), dict[str, int]) or {}
        touched |= {words.shard(word) for word in (*before, *counts)}
    found = {}
    for name in touched:
        written = folder.read(_page(name)) if name in shards else words.script(name, {}).encode()
        if written is None:
            return None
        found[name] = words.read(written)
    for session_id, counts in changed.items():
        _replace(found, session_id, counts)
    for name, held in found.items():
        if held:
            folder.write(_page(name), words.script(name, held))
    untouched = [name for name in shards if name not in touched]
    if not folder.has(*map(_page, untouched)):
        return None
    folder.keep(*map(_page, untouched))
    return sorted([*untouched, *(name for name, held in found.items() if held)])


def _replace(shards: dict[str, dict[str, list[int]]], session_id: int, counts: Words) -> None:
    """Take a session's words out of the shards, and put its new ones in."""
    for held in shards.values():
        for word in [word for word, postings in held.items() if session_id in postings[::2]]:
            at = held[word][::2].index(session_id) * 2
            del held[word][at : at + 2]
            if not held[word]:
                del held[word]
    for word, count in counts.items():
        postings = shards[words.shard(word)].setdefault(word, [])
        at = next((at for at in range(0, len(postings), 2) if postings[at] > session_id), len(postings))
        postings[at:at] = (session_id, count)


def _page(shard: str) -> str:
    return f"search/words/{shard}.js"


def own(session_id: int) -> str:
    """Under which name the folder remembers a session's words."""
    return f"words/{session_id}.json"
