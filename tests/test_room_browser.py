"""The rehearsal room in a real browser: people come, answer, edit, react; moderators hold the reins; text is text."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rehearsal.clocks import RehearsalClock
from bot.rehearsal.room.controls import Controls
from bot.rehearsal.room.routes import pages
from tests.browsers import axe, faults, needs_chromium, visit
from tests.evenings import Evening
from tests.rooms import Room, open_room, picture
from tests.standins import client_of

pytestmark = needs_chromium

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room whose clock stands at its beginning until somebody lets it run."""
    clock = RehearsalClock(speed=10)
    clock.pause()
    async with open_room(clock) as opened:
        yield opened


def said(page: Page, text: str) -> Locator:
    """The message on the page that holds this text."""
    return page.locator("#log article").filter(has_text=text)


async def write(page: Page, text: str) -> None:
    """Type and send."""
    box = page.get_by_role("textbox", name="Message")
    await box.fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(box).to_have_value("")


async def do(page: Page, message: Locator, deed: str) -> None:
    """Open a message's menu and choose."""
    await message.click(button="right", position={"x": 60, "y": 20})
    await page.get_by_role("menu").get_by_text(deed, exact=True).click()


async def test_an_evening_in_the_browser_from_joining_to_the_recap(evening: Evening) -> None:
    ann = evening.telegram.person("Ann", last_name="Lee")
    evening.group.join(ann)
    evening.write("Who are you?", "And why?", cadence='reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "1m"')
    evening.telegram.server.app.router.routes.extend(
        pages(evening.telegram, Controls(evening.group, evening.clock, topic="Reading for pleasure"))
    )
    await evening.start()
    await evening.until_posted("Who are you?")
    evening.clock.pause()
    async with visit(evening.telegram.url, **DESKTOP) as page:
        await page.get_by_role("button", name="New person").click()
        await page.get_by_label("Name", exact=True).fill("Zoë")
        await page.get_by_role("button", name="Join", exact=True).click()
        await expect(page.get_by_label("Writing as")).to_contain_text("Zoë")
        await expect(page.get_by_role("log").get_by_text("Zoë joined the group")).to_be_visible()

        question = said(page, "Q1. Who are you?").first
        await expect(question).to_be_visible()
        await do(page, question, "Reply")
        await expect(page.get_by_text("Reply to chathour")).to_be_visible()
        await write(page, "a reader")
        answer = said(page, "a reader").first
        await expect(answer.locator(".reply")).to_contain_text("Who are you?")
        await page.keyboard.press("ArrowUp")
        await write(page, "a reader of maps")
        await expect(answer).to_contain_text("edited")
        await do(page, question, "👍")
        await expect(question.get_by_role("button", name="👍 by Zoë")).to_have_attribute("aria-pressed", "true")
        await evening.until(lambda: evening.filed(1) == [("Zoë", "a reader of maps")])

        await page.reload()
        await expect(said(page, "a reader of maps").first).to_contain_text("edited")
        await expect(page.get_by_label("Writing as")).to_have_value(str(evening.group.messages[-1].author.id))  # type: ignore[union-attr] # people's messages have an author
        await expect(question.get_by_role("button", name="👍 by Zoë")).to_be_visible()

        await page.get_by_role("button", name="Let the clock run").click()
        recap = said(page, "took part").first
        await expect(recap).to_be_visible()
        await expect(recap.get_by_role("link", name="Zoë")).to_be_visible()
        await recap.get_by_role("link", name="Zoë").click()
        await expect(answer).to_be_focused()


