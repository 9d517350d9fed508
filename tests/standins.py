"""Fixtures: a stand-in for Telegram that holds every call against the Bot API, and the library as its client."""

import functools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.rehearsal.schema import Schema
from bot.rehearsal.standin import StandIn


@functools.cache
def bot_api() -> Schema:
    """The machine-readable Bot API."""
    return Schema.load(Path(__file__).parent / "data" / "bot-api.json.gz")


def client_of(telegram: StandIn) -> Bot:
    """The library's client for a stand-in."""
    return Bot(telegram.token, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    """A stand-in; the test fails if any call broke the Bot API's schema."""
    async with StandIn("123456:test", schema=bot_api()) as standin:
        yield standin
        assert standin.errors == []


@pytest.fixture
async def client(telegram: StandIn) -> AsyncIterator[Bot]:
    """The library's client, ready to call."""
    async with client_of(telegram) as bot:
        yield bot
