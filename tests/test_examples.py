"""The example series that people copy are right, complete, and say what they teach."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.questionfiles import load, schema
from bot.questionfiles.checking import check
from bot.rules.timetable import duration
from bot.rules.words import Numbering, QuestionKind, RecapMode

FOLDER = Path(__file__).parent.parent / "questions"
EXAMPLES = sorted(FOLDER.glob("*.toml"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def test_all_examples_pass_check_together() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert check([FOLDER], NOW, out, err) == 0
    assert err.getvalue() == ""
    assert all(path.name in out.getvalue() for path in EXAMPLES)


@example
def test_an_example_names_its_schema_and_no_group_so_that_anybody_may_host_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("#:schema ./schema.json\n")
    plan = load(path)
    assert plan.chat_id is None
    assert not plan.username


@example
def test_an_example_is_a_whole_series(path: Path) -> None:
    plan = load(path)
    assert len(plan.sessions) >= 2
    assert plan.texts
    assert all(session.topic for session in plan.sessions)


@example
def test_an_example_is_listed_in_the_readme(path: Path) -> None:
    assert f"[{path.name}]({path.name})" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_weekly_series_numbers_its_prompts_through_and_ends_before_the_next_begins() -> None:
    plan = load(FOLDER / "smallsteps.toml")
    assert plan.numbering is Numbering.SERIES
    assert len(plan.sessions) >= 10
    assert all(duration(plan.cadence, session.questions) < timedelta(days=7) for session in plan.sessions)


def test_the_spanish_series_has_its_own_labels() -> None:
    plan = load(FOLDER / "charla.toml")
    assert (plan.language, plan.letters.question, plan.letters.answer) == ("es", "P", "R")


def test_the_nurses_chat_has_a_number_a_poll_and_spares_and_a_recap_to_approve() -> None:
    plan = load(FOLDER / "nightshift.toml")
    assert plan.recap is RecapMode.APPROVE
    for session in plan.sessions:
        assert {question.kind for question in session.questions} == set(QuestionKind)
        assert any(question.spare for question in session.questions)


def test_the_schema_is_in_step_with_the_code() -> None:
    kept = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    assert kept == schema(), "write it anew: python -m bot.questionfiles > questions/schema.json"


def test_the_readme_explains_every_key_of_the_schema() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z_]+)`", readme))
    tables = [schema(), *schema()["$defs"].values()]
    keys = {key for table in tables for key in table["properties"]} - {
        "cadence",
        "texts",
        "archive",
        "manners",
        "session",
    }
    assert keys <= explained


def test_the_smallest_file_of_the_readme_is_right(tmp_path: Path) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    (smallest,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    path = tmp_path / "libchat.toml"
    path.write_text(smallest, encoding="utf-8")
    assert len(load(path).sessions) == 1
