"""The stand-in brings updates to a webhook as Telegram does: each chat in order, again until they are taken."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.standin import StandIn
from tests.standins import client_of

Status = Callable[[dict[str, Any]], int]


class Hook:
    """A webhook that keeps what it took, and answers with a status of the test's choice."""

    def __init__(self, status: Status) -> None:
        self.status = status
        self.taken: list[dict[str, Any]] = []
        self.tries = 0
        self.secrets: set[str] = set()
        self.url = ""
        self.came = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
                update = msgspec.json.decode(await reader.readexactly(int(headers["content-length"])))
                self.tries += 1
                self.secrets.add(headers.get("x-telegram-bot-api-secret-token", ""))
                status = self.status(update)
                if status == 200:
                    self.taken.append(update)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
                self.came.set()
        writer.close()


@contextlib.asynccontextmanager
async def hook(status: Status = lambda _: 200) -> AsyncIterator[Hook]:
    """A webhook that listens."""
    it = Hook(status)
    server = await asyncio.start_server(it.serve, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield it
    finally:
        server.close()


async def test_updates_are_brought_with_the_secret_and_in_order(telegram: StandIn, client: Bot) -> None:
    async with hook() as it:
        ann, bea = telegram.person("Ann"), telegram.person("Bea")
        ann.write("before")
        assert await client.set_webhook(it.url, secret_token="s3cret", max_connections=3)
        for number in range(20):
            ann.write(f"a{number}")
            bea.write(f"b{number}")
        await telegram.quiet()
        said = [update["message"]["text"] for update in it.taken]
        assert [text for text in said if text[0] != "b" or text == "before"] == [
            "before",
            *[f"a{n}" for n in range(20)],
        ]
        assert [text for text in said if text[0] == "b" and text != "before"] == [f"b{n}" for n in range(20)]
        assert it.secrets == {"s3cret"}
        info = await client.get_webhook_info()
        assert (info.url, info.pending_update_count, info.max_connections) == (it.url, 0, 3)
        await client.delete_webhook()


async def test_a_refused_update_holds_up_its_own_chat_only() -> None:
    clock = RehearsalClock(speed=50)
    refusals = 4

    def status(update: dict[str, Any]) -> int:
        nonlocal refusals
        if update["message"]["text"] == "poison" and refusals:
            refusals -= 1
            return 503
        return 200

    async with hook(status) as it, StandIn(clock=clock) as telegram, client_of(telegram) as client:
        ann, bea = telegram.person("Ann"), telegram.person("Bea")
        await client.set_webhook(it.url)
        ann.write("poison")
        ann.write("after it")
        bea.write("elsewhere")
        started = clock.time()
        await telegram.quiet()
        assert [update["message"]["text"] for update in it.taken] == ["elsewhere", "poison", "after it"]
        assert clock.time() - started >= 2 + 4 + 8
        info = await client.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 503 X"


async def test_what_a_webhook_did_not_take_is_left_for_polling(telegram: StandIn, client: Bot) -> None:
    async with hook(lambda _: 500) as it:
        await client.set_webhook(it.url)
        telegram.person("Ann").write("hello")
        await it.came.wait()
        await client.delete_webhook()
        assert [u.message.text for u in await client.get_updates() if u.message] == ["hello"]


async def test_an_update_can_be_brought_twice(telegram: StandIn, client: Bot) -> None:
    async with hook() as it:
        await client.set_webhook(it.url)
        message = telegram.person("Ann").write("hello")
        await telegram.quiet()
        (number,) = telegram.updates_of(message)
        telegram.redeliver(number)
        await telegram.until(lambda: len(it.taken) == 2)
        assert it.taken[0] == it.taken[1]


async def test_a_webhook_that_is_not_there_is_told_of(telegram: StandIn, client: Bot) -> None:
    await client.set_webhook("http://127.0.0.1:9/hook")
    telegram.person("Ann").write("hello")
    await telegram.until(lambda: telegram.world.settings.get("webhook error"))
    info = await client.get_webhook_info()
    assert info.last_error_message == "Connection refused"
    assert info.pending_update_count == 1
    await client.delete_webhook(drop_pending_updates=True)
    assert await client.get_updates() == ()


async def test_a_wrong_address_or_secret_is_refused(client: Bot) -> None:
    with pytest.raises(BadRequest, match="Bad webhook"):
        await client.set_webhook("https://")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await client.set_webhook("https://example.org/", secret_token="not allowed!")
