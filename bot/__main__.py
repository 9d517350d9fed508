"""python -m bot: the commands of chathour."""

import argparse
import asyncio
import io
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

if sys.argv[1:2] == ["run"]:  # to load all it needs takes a second, in which SIGTERM is no failure either
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

from bot import __version__
from bot.settings import BadSettings, Settings, load
from bot.store.database import AlreadyOpen, Database, DBAPIError
from bot.store.upgrade import upgrade

FOUND_WRONG = 1
USED_WRONGLY = 2
STEP = 50
"""Sessions between two words about how far the archive is."""
LONGEST = 36_500
"""Days that `plan` looks ahead at most: a hundred years."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well, 1 when something was found wrong, 2 when used wrongly."""
    for stream in (sys.stdout, sys.stderr):  # names and titles are in any script, whatever this terminal knows
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.run
    try:
        return command(given)
    except BadSettings as error:
        print(error, file=sys.stderr)
        return USED_WRONGLY
    except DBAPIError as error:
        print(f"the database can't be used: {error.orig}; see CHATHOUR_DATABASE_URL", file=sys.stderr)
        return FOUND_WRONG
    except BrokenPipeError:  # whoever read our output (head, less) has had enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chathour", description="Hosts scheduled hashtag discussions in Telegram groups."
    )
    parser.add_argument("--version", action="version", version=f"chathour {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="host: post the questions, file the answers, until stopped")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="play a whole session here and now; needs no token")
    demo.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a question file; default: an example")
    demo.add_argument("--speed", type=_speed, metavar="N", help="how fast; default: as fast as makes it a minute")
    demo.add_argument("--port", type=_port, default=0, metavar="P", help="where the chat page is; default: a free one")
    demo.add_argument("--no-browser", action="store_true", help="don't open the chat page")
    demo.add_argument("--seed", type=int, metavar="N", help="which evening; the same number plays the same again")
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help="validate question files and show each session's timetable")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; default: CHATHOUR_QUESTIONS"
    )
    check.set_defaults(run=_check)

    plan = commands.add_parser("plan", help="list what is coming")
    plan.add_argument("--days", type=_days, default=60, help="how far to look (default: 60)")
    plan.add_argument("--format", default="text", choices=("text", "json", "ics"))
    plan.set_defaults(run=_plan)

    recap = commands.add_parser("recap", help="print what a session came to")
    recap.add_argument("session", metavar="SESSION", help="libchat (its latest), libchat/12, or latest")
    recap.add_argument("--format", default="text", choices=("text", "html", "markdown", "csv", "json"))
    recap.set_defaults(run=_recap)

    archive = commands.add_parser("archive", help="make or update a web site of all sessions that have ended")
    archive.add_argument("folder", metavar="DIR", type=Path, help="where it is: an empty folder, a new one, or its own")
    archive.add_argument("--url", type=_web_address, help="the address it will have, for its feeds")
    archive.set_defaults(run=_archive)

    upgrade = commands.add_parser("upgrade", help="bring the database up to date (run does so too)")
    upgrade.set_defaults(run=_upgrade)
    return parser


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 1 <= speed <= 1000:
        raise argparse.ArgumentTypeError("write a number from 1 to 1000")
    return speed


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError("write a number from 0 to 65535")
    return int(text)


def _run(_given: argparse.Namespace) -> int:
    from bot.app import App  # each command imports only what it needs, so that each starts fast
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

    try:
        asyncio.run(host())
    except (AlreadyOpen, OSError) as error:
        print(error, file=sys.stderr)
        return FOUND_WRONG
    finally:
        database.close()
    return 0


def _demo(given: argparse.Namespace) -> int:
    from pydantic import SecretStr

    from bot.app import App, SystemClock
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


def _check(given: argparse.Namespace) -> int:
    from bot.app import SystemClock
    from bot.questionfiles.checking import check

    return check(given.paths or [_questions()], SystemClock().now(), sys.stdout, sys.stderr)


def _questions() -> Path:
    return load().questions


def _plan(given: argparse.Namespace) -> int:
    from bot.app import SystemClock
    from bot.loops.files import digest
    from bot.questionfiles import ids_in, read
    from bot.store import files
    from bot.store.coming import coming
    from bot.store.plans import take_in
    from bot.wording.timetables import plan_ics, plan_json, plan_text

    settings, now = load(), SystemClock().now()
    database = _database(settings)
    upgrade(database)
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


def _days(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= LONGEST:
        return int(text)
    message = f"“{text}” is not a number of days from 1 to {LONGEST}"
    raise argparse.ArgumentTypeError(message)


def _recap(given: argparse.Namespace) -> int:
    from bot.recaps import render
    from bot.store import recaps

    database = _database(load())
    upgrade(database)
    with database.reading() as session:
        found = recaps.find(session, given.session)
        if found is None:
            print(f"there is no session “{given.session}”: write libchat, libchat/12 or latest", file=sys.stderr)
            return FOUND_WRONG
        sys.stdout.write(render(recaps.recap(session, found), given.format))
    return 0


def _archive(given: argparse.Namespace) -> int:
    from bot.app import SystemClock
    from bot.recaps.archive import Folder, NotOurs, build

    database, now = _database(load()), SystemClock().now()
    upgrade(database)

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
    for page in built.altered:
        print(f"{given.folder / page} is no longer needed, but somebody has changed it; it stays", file=sys.stderr)
    print(
        f"{given.folder / 'index.html'}: {built.sessions} sessions, {built.changed} of them new or changed; "
        f"{built.written} files written, {built.removed} removed"
    )
    return 0


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"} and parts.netloc and not parts.query and not parts.fragment:
        return text
    message = f"“{text}” is not the address of a web site, such as https://example.org/chats"
    raise argparse.ArgumentTypeError(message)


def _upgrade(_given: argparse.Namespace) -> int:
    done = upgrade(_database(load()))
    print("the database is up to date now" if done else "the database was up to date")
    return 0


def _database(settings: Settings) -> Database:
    return Database(settings.database_url)


if __name__ == "__main__":
    sys.exit(main())