async def test_a_moderator_pauses_and_resumes_in_the_browser(evening: Evening) -> None:
    maya = evening.telegram.person("Maya")
    evening.group.promote(maya)
    evening.write("Who are you?", "And why?", cadence='reminders = []\nfirst = "1m"\nevery = "2m"\nclosing = "5m"')
    evening.telegram.server.app.router.routes.extend(pages(evening.telegram, Controls(evening.group, evening.clock)))
    await evening.start()
    await evening.until_posted("Who are you?")
    evening.clock.pause()
    async with visit(evening.telegram.url, **DESKTOP) as page:
        await page.get_by_label("Writing as").select_option(label="Maya")
        await expect(said(page, "Q1. Who are you?").first).to_be_visible()
        await write(page, "/pause")
        await evening.until(lambda: evening.recap()["session"]["state"] == "held")
        await page.get_by_role("button", name="Let the clock run").click()
        await page.get_by_role("button", name="15 min late").click()
        later = evening.clock.now() + timedelta(minutes=1)
        await evening.until(lambda: evening.clock.now() > later)
        await expect(said(page, "And why?")).to_have_count(0)
        await write(page, "/resume")
        await expect(said(page, "Q2. And why?").first).to_be_visible()


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>&lt;b&gt;'


async def test_hostile_text_stays_text(room: Room) -> None:
    room.group.chat.title = HOSTILE
    eve = room.telegram.person(HOSTILE)
    room.group.join(eve, quietly=False)
    first = room.group.say(eve, HOSTILE)
    room.group.say(room.ann, f"javascript:alert(1) {HOSTILE}", reply_to=first)
    bad = [{"type": "text_link", "offset": 0, "length": 5, "url": "javascript:window.hit=1"}]
    room.group.say(eve, "touch me", entities=bad)
    room.rows[1] = room.rows[1]._replace(what=HOSTILE)
    async with client_of(room.telegram) as bot:
        await bot.send_poll(room.group.id, HOSTILE, [HOSTILE, "no"])
        await bot.send_document(room.group.id, b"<script>window.hit=1</script>", filename="<b>x</b>.html")
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(HOSTILE, callback_data="x")]])
        await bot.send_message(room.group.id, "look", reply_markup=keyboard)
    room.group.pin(room.ann, first)
    room.group.react(eve, first, "👍")
    async with visit(room.telegram.url, **DESKTOP) as page:
        assert await page.locator("#log .text").first.evaluate("e => e.firstChild.textContent") == HOSTILE
        await expect(page.locator("h2#title")).to_have_text(HOSTILE)
        await expect(page.locator("#timetable")).to_contain_text(HOSTILE)
        assert await page.locator("#log a[href^='javascript']").count() == 0
        assert await page.locator("img:not([src='/room/sign.svg']), body script, #log b").count() == 0
        assert await page.evaluate("window.hit") is None


async def test_formatting_looks_as_it_was_meant(room: Room) -> None:
    async with client_of(room.telegram) as bot:
        quote = "<blockquote expandable>" + "A long quotation. " * 30 + "</blockquote>"
        await bot.send_message(
            room.group.id,
            f"<b>bold <i>both</i></b> 🙂 <u>under</u> <code>a&lt;b</code> #libchat https://example.org/x {quote}"
            '<tg-time unix="1796241600" format="wDT">Wednesday</tg-time> <tg-spoiler>secret</tg-spoiler>',
            parse_mode="HTML",
        )
    async with visit(room.telegram.url, **DESKTOP) as page:
        text = page.locator("#log .text").last
        await expect(text.locator("strong em")).to_have_text("both")
        await expect(text.locator("u")).to_have_text("under")
        await expect(text.locator("code")).to_have_text("a<b")
        await expect(text.locator(".tag")).to_have_text("#libchat")
        await expect(text.get_by_role("link")).to_have_attribute("href", "https://example.org/x")
        await expect(text.locator("time").first).to_have_text("Wednesday, 2 December 2026 at 20:00:00")
        short = await text.locator(".words").evaluate("e => e.clientHeight")
        await text.get_by_role("button", name="Show all").click()
        assert await text.locator(".words").evaluate("e => e.clientHeight") > short
        await text.get_by_role("button", name="Hidden text").click()
        await expect(text).to_contain_text("secret")


