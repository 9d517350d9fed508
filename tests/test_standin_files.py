"""Polls and files in the stand-in."""

import struct
import zlib

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.groups import Group
from bot.rehearsal.standin import StandIn
from tests.standins import client_of


def picture(width: int = 3, height: int = 2) -> bytes:
    """A grey PNG."""
    rows = (b"\0" + b"\x80" * width) * height

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def group(telegram: StandIn) -> Group:
    """A group with the bot as administrator."""
    group = telegram.group("Library chat")
    group.add_bot()
    return group


async def test_votes_in_the_bots_open_poll_reach_it(telegram: StandIn, client: Bot, group: Group) -> None:
    ann, bea = telegram.person("Ann"), telegram.person("Bea")
    group.join(ann, bea)
    sent = await client.send_poll(group.id, "Which?", ["Clubs", "Readathons"], is_anonymous=False)
    message = group.bot_messages[-1]
    ann.vote(message, [0])
    bea.vote(message, [1])
    ann.vote(message, [1])
    ann.vote(message, [])
    updates = await client.get_updates()
    answers = [u.poll_answer for u in updates if u.poll_answer]
    assert [(a.user.first_name, a.option_ids) for a in answers if a.user] == [
        ("Ann", (0,)),
        ("Bea", (1,)),
        ("Ann", (1,)),
        ("Ann", ()),
    ]
    assert [u.poll.total_voter_count for u in updates if u.poll] == [1, 2, 2, 1]
    closed = await client.stop_poll(group.id, sent.message_id)
    assert closed.is_closed
    assert [option.voter_count for option in closed.options] == [0, 1]
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await client.stop_poll(group.id, sent.message_id)
    with pytest.raises(ValueError, match="closed poll"):
        ann.vote(message, [0])


async def test_a_poll_with_a_period_ends_by_itself() -> None:
    clock = RehearsalClock()
    async with StandIn(clock=clock) as telegram, client_of(telegram) as client:
        group = telegram.group("Library chat")
        group.add_bot()
        await client.send_poll(group.id, "Which?", ["Clubs", "Readathons"], open_period=60)
        poll = group.bot_messages[-1].poll
        assert poll
        clock.jump(59.9)
        await telegram.until(lambda: poll.closed)
        updates = await client.get_updates()
        assert updates[-1].poll
        assert updates[-1].poll.is_closed


@pytest.mark.parametrize(
    ("question", "options", "reason"),
    [
        ("x" * 301, ["a", "b"], "Poll question length must not exceed 300"),
        ("x", ["a" * 101], "Poll options length must not exceed 100"),
        ("x", [str(n) for n in range(13)], "Poll can't have more than 12 options"),
        ("x", ["a", " "], "Text must be non-empty"),
    ],
)
async def test_polls_have_limits(client: Bot, group: Group, question: str, options: list[str], reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await client.send_poll(group.id, question, options)


async def test_peoples_own_polls_are_heard_but_not_their_votes(telegram: StandIn, client: Bot, group: Group) -> None:
    ann = telegram.person("Ann")
    group.join(ann)
    ann.vote(group.poll(ann, "Tea?", ["Yes", "No"]), [0])
    updates = await client.get_updates()
    assert [u.message.poll.question for u in updates if u.message and u.message.poll] == ["Tea?"]
    assert not [u for u in updates if u.poll or u.poll_answer]


async def test_a_file_is_sent_found_and_downloaded(client: Bot, group: Group) -> None:
    sent = await client.send_document(
        group.id, b"number,text\n1,hello\n", filename="recap.csv", caption="<b>Recap</b>", parse_mode="HTML"
    )
    assert sent.document
    assert (sent.document.file_name, sent.caption) == ("recap.csv", "Recap")
    file = await client.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"number,text\n1,hello\n"
    again = await client.send_document(group.id, sent.document.file_id)
    assert again.document
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_a_picture_must_be_one(client: Bot, group: Group) -> None:
    sent = await client.send_photo(group.id, picture(30, 20), caption="Answers a question")
    assert (sent.photo[0].width, sent.photo[0].height) == (30, 20)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await client.send_photo(group.id, b"not a picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await client.send_photo(group.id, picture(1000, 10))
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await client.send_document(group.id, b"")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await client.send_photo(group.id, picture(), caption="x" * 1025)
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await client.send_document(group.id, sent.photo[0].file_id)


async def test_an_album_is_several_messages_under_one_number(client: Bot, group: Group) -> None:
    sent = await client.send_media_group(
        group.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture(), caption="two")]
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [m.text for m in group.bot_messages] == ["", "two"]
    with pytest.raises(BadRequest, match="can't be mixed"):
        await client.send_media_group(
            group.id, [InputMediaPhoto(picture()), InputMediaDocument(b"x", filename="x.txt")]
        )


async def test_a_caption_can_be_edited_and_a_text_cannot_replace_a_file(client: Bot, group: Group) -> None:
    sent = await client.send_photo(group.id, picture(), caption="one")
    await client.edit_message_caption(group.id, sent.message_id, caption="two")
    assert group.bot_messages[-1].text == "two"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await client.edit_message_text("x", group.id, sent.message_id)


async def test_a_persons_file_can_be_fetched(telegram: StandIn, client: Bot, group: Group) -> None:
    ann = telegram.person("Ann")
    group.join(ann)
    group.say(ann, photo=picture(), caption="A1 our shelf")
    photo = next(u.message.photo for u in await client.get_updates() if u.message and u.message.photo)
    file = await client.get_file(photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture()
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await client.get_file("nonsense")
