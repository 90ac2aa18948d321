"""A real browser for the tests: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.run import need
from tests.web.desks import Browser as Desk

from caresheet.web.server import address_of

ARGUMENTS = (
    "--no-sandbox",  # root cannot use the sandbox; only the desk is opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = (1280, 800), (320, 640)
# Replaces the browser's own print window, which crashes headless Chromium.
PRINT = """
window.print = () => { window.top.document.body.dataset.printed = document.contentType; };
"""


expect.set_options(timeout=30_000)
"""Milliseconds: the first page after a change composes every handout, on a machine that may be busy."""


def chromium_path() -> str:
    """The path of Chromium; empty if it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    need("browser", "" if chromium_path() else "there is no Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield opened
        opened.close()


@contextmanager
def window_on(chromium: Browser, desk: Desk, size: tuple[int, int] = WIDE, **choices: object) -> Iterator[Page]:
    """A window with a new profile that has opened the desk by its link. Errors of the page's script fail the test."""
    context: BrowserContext = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **choices)
    context.add_init_script(PRINT)
    window, complaints = context.new_page(), list[str]()
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    window.goto(address_of(desk.server.note))
    yield window
    context.close()
    assert complaints == []