async def test_buttons_polls_and_photos_work(room: Room) -> None:
    room.ann.write("/start")
    async with client_of(room.telegram) as bot:
        poll = await bot.send_poll(room.group.id, "Tea?", ["Yes", "No"], is_anonymous=False)
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Count me in", callback_data="in")]])
        await bot.send_message(room.ann.id, "Coming?", reply_markup=keyboard)
        async with visit(room.telegram.url, **DESKTOP) as page:
            await page.get_by_label("Writing as").select_option(label="Ann Lee")
            await page.get_by_role("radio", name="Yes").check()
            await expect(page.get_by_text("100%")).to_be_visible()
            assert room.group.chat.messages[poll.message_id].poll.votes[room.ann.id][1] == [0]  # type: ignore[union-attr] # it has a poll
            await page.get_by_role("button", name="Take my vote back").click()
            await expect(page.get_by_text("No votes")).to_be_visible()

            await page.get_by_role("textbox", name="Message").fill("A1 my desk")
            await page.locator("#photo").set_input_files(
                {"name": "desk.png", "mimeType": "image/png", "buffer": picture()}
            )
            await expect(page.get_by_role("img", name="Photo: A1 my desk")).to_be_visible()

            await page.get_by_role("navigation").get_by_role("button", name="Ann Lee").click()
            await expect(page.locator("h2#title")).to_have_text("chathour with Ann Lee")
            await page.get_by_role("button", name="Count me in").click()
            await room.telegram.until(lambda: room.telegram.presses)
            await bot.answer_callback_query(room.telegram.presses[0].id, "See you there")
            await expect(page.get_by_text("See you there")).to_be_visible()
            await expect(page.get_by_role("button", name="Count me in")).not_to_have_attribute("aria-busy", "true")


