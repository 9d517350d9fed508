"""What the bot does by itself about a busy or a quiet room: questions wait, spare ones are offered."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.rules.patience import LONGEST, STEP, TOO_NEAR, offers, wait
from bot.rules.reins import Room
from bot.rules.words import PostKind
from bot.store.tables import Post
from tests.evenings import PATIENCE, Evening
from tests.reins import CADENCE, HOURLY, due

NO_TIME = timedelta(0)
spans = st.timedeltas(NO_TIME, timedelta(hours=1))


@given(st.sampled_from(Room), spans, spans)
def test_a_question_waits_only_for_a_busy_room_and_never_longer_than_three_minutes(
    room: Room, waited: timedelta, late: timedelta
) -> None:
    longer = wait(room, waited, late)
    assert NO_TIME <= longer <= STEP
    if room is not Room.BUSY or late >= STEP or waited >= LONGEST:
        assert longer == NO_TIME
    else:
        assert longer > NO_TIME
        assert waited + longer <= LONGEST


@given(st.lists(st.sampled_from(Room), min_size=20, max_size=20))
def test_however_the_room_goes_on_all_waits_together_keep_to_the_limit(rooms: list[Room]) -> None:
    waited = NO_TIME
    for room in rooms:
        longer = wait(room, waited, NO_TIME)
        if not longer:
            break
        waited += longer
    assert waited <= LONGEST
    assert waited == LONGEST or rooms[round(waited / STEP)] is not Room.BUSY


@given(st.sampled_from(Room), st.integers(0, 5), st.none() | spans)
def test_a_spare_question_is_offered_when_it_is_quiet_one_is_left_and_nothing_comes_soon(
    room: Room, spares: int, until_next: timedelta | None
) -> None:
    wanted = room is Room.QUIET and spares > 0 and (until_next is None or until_next >= TOO_NEAR)
    assert offers(room, spares, until_next) is wanted


def manners(evening: Evening, text: str) -> None:
    file = evening.questions / "libchat.toml"
    file.write_text(file.read_text().replace("[[session]]", f"[manners]\n{text}\n[[session]]"))


def waited(evening: Evening, position: int) -> float:
    """Seconds that a question has waited for the room."""
    with evening.database.reading() as session:
        (post,) = [
            post
            for post in session.exec(select(Post))
            if post.kind is PostKind.QUESTION and post.key == f"1:question:{position}"
        ]
        return float(post.data.get("waited", 0))


async def test_a_question_waits_while_the_room_is_busy_over_a_restart_and_not_after_post_now(evening: Evening) -> None:
    anna = evening.telegram.person("Anna", username="anna")
    evening.group.join(anna)
    evening.group.promote(anna)
    anna.start()
    evening.write("One?", "Two?", "Three?", "Four?", cadence=CADENCE, head='moderators = ["@anna"]', starts_in=30)
    manners(evening, "hold_when_busy = true")
    await evening.start()
    await evening.until_posted("One?")
    planned = due(evening)

    def chatter(count: int = 12) -> None:
        for number in range(count):
            evening.group.say(anna, f"and {number} another thing")

    evening.clock.jump(100)
    chatter()
    await evening.until(lambda: waited(evening, 1) > 0)
    card = await anna.wait_for("🎛 #libchat", timeout=PATIENCE)
    await evening.until(lambda: "The room is busy, so the next question waits" in card.text)
    await evening.stop()
    chatter()
    await evening.start()
    chatter()
    posted = await evening.until_posted("Two?")
    shifted = timedelta(seconds=waited(evening, 1))
    assert timedelta(seconds=30) <= shifted <= LONGEST
    assert posted.sent_at - planned["question:1"].timestamp() <= LONGEST.total_seconds() + 60
    assert due(evening)["closing"] - planned["closing"] >= shifted
    await evening.until(lambda: "The room is busy" not in card.text)

    chatter(30)
    evening.group.say(anna, "/next")
    await evening.until_posted("Three?")
    assert waited(evening, 2) == 0


async def test_when_it_is_quiet_moderators_are_offered_a_spare_question_once(evening: Evening) -> None:
    anna = evening.telegram.person("Anna", username="anna")
    evening.group.join(anna)
    anna.start()
    spare = '{ text = "A spare one?", spare = true }'
    evening.write("One?", "Two?", spare, cadence=HOURLY, head='moderators = ["@anna"]', starts_in=30)
    manners(evening, "offer_spare = true")
    await evening.start()
    offered = await anna.wait_for("It has gone quiet", timeout=PATIENCE)
    assert "Q3. A spare one?" in offered.text
    evening.clock.jump(300)
    await evening.telegram.quiet()
    assert len([message for message in anna.messages if "It has gone quiet" in message.text]) == 1
    pressed = anna.press(offered, "Post the spare")
    await evening.until_posted("A spare one?")
    await evening.until(lambda: pressed.answer)
    evening.clock.jump(300)
    await evening.telegram.quiet()
    assert len([message for message in anna.messages if "It has gone quiet" in message.text]) == 1
