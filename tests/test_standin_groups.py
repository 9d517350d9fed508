"""Groups in the stand-in: what the bot hears, comings and goings, upgrades, topics, other voices."""

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.rehearsal.groups import Group
from bot.rehearsal.standin import StandIn

EVERYTHING = ["message", "edited_message", "my_chat_member", "chat_member", "message_reaction"]


async def texts(client: Bot) -> list[str]:
    """What the bot has heard, oldest first."""
    return [u.message.text for u in await client.get_updates() if u.message and u.message.text]


async def test_privacy_mode_hides_all_but_what_is_meant_for_the_bot(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot(admin=False)
    assert not (await client.get_me()).can_read_all_group_messages
    await client.send_message(group.id, "Q1")
    question = group.messages[-1]
    aside = group.say(ann, "A1 unheard")
    for text in ("/plan", "/plan@chathour_bot now", "/plan@other_bot", "hello @chathour_bot", "hello @other_bot"):
        group.say(ann, text)
    group.say(ann, "A1 a reply", reply_to=question)
    group.say(ann, "a comment", reply_to=aside)
    assert await texts(client) == ["/plan", "/plan@chathour_bot now", "hello @chathour_bot", "A1 a reply"]


async def test_privacy_switched_off_counts_from_the_next_time_the_bot_is_added(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot(admin=False)
    telegram.privacy = False
    group.say(ann, "not yet")
    group.remove_bot()
    group.add_bot(admin=False)
    group.say(ann, "now")
    assert await texts(client) == ["now"]
    assert (await client.get_me()).can_read_all_group_messages


async def test_an_administrator_hears_everything(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot()
    said = group.say(ann, "A1 hello")
    group.edit(said, "A1 hello all")
    updates = await client.get_updates()
    assert [u.effective_message.text for u in updates if u.effective_message and u.effective_message.text] == [
        "A1 hello",
        "A1 hello all",
    ]
    assert updates[-1].edited_message
    assert updates[-1].edited_message.edit_date


async def test_the_bot_is_told_of_its_own_standing_and_refused_once_it_is_out(telegram: StandIn, client: Bot) -> None:
    group = telegram.group("Library chat")
    group.add_bot()
    group.demote_bot()
    group.remove_bot()
    updates = await client.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("left", "administrator"),
        ("administrator", "member"),
        ("member", "kicked"),
    ]
    assert [u for u in updates if u.message and u.message.left_chat_member]
    for call in (
        client.send_message(group.id, "x"),
        client.get_chat(group.id),
        client.get_chat_administrators(group.id),
    ):
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await call


async def test_a_bot_that_left_is_no_member(telegram: StandIn, client: Bot) -> None:
    group = telegram.group("Library chat")
    group.add_bot()
    await client.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await client.send_message(group.id, "x")


async def test_a_muted_bot_may_not_write(telegram: StandIn, client: Bot) -> None:
    group = telegram.group("Library chat")
    group.add_bot(admin=False)
    group.mute_bot()
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await client.send_message(group.id, "x")


async def test_joins_and_leaves_are_told(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.add_bot()
    await client.get_updates(allowed_updates=EVERYTHING)
    group.join(ann, quietly=False)
    group.promote(ann)
    group.leave(ann)
    updates = await client.get_updates()
    assert [u.chat_member.new_chat_member.status for u in updates if u.chat_member] == [
        "member",
        "administrator",
        "left",
    ]
    assert [bool(u.message.new_chat_members) for u in updates if u.message][1:] == [True, False]
    assert (await client.get_chat_member(group.id, ann.id)).status == "left"


async def test_administrators_are_listed_without_other_bots(telegram: StandIn, client: Bot) -> None:
    group, ann, other = telegram.group("Library chat"), telegram.person("Ann"), telegram.person("Other", is_bot=True)
    group.join(ann, other)
    group.promote(ann, title="Host")
    group.promote(other)
    group.add_bot()
    admins = await client.get_chat_administrators(group.id)
    assert {admin.user.first_name for admin in admins} == {"Owner", "Ann", "chathour"}
    with pytest.raises(BadRequest, match="User not found"):
        await client.get_chat_member(group.id, 42)


async def test_a_basic_group_becomes_a_supergroup(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Small chat", kind="group"), telegram.person("Ann")
    group.join(ann)
    group.add_bot()
    old = group.id
    before = await client.send_message(old, "Q1")
    new = group.upgrade()
    with pytest.raises(ChatMigrated) as moved:
        await client.send_message(old, "Q2")
    assert moved.value.new_chat_id == new == group.id
    after = await client.send_message(new, "Q2")
    assert after.message_id <= before.message_id
    messages = [u.message for u in await client.get_updates() if u.message]
    assert [m.migrate_to_chat_id for m in messages if m.migrate_to_chat_id] == [new]
    assert [m.migrate_from_chat_id for m in messages if m.migrate_from_chat_id] == [old]
    group.say(ann, "A2 here")
    assert await texts(client) == ["A2 here"]


async def test_private_chats_and_basic_groups_share_one_sequence_of_numbers(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Small chat", kind="group"), telegram.person("Ann")
    group.add_bot()
    group.join(ann)
    numbers = [ann.write("one").id, group.say(ann, "two").id, (await client.send_message(ann.id, "three")).message_id]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


async def test_anonymous_administrators_and_channels_speak_as_themselves(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    news = telegram.channel("Library news", "library_news")
    group.add_bot()
    group.join(ann)
    group.promote(ann, anonymous=True, title="Host")
    said = group.say(ann, "as the group")
    group.say_as_channel(news, "as the channel")
    group.say_as_channel(news, "a post", automatic=True)
    one, two, three = [u.message for u in await client.get_updates() if u.message and u.message.text]
    assert one.from_user
    assert (one.from_user.id, one.sender_chat, one.author_signature) == (1087968824, one.chat, "Host")
    assert two.from_user
    assert two.sender_chat
    assert (two.from_user.id, two.sender_chat.title) == (136817688, "Library news")
    assert three.is_automatic_forward
    await client.get_updates(allowed_updates=EVERYTHING)
    group.react(ann, said, "👍")
    (reaction,) = [u.message_reaction for u in await client.get_updates() if u.message_reaction]
    assert reaction.user is None
    assert reaction.actor_chat
    assert reaction.actor_chat.id == group.id


async def test_topics_hold_their_messages(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Forum", forum=True), telegram.person("Ann")
    group.join(ann)
    group.add_bot()
    topic = group.open_topic("Library chat")
    sent = await client.send_message(group.id, "Q1", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    general = await client.send_message(group.id, "in General")
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    group.say(ann, "A1 yes", reply_to=group.messages[-2])
    heard = (await client.get_updates())[-1].message
    assert heard
    assert (heard.message_thread_id, heard.is_topic_message) == (topic, True)
    elsewhere = group.say(ann, "from General", reply_to=group.messages[-1], topic=group.open_topic("Off topic"))
    assert elsewhere.external_reply
    assert elsewhere.reply_to is None
    with pytest.raises(BadRequest, match="Message thread not found"):
        await client.send_message(group.id, "x", message_thread_id=999)
    group.close_topic(topic)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await client.send_message(group.id, "x", message_thread_id=topic)
    group.delete_topic(topic)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await client.send_message(group.id, "x", message_thread_id=topic)


async def test_the_bot_can_keep_topics(telegram: StandIn, client: Bot) -> None:
    group = telegram.group("Forum", forum=True)
    group.add_bot(can_manage_topics=True)
    topic = await client.create_forum_topic(group.id, "Wednesday")
    await client.edit_forum_topic(group.id, topic.message_thread_id, name="Thursday")
    await client.close_forum_topic(group.id, topic.message_thread_id)
    await client.send_message(group.id, "the keeper may", message_thread_id=topic.message_thread_id)
    await client.reopen_forum_topic(group.id, topic.message_thread_id)
    assert group.chat.topics[topic.message_thread_id].name == "Thursday"


async def test_people_send_albums_voices_forwards_and_other_things(telegram: StandIn, client: Bot) -> None:
    group, ann, robot = telegram.group("Library chat"), telegram.person("Ann"), telegram.person("Robot", is_bot=True)
    group.join(ann, robot)
    group.add_bot()
    await client.get_updates()
    album = group.album(ann, ["", "A1 our shelves", ""])
    group.voice(ann, "A1 spoken", reply_to=album[0])
    group.forward(ann, album[1])
    group.say(robot, "beep", via_bot=robot)
    group.say(ann, sticker=True)
    group.post(ann, rich_message={"blocks": []})
    group.touch(album[1])
    said = group.say(ann, "A quote", reply_to=album[1], quote="our shelves")
    updates = await client.get_updates()
    messages = [u.message for u in updates if u.message and not u.message.new_chat_members]
    assert len({m.media_group_id for m in messages[:3]}) == 1
    assert messages[3].voice
    assert messages[3].caption == "A1 spoken"
    assert messages[4].forward_origin
    assert messages[5].from_user
    assert messages[5].from_user.is_bot
    assert messages[6].sticker
    assert messages[7].api_kwargs["rich_message"] == {"blocks": []}
    assert [u.edited_message.caption for u in updates if u.edited_message] == ["A1 our shelves"]
    assert said.quote == {"text": "our shelves", "position": 3, "is_manual": True}
    with pytest.raises(ValueError, match="is not in"):
        group.say(telegram.person("Zoe"), "outsider")


async def test_a_deleted_message_is_not_told_of(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot()
    said = group.say(ann, "A1 oops")
    updates = await client.get_updates(allowed_updates=Update.ALL_TYPES)
    group.delete(said)
    assert await client.get_updates(offset=updates[-1].update_id + 1) == ()
    assert said not in group.messages


async def test_a_public_group_is_found_by_its_name(telegram: StandIn, client: Bot) -> None:
    group: Group = telegram.group("Library chat", id=-1001234567890, username="libchat")
    group.add_bot()
    chat = await client.get_chat("@LibChat")
    assert (chat.id, chat.username, chat.link) == (-1001234567890, "libchat", "https://t.me/libchat")
    assert chat.permissions
    assert chat.permissions.can_pin_messages is False


async def test_the_menu_of_commands_is_kept_by_scope_and_language(telegram: StandIn, client: Bot) -> None:
    await client.set_my_commands([("plan", "What is coming"), ("/mine", "What you said")])
    await client.set_my_commands([("plan", "Was kommt")], language_code="de")
    assert [c.command for c in await client.get_my_commands()] == ["plan", "mine"]
    assert [c.description for c in await client.get_my_commands(language_code="de")] == ["Was kommt"]
    await client.delete_my_commands()
    assert await client.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Command description must be non-empty"):
        await client.set_my_commands([("plan", " ")])
    await client.set_my_short_description("Hosts hashtag chats")
    assert (await client.get_my_short_description()).short_description == "Hosts hashtag chats"
    assert telegram.called("setMyCommands", language_code="de")


async def test_replies_outside_forums_carry_a_thread_that_is_no_topic(telegram: StandIn, client: Bot) -> None:
    group, ann = telegram.group("Library chat"), telegram.person("Ann")
    group.join(ann)
    group.add_bot()
    first = group.say(ann, "one")
    group.say(ann, "three", reply_to=group.say(ann, "two", reply_to=first))
    last = (await client.get_updates())[-1].message
    assert last
    assert (last.message_thread_id, last.is_topic_message) == (first.id, None)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await client.send_message(group.id, "x", message_thread_id=first.id)


async def test_in_a_basic_group_every_member_may_pin(telegram: StandIn, client: Bot) -> None:
    group = telegram.group("Small chat", kind="group")
    group.add_bot(admin=False)
    sent = await client.send_message(group.id, "Q1")
    await client.pin_chat_message(group.id, sent.message_id)
    assert [m.id for m in group.pinned] == [sent.message_id]
