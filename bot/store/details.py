"""What only some rows have, kept by name in a JSON column: a session's details, a person's wishes."""

from collections.abc import Mapping
from typing import Any


def changed(kept: Mapping[str, Any] | None, name: str, value: Any) -> dict[str, Any]:
    """The same with this under that name; an empty value is forgotten."""
    others = {other: said for other, said in (kept or {}).items() if other != name}
    return {**others, name: value} if value else others
