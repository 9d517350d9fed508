"""What may be set, where it may come from, and what people are told when it is wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import BadSettings, Settings
from tests.surroundings import TOKEN, problem, problems, settings

pytestmark = pytest.mark.usefixtures("nothing_set")


def test_without_any_setting_the_defaults_hold() -> None:
    found = settings()
    assert found == Settings()
    assert found.database_url == "sqlite:///chathour.db"
    assert found.telegram_url == "https://api.telegram.org"
    assert found.questions == Path("questions")
    assert (found.log_level, found.log_format) == ("info", "text")
    assert (found.listen, found.webhook_url, found.moderators, found.allow_paid_broadcast) == (None, None, (), False)


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_folder_of_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "chathour_bot_token").write_text(f"{TOKEN}\n")
    (secrets / "chathour_log_level").write_text("error")
    (secrets / "chathour_log_format").write_text("json")
    Path(".env").write_text("CHATHOUR_LOG_LEVEL=warning\nexport CHATHOUR_LOG_FORMAT='text' # a remark\nOTHER=1\n")
    monkeypatch.setenv("CHATHOUR_LOG_LEVEL", "DEBUG")
    found = settings(secrets=secrets)
    assert (found.token(), found.log_level, found.log_format) == (TOKEN, "debug", "text")


def test_a_token_may_be_in_a_file_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("CHATHOUR_BOT_TOKEN_FILE", "token")
    assert settings(token_needed=True).token() == TOKEN


def test_a_named_file_that_is_missing_empty_or_beside_a_value_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty").write_text("\n")
    Path("binary").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("CHATHOUR_BOT_TOKEN_FILE", "nowhere")
    monkeypatch.setenv("CHATHOUR_WEBHOOK_SECRET_FILE", "empty")
    monkeypatch.setenv("CHATHOUR_DATABASE_URL_FILE", "binary")
    monkeypatch.setenv("CHATHOUR_MODERATORS_FILE", "names")
    monkeypatch.setenv("CHATHOUR_MODERATORS", "@anna")
    assert problems() == (
        "CHATHOUR_BOT_TOKEN_FILE names nowhere, which can't be read: No such file or directory",
        "CHATHOUR_DATABASE_URL_FILE names binary, which is not UTF-8 text",
        "CHATHOUR_WEBHOOK_SECRET_FILE names empty, which is empty",
        "CHATHOUR_MODERATORS and CHATHOUR_MODERATORS_FILE are both given: leave one of them out",
    )


def test_an_empty_value_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files pass variables on that nobody has set."""
    for name in Settings.model_fields:
        monkeypatch.setenv(f"CHATHOUR_{name.upper()}", "")
    assert settings() == Settings()


def test_settings_made_by_hand_read_nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo must not find the token and the database of the real bot."""
    monkeypatch.setenv("CHATHOUR_BOT_TOKEN", TOKEN)
    assert Settings().bot_token is None


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError):
        Settings().log_level = "debug"


def test_an_unknown_name_is_reported_with_the_nearest_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_BOT_TOKN", TOKEN)
    Path(".env").write_text("CHATHOUR_DATABSE=x\nCHATHOUR_ZZZ=1\n")
    token, database, nothing_near = sorted(problems())
    assert token == "CHATHOUR_BOT_TOKN is no setting of this bot: did you mean CHATHOUR_BOT_TOKEN?"
    assert database == "CHATHOUR_DATABSE is no setting of this bot: did you mean CHATHOUR_DATABASE_URL?"
    assert "BOT_TOKEN, DATABASE_URL" in nothing_near


def test_what_kubernetes_adds_to_the_environment_is_not_taken_for_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT", "PORT_8080_TCP", "PORT_8080_TCP_ADDR"):
        monkeypatch.setenv(f"CHATHOUR_{name}", "10.0.0.1")
    assert settings() == Settings()


def test_every_problem_is_told_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_LOG_LEVEL", "loud")
    monkeypatch.setenv("CHATHOUR_LISTEN", "8080")
    monkeypatch.setenv("CHATHOUR_ALLOW_PAID_BROADCAST", "maybe")
    monkeypatch.setenv("CHATHOUR_LOG_LEVLE", "info")
    told = problems(token_needed=True)
    assert [line.split()[0] for line in told] == [
        "CHATHOUR_LOG_LEVLE",
        "CHATHOUR_BOT_TOKEN",
        "CHATHOUR_LISTEN",
        "CHATHOUR_LOG_LEVEL",
        "CHATHOUR_ALLOW_PAID_BROADCAST",
    ]
    assert told[3] == "CHATHOUR_LOG_LEVEL is “loud”: write debug, info, warning or error"


def test_a_missing_token_is_one_sentence_that_says_where_to_get_one() -> None:
    (told,) = problems(token_needed=True)
    assert "@BotFather" in told
    with pytest.raises(BadSettings, match="@BotFather"):
        Settings().token()


@pytest.mark.parametrize("token", ["hunter2secret", "bot123:abc", "123 456:abc", "123:", "12:ab/cd", "<123:abc>"])
def test_a_token_of_the_wrong_shape_is_not_repeated(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("CHATHOUR_BOT_TOKEN", token)
    (told,) = problems(token_needed=True)
    assert "does not look like a token" in told
    assert token not in told


def test_a_token_that_nobody_needs_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking question files must work before there is a token."""
    monkeypatch.setenv("CHATHOUR_BOT_TOKEN", "to be filled in")
    found = settings()
    with pytest.raises(BadSettings, match="does not look like a token"):
        found.token()


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    found = Settings(
        bot_token=TOKEN,  # type: ignore[arg-type]  # text becomes a secret here
        database_url="postgresql://me:pass%40word@db/chat",
        webhook_secret="hush-hush",  # type: ignore[arg-type]  # likewise
    )
    for secret in (TOKEN, "pass%40word", "hush-hush"):
        assert secret not in repr(found)
        assert secret in found.secrets()
    assert "pass@word" in found.secrets()


def test_a_dotenv_that_cannot_be_read_gives_a_sentence() -> None:
    """Docker makes a folder where a file to be mounted is missing."""
    Path(".env").mkdir()
    assert problem() == ".env can't be read (Is a directory): make it a file that the bot may read"


def test_a_dotenv_in_another_encoding_gives_a_sentence() -> None:
    Path(".env").write_bytes("CHATHOUR_LOG_LEVEL=info # grüße".encode("latin-1"))
    assert problem() == ".env is not UTF-8 text: save it as UTF-8"


def test_lines_of_dotenv_that_mean_nothing_are_named() -> None:
    Path(".env").write_text('CHATHOUR_LOG_LEVEL=info\nCHATHOUR_BOT_TOKEN\n"oops\n')
    assert problems() == (
        ".env, line 2, is not understood: write NAME=value, or # before a remark",
        ".env, line 3, is not understood: write NAME=value, or # before a remark",
    )


def test_a_folder_of_secrets_that_is_not_text_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "chathour_bot_token").write_bytes(b"\xff")
    (told,) = problems(secrets=tmp_path)
    assert "folder of secrets" in told


def test_settings_made_by_hand_take_moderators_as_they_are_held() -> None:
    assert Settings(moderators=("anna", 4242)).moderators == ("anna", 4242)


def test_a_wrong_place_to_listen_is_told_once_and_not_blamed_on_the_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_LISTEN", "everywhere")
    monkeypatch.setenv("CHATHOUR_WEBHOOK_URL", "https://chat.example/hook")
    assert problem().startswith("CHATHOUR_LISTEN is “everywhere”")
