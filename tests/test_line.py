"""The line that updates come in by: what it brings, what it makes of trouble, and how it is hung up."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from time import monotonic
from typing import Any

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # the library has no public way to make one

from bot.loops.intake.line import CONNECT, ByProxy, Line, line_to
from tests.servers import asked, reply, served

TWO = b'[{"update_id":1,"message":{}},{"update_id":2,"odd":"\xc3\xa9"}]'


@asynccontextmanager
async def line() -> AsyncIterator[Line]:
    """A line, hung up in the end."""
    line = Line()
    try:
        yield line
    finally:
        await line.shutdown()


async def updates(line: Line, url: str, read_timeout: float = 10, **more: object) -> list[bytes]:
    given = RequestData([RequestParameter(key, value, []) for key, value in {"offset": 1, **more}.items()])
    result = await line.post(f"{url}/bot123456:of-no-use/getUpdates", given, read_timeout=read_timeout)
    assert isinstance(result, list)
    return [bytes(one) for one in result]  # type: ignore[arg-type]  # the library takes updates for dictionaries


async def test_updates_come_as_bytes_over_one_connection() -> None:
    heard: list[str] = []
    connections = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            heard.append(await asked(reader))
            writer.write(reply(TWO))

    async with served(answer) as url, line() as calling:
        first = await updates(calling, url, allowed_updates=["message", "poll_answer"])
        assert [json.loads(one) for one in first] == json.loads(TWO)
        assert await updates(calling, url) == first
    assert connections == 1
    assert heard[0].startswith("POST /bot123456:of-no-use/getUpdates HTTP/1.1\r\n")
    assert "offset=1" in heard[0]
    assert "allowed_updates=%5B%22message%22%2C+%22poll_answer%22%5D" in heard[0]


async def test_a_connection_that_was_closed_meanwhile_is_made_anew() -> None:
    connections = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await asked(reader)
        writer.write(reply(b"[]"))
        await writer.drain()

    async with served(answer) as url, line() as calling:
        for _ in range(3):
            assert await updates(calling, url) == []
    assert connections == 3


async def test_a_server_that_hangs_up_in_every_answer_is_a_network_error_without_the_token() -> None:
    async def answer(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asked(reader)

    async with served(answer) as url, line() as calling:
        with pytest.raises(NetworkError) as trouble:
            await updates(calling, url)
    assert "of-no-use" not in str(trouble.value)


async def test_nobody_there_is_a_network_error() -> None:
    async with served(lambda _reader, _writer: asyncio.sleep(0)) as url:
        pass
    async with line() as calling:
        with pytest.raises(NetworkError):
            await updates(calling, url)


async def test_a_silent_server_is_a_time_out_and_the_next_call_begins_afresh() -> None:
    calls = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        await asked(reader)
        if calls > 1:
            writer.write(reply(b"[]"))
        await reader.read()

    async with served(answer) as url, line() as calling:
        with pytest.raises(TimedOut):
            await updates(calling, url, read_timeout=0.2)
        assert await updates(calling, url) == []


async def test_who_stops_waiting_hangs_up_at_once() -> None:
    waiting, gone = asyncio.Event(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        waiting.set()
        await reader.read()
        gone.set()

    async with served(answer) as url, line() as calling:
        long_poll = asyncio.create_task(updates(calling, url, read_timeout=30))
        await waiting.wait()
        begun = monotonic()
        long_poll.cancel()
        with pytest.raises(asyncio.CancelledError):
            await long_poll
        await asyncio.wait_for(gone.wait(), 10)
    assert monotonic() - begun < 10


async def test_what_telegram_refuses_is_told_as_the_library_does() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        body = b'{"ok":false,"error_code":502,"description":"Bad Gateway"}'
        writer.write(f"HTTP/1.1 502 Bad Gateway\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)

    async with served(answer) as url, line() as calling:
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await updates(calling, url)


@pytest.mark.parametrize("status", ["200 OK", "409 Conflict", "502 Bad Gateway", "520 Whatever"])
@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"null", b"[1]", b"\xff", b""])
async def test_what_is_no_answer_of_telegrams_is_trouble_that_passes(status: str, body: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)

    async with served(answer) as url, line() as calling:
        with pytest.raises(TelegramError):
            await updates(calling, url)


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"result":{"a":1}}', b'{"ok":false,"description":"no"}'])
async def test_an_answer_without_updates_brings_no_list(body: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)

    async with served(answer) as url, line() as calling:
        assert await calling.post(f"{url}/bot123456:of-no-use/getUpdates") is None


async def test_an_answer_may_come_in_chunks_or_end_with_the_connection() -> None:
    calls = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        await asked(reader)
        body = b'{"ok":true,"result":' + TWO + b"}"
        if calls == 1:
            writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n")
            for piece in (body[:9], body[9:], b""):
                writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        else:
            writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + body)
        await writer.drain()

    async with served(answer) as url, line() as calling:
        for _ in range(3):
            assert [json.loads(one) for one in await updates(calling, url)] == json.loads(TWO)


async def test_a_connection_that_is_never_made_holds_up_nobody_who_gives_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as waiting:
        for _ in range(3):  # whoever comes after these is neither let in nor sent away
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            with suppress(BlockingIOError):
                caller.connect(full.getsockname())
        begun = monotonic()
        async with line() as calling:
            asking = asyncio.create_task(updates(calling, f"http://127.0.0.1:{full.getsockname()[1]}"))
            await asyncio.wait([asking], timeout=0.3)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        working = [thread for thread in threading.enumerate() if thread.name.startswith("updates")]
        for thread in working:  # the interpreter waits for it at its end
            await asyncio.to_thread(thread.join, CONNECT)
    assert monotonic() - begun < CONNECT - 1


async def test_a_connection_that_is_made_just_after_it_was_given_up_is_not_asked_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looking, found, gone, look_up = threading.Event(), threading.Event(), asyncio.Event(), socket.getaddrinfo

    def slowly(*where: Any, **how: Any) -> Any:
        looking.set()
        found.wait(10)
        return look_up(*where, **how)

    async def answer(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()
        gone.set()

    async with served(answer) as url, line() as calling:
        monkeypatch.setattr(socket, "getaddrinfo", slowly)
        asking = asyncio.create_task(updates(calling, url, read_timeout=30))
        await asyncio.to_thread(looking.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        found.set()
        async with asyncio.timeout(10):
            await calling.lend(lambda: None)
            await gone.wait()


async def test_behind_a_proxy_the_librarys_own_transport_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    proxied, direct = line_to("https://telegram.example"), line_to("https://127.0.0.1:1")
    assert isinstance(proxied, ByProxy)
    assert isinstance(direct, Line)
    for one in (proxied, direct):
        await one.shutdown()
