"""Whatever the stand-in says has the shape that the Bot API promises; HTML and entities go round without loss."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.rehearsal.entities import read_html, units, write_html
from bot.rehearsal.findings import find
from bot.rehearsal.standin import StandIn
from tests.standins import bot_api


def marks(text: str) -> list[tuple[str, str]]:
    """What is found in a text: kind and words."""
    raw = text.encode("utf-16-le")
    return [(e["type"], raw[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le")) for e in find(text)]


async def test_every_update_and_answer_fits_the_machine_readable_bot_api(telegram: StandIn, client: Bot) -> None:
    kinds = ["message", "edited_message", "message_reaction", "chat_member", "my_chat_member", "callback_query"]
    await client.get_updates(allowed_updates=[*kinds, "poll", "poll_answer"])
    group, ann = telegram.group("Library chat", username="libchat", forum=True), telegram.person("Ann", username="ann")
    group.add_bot(can_manage_topics=True, can_delete=True)
    group.join(ann, quietly=False)
    topic = group.open_topic("Wednesday")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await client.send_message(group.id, "<b>Q1</b> #libchat", "HTML", message_thread_id=topic, reply_markup=keyboard)
    question = group.messages[-1]
    answer = group.say(ann, "A1 https://example.org", reply_to=question, quote="Q1")
    group.edit(answer, "A1 more")
    group.react(ann, answer, "👍")
    group.forward(ann, answer)
    group.album(ann, ["one", ""])
    for kind in ("voice", "document", "sticker", "video", "audio", "animation", "video_note"):
        media: dict[str, Any] = {kind: True}
        group.say(ann, **media)
    group.say(ann, "elsewhere", reply_to=answer, topic=group.open_topic("Off topic"))
    group.promote(ann, anonymous=True)
    group.say(ann, "as the group")
    group.say_as_channel(telegram.channel("News"), "as a channel", automatic=True)
    ann.press(question, "Yes")
    await client.pin_chat_message(group.id, question.id)
    await client.send_poll(group.id, "Which?", ["a", "b"], is_anonymous=False)
    ann.vote(group.bot_messages[-1], [1])
    ann.write("/start")
    ann.block()
    group.mute_bot()
    group.leave(ann)
    await client.get_chat(group.id)
    await client.get_chat_administrators(group.id)
    await client.get_me()
    await client.get_webhook_info()
    schema, faults, seen = bot_api(), [], set()
    for update in telegram.world.updates.made.values():
        body = msgspec.json.decode(update.raw)
        seen.add(update.kind)
        faults += [f"{body}: {fault}" for fault in schema.misshapen("Update", body)]
    for call in telegram.calls:
        types = schema.methods[call.method.lower()]["returns"]
        if call.ok and call.response:
            faults += [f"{call.method}: {fault}" for fault in schema.check("result", call.response["result"], types)]
    assert faults == []
    assert seen == {*kinds, "poll", "poll_answer"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("😀 #libchat and #уклиб", [("hashtag", "#libchat"), ("hashtag", "#уклиб")]),
        ("#1 is no tag, nor a#b, #2b is", [("hashtag", "#2b")]),
        ("/plan@chathour_bot now", [("bot_command", "/plan@chathour_bot")]),
        ("and/or 1/2", []),
        ("ask @ann_lee, not a@b.org", [("mention", "@ann_lee"), ("email", "a@b.org")]),
        ("see https://example.org/a?b=c#d.", [("url", "https://example.org/a?b=c#d")]),
        ("example.org/x and README.md", [("url", "example.org/x")]),
    ],
)
def test_links_tags_and_commands_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert marks(text) == found


def test_nothing_is_found_inside_code_and_links() -> None:
    text, entities = read_html('<code>#a</code> <a href="http://x.org">#b</a> <b>#c</b>')
    assert [e["type"] for e in find(text, entities)] == ["code", "text_link", "bold", "hashtag"]


@pytest.mark.parametrize(
    "source",
    [
        "<b>bold <i>both</i></b> &amp; <u>u</u><s>s</s> <tg-spoiler>x</tg-spoiler>",
        '<a href="https://example.org/?a=1&amp;b=2">link</a>',
        '<pre><code class="language-python">print(1 &lt; 2)</code></pre>',
        "<blockquote expandable>long</blockquote><blockquote>short</blockquote>",
        '<a href="tg://user?id=42">Ann</a>',
        '<tg-time unix="1647531900" format="wDT">then</tg-time>',
    ],
)
def test_html_comes_back_as_it_was(source: str) -> None:
    assert write_html(*read_html(source)) == source


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
TREE = st.recursive(
    TEXT.map(lambda text: write_html(text, [])),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "s", "tg-spoiler"]), inner, TEXT).map(
        lambda part: f"<{part[0]}>{part[1]}</{part[0]}>{write_html(part[2], [])}"
    ),
    max_leaves=6,
)


@given(TREE)
def test_any_nested_html_keeps_its_text_and_its_offsets_inside_it(source: str) -> None:
    text, entities = read_html(source)
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(text)
    again: tuple[str, list[dict[str, Any]]] = read_html(write_html(text, entities))
    assert again[0] == text
    key = lambda e: (e["offset"], e["length"], e["type"])  # noqa: E731 - short and local
    assert sorted(again[1], key=key) == sorted(entities, key=key)
