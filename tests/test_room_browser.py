"""The rehearsal room in a real browser: people come, answer, edit, react; moderators hold the reins; text is text."""

from datetime import timedelta

from playwright.async_api import Locator, Page, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rehearsal.room.controls import Controls
from bot.rehearsal.room.routes import pages
from tests.browsers import DESKTOP, needs_chromium, said, visit, write
from tests.evenings import Evening
from tests.rooms import Room, picture
from tests.standins import client_of

pytestmark = needs_chromium


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
