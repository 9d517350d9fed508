"""What each command of the command line does; each imports only what it needs, so that each starts fast."""

import argparse
import asyncio
import gc
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.settings import Settings, load
from bot.store.database import AlreadyOpen, Database
from bot.store.upgrade import upgrade as bring_up_to_date
from bot.wallclock import SystemClock

FOUND_WRONG = 1
STEP = 50
"""Sessions between two words about how far the archive is."""


def run(_given: argparse.Namespace) -> int:
    """Host until stopped."""
    from bot.app import App
    from bot.logs import configure

    settings = load(token_needed=True)
    configure(settings.log_level, settings.log_format, secrets=settings.secrets())
    database = Database(settings.database_url)
    app = App(settings, database)

    async def host() -> None:
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, app.stop)
        await app.run()

    gc.freeze()  # what was imported stays for good: the collector need not go through it again and again
    try:
        asyncio.run(host())
    except (AlreadyOpen, OSError) as error:
        print(error, file=sys.stderr)
        return FOUND_WRONG
    finally:
        database.close()
    return 0


def demo(given: argparse.Namespace) -> int:
    """Play a session with made-up people."""
    from pydantic import SecretStr

    from bot.app import App
    from bot.logs import configure
    from bot.loops.clock import Clock
    from bot.rehearsal.demo import demo
    from bot.rehearsal.evening import SEED, Wishes

    def build(token: str, url: str, questions: Path, database: str, clock: Clock) -> App:
        settings = Settings(
            bot_token=SecretStr(token), telegram_url=url, questions=questions, database_url=database
        )  # nothing of a real bot's environment
        return App(settings, Database(database), clock)

    configure("warning")
    seed = SEED if given.seed is None else given.seed
    wishes = Wishes(given.speed, given.port, browser=not given.no_browser, seed=seed)
    return demo(given.file, wishes, SystemClock().now(), build)


def check(given: argparse.Namespace) -> int:
    """Look over question files."""
    from bot.questionfiles.checking import check

    return check(given.paths or [load().questions], SystemClock().now(), sys.stdout, sys.stderr)


def plan(given: argparse.Namespace) -> int:
    """List what is coming."""
    from bot.loops.intake.files import digest
    from bot.questionfiles import ids_in, read
    from bot.store import files
    from bot.store.coming import coming
    from bot.store.plans import take_in
    from bot.wording.timetables import plan_ics, plan_json, plan_text

    settings, now = load(), SystemClock().now()
    database = _database(settings)
    plans, problems = read([settings.questions]) if settings.questions.exists() else ({}, ())
    # What the files say now is taken in, shown, and taken back: only `run` plans for good.
    with database.trial() as session:
        if (present := ids_in(settings.questions)) is not None:
            files.removed(session, present)
        for path, plan in plans.items():
            take_in(session, plan, digest(path), now)
        found = coming(session, now, now + timedelta(days=given.days))
    for problem in problems:
        print(problem, file=sys.stderr)
    match given.format:
        case "json":
            sys.stdout.write(plan_json(found))
        case "ics":
            sys.stdout.buffer.write(plan_ics(found))
        case _:
            sys.stdout.write(plan_text(found, now))
    return FOUND_WRONG if problems else 0


def recap(given: argparse.Namespace) -> int:
    """Print what a session came to."""
    from bot.recaps import render
    from bot.store import recaps

    database = _database()
    with database.reading() as session:
        found = recaps.find(session, given.session)
        if found is None:
            print(f"there is no session “{given.session}”: write libchat, libchat/12 or latest", file=sys.stderr)
            return FOUND_WRONG
        sys.stdout.write(render(recaps.recap(session, found), given.format))
    return 0


def archive(given: argparse.Namespace) -> int:
    """Write the static site."""
    from bot.recaps.archive import Folder, NotOurs, build

    database, now = _database(), SystemClock().now()

    def tell(done: int, of: int) -> None:
        if done % STEP == 0:
            print(f"{done} of {of} sessions", file=sys.stderr, flush=True)

    try:
        with database.reading() as session:
            built = build(session, Folder(given.folder), now, given.url or "", tell)
    except NotOurs as error:
        print(error, file=sys.stderr)
        return FOUND_WRONG
    except OSError as error:
        print(f"{error.filename or given.folder}: {error.strerror or error}", file=sys.stderr)
        return FOUND_WRONG
    finally:
        database.close()
    for page in built.altered:
        print(f"{given.folder / page} is no longer needed, but somebody has changed it; it stays", file=sys.stderr)
    sessions = "1 session" if built.sessions == 1 else f"{built.sessions} sessions"
    print(
        f"{given.folder / 'index.html'}: {sessions}, {built.changed} of them new or changed; "
        f"{built.written} files written, {built.removed} removed"
    )
    return 0


def forget(given: argparse.Namespace) -> int:
    """Erase what is kept about a person."""
    from bot.store import forgetting

    with _database().transaction() as session:
        person = forgetting.find(session, given.user)
        if person is None:
            print(f"nothing is kept about {given.user}: write an id or an @name", file=sys.stderr)
            return FOUND_WRONG
        forgetting.forget(session, person.id, SystemClock().now())
    print(f"{given.user} is forgotten; recaps that still take late answers are amended while the bot runs")
    return 0


def doctor(_given: argparse.Namespace) -> int:
    """Look at everything that hosting needs; say what is wrong, and how to mend it."""
    from bot.app import build_bot
    from bot.logs import configure
    from bot.loops.doctor import Doctor

    settings = load(token_needed=True)
    configure("error", secrets=settings.secrets())
    database = Database(settings.database_url)  # whether it can be used is for the doctor to say
    examining = Doctor(build_bot(settings), database, settings.questions, settings.webhook_url)
    return 0 if asyncio.run(examining.report(print)) else FOUND_WRONG


def deadletters(given: argparse.Namespace) -> int:
    """List what could not be handled and was set aside, or take it in at last."""
    from bot.app import build_bot
    from bot.commands.deadletters import listed, retry

    settings = load(token_needed=given.do == "retry")
    database = _database(settings)
    if given.do == "list":
        with database.reading() as session:
            sys.stdout.write(listed(session))
        return 0
    done, wrong = asyncio.run(retry(build_bot(settings), database, SystemClock(), settings.moderators))
    print(f"{done} went through, {len(wrong)} are still set aside", *wrong, sep="\n")
    return FOUND_WRONG if wrong else 0


def upgrade(_given: argparse.Namespace) -> int:
    """Bring the database up to date."""
    done = bring_up_to_date(Database(load().database_url))
    print("the database is up to date now" if done else "the database was up to date")
    return 0


def _database(settings: Settings | None = None) -> Database:
    """The database of the settings, brought up to date."""
    database = Database((settings or load()).database_url)
    bring_up_to_date(database)
    return database
