"""Permanent addresses within the archive: which page is where, and how one leads to another."""

import re
import unicodedata
from hashlib import sha256
from urllib.parse import quote

TAKEN = frozenset({"tags", "years", "search"})
"""Folders of the archive's own, which no series may have."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows keeps for itself."""


def folder_name(name: str) -> str:
    """A name as a folder on any disk and any web host, the same for ever, and no two names the same.

    Plain names stay; others keep what is plain in them and get a mark of their own.
    """
    if _PLAIN.fullmatch(name) and name not in TAKEN and not _DEVICES.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
    mark = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}~{mark}" if plain else f"x~{mark}"


def series(name: str) -> str:
    """The folder of a series."""
    return folder_name(name)


def session(name: str, number: int) -> str:
    """The folder of a session: "libchat/12"."""
    return f"{folder_name(name)}/{number:d}"


def tag(name: str) -> str:
    """The page of a tag, whatever its letters' case."""
    return f"tags/{folder_name(same(name))}/index.html"


def same(name: str) -> str:
    """A tag as it is compared."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def year(number: int) -> str:
    """The page of a year."""
    return f"years/{number:04d}/index.html"


def lead(page: str, target: str) -> str:
    """The address of a page as seen from another one: both are paths within the archive, with slashes."""
    here, there = page.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    path, hash_mark, part = "/".join([".."] * (len(here) - common) + there[common:]).partition("#")
    return f"{quote(path)}{hash_mark}{part}"
