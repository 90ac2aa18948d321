"""What the browser itself keeps of a patient: it is a separate program, with files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from tests.web.chromium import ARGUMENTS, ENGINE, PRINT, chromium_path
from tests.web.desks import Browser
from tests.web.test_patients import NAME, WALLET, spellings

from caresheet.web.server import address_of

pytestmark = pytest.mark.skipif(ENGINE != "chromium", reason="the files of other browsers are not known here")
_WRITES = 5_000
"""Milliseconds after which Chromium has written its list of open tabs: it waits half of that."""


@contextmanager
def own_profile(chromium: Chromium, profile: Path, browser: Browser, *, script: bool) -> Iterator[Page]:
    """A window of a browser that keeps its files in a folder, as everybody's does."""
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=list(ARGUMENTS), java_script_enabled=script
    )
    context.add_init_script(PRINT)
    window = context.new_page()
    window.goto(address_of(browser.server.note))
    yield window
    window.wait_for_timeout(_WRITES)
    context.close()


def kept(profile: Path) -> set[str]:
    """The files of a profile that have the patient's name, without the numbers in their names."""
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert len(files) > 50
    found = [path for path in files if any(words in path.read_bytes() for words in spellings("Quispe"))]
    return {path.relative_to(profile).as_posix().rstrip("0123456789") for path in found}


def use_desk(window: Page, browser: Browser, list_of_people: Path) -> None:
    """See, save and print a patient's sheet, and check a list."""
    window.goto(f"{browser.origin}/sheet/{WALLET}?language=en")
    window.locator("[data-patient]").first.press_sequentially(NAME)
    window.get_by_role("button", name="Save as…").click()
    with window.expect_download():
        window.get_by_role("button", name="PDF", exact=True).click()
    window.locator("#print").click()
    window.wait_for_timeout(1_000)
    window.goto(f"{browser.origin}/people/{WALLET}?language=en")
    window.get_by_label("The list").set_input_files(list_of_people)
    window.get_by_role("button", name="Check the list").click()
    window.get_by_role("alert").filter(visible=True).wait_for()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list with the patient on it."""
    path = tmp_path / "people.csv"
    path.write_text(f"patient.name\n{NAME}\n", encoding="utf-8")
    return path


def test_profile_has_nothing(chromium: Chromium, reader: Browser, people: Path, tmp_path: Path) -> None:
    """After a patient's sheet was seen, saved and printed, and a list was checked, no file of the browser's profile has
    the name: not its history, its cache, its list of open tabs, nor what it suggests."""
    with own_profile(chromium, tmp_path / "profile", reader, script=True) as window:
        use_desk(window, reader, people)
    assert kept(tmp_path / "profile") == set()


def test_profile_without_the_script(chromium: Chromium, reader: Browser, people: Path, tmp_path: Path) -> None:
    """Without JavaScript, the browser's list of open tabs has the forms that it sent, and nothing else has, as the
    manual says."""
    with own_profile(chromium, tmp_path / "profile", reader, script=False) as window:
        use_desk(window, reader, people)
    assert kept(tmp_path / "profile") == {"Default/Sessions/Session_", "Default/Sessions/Tabs_"}
