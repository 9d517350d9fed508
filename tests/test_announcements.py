"""Announcements days before a session: by themselves, as the question file wishes, and when a moderator asks."""

from datetime import timedelta

from sqlmodel import col, select

from bot.questionfiles import load
from bot.rules.words import PostKind
from bot.store.tables import Post
from tests.evenings import PATIENCE, Evening
from tests.talks import Talk

DAY = 86_400


def announcements(evening: Evening) -> list[tuple[str, str, int]]:
    """The announcements of the first session: which, how they stand, and how many hours before the start they come."""
    with evening.database.reading() as session:
        found = [post for post in session.exec(select(Post).order_by(col(Post.due_at))) if post.session_id == 1]
        start = next((post.due_at for post in found if post.kind is PostKind.WELCOME), evening.clock.now())
        return [
            (
                "by hand" if ":announced:" in post.key else "planned",
                post.state.value,
                round((start - post.due_at).total_seconds() / 3600),
            )
            for post in found
            if post.kind is PostKind.ANNOUNCEMENT
        ]


async def test_a_session_is_announced_days_before_with_what_to_read_and_the_questions(evening: Evening) -> None:
    anna = evening.telegram.person("Anna", username="anna")
    evening.group.join(anna)
    evening.write("One?", '{ text = "Spare?", spare = true }', starts_in=4 * DAY, head='moderators = ["@anna"]')
    file = evening.questions / "libchat.toml"
    text = (
        file.read_text()
        .replace("reminders = []", 'reminders = ["1d", "1h"]')
        .replace("questions = [", 'readings = ["https://example.org/a?b=1&c=2", "Chapter <2>"]\nquestions = [')
    )
    manners = '[manners]\nannounce = ["7d", "3d", "2d"]\nannounce_questions = true\n'
    file.write_text(text.replace("[[session]]", manners + "[[session]]"))
    await evening.start()
    await evening.until(lambda: announcements(evening))
    assert announcements(evening) == [("planned", "due", 72), ("planned", "due", 48)]  # seven days before is past
    talk = Talk(anna)
    listed = await talk.say("/announce 12h", "libchat/1 will be announced")
    assert "<tg-time" not in listed.text
    await talk.say("/edit libchat/1 topic Reading in the dark", "libchat/1 is changed")

    await talk.say("/edit libchat/1 readings\nhttps://example.org/a?b=1&c=2\nChapter <2>", "libchat/1 is changed")
    await talk.say("/export libchat", "as a question file")
    document = anna.messages[-1].media["document"]
    exported = evening.folder / "libchat.toml"
    exported.write_bytes(evening.telegram.world.files[document["file_id"]].content)
    assert load(exported).sessions[0].readings == ("https://example.org/a?b=1&c=2", "Chapter <2>")
    assert load(exported).manners.announce == (timedelta(days=7), timedelta(days=3), timedelta(days=2))

    evening.clock.jump(DAY)
    told = await evening.until_posted("📣 #libchat: Reading in the dark")
    assert told.text.count("Q1. One?") == 1
    assert "It begins in 3 days." in told.text
    assert "To read before:\n• https://example.org/a?b=1&c=2\n• Chapter <2>" in told.text
    assert "Spare?" not in told.text
    assert told.media["document"]["file_name"] == "libchat-1.ics"
    calendar = evening.telegram.world.files[told.media["document"]["file_id"]].content.decode()
    assert "https://example.org/a?b=1&c=2" in calendar.replace("\r\n ", "")

    with evening.database.reading() as session:
        start = next(post.due_at for post in session.exec(select(Post)) if post.kind is PostKind.WELCOME)
    await evening.stop()
    await evening.start()
    later = (start + timedelta(days=5)).strftime("%Y-%m-%d %H:%M")
    await talk.say(f"/move libchat/1 {later}", "libchat/1 begins")
    assert [one for one in announcements(evening) if one[1] == "due"] == [
        ("planned", "due", 168), ("planned", "due", 72), ("planned", "due", 48), ("by hand", "due", 12),
    ]  # fmt: skip
    evening.clock.jump(7 * DAY + 3600)  # the bot slept: of all that is overdue only the last word is said
    reminder = await evening.until_posted("⏰ #libchat begins in")
    assert "Chapter <2>" in reminder.text
    assert len([text for text in evening.posted if "📣" in text]) == 1

    again = evening.telegram.person("Bert")
    again.start()
    await talk.say("/cancel libchat/1", "Cancel libchat/1")
    asked = [message for message in anna.messages if message.buttons][-1]
    await talk.press(asked, "Yes, cancel it", "libchat/1 is cancelled")
    assert {one[1] for one in announcements(evening)} == {"sent", "dropped"}


async def test_an_announcement_too_long_for_a_caption_is_followed_by_its_calendar_file(evening: Evening) -> None:
    anna = evening.telegram.person("Anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    evening.write(*(f"{number}? " + "Why would that be so? " * 20 for number in range(4)), starts_in=5 * DAY)
    await evening.start()
    anna.start()
    evening.group.say(anna, "/announce in three days")
    await anna.wait_for("/announce 3d for three days before it begins", timeout=PATIENCE)
    evening.group.say(anna, "/announce #libchat 3 days")
    await anna.wait_for("libchat/1 will be announced", timeout=PATIENCE)
    assert announcements(evening) == [("by hand", "due", 72)]
    assert evening.group.bot_messages == []
    evening.group.say(anna, "/announce Questions")
    await evening.group.wait_for("📣", by_bot=True, timeout=PATIENCE)
    await evening.until(lambda: len(evening.group.bot_messages) == 2)
    whole, file = evening.group.bot_messages
    assert not whole.media
    assert "Q4." in whole.text
    assert file.media["document"]["file_name"] == "libchat-1.ics"
    await evening.telegram.quiet()
    assert len(evening.group.bot_messages) == 2
