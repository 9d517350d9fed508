"""All benchmarks, one after the other: `python -m tests.bench [quick]`; each also runs alone, see its first lines."""

import os
import platform
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent


class Part(NamedTuple):
    """One of the benchmarks, with what it is given when there is time and when there is not."""

    name: str
    full: str
    quick: str


PARTS = (
    Part("filing", "20000 3", "4000 1"),
    Part("delivery", "10000 3", "2000 1"),
    Part("posting", "600 2", "150 1"),
    Part("recap", "100000", "10000"),
    Part("archive", "300 60", "50 60"),
    Part("standing", "5 20000 10000 30", "2 4000 2000 5"),
    Part("growth", "5000", "500"),
)


def machine() -> str:
    """What the figures were taken on, and how much else it was doing."""
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {versions}; load {load}"


def main(quick: bool) -> int:
    """Run them all; the number of those that failed."""
    begun, failed = time.perf_counter(), 0
    print(machine())
    if "AIOGRAM_PYTHON" not in os.environ:
        print("aiogram is left out: AIOGRAM_PYTHON names the python of an environment that has it")
    for part in PARTS:
        print(f"\n== {part.name} ==", flush=True)
        given = (part.quick if quick else part.full).split()
        failed += subprocess.run([sys.executable, "-m", f"tests.bench.{part.name}", *given], cwd=ROOT).returncode != 0
    print(f"\n{machine()}\n{(time.perf_counter() - begun) / 60:.1f} minutes, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main("quick" in sys.argv[1:]))
