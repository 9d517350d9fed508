"""The rehearsal room over HTTP: what the page is told, what may be done there, and who is kept out."""

from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rehearsal.room.controls import Crowd as CrowdProtocol
from tests.room_visits import PNG, messages
from tests.rooms import Crowd, Hearing, Room, Visitor
from tests.standins import client_of


async def test_the_page_and_all_its_parts_are_served(visitor: Visitor) -> None:
    page = await visitor.get("/")
    assert page.headers["content-type"].startswith("text/html")
    for part in ("room.css", "messages.css", "panel.css", "room.js", "wire.js", "text.js", "sign.svg"):
        assert f"/room/{part}" in page.text or part.endswith(".js"), part
        assert (await visitor.get(f"/room/{part}")).status_code == 200
    assert (await visitor.get("/room/room.html")).status_code == 404
    assert (await visitor.get("/room/..%2Froutes.py")).status_code == 404


async def test_nothing_on_the_page_comes_from_elsewhere_or_runs_inline(visitor: Visitor) -> None:
    page = await visitor.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert " onclick" not in page.text


async def test_the_state_shows_people_with_their_standing_and_the_chat(room: Room, visitor: Visitor) -> None:
    room.group.say(room.ann, "A1 hello <b>there</b>")
    state: Any = await visitor.state()
    assert {one["name"]: (one["admin"], one["inside"]) for one in state["people"]} == {
        "Owner": (True, True), "Maya Okafor": (True, True), "Ann Lee": (False, True),
    }  # fmt: skip
    said = (await messages(visitor, room.group.id))[-1]
    assert (said["author"]["name"], said["text"], said["bot"]) == ("Ann Lee", "A1 hello <b>there</b>", False)
    assert [(row["what"], row["next"]) for row in state["panel"]["timetable"]] == [
        ("Welcome", False), ("Q1 Who are you?", True), ("Q2 And why?", False),
    ]  # fmt: skip


async def test_somebody_new_joins_writes_replies_edits_and_reacts(room: Room, visitor: Visitor) -> None:
    joined = (await visitor.do("join", name="  Zoë   Quist ")).json()["who"]
    about = {"who": joined, "chat": room.group.id}
    first = (await visitor.do("say", **about, text="Good evening")).json()["message"]
    reply = (await visitor.do("say", **about, text="A1 me", reply_to=first)).json()["message"]
    await visitor.do("edit", **about, message=reply, text="A1 me, again")
    await visitor.do("react", **about, message=first, emoji="👍")
    shown = {one["id"]: one for one in await messages(visitor, room.group.id)}
    assert "Zoë Quist joined the group" in [one.get("service") for one in shown.values()]
    assert (shown[reply]["text"], shown[reply]["edited"]) == ("A1 me, again", True)
    assert (shown[reply]["reply"]["id"], shown[reply]["reply"]["text"]) == (first, "Good evening")
    assert shown[first]["reactions"] == [{"emoji": "👍", "by": [joined]}]
    await visitor.do("react", **about, message=first, emoji="")
    assert room.group.chat.messages[first].reactions == {}


async def test_the_bot_hears_what_is_done_on_the_page(room: Room, visitor: Visitor) -> None:
    async with client_of(room.telegram) as bot:
        await visitor.do("say", who=room.ann.id, chat=room.group.id, text="A1 from the page")
        heard = await bot.get_updates()
    assert [update.message.text for update in heard if update.message and update.message.text] == ["A1 from the page"]


async def test_people_leave_and_are_asked_to_come_in_before_they_write(room: Room, visitor: Visitor) -> None:
    await visitor.do("leave", who=room.ann.id)
    refused = await visitor.do("say", who=room.ann.id, chat=room.group.id, text="hello?")
    assert (refused.status_code, refused.json()) == (400, {"error": "Ann Lee is not in Library hour"})
    await visitor.do("join", who=room.ann.id)
    assert (await visitor.do("say", who=room.ann.id, chat=room.group.id, text="hello!")).status_code == 200


async def test_a_newcomer_can_be_a_moderator(room: Room, visitor: Visitor) -> None:
    who = (await visitor.do("join", name="Mo", moderator=True)).json()["who"]
    assert room.group.chat.member(room.telegram.world.users[who]).is_admin


