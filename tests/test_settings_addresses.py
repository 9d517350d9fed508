"""Settings that are addresses, places to listen, names and secrets: what is taken, and what is refused with a cure."""

import pytest

from bot.addresses import Listen
from bot.app import build_bot
from bot.settings import BadSettings, Settings
from tests.surroundings import TOKEN, problem, settings

pytestmark = pytest.mark.usefixtures("nothing_set")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///chat.db", "sqlite:///chat.db"),
        ("sqlite:////data/chat.db", "sqlite:////data/chat.db"),
        ("postgres://me@db/chat", "postgres://me@db/chat"),
        ("postgresql://me:pw@db:5433/chat?sslmode=require", "postgresql://me:pw@db:5433/chat?sslmode=require"),
        ("postgresql+psycopg:///chat?host=/run/postgresql", "postgresql+psycopg:///chat?host=/run/postgresql"),
    ],
)
def test_both_databases_are_taken_as_people_write_them(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("CHATHOUR_DATABASE_URL", given)
    assert settings().database_url == used


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ("mysql://me:hush-hush@db/chat", "write sqlite:///chathour.db or postgresql://"),
        ("chat.db", "write sqlite:///chathour.db or postgresql://"),
        ("sqlite://", "write sqlite:///chathour.db or postgresql://"),
        ("postgresql://", "write sqlite:///chathour.db or postgresql://"),
        ("postgresql://me:hush-hush@db:port/chat", "%2F"),
        ("postgresql+asyncpg://me:hush-hush@db/chat", "write postgresql:// instead of postgresql+asyncpg://"),
    ],
)
def test_another_database_is_refused_with_a_cure_and_without_its_password(
    monkeypatch: pytest.MonkeyPatch, given: str, cure: str
) -> None:
    monkeypatch.setenv("CHATHOUR_DATABASE_URL", given)
    told = problem()
    assert told.startswith("CHATHOUR_DATABASE_URL ")
    assert cure in told
    assert "hush-hush" not in told


def test_the_bot_apis_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_TELEGRAM_URL", "http://api.internal:8081/")
    assert settings().telegram_url == "http://api.internal:8081"


@pytest.mark.parametrize(
    "given", ["api.telegram.org", "ftp://x", "http://", "http://a:b", "https://x/bot/", "http://a b"]
)
def test_what_is_no_address_of_a_bot_api_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CHATHOUR_TELEGRAM_URL", given)
    assert problem().startswith("CHATHOUR_TELEGRAM_URL ")


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080),
        ("[::1]:80", "::1", 80),
        ("[::]:0", "::", 0),
        (" bot:1 ", "bot", 1),
    ],
)
def test_a_place_to_listen_is_a_host_and_a_port(
    monkeypatch: pytest.MonkeyPatch, given: str, host: str, port: int
) -> None:
    monkeypatch.setenv("CHATHOUR_LISTEN", given)
    assert settings().listen == Listen(host, port)


@pytest.mark.parametrize("given", ["8080", ":8080", "::1:8080", "host:", "host:65536", "http://host:80", "a b:80"])
def test_what_is_no_place_to_listen_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CHATHOUR_LISTEN", given)
    assert "write host:port" in problem()


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("@Anna, 4242", ("anna", 4242)),
        ("@anna @bob_b\n-100123", ("anna", "bob_b", -100123)),
        ('["@anna", 4242, "17"]', ("anna", 4242, 17)),
        (",@anna,", ("anna",)),
        ("[]", ()),
    ],
)
def test_moderators_are_a_list_of_names_and_ids(
    monkeypatch: pytest.MonkeyPatch, given: str, held: tuple[int | str, ...]
) -> None:
    monkeypatch.setenv("CHATHOUR_MODERATORS", given)
    assert settings().moderators == held


@pytest.mark.parametrize("given", ["anna", "@a", "42x", "[true]", '["@anna"', "@anna;@bob", "@é_name"])
def test_what_is_no_moderator_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CHATHOUR_MODERATORS", given)
    assert "write" in problem()
    assert problem().startswith("CHATHOUR_MODERATORS ")


@pytest.mark.parametrize(
    "given", ["https://chat.example/hook", "https://chat.example:8443/", "http://127.0.0.1:9000/hook", "http://[::1]/x"]
)
def test_a_webhook_is_reached_over_https_or_on_this_machine(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CHATHOUR_WEBHOOK_URL", given)
    monkeypatch.setenv("CHATHOUR_LISTEN", "127.0.0.1:9000")
    assert settings().webhook_url == given


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ("http://chat.example/hook", "https://"),
        ("chat.example/hook", "write https://"),
        ("https://chat.example/healthz", "choose another path"),
        ("https://chat.example:9000/hook", "443, 80, 88 or 8443"),
        ("https://chat.example:x/hook", "write https://"),
    ],
)
def test_a_webhook_that_telegram_would_not_reach_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: str, cure: str
) -> None:
    monkeypatch.setenv("CHATHOUR_WEBHOOK_URL", given)
    monkeypatch.setenv("CHATHOUR_LISTEN", "0.0.0.0:8080")
    assert cure in problem()


def test_a_webhook_needs_a_place_to_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_WEBHOOK_URL", "https://chat.example/hook")
    assert "CHATHOUR_LISTEN" in problem()


def test_a_server_of_ones_own_may_deliver_to_any_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATHOUR_TELEGRAM_URL", "http://api.internal:8081")
    monkeypatch.setenv("CHATHOUR_WEBHOOK_URL", "https://chat.example:9000/hook")
    monkeypatch.setenv("CHATHOUR_LISTEN", "0.0.0.0:9000")
    assert settings().webhook_url == "https://chat.example:9000/hook"


@pytest.mark.parametrize("given", ["with space", "é", "a" * 257, "semi;colon"])
def test_a_webhook_secret_that_telegram_refuses_is_not_repeated(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CHATHOUR_WEBHOOK_SECRET", given)
    assert "1 to 256" in problem()
    assert f" {given} " not in problem()


def test_replicas_with_one_token_agree_on_a_secret_that_telegram_takes() -> None:
    one, other = Settings(bot_token=TOKEN), Settings(bot_token=TOKEN)  # type: ignore[arg-type]  # text becomes a secret
    assert one.secret() == other.secret()
    assert len(one.secret()) == 64
    assert one.secret().isalnum()
    assert TOKEN.split(":")[1] not in one.secret()
    chosen = Settings(bot_token=TOKEN, webhook_secret="chosen")  # type: ignore[arg-type]  # likewise
    assert chosen.secret() == "chosen"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "ftp://127.0.0.1:9", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_named_in_words(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    given = Settings(bot_token=TOKEN)  # type: ignore[arg-type]  # text becomes a secret
    with pytest.raises(BadSettings, match="names a proxy that can't be used"):
        build_bot(given)
