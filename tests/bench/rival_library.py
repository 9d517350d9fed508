"""The library's own polling, with an empty handler or with a session and a commit a message, as typical bots have."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel, create_engine
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.bench.rivals import Counter


class Said(SQLModel, table=True):
    """What a typical bot would keep."""

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    text: str
    at: datetime


def polling(url: str, token: str, folder: str, counter: Counter, *, typical: bool) -> None:
    """Poll; keep each message in a SQLite file in the folder, or do nothing with it."""
    engine = create_engine(f"sqlite:///{folder}/typical.db")
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
