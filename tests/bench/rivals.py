"""What the bot is compared with, each a program: `python -m tests.bench.rivals NAME URL TOKEN FOLDER COUNT`."""

import asyncio
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel, create_engine
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


class Said(SQLModel, table=True):
    """What a typical bot would keep."""

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    text: str
    at: datetime


class Counter:
    """Counts what was handled, and tells the server when it was all."""

    def __init__(self, url: str, count: int) -> None:
        self._url, self._left = url, count

    def one(self) -> None:
        """One more was handled."""
        self._left -= 1
        if not self._left:
            urllib.request.urlopen(f"{self._url}/bot/allHandled").close()  # loopback


def polling(url: str, token: str, folder: Path, counter: Counter, *, typical: bool) -> None:
    """The library's own polling, with an empty handler or with a session and a commit a message."""
    engine = create_engine(f"sqlite:///{folder / 'typical.db'}")
    SQLModel.metadata.create_all(engine, tables=[Said.__table__])  # type: ignore[attr-defined]  # SQLModel adds it

    async def nothing(_update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        counter.one()

    async def keep(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None and message.from_user is not None:
            with Session(engine) as session:
                who, text = message.from_user.id, message.text or ""
                row = Said(chat_id=message.chat_id, user_id=who, text=text, at=message.date)
                session.add(row)
                session.commit()
        counter.one()

    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, keep if typical else nothing))
    application.run_polling()


def aiogram(url: str, token: str, counter: Counter) -> None:
    """aiogram's polling with an empty handler, where it is installed: it needs an environment of its own."""
    from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]  # not among our dependencies
    from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]  # likewise
    from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]  # likewise

    async def nothing(_message: object) -> None:
        counter.one()

    async def whole() -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(nothing)
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        await dispatcher.start_polling(Bot(token, session=session))

    asyncio.run(whole())


if __name__ == "__main__":
    name, url, token, folder, count = sys.argv[1:]
    if name == "aiogram":
        aiogram(url, token, Counter(url, int(count)))
    else:
        polling(url, token, Path(folder), Counter(url, int(count)), typical=name == "typical")