async def test_everything_can_be_done_from_the_keyboard(room: Room) -> None:
    room.group.say(room.maya, "first")
    room.group.say(room.maya, "second")
    async with visit(room.telegram.url, **DESKTOP) as page:
        await page.get_by_label("Writing as").select_option(label="Ann Lee")
        await page.get_by_role("log").focus()
        await page.keyboard.press("ArrowUp")
        await expect(said(page, "second")).to_be_focused()
        await page.keyboard.press("ArrowUp")
        await expect(said(page, "first")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitemradio", name="👍")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(said(page, "first")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
        await page.keyboard.type("third")
        await page.keyboard.press("Enter")
        await expect(said(page, "third").locator(".reply")).to_contain_text("first")


async def test_messages_are_told_to_screen_readers_once(room: Room) -> None:
    async with visit(room.telegram.url, **DESKTOP) as page:
        log = page.get_by_role("log", name="Library hour")
        await expect(log).to_have_attribute("aria-live", "polite")
        message = room.group.say(room.ann, "A1 hello")
        await expect(said(page, "A1 hello")).to_be_visible()
        await said(page, "A1 hello").evaluate("e => { e.dataset.same = 'yes'; }")
        room.group.react(room.maya, message, "👍")
        await expect(said(page, "A1 hello").get_by_role("button", name="👍 by Maya Okafor")).to_be_visible()
        await expect(said(page, "A1 hello")).to_have_attribute("data-same", "yes")


async def test_on_a_phone_one_thing_is_shown_at_a_time(room: Room) -> None:
    room.group.say(room.ann, "hello")
    async with visit(room.telegram.url, **PHONE) as page:
        await expect(page.get_by_role("region", name="Control room")).to_be_hidden()
        await expect(page.get_by_role("navigation")).to_be_hidden()
        await page.get_by_role("button", name="Control room", exact=True).click()
        await expect(page.get_by_role("heading", name="Control room")).to_be_focused()
        await page.get_by_role("button", name="Close the control room").click()
        await expect(page.get_by_role("button", name="Control room", exact=True)).to_be_focused()
        await page.get_by_role("button", name="All chats").click()
        await page.get_by_role("navigation").get_by_role("button", name="Ann Lee").click()
        await expect(page.locator("h2#title")).to_have_text("chathour with Ann Lee")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_controls_turn_the_room_and_trouble_is_told(room: Room) -> None:
    async with visit(room.telegram.url, **DESKTOP) as page:
        panel = page.get_by_role("region", name="Control room")
        await expect(panel.locator("[aria-current='step']")).to_contain_text("Q1 Who are you?")
        await panel.get_by_role("button", name="Next post").click()
        await expect(panel.locator("[aria-current='step']")).to_contain_text("Q2 And why?")
        await panel.get_by_role("slider", name="Speed").fill("7")
        await panel.get_by_role("button", name="Let the clock run").click()
        await expect(panel.get_by_role("button", name="Stop the clock")).to_be_visible()
        assert room.clock.speed == 120
        await panel.get_by_role("switch", name="They take part").uncheck()
        await panel.get_by_role("slider", name="How many").fill("20")
        await room.telegram.until(lambda: room.controls.crowd and room.controls.crowd.people == 20)
        assert room.controls.crowd is not None
        assert not room.controls.crowd.on
        await panel.get_by_role("switch", name="Telegram is down").check()
        await expect(page.get_by_text("Telegram now answers 502 Bad Gateway")).to_be_visible()
        await panel.get_by_role("switch", name="Telegram is down").uncheck()
        await expect(page.get_by_text("Telegram now answers 502 Bad Gateway")).to_be_hidden()
        room.recap = "<h1>All of it</h1>"
        await expect(panel.get_by_role("link", name="Open the whole recap")).to_be_visible()


async def test_who_left_is_asked_in_again(room: Room) -> None:
    async with visit(room.telegram.url, **DESKTOP) as page:
        await page.get_by_label("Writing as").select_option(label="Ann Lee")
        room.group.leave(room.ann)
        await expect(page.get_by_text("Ann Lee is not in the group.")).to_be_visible()
        await page.get_by_role("button", name="Join the group").click()
        await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
        await write(page, "back again")
        await expect(said(page, "back again")).to_be_visible()


async def test_colours_follow_the_system_until_somebody_chooses(room: Room) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    async with visit(room.telegram.url, **DESKTOP, color_scheme="dark") as page:
        dark = await page.evaluate(paper)
        await page.emulate_media(color_scheme="light")
        light = await page.evaluate(paper)
        assert light != dark
        await page.get_by_role("button", name="Colours: as the system").click()
        await page.get_by_role("button", name="Colours: light").click()
        assert await page.evaluate(paper) == dark
        await page.reload()
        await expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
        assert await page.evaluate(paper) == dark


@pytest.mark.skipif(axe() is None, reason="axe-core is not installed (pip install axe-playwright-python)")
@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_axe_finds_nothing_wrong(room: Room, look: dict[str, object]) -> None:
    first = room.group.say(room.ann, "A1 hello #libchat, see https://example.org or /recap")
    room.group.say(room.maya, "a reply", reply_to=first)
    room.group.react(room.maya, first, "👍")
    room.group.pin(room.maya, first)
    async with client_of(room.telegram) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        html = "<b>Q1.</b> <blockquote>quoted</blockquote> <code>code</code> <tg-spoiler>hidden</tg-spoiler>"
        await bot.send_message(room.group.id, html, parse_mode="HTML", reply_markup=keyboard)
        await bot.send_document(room.group.id, b"a,b", filename="recap.csv")
        sent = await bot.send_poll(room.group.id, "Tea?", ["Yes", "No"], is_anonymous=False)
    room.ann.vote(room.group.chat.messages[sent.message_id], [0])
    room.telegram.faults.flood(room.group.id, 60)
    async with visit(room.telegram.url, **look) as page:
        await page.get_by_label("Writing as").select_option(label="Ann Lee")
        await expect(page.get_by_text("Telegram now answers 429")).to_be_visible()
        assert await faults_in_both_colours(page) == []
        await said(page, "a reply").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menu")).to_be_visible()
        assert await faults_in_both_colours(page) == []
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="New person").click()
        assert await faults_in_both_colours(page) == []
        await page.keyboard.press("Escape")
        if look is PHONE:
            await page.get_by_role("button", name="Control room", exact=True).click()
            assert await faults_in_both_colours(page) == []
            await page.get_by_role("button", name="Close the control room").click()
            await page.get_by_role("button", name="All chats").click()
            assert await faults_in_both_colours(page) == []


async def faults_in_both_colours(page: Page) -> list[str]:
    """What axe-core finds, first in the light, then in the dark."""
    found = await faults(page)
    await page.emulate_media(color_scheme="dark")
    found += await faults(page)
    await page.emulate_media(color_scheme="light")
    return found
