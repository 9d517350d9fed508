"""What Telegram's errors mean, as they come through the real library over a real connection."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.loops.sending.calls import Action, Call, make
from bot.loops.sending.refusals import Meaning, Refusal, understand
from bot.rehearsal.standin import StandIn
from bot.rehearsal.world import PATIENCE
from bot.rules.words import PostKind

pytest_plugins = ["tests.standins"]

CHAT = -1001234567890


@pytest.fixture
async def quick(telegram: StandIn) -> AsyncIterator[Bot]:
    """A client that does not wait long for its one connection."""
    request = HTTPXRequest(pool_timeout=0.2, connection_pool_size=1)
    async with Bot(telegram.token, base_url=f"{telegram.url}/bot", request=request) as bot:
        telegram.group("Library chat", id=CHAT).add_bot(admin=True)
        yield bot


async def refused(bot: Bot, patience: float = PATIENCE) -> Refusal:
    """What the failure of a message means to somebody who waits so many seconds for an answer."""
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(CHAT, "Q1.", read_timeout=patience)
    return understand(caught.value)


@pytest.mark.filterwarnings("ignore:.*do_api_request")  # as app.py does
@pytest.mark.parametrize(
    ("code", "description", "meaning"),
    [
        (400, "message thread not found", Meaning.TOPIC_GONE),
        (400, "TOPIC_CLOSED", Meaning.TOPIC_GONE),
        (400, "message to edit not found", Meaning.MESSAGE_GONE),
        (400, "message to pin not found", Meaning.MESSAGE_GONE),
        (400, "message can't be edited", Meaning.MESSAGE_GONE),
        (400, "message is not modified: specified new message content is the same", Meaning.DONE_ALREADY),
        (400, "chat not found", Meaning.GONE),
        (400, "group chat was deactivated", Meaning.GONE),
        (400, "not enough rights to send text messages to the chat", Meaning.GONE),
        (400, "CHAT_WRITE_FORBIDDEN", Meaning.GONE),
        (400, "not enough rights to manage pinned messages in the chat", Meaning.NO_RIGHT),
        (400, "CHAT_ADMIN_REQUIRED", Meaning.NO_RIGHT),
        (400, "can't parse entities", Meaning.REFUSED),
        (401, "Unauthorized", Meaning.BAD_TOKEN),
        (403, "bot was kicked from the supergroup chat", Meaning.GONE),
        (403, "bot was blocked by the user", Meaning.GONE),
        (500, "Internal Server Error", Meaning.NOT_SENT),
        (502, "Bad Gateway", Meaning.NOT_SENT),
    ],
)
async def test_what_an_answer_means(
    telegram: StandIn, quick: Bot, code: int, description: str, meaning: Meaning
) -> None:
    telegram.faults.fail_next("sendMessage", code, description)
    assert (await refused(quick)).meaning is meaning
    telegram.faults.fail_next("sendPoll", code, description)
    with pytest.raises(TelegramError) as caught:  # it goes another way through the library
        await make(quick, Call(1, PostKind.POLL, CHAT, Action.POLL, "Which?", choices=("One", "Two")))
    assert understand(caught.value).meaning is meaning


async def test_a_flood_says_how_long_to_wait(telegram: StandIn, quick: Bot) -> None:
    telegram.faults.fail_next("sendMessage", 429, retry_after=7)
    found = await refused(quick)
    assert (found.meaning, found.retry_after) == (Meaning.FLOOD, 7.0)


async def test_a_group_that_became_a_supergroup_says_where_it_is(telegram: StandIn, quick: Bot) -> None:
    group = telegram.group("Small", kind="group")
    group.add_bot()
    before = group.id
    after = group.upgrade()
    with pytest.raises(TelegramError) as caught:
        await quick.send_message(before, "Q1.")
    found = understand(caught.value)
    assert (found.meaning, found.new_chat_id) == (Meaning.MOVED, after)


async def test_a_lost_answer_leaves_in_doubt_whether_the_message_is_out(telegram: StandIn, quick: Bot) -> None:
    for drop in (telegram.faults.drop_before, telegram.faults.drop_after):
        drop("sendMessage")
        found = await refused(quick)
        assert (found.meaning, found.timed_out) == (Meaning.UNKNOWN, False)


async def test_silence_leaves_more_doubt(telegram: StandIn, quick: Bot) -> None:
    telegram.faults.hang("sendMessage", PATIENCE)
    found = await refused(quick, patience=0.3)
    assert (found.meaning, found.timed_out) == (Meaning.UNKNOWN, True)


async def test_what_never_left_was_not_sent(telegram: StandIn, quick: Bot) -> None:
    silence = telegram.faults.hang("getMe", PATIENCE)
    waiting = asyncio.create_task(quick.get_me(read_timeout=PATIENCE))
    await telegram.until(lambda: len(telegram.called("getMe")) == 2)
    assert (await refused(quick)).meaning is Meaning.NOT_SENT  # the only connection was taken
    silence.over.set()
    await waiting
    await telegram.server.stop()
    await refused(quick)  # the connection that was open breaks
    assert (await refused(quick)).meaning is Meaning.NOT_SENT  # nobody there any more


async def test_a_proxys_page_instead_of_json_is_a_failure_that_passes() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        page = b"<html>502 Bad Gateway</html>"
        head = f"HTTP/1.1 502 Bad Gateway\r\nContent-Length: {len(page)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    bot = Bot("123456:test", base_url=f"http://127.0.0.1:{port}/bot")
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(CHAT, "Q1.")
    assert understand(caught.value).meaning is Meaning.NOT_SENT
    server.close()
    await server.wait_closed()
