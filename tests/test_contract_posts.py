"""The contract's small print on posts: what they show, what can be touched in them, when they come."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.rehearsal.messages import Message
from bot.rehearsal.polls import Poll
from tests.evenings import CHAT, Evening
from tests.stalls import Stalls

QUICK = 'reminders = []\nfirst = "5s"\nevery = "15s"\nclosing = "15s"\nlate = "2m"'
ODD = (
    "Is <b>bold</b> &amp; &lt;i&gt; here, or “5 < 6 > 4” && done?",
    "Line one\nline two   with #another_tag, @somebody, /command and https://example.org/?a=1&b=2",
    "👩\u200d🚀🏳 Was ist \u202erückwärts\u202c? مرحبا — 你好 {curly} %s $1 `code` *stars* [link](https://x.example)",
    "<script>alert('1')</script> <a href=\"https://evil.example\">here</a> <tg-spoiler>x</tg-spoiler>",
)


def touchable(message: Message) -> list[str]:
    """The hashtags of a message that Telegram makes touchable."""
    raw = message.text.encode("utf-16-le")
    return [
        raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
        for entity in message.entities
        if entity["type"] == "hashtag"
    ]


async def test_texts_of_files_are_plain_text_shown_whole_each_question_alone(evening: Evening) -> None:
    told = [f"{{ text = {json.dumps(question, ensure_ascii=False)} }}" for question in ODD]
    file = evening.write(*told, starts_in=120, cadence=QUICK, topic="Tom & <Jerry>")
    file.write_text(
        file.read_text(encoding="utf-8") + "[texts]\nwelcome = '<i>Hi</i> &amp; #welcome'\n", encoding="utf-8"
    )
    await evening.start()
    evening.clock.jump(116)
    recap = await evening.until_posted("It was a quiet one")
    welcome = next(message for message in evening.group.bot_messages if "Tom & <Jerry>" in message.text)
    assert "<i>Hi</i> &amp; #welcome" in welcome.text
    posts = [message for message in evening.group.bot_messages if message.text.startswith("Q")]
    assert len(posts) == len(ODD)
    for number, (post, question) in enumerate(zip(posts, ODD, strict=True), 1):
        assert post.text.startswith(f"Q{number}. {question}")
        assert not any(other in post.text for other in ODD if other != question)
    for post in (welcome, *posts, recap):
        assert "#libchat" in touchable(post)
    links = [entity["url"] for post in posts for entity in post.entities if entity["type"] == "text_link"]
    assert links == []


async def test_votes_count_where_the_bot_api_server_is_older_than_the_library(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, added = Poll.json, {"allows_revoting", "members_only"}  # in Bot API 9.6 and 10.0
    monkeypatch.setattr(
        Poll, "json", lambda self: {key: value for key, value in whole(self).items() if key not in added}
    )
    ann = evening.telegram.person("Ann")
    evening.group.join(ann)
    evening.write('{ text = "Which?", kind = "poll", choices = ["This", "That"] }', starts_in=60, cadence=QUICK)
    await evening.start()
    await evening.until(lambda: any(message.poll for message in evening.group.bot_messages))
    ann.vote(next(message for message in evening.group.bot_messages if message.poll), [1])
    recap = await evening.until_posted("1 person voted")
    assert "That: 1 (100%)" in recap.text


async def test_hashtags_and_labels_of_other_scripts_can_be_touched(evening: Evening) -> None:
    starts = (evening.clock.now() + timedelta(seconds=120)).replace(tzinfo=None)
    for name, hashtag, labels in (("ar", "#مكتبات", ["س", "ج"]), ("ru", "#Чтение_2", ["В", "О"])):
        (evening.questions / f"{name}.toml").write_text(
            f'title = "T"\nhashtag = "{hashtag}"\ngroup = {CHAT}\ntimezone = "UTC"\n'
            f"labels = {json.dumps(labels, ensure_ascii=False)}\n[cadence]\n{QUICK}\n"
            f"[[session]]\nstarts = {starts.isoformat()}\nquestions = [\"{name}?\"]\n",
            encoding="utf-8",
        )  # fmt: skip
    await evening.start()
    evening.clock.jump(116)
    for label, name, hashtag in (("س", "ar", "#مكتبات"), ("В", "ru", "#Чтение_2")):
        post = await evening.until_posted(f"{name}?")
        assert post.text.startswith(f"{label}1. {name}?")
        assert touchable(post) == [hashtag]


async def test_a_reminder_that_was_overdue_when_the_session_was_planned_is_dropped(evening: Evening) -> None:
    cadence = 'reminders = ["2d", "1h", "10m", "2m"]\nfirst = "5s"\nevery = "1m"\nclosing = "1m"'
    evening.write("One?", starts_in=1200, cadence=cadence)
    starts = evening.clock.now() + timedelta(seconds=1200)
    await evening.start()
    for ahead, text in ((605, "10 minutes"), (125, "2 minutes"), (5, "One?")):
        evening.clock.jump(max(0.0, (starts - evening.clock.now()).total_seconds() - ahead))
        await evening.until_posted(text)
    before = [text for text in evening.posted if "begins in" in text]
    assert len(before) == 2
    assert "10 minutes" in before[0]
    assert "2 minutes" in before[1]
    assert [text for text in evening.posted if "#libchat" in text][2].startswith("👋")  # nothing else comes before it


async def test_cadences_of_a_second_are_kept_up_to_the_recap_and_its_last_amendment(
    evening: Evening, stalls: Stalls
) -> None:
    """By the wall's own clock: here it is the time that the bot takes which is looked at."""
    clock, ann = evening.clock, evening.telegram.person("Ann")
    clock.speed = 1
    clock.resume()
    evening.group.join(ann)
    evening.write(
        "One?", "Two?", "Three?", "Four?", starts_in=2,
        cadence='reminders = []\nfirst = "1s"\nevery = "1s"\nclosing = "1s"\nlate = "3s"',
    )  # fmt: skip
    start = clock.now() + timedelta(seconds=2)
    await evening.start()
    posts = [await evening.until_posted(f"Q{number}.") for number in range(1, 5)]
    answer = evening.group.say(ann, "A4 in time")
    recap = await evening.until_posted("took part")
    end = evening.recap()["session"]["ended_at"]
    assert "in time" in recap.text
    late = evening.group.say(ann, "A1 late")
    await evening.until(lambda: "A1 late" in recap.text)
    until = clock.now().fromisoformat(end.replace("Z", "+00:00")) + timedelta(seconds=3)
    while clock.now() < until - timedelta(seconds=0.3):
        evening.group.react(ann, late, "👍")
        evening.group.react(ann, late, ())
        await asyncio.sleep(0.2)  # as people do, again and again
    evening.group.edit(answer, "A4 edited at the last moment")
    await evening.until(lambda: "Answers are closed" in recap.text and "last moment" in recap.text)
    assert clock.now() - until < timedelta(seconds=2.5 + stalls.seconds)
    await evening.until(lambda: clock.now() > until + timedelta(seconds=1))
    evening.group.say(ann, "A2 too late")
    await evening.telegram.quiet()
    assert evening.recap()["counts"] | {"participants": 1, "answers": 2, "late": 1} == evening.recap()["counts"]
    for number, post in enumerate(posts):
        assert 0 <= post.sent_at - (start + timedelta(seconds=1 + number)).timestamp() < 1.5 + stalls.seconds
    assert sum("took part" in text for text in evening.posted) == 1
    assert recap.sent_at - (until.timestamp() - 3) < 5 + stalls.seconds
