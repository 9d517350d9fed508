"""Slow chats: numbered prompts with a running title, a nudge when few answered, the ideas store; over the wire."""

from datetime import timedelta
from pathlib import Path

from bot.recaps.archive import Folder, build
from bot.rules import nudging
from tests.evenings import CHAT, Evening
from tests.talks import Talk


def weekly(evening: Evening, *, zone: str = "UTC") -> None:
    """A series of two prompts, a week apart, each open for four days."""
    starts = (evening.clock.now() + timedelta(seconds=60)).replace(tzinfo=None, microsecond=0)
    sessions = "".join(
        f'[[session]]\ntopic = "{topic}"\nstarts = {(starts + timedelta(days=7 * week)).isoformat()}\n'
        f'tags = ["{tag}"]\nquestions = ["{text}"]\n'
        for week, (topic, tag, text) in enumerate(
            (("One sign less", "signs", "Which sign could go?"), ("Sit down", "Chairs", "Where do people sit last?"))
        )
    )
    (evening.questions / "steps.toml").write_text(
        f'title = "Small steps"\nhashtag = "#SmallSteps"\ngroup = {CHAT}\ntimezone = "{zone}"\n'
        'numbering = "series"\nunlabelled = "answer"\n[cadence]\nreminders = []\nfirst = "1m"\nclosing = "4d"\n'
        f'late = "1d"\n{sessions}',
        encoding="utf-8",
    )


async def test_numbered_prompts_are_brought_up_once_and_become_an_ideas_store(evening: Evening, tmp_path: Path) -> None:
    weekly(evening)
    evening.group.add_bot(admin=True, can_delete=True)
    ann, bob = evening.telegram.person("Ann"), evening.telegram.person("Bob")
    evening.group.join(ann, bob)
    await evening.start()
    welcome = await evening.until_posted("Welcome")
    assert "Small steps #1: One sign less" in welcome.text
    await evening.until_posted("Q1. Which sign could go?")
    liked = evening.group.say(ann, "The one about silence")
    evening.group.react(bob, liked, "👍")
    await evening.until(lambda: evening.filed(1, "steps"))
    await evening.stop()
    await evening.start()
    evening.clock.jump(2 * 86_400 + 60)  # half of its time
    night = nudging.awake(evening.clock.now(), "UTC") - evening.clock.now()
    evening.clock.jump(night.total_seconds() + 60)
    nudge = await evening.until_posted("🌱 Q1. Which sign could go?")
    assert "1 person has answered so far; there is room for you." in nudge.text
    assert "It stays open until" in nudge.text
    evening.group.say(bob, "The wet floor one", reply_to=nudge)
    await evening.until(lambda: evening.filed(1, "steps")[1:] == [("Bob", "The wet floor one")])
    evening.clock.jump(2 * 86_400 - night.total_seconds())
    recap = await evening.until_posted("took part")
    assert "Small steps #1: One sign less" in recap.text
    assert sum(text.startswith("🌱") for text in evening.posted) == 1
    evening.clock.jump(3 * 86_400)
    await evening.until_posted("Q2. Where do people sit last?")
    assert any("Small steps #2: Sit down" in text for text in evening.posted)
    evening.group.say(ann, "By the door")

    talk = Talk(bob)
    tags = await talk.say("/ideas", "Ideas by tag")
    assert "Chairs (1) · signs (1)" in tags.text
    found = await talk.say("/ideas Signs", "Asked under")
    assert "Small steps #1: One sign less\nQ1 Which sign could go?\n• Ann: The one about silence ♥ 1" in found.text
    await talk.say("/ideas nothing", "Nothing was asked under “nothing” yet.")
    evening.group.say(ann, "/ideas chairs")
    short = await evening.until_posted("Asked under “chairs”")
    evening.clock.jump(61)
    await evening.until(lambda: short.deleted)
    stranger = Talk(evening.telegram.person("Stranger"))
    await stranger.say("/ideas signs", "No session so far has a tag")
    with evening.database.reading() as session:
        build(session, Folder(tmp_path / "site"), now=evening.clock.now())
    page = (tmp_path / "site/tags/signs/index.html").read_text(encoding="utf-8")
    assert "Which sign could go?" in page
    assert "The one about silence" in page
    assert "Small steps #1: One sign less" in page
