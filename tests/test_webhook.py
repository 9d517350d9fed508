"""The webhook: committed before it is answered, the secret checked, trouble told so that Telegram comes again."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.loops.intake.webhook import LARGEST, SECRET_HEADER
from tests.evenings import PATIENCE, TOKEN, Evening

SECRET = "a-secret-of-the-tests"
PATH = "/telegram/hook"


@pytest.fixture
def port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found: int = taken.getsockname()[1]
        return found


@pytest.fixture
async def hosted(evening: Evening, port: int) -> Evening:
    """An evening whose bot is told of updates at a webhook."""
    evening.write("Who are you?", "What next?")
    url = f"http://127.0.0.1:{port}{PATH}"
    await evening.start(listen=("127.0.0.1", port), webhook_url=url, webhook_secret=SECRET)
    await evening.telegram.until(lambda: evening.telegram.called("setWebhook"))
    return evening


@pytest.fixture
async def web(port: int) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who calls the bot's address."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        yield client


async def test_what_people_say_arrives_by_the_webhook(hosted: Evening) -> None:
    ann = hosted.telegram.person("Ann")
    hosted.group.join(ann)
    await hosted.until_posted("Q1.")
    hosted.group.say(ann, "A1 by webhook")
    await hosted.telegram.quiet()
    assert hosted.filed(1) == [("Ann", "A1 by webhook")]
    assert hosted.telegram.called("getUpdates") == []


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "ä"])
async def test_without_the_right_secret_nobody_is_let_in(
    hosted: Evening, web: httpx.AsyncClient, secret: str | None
) -> None:
    headers = {} if secret is None else {SECRET_HEADER.encode(): secret.encode("latin-1")}
    answer = await web.post(PATH, content=b'{"update_id": 1}', headers=headers)
    assert answer.status_code == 403
    assert hosted.app is not None


async def test_an_update_that_makes_no_sense_is_taken_and_set_aside(hosted: Evening, web: httpx.AsyncClient) -> None:
    answer = await web.post(PATH, content=b"no update", headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 200
    metrics = (await web.get("/metrics")).text
    assert 'chathour_updates_total{result="set_aside"} 1.0' in metrics
    assert hosted.telegram.errors == []


async def test_a_body_without_end_is_refused_and_one_that_breaks_off_is_no_error(
    hosted: Evening, web: httpx.AsyncClient, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await web.post(PATH, content=b"x" * (LARGEST + 1), headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 413
    _, there = await asyncio.open_connection("127.0.0.1", port)
    there.write(f"POST {PATH} HTTP/1.1\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 9\r\n\r\n{{".encode())
    await there.drain()
    assert (await web.get("/healthz")).status_code == 200
    there.close()
    await there.wait_closed()
    assert (await web.get("/healthz")).status_code == 200
    assert [line.getMessage() for line in caplog.records if line.levelname == "ERROR"] == []
    assert hosted.app is not None


async def test_other_paths_and_methods_are_nothing(hosted: Evening, web: httpx.AsyncClient) -> None:
    assert (await web.get(PATH)).status_code == 405
    assert (await web.post("/", headers={SECRET_HEADER: SECRET})).status_code == 404
    assert (await web.get("/telegram")).status_code == 404
    assert hosted.app is not None


async def test_health_and_metrics_tell_how_the_bot_is(hosted: Evening, web: httpx.AsyncClient) -> None:
    told = await web.get("/healthz")
    assert told.status_code == 200
    assert told.json() == {"live": True, "ready": True, "leader": True, "database": True}
    await hosted.until_posted("Q1.")
    await hosted.until(lambda: hosted.telegram.called("pinChatMessage"))
    metrics = (await web.get("/metrics")).text
    assert "chathour_leader 1.0" in metrics
    assert 'chathour_posts_total{kind="question",result="sent"} 1.0' in metrics
    assert TOKEN not in metrics


async def test_while_the_database_is_away_telegram_is_asked_to_come_again(
    hosted: Evening, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is taken that could not be kept; afterwards all is taken."""
    await hosted.until_posted("Q1.")
    ann = hosted.telegram.person("Ann")
    hosted.group.join(ann)
    await hosted.telegram.quiet()
    monkeypatch.setattr("bot.store.connections.BUSY_TIMEOUT", 10)
    hosted.database.engine.dispose()  # connections made from now on wait a tenth of a second only
    with hosted.database.engine.connect() as other:
        other.exec_driver_sql("SELECT 1")  # its transaction began with the write lock
        hosted.telegram.pause()
        hosted.group.say(ann, "A1 held up")
        (update,) = hosted.telegram.world.updates.pending.values()
        answer = await web.post(PATH, content=update.raw, headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "1"
    hosted.telegram.resume()
    await hosted.until(lambda: hosted.filed(1) == [("Ann", "A1 held up")])
    assert (await web.get("/healthz")).status_code == 200


async def test_a_port_that_is_taken_is_told_plainly(evening: Evening, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(OSError, match="can't be listened at"):
            await evening.start(listen=("127.0.0.1", port))
    evening.app = None  # it has ended by itself
    evening.database.close()
