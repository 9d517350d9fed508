"""aiogram's polling with an empty handler, where it is installed: it needs an environment of its own."""

import asyncio

from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]  # not among our dependencies
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]  # likewise
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]  # likewise

from tests.bench.rivals import Counter


def run(url: str, token: str, counter: Counter) -> None:
    """Poll."""

    async def nothing(_message: object) -> None:
        counter.one()

    async def whole() -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(nothing)
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        await dispatcher.start_polling(Bot(token, session=session))

    asyncio.run(whole())
