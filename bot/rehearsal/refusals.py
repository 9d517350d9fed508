"""What the stand-in says when it refuses a call, in Telegram's own words."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is a fair answer here, not an error
    """A call that Telegram would refuse: becomes ``{"ok": false, "error_code": …, "description": …}``."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def json(self) -> dict[str, Any]:
        """The refusal as the answer of the Bot API."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(reason: str) -> Refusal:
    """A 400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """A 403 with Telegram's prefix."""
    return Refusal(403, f"Forbidden: {reason}")


def too_many(seconds: int) -> Refusal:
    """A 429 that asks to wait so many seconds (of the stand-in's clock)."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
