"""What is given out, wheel and source, holds all that the bot needs and nothing of the machine it was built on."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parent.parent
LEFT_OUT = {".pyc"}
SHORT = """
title = "A short one"
hashtag = "#short"
cadence = { reminders = [], first = "1m", every = "3m", closing = "3m", late = "3m" }
[[session]]
starts = 2027-01-01T20:00:00
questions = ["Who is here?"]
"""


@pytest.fixture(scope="module")
def given_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def installed(given_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer lays it out."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(next(given_out.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed bot in a folder where nothing else is."""
    here = installed.parent / "elsewhere"
    here.mkdir(exist_ok=True)
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "HOME": str(here)}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=here, env=surroundings, capture_output=True, text=True, timeout=120)


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    """Templates, catalogs, the demo's remarks and example, migrations, the chat page."""
    ours = {file.relative_to(ROOT) for file in (ROOT / "bot").rglob("*") if file.is_file()}
    wanted = {file for file in ours if file.suffix not in LEFT_OUT}
    held = {file.relative_to(installed) for file in (installed / "bot").rglob("*") if file.is_file()}
    assert held == wanted
    assert {".html", ".css", ".js", ".po", ".toml", ".mako", ".svg"} <= {file.suffix for file in held}


def test_the_source_holds_what_it_takes_to_test_and_to_check(given_out: Path) -> None:
    with tarfile.open(next(given_out.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        ".ci/run",
        "requirements-dev.lock",
        "questions/libchat.toml",
    ):
        assert name in names
    assert "tests/test_package.py" in names
    assert not [
        name for name in names if name.startswith((".venv", ".git/", "dist/")) or name.endswith((".db", ".env"))
    ]


def test_neither_names_the_machine_it_was_built_on(given_out: Path, installed: Path) -> None:
    for file in installed.rglob("*"):
        assert not file.is_file() or str(ROOT).encode() not in file.read_bytes(), file
    assert bot.__version__ in next(given_out.glob("*.whl")).name


def test_what_was_installed_runs(installed: Path) -> None:
    """Somewhere else, with no checkout in sight: its version, and a whole session."""
    assert run(installed, "--version").stdout.strip() == f"chathour {bot.__version__}"
    file = installed.parent / "short.toml"
    file.write_text(SHORT, encoding="utf-8")
    played = run(installed, "demo", str(file), "--no-browser", "--speed", "1000")
    assert played.returncode == 0, played.stderr
    assert "recap" in played.stdout.lower()