@pytest.mark.parametrize(
    ("deed", "fields", "reason"),
    [
        ("say", {"text": " "}, "a message needs a text or a file"),
        ("say", {"text": "x" * 5000}, "nobody can send a text this long"),
        ("edit", {"text": "mine now", "message": "maya"}, "people can edit only what they wrote themselves"),
        ("delete", {"message": "maya"}, "only moderators can delete what others wrote"),
        ("edit", {"text": "x", "message": 9999}, "this message is gone"),
        ("say", {"text": "x", "chat": 42}, "there is no such chat"),
        ("say", {"text": "x", "who": 777}, "nobody here has this account"),
        ("join", {"who": 0, "name": " "}, "a name has 1 to 64 letters"),
        ("press", {"message": "maya", "data": "go"}, "no button 'go' below message"),
        ("vote", {"message": "maya", "options": [0]}, "has no poll"),
        ("trouble", {"name": "rain", "on": True}, "there is no trouble called 'rain'"),
        ("clock", {"speed": 1000}, "the clock runs at 1 to 120 times the wall's pace"),
        ("clock", {"forward": -5}, "the clock goes forward only"),
        ("say", {"text": 5}, "Expected `str`"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_plain_words(
    room: Room,
    visitor: Visitor,
    deed: str,
    fields: dict[str, object],
    reason: str,
) -> None:
    of_maya = room.group.say(room.maya, "from the chair")
    given = {"who": room.ann.id, "chat": room.group.id} | fields
    if given.get("message") == "maya":
        given["message"] = of_maya.id
    refused = await visitor.do(deed, **given)
    assert refused.status_code == 400
    assert reason in refused.json()["error"]


async def test_nobody_writes_in_the_private_chat_of_another(room: Room, visitor: Visitor) -> None:
    room.maya.write("/start")
    refused = await visitor.do("say", who=room.ann.id, chat=room.maya.id, text="hi")
    assert refused.json() == {"error": "there is no such chat"}


async def test_the_private_chat_with_the_bot_shows_buttons_and_answers_to_presses(room: Room, visitor: Visitor) -> None:
    about = {"who": room.ann.id, "chat": room.ann.id}
    await visitor.do("say", **about, text="/start")
    async with client_of(room.telegram) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        sent = await bot.send_message(room.ann.id, "Well?", reply_markup=keyboard)
        shown = (await messages(visitor, room.ann.id))[-1]
        assert [[key["text"] for key in row] for row in shown["buttons"]] == [["Yes"]]
        async with visitor.client.stream("GET", "/events") as response:
            hearing = Hearing(response)
            await hearing.next("hello")
            pressed = (await visitor.do("press", **about, message=sent.message_id, data="y")).json()["press"]
            await bot.answer_callback_query(pressed, "Noted", show_alert=True)
            _, answer, _ = await hearing.next("answered")
    assert answer == {"press": pressed, "user": room.ann.id, "text": "Noted", "alert": True, "url": ""}


async def test_votes_count_and_can_be_taken_back(room: Room, visitor: Visitor) -> None:
    async with client_of(room.telegram) as bot:
        sent = await bot.send_poll(room.group.id, "Tea?", ["Yes", "No"], is_anonymous=False)
    about = {"who": room.ann.id, "chat": room.group.id, "message": sent.message_id}
    await visitor.do("vote", **about, options=[1])
    poll = (await messages(visitor, room.group.id))[-1]["poll"]
    assert [option["votes"] for option in poll["options"]] == [0, 1]
    assert poll["chosen"] == {str(room.ann.id): [1]}
    await visitor.do("vote", **about, options=[])
    assert (await messages(visitor, room.group.id))[-1]["poll"]["voters"] == 0


async def send_photo(visitor: Visitor, room: Room, content: bytes, chat: int) -> httpx.Response:
    fields = {"who": str(room.ann.id), "chat": str(chat), "text": "A1 my desk"}
    return await visitor.client.post("/deeds/photo", params=fields, content=content)


@pytest.mark.parametrize("private", [False, True])
async def test_a_photo_is_sent_and_shown_with_its_text(room: Room, visitor: Visitor, private: bool) -> None:
    chat = room.ann.id if private else room.group.id
    assert (await send_photo(visitor, room, PNG, chat)).status_code == 200
    shown = (await messages(visitor, chat))[-1]
    assert (shown["text"], shown["media"]["kind"]) == ("A1 my desk", "photo")
    file = await visitor.get(f"/files/{shown['media']['file']}")
    assert (file.headers["content-type"], file.content) == ("image/png", PNG)


async def test_what_is_no_picture_or_too_large_is_not_sent(room: Room, visitor: Visitor) -> None:
    assert (await send_photo(visitor, room, b"<svg onload=alert(1)>", room.group.id)).status_code == 400
    assert (await send_photo(visitor, room, PNG + bytes(11 * 1024 * 1024), room.group.id)).status_code == 413


async def test_files_of_the_bot_are_kept_never_run(room: Room, visitor: Visitor) -> None:
    async with client_of(room.telegram) as bot:
        await bot.send_document(room.group.id, b"<script>alert(1)</script>", filename="recap.html")
    shown = (await messages(visitor, room.group.id))[-1]["media"]
    assert (shown["kind"], shown["name"]) == ("document", "recap.html")
    file = await visitor.get(f"/files/{shown['file']}")
    assert file.headers["content-disposition"] == "attachment"
    assert file.headers["content-security-policy"] == "sandbox"
    assert (await visitor.get("/files/none")).status_code == 404


async def test_the_page_hears_what_happens_as_it_happens(room: Room, visitor: Visitor) -> None:
    async with visitor.client.stream("GET", "/events") as response:
        hearing = Hearing(response)
        await hearing.next("hello")
        said = room.group.say(room.ann, "A1 now")
        _, body, _ = await hearing.next("message")
        assert (body["chat"], body["message"]["text"]) == (room.group.id, "A1 now")
        room.group.edit(said, "A1 now and then")
        _, body, _ = await hearing.next("message")
        assert body["message"]["edited"] is True
        room.group.delete(said)
        _, body, _ = await hearing.next("gone")
        assert body == {"chat": room.group.id, "id": said.id}


async def test_a_page_that_was_cut_off_hears_what_it_missed(room: Room, visitor: Visitor) -> None:
    async with visitor.client.stream("GET", "/events") as response:
        hearing = Hearing(response)
        await hearing.next("hello")
        room.group.say(room.ann, "one")
        _, _, number = await hearing.next("message")
    room.group.say(room.ann, "two")
    room.group.say(room.ann, "three")
    async with visitor.client.stream("GET", "/events", headers={"Last-Event-ID": str(number)}) as response:
        hearing = Hearing(response)
        texts = [(await hearing.next("message"))[1]["message"]["text"] for _ in range(2)]
    assert texts == ["two", "three"]


async def test_pins_and_people_are_told_without_a_message_of_their_own(room: Room, visitor: Visitor) -> None:
    said = room.group.say(room.maya, "read me")
    async with visitor.client.stream("GET", "/events") as response:
        hearing = Hearing(response)
        await hearing.next("rest")
        newcomer = room.telegram.person("Quiet")
        room.group.join(newcomer)
        room.group.pin(room.maya, said)
        seen: dict[str, Any] = {}
        while not ("Quiet" in str(seen.get("people")) and seen["chats"][0]["pinned"] == [said.id]):
            seen |= (await hearing.next("rest"))[1]


async def test_the_clock_stops_runs_on_and_changes_its_pace(room: Room, visitor: Visitor) -> None:
    await visitor.do("clock", paused=False, speed=60)
    assert room.clock.speed == 60
    await visitor.do("clock", paused=True)
    state: Any = await visitor.state()
    assert (state["panel"]["paused"], state["panel"]["speed"]) == (True, 60)
    assert room.nudges == 2


async def test_the_clock_jumps_to_the_next_post_that_is_due(room: Room, visitor: Visitor) -> None:
    assert (await visitor.do("jump")).json() == {"what": "Q1 Who are you?"}
    assert room.clock.now() == room.rows[1].when
    await visitor.do("jump")
    assert room.clock.now() == room.rows[2].when
    assert (await visitor.do("jump")).json() == {"error": "nothing more is to come"}


async def test_the_crowd_heeds_its_switches_within_bounds(room: Room, visitor: Visitor) -> None:
    crowd: CrowdProtocol | None = room.controls.crowd
    await visitor.do("crowd", on=False, people=900, chatty=0.9, sloppy=-1)
    assert crowd == Crowd(on=False, people=60, chatty=0.9, sloppy=0.0)
    await visitor.do("crowd", people=3)
    assert crowd == Crowd(on=False, people=3, chatty=0.9, sloppy=0.0)
    room.controls.crowd = None
    assert (await visitor.do("crowd", on=True)).json() == {"error": "nobody is simulated in this rehearsal"}


async def test_the_whole_recap_is_there_once_there_is_one_and_runs_no_script(room: Room, visitor: Visitor) -> None:
    assert (await visitor.get("/recap")).status_code == 404
    room.recap = "<h1>Recap</h1>"
    page = await visitor.get("/recap")
    assert page.text == "<h1>Recap</h1>"
    assert "sandbox" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]


async def test_a_group_with_topics_shows_them(room: Room, visitor: Visitor) -> None:
    forum = room.telegram.group("Forum", forum=True)
    forum.add_bot(can_manage_topics=True)
    forum.join(room.ann)
    topic = forum.open_topic("Wednesdays")
    said = (await visitor.do("say", who=room.ann.id, chat=forum.id, topic=topic, text="hello")).json()["message"]
    state: Any = await visitor.state()
    shown = next(chat for chat in state["chats"] if chat["id"] == forum.id)
    assert shown["topics"] == [{"id": topic, "name": "Wednesdays"}]
    assert next(m for m in shown["messages"] if m["id"] == said)["topic"]["name"] == "Wednesdays"
    assert "opened the topic “Wednesdays”" in str(shown["messages"])
