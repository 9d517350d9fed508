"""Answers without a name: who stands in for those who gave them, and how many one person may give."""

from collections import Counter
from hashlib import blake2b
from secrets import token_bytes

SOMEBODY = 0
"""The id of the one participant under whom all answers without a name are kept; Telegram gives it to nobody."""
NAME = "somebody"
MOST = 2
"""Answers without a name that one person may hand in to one question."""
REMEMBERED = 10_000
"""Beyond so many, all is forgotten: the limit is there against floods, not to keep books."""


class Quota:
    """Counts what each person handed in, in memory alone, under digests that nobody can trace without its salt.

    Nothing of it is ever written down; when the process ends, it is gone.
    """

    def __init__(self) -> None:
        self._salt = token_bytes(16)
        self._given: Counter[bytes] = Counter()

    def spend(self, person_id: int, question_id: int) -> bool:
        """Count one more answer; False when that is too many."""
        if len(self._given) >= REMEMBERED:
            self._given.clear()
        digest = blake2b(f"{person_id}:{question_id}".encode(), key=self._salt, digest_size=16).digest()
        if self._given[digest] >= MOST:
            return False
        self._given[digest] += 1
        return True
