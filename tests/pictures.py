"""python -m tests.pictures: makes docs/pictures anew from the demo, as a browser shows it. Takes two minutes."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from bot.rehearsal.room.controls import FASTEST
from tests.browsers import DESKTOP, PHONE, said, visit

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
MODERATOR = "Ines Marsh"
PORT = 8765
PATIENCE = 60_000
"""Milliseconds that an evening may take from one picture to the next."""


async def taken(page: Page, name: str) -> None:
    """A picture of what the page shows, once nothing moves any more."""
    await page.wait_for_timeout(1000)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def private(page: Page) -> None:
    """The moderator's own chat with the bot."""
    await page.get_by_role("navigation").get_by_role("button", name=MODERATOR).click()
    await expect(page.locator("h2#title")).to_contain_text(MODERATOR)


async def portray(address: str) -> None:
    """Take part in the evening at this address as its moderator, with a camera."""
    async with visit(address, **DESKTOP, color_scheme="light") as page:
        await page.get_by_label("Writing as").select_option(label=MODERATOR)
        await private(page)
        await page.get_by_role("textbox", name="Message").fill("/start")
        await page.get_by_role("button", name="Send", exact=True).click()
        await page.get_by_role("navigation").get_by_role("button", name="Library chat").click()
        await expect(said(page, "Q4.").first).to_be_visible(timeout=PATIENCE)
        await expect(page.get_by_text("A4").first).to_be_visible(timeout=PATIENCE)
        await page.get_by_role("button", name="Stop the clock").click()
        await taken(page, "room-desktop")
    async with visit(address, **PHONE, color_scheme="light") as page:
        await page.get_by_label("Writing as").select_option(label=MODERATOR)
        await page.get_by_role("button", name="All chats").click()
        await private(page)
        await page.get_by_role("textbox", name="Message").blur()
        await said(page, "Unfiled").first.evaluate("card => card.scrollIntoView()")
        await taken(page, "card-phone")
    async with visit(address, **DESKTOP, color_scheme="light") as page:
        await page.get_by_role("slider", name="Speed").fill("7")
        await page.get_by_role("button", name="Let the clock run").click()
        await expect(said(page, "took part").first).to_be_visible(timeout=PATIENCE)
        await page.get_by_role("button", name="Stop the clock").click()
        async with page.context.expect_page() as opened:
            await page.get_by_role("link", name="Open the whole recap").click()
        record = await opened.value
        await taken(record, "record-desktop")
    async with visit(address, **PHONE, color_scheme="light") as page:
        await said(page, "took part").first.evaluate("message => message.scrollIntoView()")
        await taken(page, "recap-phone")


async def answering(port: int) -> None:
    """Wait until somebody listens there."""
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.2)
        else:
            writer.close()
            return
    raise TimeoutError(f"nobody listens on port {port}")


async def main() -> None:
    """Play the demo, and take the pictures meanwhile."""
    command = ("-m", "bot", "demo", "--no-browser", "--port", str(PORT), "--speed", str(FASTEST / 2))
    with tempfile.TemporaryDirectory() as folder:
        path = str(PICTURES.parent.parent)
        playing = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=folder, env={"PYTHONPATH": path}, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await answering(PORT)
            await portray(f"http://127.0.0.1:{PORT}")
        finally:
            playing.kill()
            await playing.wait()


if __name__ == "__main__":
    asyncio.run(main())
