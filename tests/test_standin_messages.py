"""Messages in the stand-in: sending, formatting, editing, replying, pinning, in Telegram's own manner and words."""

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReactionTypeEmoji, ReplyParameters
from telegram.error import BadRequest, Forbidden

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn
from tests.standins import client_of


@pytest.fixture
def group(telegram: StandIn) -> Group:
    """A group with the bot as administrator."""
    group = telegram.group("Library chat")
    group.add_bot()
    return group


@pytest.fixture
def ann(telegram: StandIn, group: Group) -> Person:
    """Somebody in the group."""
    ann = telegram.person("Ann", last_name="Lee", username="ann_lee")
    group.join(ann)
    return ann


def keyboard(text: str = "Yes", data: str = "yes") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_html_becomes_text_with_entities_in_utf16_units(client: Bot, group: Group) -> None:
    sent = await client.send_message(group.id, "😀 <b>Q1</b> &lt;new&gt; #libchat", parse_mode="HTML")
    assert sent.text == "😀 Q1 <new> #libchat"
    assert sent.parse_entities() == {sent.entities[0]: "Q1", sent.entities[1]: "#libchat"}
    assert sent.entities[0].offset == 3
    assert group.messages[-1].html == "😀 <b>Q1</b> &lt;new&gt; #libchat"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>open", "can't find end tag corresponding to start tag"),
        ("<h1>x</h1>", 'unsupported start tag "h1" at byte offset 0'),
        ("ü <b>x</i>", "unmatched end tag at byte offset 7"),
        ("x</b>", "unexpected end tag at byte offset 1"),
        ("a < b", "unclosed start tag at byte offset 2"),
        ('<tg-time unix="x">then</tg-time>', "invalid date specified"),
    ],
)
async def test_broken_html_is_refused_with_its_place(client: Bot, group: Group, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities") as refusal:
        await client.send_message(group.id, text, parse_mode="HTML")
    assert reason in str(refusal.value).lower()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "message text is empty"), (" \n ", "text must be non-empty"), ("<b></b>", "text must be non-empty")],
)
async def test_an_empty_text_is_refused(client: Bot, group: Group, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await client.send_message(group.id, text, parse_mode="HTML")


async def test_the_limit_counts_what_is_seen_not_the_markup(client: Bot, group: Group) -> None:
    await client.send_message(group.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await client.send_message(group.id, "x" * 4097)
    with pytest.raises(BadRequest, match="Message is too long"):
        await client.send_message(group.id, "😀" * 2049)


async def test_more_than_a_hundred_entities_are_left_out_without_a_word(client: Bot, group: Group) -> None:
    sent = await client.send_message(group.id, " ".join(["<b>x</b>"] * 120), parse_mode="HTML")
    assert len(sent.entities) == 100


async def test_an_unknown_chat_is_not_found_and_a_stranger_cannot_be_written_to(telegram: StandIn, client: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message(-100123, "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await client.send_message(telegram.person("Zoe").id, "x")


async def test_a_person_who_blocked_the_bot_is_not_reached(client: Bot, ann: Person) -> None:
    ann.start()
    await client.send_message(ann.id, "welcome")
    ann.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await client.send_message(ann.id, "hello?")
    ann.write("back")
    await client.send_message(ann.id, "welcome back")
    statuses = [u.my_chat_member.new_chat_member.status for u in await client.get_updates() if u.my_chat_member]
    assert statuses == ["administrator", "kicked", "member"]


async def test_a_reply_shows_one_level_and_a_missing_target_is_refused(client: Bot, group: Group, ann: Person) -> None:
    question = await client.send_message(group.id, "Q1")
    answer = group.say(ann, "A1 yes", reply_to=group.messages[-1])
    comment = await client.send_message(group.id, "thanks", reply_parameters=ReplyParameters(answer.id))
    assert comment.reply_to_message
    assert comment.reply_to_message.text == "A1 yes"
    assert comment.reply_to_message.reply_to_message is None
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await client.send_message(group.id, "x", reply_parameters=ReplyParameters(9999))
    plain = await client.send_message(
        group.id, "x", reply_parameters=ReplyParameters(9999, allow_sending_without_reply=True)
    )
    assert plain.reply_to_message is None
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await client.send_message(group.id, "x", reply_parameters=ReplyParameters(question.message_id, quote="nope"))


async def test_an_edit_without_a_keyboard_drops_it(client: Bot, group: Group) -> None:
    sent = await client.send_message(group.id, "Q1", reply_markup=keyboard())
    edited = await client.edit_message_text("Q1 closed", group.id, sent.message_id)
    assert edited.reply_markup is None  # type: ignore[union-attr] # it is a Message here
    assert group.messages[-1].buttons == []
    assert [edit.text for edit in group.messages[-1].edits] == ["Q1"]


async def test_an_edit_that_changes_nothing_is_refused(client: Bot, group: Group) -> None:
    sent = await client.send_message(group.id, "<b>Q1</b>", parse_mode="HTML", reply_markup=keyboard())
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await client.edit_message_text(
            "<b>Q1</b>", group.id, sent.message_id, parse_mode="HTML", reply_markup=keyboard()
        )


async def test_what_cannot_be_edited_says_so(client: Bot, group: Group, ann: Person) -> None:
    forced = await client.send_message(group.id, "Q1", reply_markup=ForceReply())
    theirs = group.say(ann, "hello")
    for number, reason in (
        (forced.message_id, "message can't be edited"),
        (theirs.id, "message can't be edited"),
        (9999, "message to edit not found"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await client.edit_message_text("new", group.id, number)


async def test_callback_data_has_64_bytes_at_most(client: Bot, group: Group) -> None:
    await client.send_message(group.id, "x", reply_markup=keyboard(data="ü" * 32))
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await client.send_message(group.id, "x", reply_markup=keyboard(data="ü" * 33))


async def test_a_press_reaches_the_bot_and_is_answered_once(client: Bot, group: Group, ann: Person) -> None:
    await client.send_message(group.id, "x", reply_markup=keyboard("Yes", "y:1"))
    press = ann.press(group.messages[-1], "Yes")
    (query,) = [u.callback_query for u in await client.get_updates() if u.callback_query]
    assert (query.data, query.from_user.id) == ("y:1", ann.id)
    await client.answer_callback_query(query.id, "thanks", show_alert=True)
    assert press.answer == {"text": "thanks", "show_alert": True, "url": ""}
    with pytest.raises(BadRequest, match="Query is too old"):
        await client.answer_callback_query(query.id)
    with pytest.raises(ValueError, match="no button"):
        ann.press(group.messages[-1], "No")


async def test_a_press_cannot_be_answered_after_150_seconds() -> None:
    clock = RehearsalClock()
    async with StandIn(clock=clock) as telegram, client_of(telegram) as client:
        ann = telegram.person("Ann")
        ann.start()
        await client.send_message(ann.id, "x", reply_markup=keyboard())
        press = ann.press(ann.messages[-1], "yes")
        clock.jump(151)
        with pytest.raises(BadRequest, match="Query is too old"):
            await client.answer_callback_query(press.id)


async def test_a_press_below_a_deleted_message_shows_it_as_inaccessible(client: Bot, group: Group, ann: Person) -> None:
    sent = await client.send_message(group.id, "x", reply_markup=keyboard())
    message = group.messages[-1]
    await client.delete_message(group.id, sent.message_id)
    ann.press(message, "Yes")
    (query,) = [u.callback_query for u in await client.get_updates() if u.callback_query]
    assert query.message
    assert not query.message.is_accessible


async def test_pins_need_the_right_and_tell_of_themselves(client: Bot, group: Group) -> None:
    first = await client.send_message(group.id, "Q1")
    second = await client.send_message(group.id, "Q2")
    await client.pin_chat_message(group.id, first.message_id)
    await client.pin_chat_message(group.id, second.message_id, disable_notification=True)
    told = [u.message.pinned_message for u in await client.get_updates() if u.message and u.message.pinned_message]
    assert [pinned.message_id for pinned in told] == [first.message_id, second.message_id]
    assert [m.id for m in group.pinned] == [second.message_id, first.message_id]
    await client.unpin_chat_message(group.id)
    assert [m.id for m in group.pinned] == [first.message_id]
    group.add_bot(can_pin=False)
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await client.pin_chat_message(group.id, second.message_id)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await client.pin_chat_message(group.id, 9999)


async def test_the_bot_has_one_reaction_of_the_known_kinds(client: Bot, group: Group, ann: Person) -> None:
    message = group.say(ann, "A1 hello")
    await client.set_message_reaction(group.id, message.id, "👍")
    await client.set_message_reaction(group.id, message.id, "👌")
    assert list(message.reactions.values()) == [["👌"]]
    await client.set_message_reaction(group.id, message.id)
    assert message.reactions == {}
    for wrong, reason in ((ReactionTypeEmoji("🥦"), "invalid"), (["👍", "👌"], "too_many"), ("x", "invalid")):
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await client.set_message_reaction(group.id, message.id, wrong)


async def test_the_bot_deletes_its_own_and_others_only_with_the_right(client: Bot, group: Group, ann: Person) -> None:
    mine, theirs = await client.send_message(group.id, "x"), group.say(ann, "hello")
    await client.delete_message(group.id, mine.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await client.delete_message(group.id, theirs.id)
    group.add_bot(can_delete=True)
    await client.delete_messages(group.id, [theirs.id, 9999])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await client.delete_message(group.id, theirs.id)


async def test_a_forward_keeps_who_said_it_and_a_copy_does_not(client: Bot, group: Group, ann: Person) -> None:
    said = group.say(ann, "A1 <hello>")
    forwarded = await client.forward_message(group.id, group.id, said.id)
    assert forwarded.forward_origin
    assert forwarded.forward_origin.to_dict()["sender_user"]["id"] == ann.id
    copied = await client.copy_message(group.id, group.id, said.id)
    assert group.messages[-1].id == copied.message_id
    assert group.messages[-1].origin is None


async def test_carriage_returns_are_dropped_before_offsets_are_counted(client: Bot, group: Group) -> None:
    sent = await client.send_message(group.id, "one\r\n<b>two</b>\r\n", parse_mode="HTML")
    assert (sent.text, sent.parse_entity(sent.entities[0])) == ("one\ntwo", "two")


async def test_times_are_shown_to_each_reader(client: Bot, group: Group) -> None:
    sent = await client.send_message(
        group.id, '<tg-time unix="1647531900" format="wDT">Thursday</tg-time>', parse_mode="HTML"
    )
    (entity,) = sent.entities
    assert (entity.type, entity.to_dict()["unix_time"]) == ("date_time", 1647531900)
