"""The archive in a real browser: searched, unfolded and followed, opened as a file and from a plain web host."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Page, async_playwright, expect
from sqlmodel import Session

from bot.rules.words import FiledBy, Place
from bot.store.database import Database
from bot.store.tables import Message
from bot.store.upgrade import upgrade
from tests.archive_example import BEGIN, GROUP, fill, hold, made
from tests.browsers import CHROMIUM, FLAGS, axe, faults, needs_chromium
from tests.rows import add

pytestmark = needs_chromium
NARROW = {"width": 320, "height": 640}
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
LONG = "a tag of so many words that no phone in the world holds it on a line " + "o" * 60
HOSTILE = "<img src=x onerror=alert(1)> constructor __proto__"


class Quiet(SimpleHTTPRequestHandler):
    """A plain web host that writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of fifteen sessions; one of them holds a thread, and a text that would like to be a script."""
    folder = tmp_path_factory.mktemp("browser")
    database = Database(f"sqlite:///{folder}/chathour.db")
    upgrade(database)
    with database.transaction() as session:
        fill(session)
        comment(session)
        for number in range(20, 31):
            hold(session, number, "libchat", number, f"Newts {number}", [f"A1 {HOSTILE}", "A1 newts"], tags=[LONG])
    made(database, folder / "site")
    database.close()
    return folder / "site"


def comment(session: Session) -> None:
    """A reply to Anna's answer in the first session."""
    reply = Message(
        chat_id=GROUP,
        message_id=1050,
        session_id=1,
        participant_id=2,
        text="which village?",
        sent_at=BEGIN,
        place=Place.COMMENT,
        filed_by=FiledBy.THREAD,
        question_id=1,
        thread=1001,
    )
    add(session, reply)


@pytest.fixture(params=["file", "host"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the archive is: among one's files, or on a plain web host under some folder."""
    if request.param == "file":
        yield site.as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site.parent))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/site"
    server.shutdown()
    server.server_close()
    thread.join()


@asynccontextmanager
async def visit(address: str, page: str, size: dict[str, int] = DESKTOP) -> AsyncIterator[Page]:
    """A page of the archive. Fails if it asked anybody else for anything, or complained."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = await browser.new_page(viewport=size)  # type: ignore[arg-type]  # playwright's own type of the same
        opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        opened.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        opened.on("dialog", lambda dialog: complaints.append(f"a dialog: {dialog.message}"))
        opened.on("request", lambda sent: None if sent.url.startswith(address) else complaints.append(sent.url))
        await opened.goto(f"{address}/{page}")
        yield opened
        await browser.close()
    assert [one for one in complaints if "favicon" not in one] == []


async def test_a_search_from_the_first_page_finds_an_answer_and_leads_to_it(address: str) -> None:
    async with visit(address, "index.html") as page:
        await page.get_by_role("searchbox").fill("bookmobile")
        await page.get_by_role("button", name="Search").click()
        await expect(page.locator("#status")).to_have_text("Sessions found: 1")
        await expect(page.locator("mark")).to_have_text("bookmobile")
        await page.get_by_role("link", name="Cleo").click()
        await expect(page.locator("li:target")).to_contain_text("a bookmobile in Skye")


FOUND = {
    "BOOKMOBILE skye": 1,
    "bookmob": 1,
    "federation": 1,
    "Fédération": 1,
    "図書": 1,
    "書館": 1,
    "bees poetry": 2,
    "zebra": 0,
    "constructor": 11,
    "<img>": 11,
    "newts": 11,
}
"""How many sessions hold what is searched, all of it or else some."""


async def test_words_are_found_however_they_are_written(site: Path) -> None:
    async with visit(site.as_uri(), "search.html") as page:
        for query, found in FOUND.items():
            await page.goto(f"{site.as_uri()}/search.html?q={quote(query)}")
            await expect(page.get_by_role("searchbox")).to_have_value(query)
            told = f": {found}" if found else "Nothing found"
            await expect(page.locator("#status"), query).to_contain_text(told)


async def test_many_sessions_are_shown_ten_at_a_time(site: Path) -> None:
    async with visit(site.as_uri(), "search.html?q=newts") as page:
        results = page.locator("#results > li")
        await expect(results).to_have_count(10)
        await page.get_by_role("button", name="More").click()
        await expect(results).to_have_count(11)
        await expect(page.get_by_role("button", name="More")).to_be_hidden()


async def test_hostile_texts_are_found_as_text(site: Path) -> None:
    async with visit(site.as_uri(), "search.html?q=onerror") as page:
        await expect(page.locator("#results > li").first).to_contain_text("<img src=x")
        assert await page.locator("#results img").count() == 0


async def test_threads_are_folded_until_somebody_opens_them(address: str) -> None:
    async with visit(address, "libchat/1/index.html") as page:
        reply = page.get_by_text("which village?")
        await expect(reply).to_be_hidden()
        await page.locator("summary", has_text="1 reply").click()
        await expect(reply).to_be_visible()


async def test_a_link_to_a_folded_comment_unfolds_it(site: Path) -> None:
    async with visit(site.as_uri(), "libchat/1/index.html#q1-1050") as page:
        await expect(page.get_by_text("which village?")).to_be_visible()


async def test_print_shows_what_is_folded(site: Path) -> None:
    async with visit(site.as_uri(), "libchat/1/index.html") as page:
        await page.emulate_media(media="print")
        await expect(page.get_by_text("which village?")).to_be_visible()
        await expect(page.locator(".trail")).to_be_hidden()


async def test_print_holds_all_columns_of_the_numbers(site: Path) -> None:
    async with visit(site.as_uri(), "libchat/growth.html", {"width": 680, "height": 960}) as page:
        await page.emulate_media(media="print")
        cut = "table => table.getBoundingClientRect().right - document.documentElement.clientWidth"
        assert await page.locator(".wide table").evaluate(cut) <= 0


PAGES = (
    "index.html",
    "libchat/index.html",
    "libchat/1/index.html",
    "libchat/20/index.html",
    "libchat/questions.html",
    "libchat/growth.html",
    "years/2025/index.html",
    "tags/reading/index.html",
    "search.html?q=newts",
)


async def test_the_narrowest_phone_shows_charts_to_read_and_headings_whole(site: Path) -> None:
    async with visit(site.as_uri(), "libchat/20/index.html", NARROW) as page:
        await page.get_by_text("The same as a table").click()
        await expect(page.locator("th").first).to_have_text("Question")
        lines = "cell => { const all = new Range(); all.selectNodeContents(cell); return all.getClientRects().length }"
        assert await page.locator("th").first.evaluate(lines) == 1
        for path in ("libchat/20/index.html", "libchat/growth.html"):
            await page.goto(f"{site.as_uri()}/{path}")
            pixels = "text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
            assert await page.locator(".chart text").first.evaluate(pixels) > 9, path
            assert await page.locator(".chart").first.evaluate("chart => getComputedStyle(chart).overflow") == "visible"


@pytest.mark.skipif(axe() is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_every_kind_of_page_can_be_used_by_all_and_fits(site: Path, size: dict[str, int]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(viewport=size, bypass_csp=True)  # type: ignore[arg-type]  # see visit
        page = await context.new_page()
        for path in PAGES:
            await page.goto(f"{site.as_uri()}/{path}")
            assert await faults(page) == [], path
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(overflow) <= 0, path
        await browser.close()
