"""The addresses that settings hold: of the database, of the Bot API, of the webhook, and where the bot listens.

Each function gives the address as the bot uses it or raises ValueError with the rest of a sentence that began with its
name. What was given is not repeated where it may hold a password or a token.
"""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

PUBLIC_API = "https://api.telegram.org"
HOOK_PORTS = (443, 80, 88, 8443)
"""Where Telegram's own servers deliver (https://core.telegram.org/bots/api#setwebhook, notes)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
OWN_PATHS = ("/healthz", "/metrics")


class Listen(NamedTuple):
    """Where the bot's own web server listens; port 0 takes any that is free."""

    host: str
    port: int


def database(value: str) -> str:
    """Take a SQLite file or a PostgreSQL server, whose driver is the one that the bot brings along."""
    if re.match(r"sqlite:///.", value):
        return value
    scheme, _, rest = value.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest and _parts(value) is not None:
        return value
    if scheme.startswith("postgresql+"):
        raise ValueError(f"names a driver that is not used here: write postgresql:// instead of {scheme}://")
    raise ValueError(
        "is not a database address: write sqlite:///chathour.db or postgresql://user:password@host/name "
        "(in a password, % is written %25, @ is %40, / is %2F)"
    )


def bot_api(value: str) -> str:
    """Take the Bot API's address without the slash at its end."""
    if _web(value) is None:
        raise ValueError(f"is not a web address: write {PUBLIC_API}, or http://host:8081 for a server of your own")
    if value.rstrip("/").endswith("/bot"):
        raise ValueError("ends in /bot: leave that out, the bot adds it")
    return value.rstrip("/")


def model(value: str) -> str:
    """Take the address of a language model's host, to which /chat/completions is added."""
    parts = _web(value)
    if parts is None or parts.username or parts.password:
        raise ValueError("is not a plain web address: write https://host/v1, as the host of the model names it")
    return value.rstrip("/").removesuffix("/chat/completions")


def webhook(value: str) -> str:
    """Take the address that Telegram shall deliver to."""
    parts = _web(value)
    if parts is None:
        raise ValueError("is not a web address: write https://your.host/some/path")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("must begin with https://, as Telegram delivers over nothing else")
    if parts.path in OWN_PATHS:
        raise ValueError(f"ends in {parts.path}, where the bot answers already: choose another path")
    return value


def deliverable(url: str, api: str | None, listen: Listen | None) -> str:
    """Check that what is sent to the webhook would arrive."""
    if listen is None:
        raise ValueError("needs CHATHOUR_LISTEN, which says where the bot listens: set that to 0.0.0.0:8080")
    if api == PUBLIC_API and url.startswith("https://") and (urlsplit(url).port or 443) not in HOOK_PORTS:
        raise ValueError("names a port that Telegram does not deliver to: take 443, 80, 88 or 8443")
    return url


def listen(value: object) -> object:
    """Read host:port, [IPv6]:port; what is not text is left for others to judge."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:\[\]/]+)):([0-9]{1,5})", value.strip())
    if match is None or int(match[3]) > 65535:
        raise ValueError(
            f"is “{value}”: write host:port, as 127.0.0.1:8080; 0.0.0.0:8080 or [::]:8080 to be reached from elsewhere"
        )
    return Listen(match[1] or match[2], int(match[3]))


def _web(value: str) -> SplitResult | None:
    parts = _parts(value)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        return None
    return parts


def _parts(value: str) -> SplitResult | None:
    if re.search(r"\s", value):
        return None
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # reading it raises for a port that is no number
    except ValueError:
        return None
    return parts
