"""A real browser for tests: Debian's chromium, seen through playwright; and axe-core, to judge what is seen."""

import functools
import importlib.util
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PATIENCE = 60_000
"""Milliseconds that a page has for what is expected of it."""
expect.set_options(timeout=PATIENCE)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed (Debian: apt install chromium)")


@asynccontextmanager
async def visit(address: str, **look: Any) -> AsyncIterator[Page]:
    """A page in a fresh profile. Fails if it asked anybody else for anything, or complained on its console.

    ``look`` are playwright's options of a context: viewport, color_scheme, has_touch, …
    """
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(locale="en-GB", timezone_id="Europe/London", **look)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("dialog", lambda dialog: complaints.append(f"a dialog: {dialog.message}"))
        page.on("request", lambda request: None if request.url.startswith(address) else complaints.append(request.url))
        await page.goto(address)
        await page.locator("#log:not(:empty)").wait_for()
        yield page
        await browser.close()
    assert complaints == []


@functools.cache
def axe() -> str | None:
    """axe-core's script as a Python package brings it, or None when none is installed."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        return None
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


async def faults(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands, by the rules of WCAG 2.2 AA and good practice."""
    script = axe()
    assert script is not None
    await page.evaluate(script)
    options = {"resultTypes": ["violations"]}
    found = await page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{one['impact']}: {one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def said(page: Page, text: str) -> Locator:
    """The message on the page that holds this text."""
    return page.locator("#log article").filter(has_text=text)


async def write(page: Page, text: str) -> None:
    """Type and send."""
    box = page.get_by_role("textbox", name="Message")
    await box.fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(box).to_have_value("")
