"""The archive's folder: it writes what changed, removes what it wrote itself, and harms nobody else's files."""

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

MARK = "chathour archive"
_KEPT = ".chathour"
"""Where the folder's memory is; hosts such as GitHub Pages leave out names that begin with a dot."""


def digest(*parts: str | bytes) -> str:
    """A mark of some texts, in their order."""
    mark = blake2b(digest_size=16)
    for part in parts:
        written = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        mark.update(len(written).to_bytes(8, "big") + written)
    return mark.hexdigest()


class NotOurs(Exception):  # noqa: N818  # says what is the matter, and reads well where it is caught
    """The folder, or something in it, belongs to somebody else."""


class _Memory(msgspec.Struct):
    """What the folder knows of itself."""

    mark: str
    pages: dict[str, str]
    """Digests, by path."""


class Folder:
    """A folder that holds an archive, or will.

    A page is written beside its place and moved there, so that a reader never sees half of one. What is about to be
    written for the first time is noted before, so that a build that was cut off can be taken up again.
    """

    def __init__(self, path: Path) -> None:
        """Raises `NotOurs` when there are other things in the folder already."""
        self.path = path
        self._kept = path / _KEPT
        self._memory_file, self._journal = self._kept / "pages.json", self._kept / "begun"
        self._old = self._remembered()
        self._new: dict[str, str] = {}
        self._safe: set[Path] = set()
        self.written = 0
        self.removed = 0
        self.altered: list[str] = []
        """Pages no longer needed that somebody has changed; they stay."""

    def _remembered(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        if not self.path.is_dir():
            raise NotOurs(f"{self.path} is not a folder")
        if self._kept.is_symlink():
            raise NotOurs(f"{self._kept} is a link to somewhere else")
        pages: dict[str, str] = {}
        if self._memory_file.is_file():
            pages |= self._read()
        elif not self._journal.is_file() and any(self.path.iterdir()):
            raise NotOurs(
                f"{self.path} holds other files and no archive of chathour; name an empty folder, or a new one"
            )
        if self._journal.is_file():
            begun = self._journal.read_text(encoding="utf-8").splitlines()
            pages |= {page: "" for page in begun if page not in pages}
        return pages

    def _read(self) -> dict[str, str]:
        try:
            memory = msgspec.json.decode(self._memory_file.read_bytes(), type=_Memory)
        except msgspec.DecodeError:
            memory = _Memory("", {})
        if memory.mark != MARK:
            raise NotOurs(f"{self._memory_file} is not what chathour wrote; is {self.path} the right folder?")
        return memory.pages

    def has(self, *pages: str) -> bool:
        """Whether we wrote these pages and they are still there."""
        return all(self._old.get(page) and (self.path / page).is_file() for page in pages)

    def read(self, page: str) -> bytes | None:
        """A page as we wrote it; None when it is not there any more, or somebody has changed it."""
        if not self.has(page):
            return None
        content = (self.path / page).read_bytes()
        return content if digest(content) == self._old[page] else None

    def keep(self, *pages: str) -> None:
        """Leave pages as they are."""
        self._new |= {page: self._old[page] for page in pages}

    def write(self, page: str, content: str | bytes) -> None:
        """Put a page in its place, unless it is there already.

        Raises `NotOurs` when somebody else's file is there.
        """
        written = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self._new[page] = mark = digest(written)
        if self._old.get(page) == mark and (self.path / page).is_file():
            return
        place = self.path / page
        self._mind(place.parent)
        if page not in self._old:
            if place.exists() or place.is_symlink():
                raise NotOurs(f"{place} is somebody else's file; move it away, or name another folder")
            self._note(page)
        self._put(place, written)
        self.written += 1

    def finish(self) -> None:
        """Remove the pages that were not written or kept this time, and remember the others."""
        for page in self._old.keys() - self._new.keys():
            self._remove(page)
        self._mind(self._kept)
        self._put(self._memory_file, msgspec.json.encode(_Memory(MARK, dict(sorted(self._new.items())))))
        self._journal.unlink(missing_ok=True)
        self._old, self._new = self._new, {}

    def recall(self, name: str, kind: Any) -> Any:
        """Something remembered under a name; None when there is nothing, or nothing of that kind."""
        try:
            return msgspec.json.decode((self._kept / name).read_bytes(), type=kind)
        except (OSError, msgspec.DecodeError):
            return None

    def remember(self, name: str, thing: Any) -> None:
        """Remember something under a name."""
        place = self._kept / name
        self._mind(place.parent)
        self._put(place, msgspec.json.encode(thing))

    def knows(self, name: str) -> bool:
        """Whether something is remembered under a name."""
        return (self._kept / name).is_file()

    def forget(self, name: str) -> None:
        """Remember nothing under a name any more."""
        (self._kept / name).unlink(missing_ok=True)

    def _mind(self, parent: Path) -> None:
        """Make a folder, and make sure that no link leads it out of the archive."""
        if parent in self._safe:
            return
        if not parent.resolve().is_relative_to(self.path.resolve()):
            raise NotOurs(f"{parent} leads out of {self.path}")
        parent.mkdir(parents=True, exist_ok=True)
        self._safe.add(parent)

    def _note(self, page: str) -> None:
        """Write down that a page is about to become ours."""
        self._mind(self._kept)
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(f"{page}\n")

    @staticmethod
    def _put(place: Path, content: bytes) -> None:
        beside = place.with_name(f".{place.name}.new")
        beside.write_bytes(content)
        os.replace(beside, place)  # noqa: PTH105  # Path.replace follows the same rules; os says that it is atomic

    def _remove(self, page: str) -> None:
        place = self.path / page
        if not place.is_file() or not place.parent.resolve().is_relative_to(self.path.resolve()):
            return
        if self._old[page] and digest(place.read_bytes()) != self._old[page]:
            self.altered.append(page)
            return
        place.unlink()
        self.removed += 1
        parent = place.parent
        while parent != self.path and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
