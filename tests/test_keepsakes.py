"""What people take home in private: pictures of the figures, and all their own words as a file."""

import io

from PIL import Image

from bot.recaps.pictures import growth_picture, recap_caption, recap_picture
from bot.rehearsal.messages import Message
from bot.rehearsal.persons import Person
from bot.rules.growth import Figures, Held
from bot.rules.rows import Rows
from bot.wording.html import visible_length
from bot.wording.language import Language
from tests.evenings import PATIENCE, Evening
from tests.recap_example import BEGIN, evening, other, question
from tests.records import an_ended_evening, file_of


async def picture_of(evening: Evening, person: Person, caption: str) -> tuple[Message, Image.Image]:
    """The picture with this caption that somebody got, and what it looks like."""
    message = await person.wait_for(caption, timeout=PATIENCE)
    photo = message.media["photo"][0]
    return message, Image.open(io.BytesIO(evening.telegram.world.files[photo["file_id"]].content))


def blue(picture: Image.Image) -> int:
    """How many points of it are solid."""
    return {colour: count for count, colour in picture.getcolors(10_000) or ()}.get((31, 95, 168), 0)


async def test_pictures_come_with_the_record_and_the_figures_and_say_in_words_what_they_show(evening: Evening) -> None:
    _, bob = await an_ended_evening(evening)
    bob.write("/recap")
    told, picture = await picture_of(evening, bob, "Answers by question")
    assert "Q1: 1 answer, 0 comments and talk" in told.text
    assert blue(picture) > 10_000
    bob.write("/stats")
    told, picture = await picture_of(evening, bob, "People by session")
    assert "#1: 1 person, 1 first-timer, answers a question: 1" in told.text
    assert picture.format == "PNG"
    bob.write("/recap markdown")
    await file_of(evening, bob, "libchat-1.md")
    await evening.telegram.quiet()
    assert sum("Answers by question" in one.text for one in bob.messages) == 1


async def test_ones_own_words_come_as_a_file_that_is_theirs_alone(evening: Evening) -> None:
    anna, bob = await an_ended_evening(evening)
    evening.group.say(bob, "/mine")
    page = await file_of(evening, bob, "my-answers.html")
    assert "Bob &lt;b&gt;" in page
    assert "A1 tea" in page
    assert "One?" in page
    anna.write("/mine")
    await anna.wait_for("I keep nothing of yours", timeout=PATIENCE)
    bob.write("/forget")
    bob.press(await bob.wait_for("Erase everything", timeout=PATIENCE), "Yes, erase it all")
    since = len(bob.messages)
    bob.write("/mine")
    await evening.until(lambda: any("I keep nothing" in one.text for one in bob.messages[since:]))
    assert not any("my-answers" in str(one.media) for one in [*anna.messages, *bob.messages[since:]])


def test_pictures_of_any_size_are_what_telegram_takes_as_a_photo() -> None:
    held = [Held(at, at, "", BEGIN, 0) for at in range(1, 60)]
    grown = [Figures(one, 9, 4, 5, 20, 6, 3.3, 2, None) for one in held]
    many = other(Rows(questions=[question(at, "?") for at in range(1, 80)], answers=()), question_letter="П")
    for content in (growth_picture(grown), growth_picture(grown[:1]), recap_picture(evening()), recap_picture(many)):
        width, height = Image.open(io.BytesIO(content)).size
        assert width + height <= 10_000
        assert width <= 20 * height
    assert visible_length(recap_caption(many, Language())) <= 1024
