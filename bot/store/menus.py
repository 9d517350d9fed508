"""Which menus of commands Telegram shows already, so that a start does not set them all again."""

from datetime import datetime

from sqlmodel import Session

from bot.store.tables import Act


def shown(session: Session, bot_id: int, language: str) -> str:
    """The digest of the menus that this bot shows in a language; empty for none."""
    act = session.get(Act, _key(bot_id, language))
    return "" if act is None else act.command


def keep(session: Session, bot_id: int, language: str, digest: str, now: datetime) -> None:
    """Write down that these menus are shown from now on."""
    session.merge(Act(key=_key(bot_id, language), at=now, actor_id=bot_id, command=digest))


def _key(bot_id: int, language: str) -> str:
    return f"menus:{bot_id}:{language}"
