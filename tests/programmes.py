"""A session that begins in a moment, for bots that run as processes of their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.rehearsal.groups import Group

TOKEN = "123456:kills-at-any-moment-0123456789abcdefg"
CHAT = -1001234567890
QUESTIONS = 7


def write_series(folder: Path, *, starts_in: float, every: str = "2s", questions: int = QUESTIONS) -> Path:
    """A question file whose session begins in a moment."""
    starts = (datetime.now(UTC) + timedelta(seconds=starts_in)).replace(tzinfo=None)
    listed = ", ".join(f'"What about matter number {number}?"' for number in range(1, questions + 1))
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "questions" / "libchat.toml").write_text(
        f'title = "Library chat"\nhashtag = "#libchat"\ngroup = {CHAT}\ntimezone = "UTC"\n'
        f'[cadence]\nreminders = []\nfirst = "1s"\nevery = "{every}"\nclosing = "{every}"\nlate = "3s"\n'
        f'[[session]]\ntopic = "Under fire"\nstarts = {starts.isoformat()}\nquestions = [{listed}]\n'
    )
    return folder / "questions"


def asked(group: Group) -> set[str]:
    """The questions that stand in the group."""
    return {message.text for message in group.bot_messages if message.text.startswith("Q")}
