"""The stand-in's queue of updates behaves as Telegram's: kept until confirmed, one poller, asked-for kinds only."""

import asyncio
import time

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict, InvalidToken

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.standin import StandIn
from tests.standins import client_of


async def test_an_update_comes_again_until_an_offset_confirms_it(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    ann.write("one")
    ann.write("two")
    first = await client.get_updates()
    again = await client.get_updates()
    assert [u.update_id for u in first] == [u.update_id for u in again]
    assert [u.message.text for u in first if u.message] == ["one", "two"]
    rest = await client.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["two"]
    assert await client.get_updates(offset=first[1].update_id + 1) == ()


async def test_a_negative_offset_keeps_only_the_last_ones(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    for number in range(5):
        ann.write(f"m{number}")
    assert [u.message.text for u in await client.get_updates(offset=-2) if u.message] == ["m3", "m4"]
    assert len(await client.get_updates()) == 2


async def test_an_offset_far_past_the_end_confirms_nothing(telegram: StandIn, client: Bot) -> None:
    telegram.person("Ann").write("hello")
    assert len(await client.get_updates(offset=999_999)) == 1


async def test_a_batch_holds_at_most_a_hundred(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    for number in range(130):
        ann.write(str(number))
    assert len(await client.get_updates(limit=100)) == 100
    assert len(await client.get_updates(limit=7)) == 7


async def test_a_long_poll_answers_as_soon_as_something_happens(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    poll = asyncio.create_task(client.get_updates(timeout=20))
    await telegram.until(lambda: telegram.called("getUpdates"))
    started = time.monotonic()
    ann.write("now")
    assert len(await poll) == 1
    assert time.monotonic() - started < 10


async def test_a_long_poll_ends_empty_after_its_time(client: Bot) -> None:
    started = time.monotonic()
    assert await client.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - started < 15


async def test_of_two_pollers_the_first_is_sent_away(telegram: StandIn, client: Bot) -> None:
    poll = asyncio.create_task(client.get_updates(timeout=20))
    await telegram.until(lambda: telegram.called("getUpdates"))
    async with client_of(telegram) as second:
        await second.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await poll


async def test_polling_is_refused_while_a_webhook_is_set(client: Bot) -> None:
    await client.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await client.get_updates()
    await client.delete_webhook()
    assert await client.get_updates() == ()


async def test_reactions_come_only_if_asked_for_and_to_an_administrator(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot(admin=False)
    message = group.say(ann, "hello")
    group.react(ann, message, "👍")
    everything = ["message", "message_reaction"]
    seen = await client.get_updates(allowed_updates=everything)
    assert not [u for u in seen if u.message_reaction]
    group.react(ann, message, "❤")
    group.add_bot()
    group.react(ann, message, "🔥")
    seen = await client.get_updates(offset=seen[-1].update_id + 1)
    (reaction,) = [u.message_reaction for u in seen if u.message_reaction]
    assert [r.to_dict()["emoji"] for r in reaction.old_reaction] == ["❤"]
    assert [r.to_dict()["emoji"] for r in reaction.new_reaction] == ["🔥"]
    assert reaction.user
    assert reaction.user.id == ann.id


async def test_leaving_out_allowed_updates_keeps_the_last_wish(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    await client.get_updates(allowed_updates=["callback_query"])
    ann.write("not heard")
    assert await client.get_updates() == ()
    await client.get_updates(allowed_updates=[])
    ann.write("heard")
    assert len(await client.get_updates()) == 1


async def test_updates_are_kept_a_day_and_presses_for_two_and_a_half_minutes() -> None:
    clock = RehearsalClock()
    async with StandIn(clock=clock) as telegram, client_of(telegram) as client:
        ann = telegram.person("Ann")
        ann.write("hello")
        message = await client.send_message(ann.id, "press", reply_markup=_button("Yes", "y"))
        ann.press(ann.messages[-1], "Yes")
        assert message.message_id == ann.messages[-1].id
        assert len(await client.get_updates()) == 2
        clock.jump(151)
        assert len(await client.get_updates()) == 1
        clock.jump(86_400)
        assert await client.get_updates() == ()


async def test_updates_can_be_held_back_and_delivered_twice_and_out_of_order(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    telegram.pause()
    first, _ = ann.write("one"), ann.write("two")
    assert await client.get_updates() == ()
    telegram.resume()
    seen = await client.get_updates()
    offset = seen[-1].update_id + 1
    assert await client.get_updates(offset=offset) == ()
    (number,) = telegram.updates_of(first)
    telegram.redeliver(number)
    ann.write("three")
    again = await client.get_updates(offset=offset)
    assert [u.message.text for u in again if u.message] == ["three", "one"]
    assert again[1].update_id == number < again[0].update_id


async def test_thousands_of_ready_made_updates_are_handed_out_quickly(telegram: StandIn) -> None:
    group = telegram.group("Library chat")
    body = {"date": 1, "chat": group.chat.json(), "from": telegram.person("Ann").user.json(), "text": "A1 hello"}
    telegram.preload(("message", {"message_id": number, **body}) for number in range(20_000))
    started, offset, seen = time.monotonic(), 0, 0
    async with httpx.AsyncClient() as http:
        while True:
            answer = await http.get(f"{telegram.url}/bot{telegram.token}/getUpdates", params={"offset": offset})
            if not (batch := answer.json()["result"]):
                break
            seen += len(batch)
            offset = batch[-1]["update_id"] + 1
    assert seen == 20_000
    assert time.monotonic() - started < 20


async def test_a_wrong_token_is_unauthorized_and_a_wrong_method_not_found(telegram: StandIn) -> None:
    stranger = Bot("1:wrong", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{telegram.url}/bot1:wrong/getMe")
        assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
        answer = await http.get(f"{telegram.url}/bot{telegram.token}/getMee")
        assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    telegram.errors.clear()


async def test_parameters_come_by_query_form_json_and_multipart(telegram: StandIn) -> None:
    ann = telegram.person("Ann")
    ann.write("hello")
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    ask: dict[str, str | int] = {"chat_id": ann.id, "text": "ü"}
    async with httpx.AsyncClient() as http:
        answers = [
            await http.get(url, params=ask),
            await http.post(url, data=ask),
            await http.post(url, json=ask),
            await http.post(url, data=ask, files={"unused": b""}),
            await http.post(url, content=b"{", headers={"Content-Type": "application/json"}),
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 400]
    assert [m.text for m in ann.messages if m.by_bot] == ["ü"] * 4
    telegram.errors.clear()


def _button(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_numbers_may_start_lower_after_a_quiet_week(telegram: StandIn, client: Bot) -> None:
    ann = telegram.person("Ann")
    ann.write("before")
    offset = (await client.get_updates())[-1].update_id + 1
    assert await client.get_updates(offset=offset) == ()
    telegram.renumber(5)
    ann.write("after")
    (update,) = await client.get_updates(offset=offset)
    assert update.update_id == 5
    assert await client.get_updates(offset=6) == ()


async def test_a_long_poll_by_get_waits_and_a_webhook_ends_it(telegram: StandIn, client: Bot) -> None:
    async with httpx.AsyncClient() as http:
        poll = asyncio.create_task(
            http.get(f"{telegram.url}/bot{telegram.token}/getUpdates", params={"timeout": 20}, timeout=30)
        )
        await telegram.until(lambda: telegram.called("getUpdates"))
        await client.set_webhook("http://127.0.0.1:9/hook")
        answer = await poll
        assert answer.json()["description"] == "Conflict: terminated by setWebhook request"


async def test_a_poller_that_hung_up_takes_nothing_with_it(telegram: StandIn, client: Bot) -> None:
    message = telegram.person("Ann").write("hello")
    offset = (await client.get_updates())[-1].update_id + 1
    async with httpx.AsyncClient() as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get(
                f"{telegram.url}/bot{telegram.token}/getUpdates", params={"offset": offset, "timeout": 20}, timeout=0.2
            )
    await telegram.until(lambda: telegram.called("getUpdates")[-1].answered_at)
    telegram.redeliver(telegram.updates_of(message)[0])
    assert len(await client.get_updates(offset=offset)) == 1
