"""The bot's own web server: /healthz, /metrics and the webhook, in the same event loop as all the rest."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Concatenate, ParamSpec, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.loops.clock import Clock
from bot.loops.intake.reception import Reception
from bot.loops.intake.webhook import Letterbox, Registration, Webhook
from bot.loops.leadership import Lead
from bot.loops.metrics import CONTENT_TYPE, Metrics
from bot.store import posts
from bot.store.database import Database, DBAPIError, Session
from bot.store.database import answers as answers_at_all

LAST_SECONDS = 2
"""Seconds that requests have to come to their end when the bot stops."""

LONGEST_LOOK = 3
"""Seconds that the database has to answer before it counts as away."""
P = ParamSpec("P")
T = TypeVar("T")


class CannotListen(OSError):  # noqa: N818  # it says what is the matter
    """The address of CHATHOUR_LISTEN can't be had."""


class _Server(uvicorn.Server):
    """uvicorn, except that signals stay the bot's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Web:
    """Serves until it is stopped. Before the bot hosts, /healthz says so, and updates are asked to come again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        lead: Lead,
        ready: Callable[[], bool],
        hook: tuple[str, str] | None = None,
    ) -> None:
        """`ready` tells whether the bot hosts; `hook` is the webhook's address and secret, if it has one."""
        self._database, self._clock, self._lead, self._ready = database, clock, lead, ready
        self._hook = hook
        self.metrics = Metrics()
        self._webhook = None if hook is None else Webhook(*hook)
        methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        routes = [
            Route("/healthz", self._healthz),
            Route("/metrics", self._scrape),
            Route("/{path:path}", self._deliver, methods=methods),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LAST_SECONDS,
        )
        self._server = _Server(config)
        self._sockets: list[socket.socket] = []
        self.port = 0
        """Where it listens, once it does."""

    def bind(self, host: str, port: int) -> None:
        """Take the address. Raises `CannotListen`."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # The protocol is named, or asyncio would leave Nagle's algorithm on, which delays answers.
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, port))
        except OSError as error:
            found.close()
            reason = f"CHATHOUR_LISTEN: {host}:{port} can't be listened at: {error.strerror or error}"
            raise CannotListen(reason) from error
        self._sockets = [found]
        self.port = found.getsockname()[1]

    async def run(self) -> None:
        """Serve."""
        await self._server.serve(self._sockets)

    async def stop(self) -> None:
        """Take no more requests; those under way are answered."""
        self._server.should_exit = True

    def receive(self, reception: Reception, bot: Bot) -> Registration | None:
        """Take updates in from now on; what keeps the webhook registered, or None when the bot has to ask for them."""
        reception.on_taken = self.metrics.taken
        if self._webhook is None or self._hook is None:
            return None
        self._webhook.letterbox = Letterbox(reception)
        return Registration(bot, *self._hook, self._lead)

    async def _healthz(self, _request: Request) -> Response:
        hosting, answers = self._ready(), await self._ask(answers_at_all) is not None
        told = {"live": True, "ready": hosting and answers, "leader": self._lead.holds(), "database": answers}
        return JSONResponse(told, status_code=200 if told["ready"] else 503)

    async def _scrape(self, _request: Request) -> Response:
        counted = await self._ask(posts.counted, self._clock.now())
        return Response(self.metrics.render(self._lead.holds(), counted), media_type=CONTENT_TYPE)

    async def _ask(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Ask the database, but not for long; None when it does not answer."""
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                return await self._database.look(work, *args, **kwargs)
        except (DBAPIError, TimeoutError):
            return None

    async def _deliver(self, request: Request) -> Response:
        if self._webhook is None or request.scope["path"] != self._webhook.path:
            return Response(status_code=404)
        return await self._webhook.deliver(request)
