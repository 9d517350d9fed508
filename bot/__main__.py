"""python -m bot: the commands of chathour."""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

if sys.argv[1:2] == ["run"]:  # to load all it needs takes a second, in which SIGTERM is no failure either
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

from bot import __version__, console
from bot.rules.words import RECORDS
from bot.settings import BadSettings
from bot.store.database import DBAPIError
from bot.store.upgrade import TooNew

USED_WRONGLY = 2
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
    except TooNew as error:
        print(error, file=sys.stderr)
        return console.FOUND_WRONG
    except DBAPIError as error:
        print(f"the database can't be used: {error.orig}; see CHATHOUR_DATABASE_URL", file=sys.stderr)
        return console.FOUND_WRONG
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
    run.set_defaults(run=console.run)

    demo = commands.add_parser("demo", help="play a whole session here and now; needs no token")
    demo.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a question file; default: an example")
    demo.add_argument("--speed", type=_speed, metavar="N", help="how fast; default: as fast as makes it a minute")
    demo.add_argument("--port", type=_port, default=0, metavar="P", help="where the chat page is; default: a free one")
    demo.add_argument("--no-browser", action="store_true", help="don't open the chat page")
    demo.add_argument("--seed", type=int, metavar="N", help="which evening; the same number plays the same again")
    demo.set_defaults(run=console.demo)

    check = commands.add_parser("check", help="validate question files and show each session's timetable")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; default: CHATHOUR_QUESTIONS"
    )
    check.set_defaults(run=console.check)

    plan = commands.add_parser("plan", help="list what is coming")
    plan.add_argument("--days", type=_days, default=60, help="how far to look (default: 60)")
    plan.add_argument("--format", default="text", choices=("text", "json", "ics"))
    plan.set_defaults(run=console.plan)

    recap = commands.add_parser("recap", help="print what a session came to")
    recap.add_argument("session", metavar="SESSION", help="libchat (its latest), libchat/12, or latest")
    recap.add_argument("--format", default="text", choices=tuple(RECORDS))
    recap.set_defaults(run=console.recap)

    archive = commands.add_parser("archive", help="make or update a web site of all sessions that have ended")
    archive.add_argument("folder", metavar="DIR", type=Path, help="where it is: an empty folder, a new one, or its own")
    archive.add_argument("--url", type=_web_address, help="the address it will have, for its feeds")
    archive.set_defaults(run=console.archive)

    doctor = commands.add_parser("doctor", help="look at everything that hosting needs: what is wrong, how to mend it")
    doctor.set_defaults(run=console.doctor)

    deadletters = commands.add_parser("deadletters", help="updates that could not be handled and were set aside")
    deadletters.add_argument("do", nargs="?", default="list", choices=("list", "retry"))
    deadletters.set_defaults(run=console.deadletters)

    forget = commands.add_parser("forget", help="erase what is kept about a person")
    forget.add_argument("user", metavar="USER", help="an id, or an @name")
    forget.set_defaults(run=console.forget)

    upgrade = commands.add_parser("upgrade", help="bring the database up to date (run does so too)")
    upgrade.set_defaults(run=console.upgrade)
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
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError("write a number from 0 to 65535")
    return int(text)


def _days(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= LONGEST:
        return int(text)
    message = f"“{text}” is not a number of days from 1 to {LONGEST}"
    raise argparse.ArgumentTypeError(message)


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"} and parts.netloc and not parts.query and not parts.fragment:
        return text
    message = f"“{text}” is not the address of a web site, such as https://example.org/chats"
    raise argparse.ArgumentTypeError(message)


if __name__ == "__main__":
    sys.exit(main())
