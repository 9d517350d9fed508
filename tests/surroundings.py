"""Where settings come from: an environment with nothing set, and what is read of it."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load

TOKEN = "123456789:AAF-made_up_for_this_test_0123456789"


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run each test in an empty folder, with none of the bot's names in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CHATHOUR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def settings(*, token_needed: bool = False, secrets: Path = Path("no-such-folder")) -> Settings:
    return load(token_needed=token_needed, secrets=secrets)


def problems(*, token_needed: bool = False, secrets: Path = Path("no-such-folder")) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as caught:
        load(token_needed=token_needed, secrets=secrets)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def problem() -> str:
    (only,) = problems()
    return only
