"""What is remembered of the tables from batch to batch, as long as nothing can have changed it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Holds one thing for one turn of the database; where other processes write to the same tables, nothing."""

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        """No other process writes to the tables."""
        self.held: T | None = None
        self._turn = 0

    def of(self, turn: int) -> T | None:
        """What is held, if the database's turn is still the same."""
        return self.held if self._turn == turn else None

    def hold(self, thing: T, turn: int) -> T:
        """Hold this from now on, as it was found in that turn."""
        if self.alone:
            self.held, self._turn = thing, turn
        return thing

    def forget(self) -> None:
        """What is held may be wrong."""
        self.held = None
