"""How the bot logs: one line an event, for people or for machines, times in UTC, and never a secret.

Our own loggers come from structlog, the libraries' from `logging`; both end in the same line.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import Processor, WrappedLogger

SHAPES = (
    re.compile(r"(?<=/bot)[0-9]+(?::|%3A)[A-Za-z0-9_-]+", re.IGNORECASE),
    re.compile(r"(?<![0-9])[0-9]{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE),
    re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"),
)
"""What looks like a token in an address, a token by itself, a name and password in an address."""
HIDDEN = "[hidden]"
SHORTEST = 6
"""Characters of a secret; hiding shorter ones would tear holes into common words."""
QUIET = ("alembic", "apscheduler", "httpcore", "httpx", "telegram", "uvicorn")
"""Libraries whose everyday news is no news to whoever runs the bot; their warnings are."""
TWICE = "telegram.request.BaseRequest"
"""Shows a whole traceback for each answer that is no JSON (a gateway's page), which we tell in a line ourselves."""


def configure(
    level: str = "info",
    style: Literal["text", "json"] = "text",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Set up logging for the whole process, and log what would otherwise end it with a bare traceback.

    `secrets` are hidden wherever they would appear, besides all that has a token's shape. The default stream is stderr.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso" if style == "json" else "%Y-%m-%d %H:%M:%SZ", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_writer(shared, style, secrets, stream or sys.stderr)]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(TWICE).setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)
    sys.excepthook = _fallen
    threading.excepthook = _fallen_thread


def _writer(
    shared: list[Processor], style: Literal["text", "json"], secrets: Iterable[str], stream: TextIO
) -> logging.Handler:
    """Make a line of each event, our own or a library's, and write it."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(style, colours=stream.isatty()),
                Veil(secrets),  # type: ignore[list-item]  # a processor after the renderer is given its text
            ],
        )
    )
    return handler


class Veil:
    """Hides secrets in a line that is ready to be written: in its event, its values, its traceback."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True)
        self.known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: WrappedLogger, _method: str, line: str) -> str:
        """Give the line without them."""
        if self.known:
            line = self.known.sub(HIDDEN, line)
        for shape in SHAPES:
            line = shape.sub(HIDDEN, line)
        return line


def _rendering(style: Literal["text", "json"], *, colours: bool) -> list[Processor]:
    if style == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain, pad_event_to=0)]


def _fallen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger("bot").critical("stopped by an error that nobody expected", exc_info=(kind, error, trace))


def _fallen_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _fallen(args.exc_type, args.exc_value, args.exc_traceback)
