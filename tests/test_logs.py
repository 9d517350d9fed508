"""What the bot logs, for people and for machines, and that no secret is ever in it."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog

from bot import logs

TOKEN = "123456789:AAF-made_up_for_this_test_0123456789"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Give the process its logging back."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    sys.excepthook, threading.excepthook = hooks


def written(style: str = "text", level: str = "info", secrets: tuple[str, ...] = ()) -> io.StringIO:
    """Configure logging into a stream, and give that."""
    stream = io.StringIO()
    logs.configure(level, "json" if style == "json" else "text", secrets=secrets, stream=stream)
    return stream


def test_text_is_a_line_with_time_level_event_and_values() -> None:
    stream = written()
    structlog.get_logger("bot.sender").info("posted", question="Q1")
    time, rest = stream.getvalue().split("Z ", 1)
    assert rest == "[info     ] posted [bot.sender] question=Q1\n"
    assert abs(datetime.now(UTC) - datetime.fromisoformat(f"{time}+00:00")) < timedelta(minutes=1)


def test_json_is_an_object_a_line_with_its_time_in_utc() -> None:
    stream = written("json")
    structlog.get_logger("bot.sender").warning("refused", chat=-100, why="gruß\nnew line")
    event = json.loads(stream.getvalue())
    assert event["timestamp"].endswith("Z")
    del event["timestamp"]
    assert event == {
        "event": "refused",
        "level": "warning",
        "logger": "bot.sender",
        "chat": -100,
        "why": "gruß\nnew line",
    }


def test_what_is_bound_to_the_context_is_in_every_line_also_in_those_of_libraries() -> None:
    stream = written("json")
    structlog.contextvars.bind_contextvars(update=7)
    structlog.get_logger("bot").info("filed")
    logging.getLogger("somebody.else").warning("%d of %d", 1, 2)
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert (ours["update"], theirs["update"]) == (7, 7)
    assert theirs["event"] == "1 of 2"


@pytest.mark.parametrize("library", ["httpx", "telegram.ext.Application", "apscheduler.scheduler", "uvicorn.error"])
def test_libraries_speak_up_only_when_something_is_wrong(library: str) -> None:
    stream = written(level="debug")
    logging.getLogger(library).info("everyday news")
    assert stream.getvalue() == ""
    logging.getLogger(library).warning("trouble")
    assert "trouble" in stream.getvalue()


def test_the_level_holds_for_ours_and_theirs() -> None:
    stream = written(level="error")
    structlog.get_logger("bot").warning("not wanted")
    logging.getLogger("httpx").warning("not wanted")
    assert stream.getvalue() == ""


def test_a_second_configuration_takes_the_place_of_the_first() -> None:
    first, second = written(), written()
    structlog.get_logger("bot").info("once")
    assert (first.getvalue(), second.getvalue().count("once")) == ("", 1)


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_token_is_in_no_event_no_value_and_no_traceback(style: str) -> None:
    stream = written(style)
    url = f"http://127.0.0.1:1/bot{TOKEN}/getMe"
    log = structlog.get_logger("bot")
    request = httpx.Request("POST", url)
    try:
        httpx.Response(404, request=request).raise_for_status()
    except httpx.HTTPStatusError:
        log.exception("refused", url=url, nested={"deep": [url]})
    logging.getLogger("httpx").warning("HTTP Request: POST %s", url)
    log.warning(TOKEN, token=TOKEN, encoded=url.replace(":AAF", "%3AAAF"))
    log.info("where", stack_info=True)
    assert "HTTPStatusError" in stream.getvalue()
    assert TOKEN.split(":")[1] not in stream.getvalue()
    assert stream.getvalue().count("[hidden]") >= 6


def test_the_token_is_not_in_the_line_about_an_error_that_nobody_caught() -> None:
    stream = written()
    error = RuntimeError(f"/bot{TOKEN}/sendMessage")
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
    thread.start()
    thread.join()
    assert stream.getvalue().count("nobody expected") == 2
    assert TOKEN not in stream.getvalue()


def test_ctrl_c_is_no_error() -> None:
    stream = written()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue() == ""


def test_secrets_of_any_shape_are_hidden_when_they_are_known() -> None:
    stream = written(secrets=("42:T", "hush-hush", "hush-hush-longer"))
    structlog.get_logger("bot").info("hush-hush-longer", url="http://x/bot42:T/getMe", said="hush-hush!")
    assert "hush" not in stream.getvalue()
    assert "42:T" not in stream.getvalue()


def test_a_database_password_inside_an_address_is_hidden() -> None:
    stream = written()
    structlog.get_logger("bot").info("connecting to postgresql://me:pw@db/chat")
    assert "postgresql://[hidden]@db/chat" in stream.getvalue()


def test_times_scores_and_ids_are_not_taken_for_secrets() -> None:
    stream = written()
    line = "robot 12:30, ratio 3:2, https://t.me/c/1234567890/17?x=1:2, mailto:anna@lib.example"
    structlog.get_logger("bot").info(line)
    assert line in stream.getvalue()


def test_warnings_of_python_become_lines() -> None:
    stream = written()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("this is going away", DeprecationWarning, stacklevel=1)
    assert "this is going away" in stream.getvalue()
