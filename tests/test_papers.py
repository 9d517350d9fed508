"""The papers keep their word: what they name exists, and what exists is named."""

import pkgutil
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import loops
from bot.loops import intake, sending
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("questions/*.md")])
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
DEFAULTS = {None: "", (): "", False: "false"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
    return found


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in requirements}


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text(lock), re.MULTILINE))


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_env_example_names_every_setting_with_its_sentence_and_its_default() -> None:
    blocks = text(".env.example").strip().split("\n\n")[1:]
    expected = []
    for name, field in Settings.model_fields.items():
        default = DEFAULTS.get(field.default, field.default)
        mark = "" if name == "bot_token" else "#"
        expected.append(f"# {field.description}\n{mark}CHATHOUR_{name.upper()}={default}")
    assert blocks == expected


@pytest.mark.parametrize(
    "paper", [*map(page_id, PAGES), "Dockerfile", "compose.yaml", "Makefile", "docs/chathour.service"]
)
def test_papers_name_only_settings_that_exist(paper: str) -> None:
    known = {name.upper() for name in Settings.model_fields}
    for name in re.findall(r"CHATHOUR_([A-Z][A-Z_]*[A-Z])", text(paper)):
        assert name.removesuffix("_FILE") in known, f"CHATHOUR_{name}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for block in re.findall(r"`make ([a-z]+)|^make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert "".join(block) in targets


def test_contributing_says_why_each_dependency_earns_its_place() -> None:
    run, work = text("CONTRIBUTING.md").split("| to run |")[1].split("| to work on it |")
    explained = [set(re.findall(r"^\| ([a-z0-9-]+) \| \S", part, re.MULTILINE)) for part in (run, work)]
    assert explained == [names(project()["dependencies"]), names(project()["optional-dependencies"]["dev"])]


def test_the_map_of_the_house_names_every_room() -> None:
    house = text("CONTRIBUTING.md").split("## Map of the house")[1].split("## ")[0]
    rooms = [path for path in (ROOT / "bot").iterdir() if not path.name.startswith(("__init__", "__pycache__", "."))]
    for room in rooms:
        assert f"{room.name}/" in house if room.is_dir() else room.name in house, room.name


@pytest.mark.parametrize("package", [loops, intake, sending])
def test_the_loops_name_every_module_in_their_maps(package: ModuleType) -> None:
    told = set(re.findall(r"`(\w+)`", package.__doc__ or ""))
    assert told == {module.name for module in pkgutil.iter_modules(package.__path__)}


def test_the_changelog_has_a_place_for_what_is_coming() -> None:
    assert "## [Unreleased]" in text("CHANGELOG.md")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_with_hashes_and_names_no_address(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text(lock).strip())
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ (;[^\n]*)?\\?\n?(\s+--hash=sha256:[0-9a-f]{64}\s*\\?)+$", entry), entry
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text(lock))


def test_the_locks_hold_what_the_project_asks_for_and_agree_with_each_other() -> None:
    run, work, build = (pins(lock) for lock in LOCKS)
    assert names(project()["dependencies"]) <= run.keys()
    assert names(project()["optional-dependencies"]["dev"]) <= work.keys()
    assert run.items() <= work.items()
    assert build.items() <= work.items()


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    image = text("Dockerfile")
    last = image[image.rindex("\nFROM ") :]
    assert re.search(r"^FROM python:3\.\d+-slim$", last, re.MULTILINE)
    for line in ("USER 10001", "VOLUME /data", 'ENTRYPOINT ["chathour"]', 'CMD ["run"]'):
        assert f"\n{line}\n" in last
    assert "/healthz" in last
    assert "requirements-dev" not in image


def test_what_the_image_is_made_of_is_sent_to_the_builder() -> None:
    """The file .dockerignore shuts everything out but what it lists."""
    wanted = set(re.findall(r"^COPY (?!--from)(.+) \S+$", text("Dockerfile"), re.MULTILINE))
    sources = {source for line in wanted for source in line.split()}
    assert sources == {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}


def test_ci_does_what_the_run_script_does_on_every_python_that_is_supported() -> None:
    """With actions that nobody can change behind our back: pinned by commit."""
    workflow = text(".github/workflows/ci.yml")
    supported = re.findall(r"Python :: (3\.\d+)", text("pyproject.toml"))
    assert re.findall(r'"(3\.\d+)"', workflow) == supported
    assert re.search(r"^ +- run: \.ci/run$", workflow, re.MULTILINE)
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v[\d.]+", uses) for uses in re.findall(r"uses: (.+)", workflow))
