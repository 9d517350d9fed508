"""How long the machine let nobody run: a promise of so many seconds is held to, and to no more than that besides."""

import threading
import time
from collections.abc import Iterator
from types import TracebackType

import pytest

LOOK_EVERY = 0.02
STALL = 0.05
"""Seconds; who sleeps and is woken that much too late has been kept from running. A machine at leisure has none."""


class Stalls:
    """Watches while it is entered; `seconds` is what was lost so far."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="stalls", daemon=True)

    def __enter__(self) -> "Stalls":
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        then = time.monotonic()
        while not self._over.wait(LOOK_EVERY):
            now = time.monotonic()
            late = now - then - LOOK_EVERY
            if late > STALL:
                self.seconds += late
            then = now


@pytest.fixture
def stalls() -> Iterator[Stalls]:
    """What a whole test has lost so far."""
    with Stalls() as stalls:
        yield stalls
