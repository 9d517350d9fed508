"""Who may ask the room: only pages of its own, only on this machine (against forged requests and DNS rebinding)."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
TOKEN = "X-Room-Token"  # noqa: S105 - a header's name
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """One room's secret, and the rules at its door."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)

    def refuses(self, request: Request) -> Response | None:
        """The refusal of a request that does not come from the room's own page; None for one that does."""
        if _host(request) not in LOOPBACK:
            return _no(421, "This room is open on this machine only: use http://127.0.0.1 or http://localhost.")
        if request.method in {"GET", "HEAD"}:
            return None
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{request.headers.get('host', '')}":
            return _no(403, "This request comes from another page.")
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return _no(403, "This request comes from another page.")
        if not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), self.token.encode()):
            return _no(403, "This page is from an earlier rehearsal: reload it.")
        return None


def _host(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _no(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status, headers=HEADERS)
