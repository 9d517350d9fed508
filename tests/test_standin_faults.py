"""The stand-in can misbehave on purpose, and keeps Telegram's flood limits."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.groups import Group
from bot.rehearsal.limits import Limits
from bot.rehearsal.standin import StandIn
from tests.standins import client_of


@pytest.fixture
def group(telegram: StandIn) -> Group:
    """A group with the bot as administrator."""
    group = telegram.group("Library chat")
    group.add_bot()
    return group


async def test_a_planned_refusal_meets_the_right_chat_once(telegram: StandIn, client: Bot, group: Group) -> None:
    other = telegram.group("Other chat")
    other.add_bot()
    telegram.faults.fail_next("sendMessage", 403, "bot was kicked from the supergroup chat", chat=group.id)
    await client.send_message(other.id, "fine")
    with pytest.raises(Forbidden, match="bot was kicked"):
        await client.send_message(group.id, "x")
    await client.send_message(group.id, "fine again")
    assert [m.text for m in group.bot_messages] == ["fine again"]


async def test_a_gateway_error_and_a_wish_to_wait_look_like_telegrams(
    telegram: StandIn, client: Bot, group: Group
) -> None:
    telegram.faults.fail_next("sendMessage", 502)
    telegram.faults.fail_next("sendMessage", 429, retry_after=7)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await client.send_message(group.id, "x")
    with pytest.raises(RetryAfter) as wait:
        await client.send_message(group.id, "x")
    assert str(wait.value) == "Flood control exceeded. Retry in 0:00:07"
    assert [call.ok for call in telegram.called("sendMessage")] == [False, False]


async def test_a_call_dropped_before_it_was_done_leaves_nothing(telegram: StandIn, client: Bot, group: Group) -> None:
    telegram.faults.drop_before("sendMessage")
    with pytest.raises(NetworkError) as loss:
        await client.send_message(group.id, "x")
    assert isinstance(loss.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)
    assert group.bot_messages == []


async def test_an_answer_lost_on_the_way_leaves_the_message(telegram: StandIn, client: Bot, group: Group) -> None:
    telegram.faults.drop_after("sendMessage", contains="Q2")
    await client.send_message(group.id, "Q1")
    with pytest.raises(NetworkError):
        await client.send_message(group.id, "Q2")
    assert [m.text for m in group.bot_messages] == ["Q1", "Q2"]


@pytest.mark.parametrize("apply", [True, False])
async def test_silence_runs_into_the_clients_time_limit(
    telegram: StandIn, client: Bot, group: Group, apply: bool
) -> None:
    telegram.faults.hang("sendMessage", 30, apply=apply)
    with pytest.raises(TimedOut):
        await client.send_message(group.id, "x", read_timeout=0.2)
    assert len(group.bot_messages) == int(apply)


async def test_a_lost_batch_of_updates_comes_again(telegram: StandIn, client: Bot) -> None:
    telegram.person("Ann").write("hello")
    telegram.faults.drop_after("getUpdates")
    with pytest.raises(NetworkError):
        await client.get_updates()
    assert len(await client.get_updates()) == 1


async def test_a_flooded_chat_answers_429_for_its_time_and_others_do_not() -> None:
    clock = RehearsalClock()
    async with StandIn(clock=clock) as telegram, client_of(telegram) as client:
        group, other = telegram.group("Library chat"), telegram.group("Other chat")
        group.add_bot()
        other.add_bot()
        telegram.faults.flood(group.id, 30)
        await client.send_message(other.id, "x")
        with pytest.raises(RetryAfter, match="0:00:30"):
            await client.send_message(group.id, "x")
        clock.jump(31)
        await client.send_message(group.id, "x")


async def test_a_group_takes_twenty_messages_and_twenty_edits_a_minute() -> None:
    clock = RehearsalClock()
    async with StandIn(clock=clock) as telegram, client_of(telegram) as client:
        group, other = telegram.group("Library chat"), telegram.group("Other chat")
        group.add_bot()
        other.add_bot()
        for number in range(20):
            await client.send_message(group.id, f"m{number}")
        with pytest.raises(RetryAfter):
            await client.send_message(group.id, "one too many")
        await client.send_message(other.id, "x")
        for number in range(20):
            await client.edit_message_text(f"e{number}", group.id, group.bot_messages[0].id)
        with pytest.raises(RetryAfter):
            await client.edit_message_text("one too many", group.id, group.bot_messages[0].id)
        clock.jump(61)
        await client.send_message(group.id, "after a while")
        assert len(group.bot_messages) == 21


async def test_all_chats_together_take_thirty_a_second_and_limits_can_be_switched_off() -> None:
    clock = RehearsalClock()
    clock.pause()
    limits = Limits(per_group=None)
    async with StandIn(clock=clock, limits=limits) as telegram, client_of(telegram) as client:
        group = telegram.group("Library chat")
        group.add_bot()
        for number in range(30):
            await client.send_message(group.id, str(number))
        with pytest.raises(RetryAfter, match="0:00:01"):
            await client.send_message(group.id, "x")
        limits.per_second = None
        await client.send_message(group.id, "x")


async def test_latency_and_the_record_of_calls(telegram: StandIn, client: Bot, group: Group) -> None:
    telegram.faults.latency(0.1)
    started = time.monotonic()
    await client.send_message(group.id, "x")
    assert time.monotonic() - started >= 0.1
    telegram.faults.clear()
    with pytest.raises(BadRequest):
        await client.send_message(1, "x")
    good, refused = telegram.called("sendMessage")
    assert good.params["text"] == "x"
    assert good.response
    assert good.response["result"]["message_id"] == group.bot_messages[0].id
    assert refused.response == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    assert good.answered_at
    assert good.answered_at >= good.at


async def test_calls_that_break_the_schema_are_noted(telegram: StandIn, group: Group) -> None:
    url = f"{telegram.url}/bot{telegram.token}"
    async with httpx.AsyncClient() as http:
        await http.post(f"{url}/sendMessage", json={"chat_id": group.id, "txt": "x"})
        await http.post(f"{url}/pinChatMessage", json={"chat_id": group.id, "message_id": "one"})
        await http.post(f"{url}/sendMessage", json={"chat_id": group.id, "text": "x", "reply_markup": {"inline": []}})
        await http.post(f"{url}/getGameHighScores", json={"user_id": 1})
    assert telegram.errors == [
        "sendMessage: unknown parameter 'txt'",
        "sendMessage: text is missing",
        "pinChatMessage: message_id is not Integer",
        "sendMessage: reply_markup: unknown field 'inline' of InlineKeyboardMarkup",
        "sendMessage: reply_markup.inline_keyboard is missing",
        "getGameHighScores: the stand-in does not do this yet",
    ]
    telegram.errors.clear()


async def test_a_scaled_clock_makes_the_evening_short() -> None:
    clock = RehearsalClock(speed=600)
    then = clock.time()
    await asyncio.sleep(0.1)
    assert clock.time() - then > 55
    clock.pause()
    assert clock.time() == clock.time()
    assert clock.now().timestamp() == pytest.approx(clock.time(), abs=0.001)
    clock.resume()
    with pytest.raises(ValueError, match="above 0"):
        clock.speed = 0


async def test_starting_and_stopping_takes_no_time(telegram: StandIn) -> None:
    taken = []
    for _ in range(5):
        started = time.monotonic()
        async with StandIn() as another:
            assert another.url != telegram.url
        taken.append(time.monotonic() - started)
    assert min(taken) < 0.05


async def test_whoever_watches_sees_everything_as_it_happens(telegram: StandIn, client: Bot, group: Group) -> None:
    ann = telegram.person("Ann")
    group.join(ann)
    seen = telegram.events(since=0)
    assert [(await anext(seen)).kind for _ in range(2)] == ["member", "message"]
    sent = await client.send_message(group.id, "Q1")
    answer = group.say(ann, "A1 hello", reply_to=group.messages[-1])
    group.edit(answer, "A1 hello all")
    await client.set_message_reaction(group.id, answer.id, "👌")
    await client.pin_chat_message(group.id, sent.message_id)
    kinds = [(await anext(seen)).kind for _ in range(6)]
    assert kinds == ["message", "message", "edited", "reaction", "pinned", "message"]
    assert (await group.wait_for("Q1")).id == sent.message_id
    with pytest.raises(TimeoutError):
        await group.wait_for("Q9", timeout=0.05)
    await seen.aclose()


async def test_the_clock_tells_when_the_wall_will_be_where_it_will_be() -> None:
    clock = RehearsalClock(speed=60)
    told: list[float] = []
    clock.changed.append(lambda: told.append(clock.speed))
    at = clock.now() + timedelta(hours=1)
    assert clock.seconds_until(at) == pytest.approx(60, abs=15)
    assert (clock.wall(at) - datetime.now(UTC)).total_seconds() == pytest.approx(60, abs=15)
    clock.speed = 120
    assert clock.seconds_until(at) == pytest.approx(30, abs=15)
    clock.jump(7200)
    assert clock.seconds_until(at) < 0
    clock.pause()
    assert clock.seconds_until(clock.now() + timedelta(days=1)) > 60
    clock.resume()
    assert told == [120, 120, 0, 120]


async def test_the_server_can_go_away_and_come_back(telegram: StandIn, client: Bot, group: Group) -> None:
    await telegram.go_away()
    with pytest.raises(NetworkError) as loss:
        await client.send_message(group.id, "x")
    assert isinstance(loss.value.__cause__, httpx.ConnectError | httpx.RemoteProtocolError | httpx.ReadError)
    await telegram.come_back()
    await client.send_message(group.id, "back")
    assert [m.text for m in group.bot_messages] == ["back"]
