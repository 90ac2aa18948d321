"""A real browser for the tests, driven by Playwright.

It is the system's Chromium, unless CARESHEET_TESTS_BROWSER names firefox or webkit, which Playwright brings:
`playwright install --with-deps firefox webkit`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright
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
ENGINE = os.environ.get("CARESHEET_TESTS_BROWSER") or "chromium"
"""The engine that the pages are tried in."""
WIDE, NARROW = (1280, 800), (320, 640)
# Replaces the browser's own print window, which crashes headless Chromium.
PRINT = """
window.print = () => { window.top.document.body.dataset.printed = document.contentType; };
"""


LONGEST = 120_000
"""Milliseconds: the first page after a change composes every handout, on a machine that may be busy."""
expect.set_options(timeout=LONGEST)


def chromium_path() -> str:
    """The path of Chromium; empty if it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        kind: BrowserType = getattr(playwright, ENGINE)
        path = chromium_path() if ENGINE == "chromium" else kind.executable_path
        need("browser", "" if path and Path(path).exists() else f"there is no {ENGINE}")
        arguments = list(ARGUMENTS) if ENGINE == "chromium" else []
        opened = kind.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@contextmanager
def window_on(chromium: Browser, desk: Desk, size: tuple[int, int] = WIDE, **choices: object) -> Iterator[Page]:
    """A window with a new profile that has opened the desk by its link. Errors of the page's script fail the test."""
    context: BrowserContext = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **choices)
    context.set_default_timeout(LONGEST)
    context.add_init_script(PRINT)
    window, complaints = context.new_page(), list[str]()
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    window.goto(address_of(desk.server.note))
    yield window
    context.close()
    assert complaints == []
