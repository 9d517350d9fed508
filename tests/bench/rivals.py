"""What the bot is compared with, each a program: `python -m tests.bench.rivals NAME URL TOKEN FOLDER COUNT…`."""

import sys
import urllib.request
from collections.abc import Iterable


class Counter:
    """Counts what was handled, and tells the server whenever a round of so many is done."""

    def __init__(self, url: str, counts: Iterable[int]) -> None:
        self._url, self._counts = url, iter(counts)
        self._left = next(self._counts)

    def one(self) -> None:
        """One more was handled."""
        self._left -= 1
        if not self._left:
            self._left = next(self._counts, -1)
            urllib.request.urlopen(f"{self._url}/bot/allHandled").close()  # loopback


if __name__ == "__main__":
    name, url, token, folder, *counts = sys.argv[1:]
    counter = Counter(url, map(int, counts))
    if name == "floor":  # it says by its confirmations what it has kept
        from tests.bench.rival_floor import keeping

        keeping(url, token, folder)
    elif name == "aiogram":  # its python has nothing of ours, nor ours anything of its own
        from tests.bench.rival_aiogram import run

        run(url, token, counter)
    else:
        from tests.bench.rival_library import polling

        polling(url, token, folder, counter, typical=name == "typical")
