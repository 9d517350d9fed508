"""How the rehearsal room looks and is heard in a browser: phones, keyboards, screen readers, colours."""

import pytest
from playwright.async_api import Page, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.browsers import DESKTOP, PHONE, axe, faults, needs_chromium, said, visit, write
from tests.rooms import Room
from tests.standins import client_of

pytestmark = needs_chromium


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
