"""axe-core on the pages that a desk shows only once: without a project, after sending, with a mistake, and closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from tests.delivery.mail_servers import Mailroom
from tests.web.chromium import NARROW, WIDE, window_on
from tests.web.desks import Browser, open_desk
from tests.web.test_axe import judged
from tests.web.test_mail import ANA, CARD, office_desk, room

__all__ = ["office_desk", "room"]
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])


@SIZES
def test_desk_without_a_project(chromium: Chromium, size: tuple[int, int]) -> None:
    """The page that offers to make a project, and the one that says that the desk is closed."""
    with open_desk(None, port=18940) as browser, window_on(chromium, browser, size, bypass_csp=True) as window:
        assert judged(window) == []
        window.goto(browser.origin)
        window.route(
            "**/close", lambda route: route.fulfill(body=browser.post("/close").text, content_type="text/html")
        )
        window.evaluate("""() => {
          const form = document.createElement("form");
          form.method = "post"; form.action = "/close"; document.body.append(form); form.submit();
        }""")
        expect(window.get_by_role("heading", name="The desk is closed")).to_be_visible()
        assert judged(window) == []


@SIZES
def test_mail_after_sending(chromium: Chromium, office_desk: Browser, room: Mailroom, size: tuple[int, int]) -> None:
    """The message as it would arrive, a wrong number of messages, and the outbox after sending, with one message that
    may not have arrived."""
    with window_on(chromium, office_desk, size, bypass_csp=True) as window:
        for address, wrong in ((ANA, "7"), ("lost-b@family.example", "")):
            window.goto(f"{office_desk.origin}/mail?handout={CARD}")
            window.get_by_label("Email address").fill(address)
            with window.expect_navigation():
                window.get_by_role("button", name="Check the message").click()
            for count in filter(None, (wrong, "1")):
                assert judged(window) == []
                window.get_by_label("How many messages").fill(count)
                with window.expect_navigation():
                    window.get_by_role("button", name="Send", exact=True).click()
                expect(window.get_by_label("How many messages")).to_have_count(int(count != "1"))
        expect(window.get_by_role("status")).to_contain_text("1 unknown")
        assert judged(window) == []
    assert len(room.received) >= 1


def broken_words(project: Path) -> None:
    words = project / "content/cytokine-storm/en.yaml"
    said = words.read_text(encoding="utf-8")
    words.write_text(said.replace("Chest pain", "Chest pain " + "and more words " * 90, 1), encoding="utf-8")


def broken_clinic(project: Path) -> None:
    (project / "content/clinics/example.yaml").write_text("name: [", encoding="utf-8")


@SIZES
@pytest.mark.parametrize(
    ("spoil", "says"), [(broken_words, "This sheet cannot be made as it is"), (broken_clinic, "cannot be shown")]
)
def test_mistakes_of_a_project(
    chromium: Chromium, browser: Browser, project: Path, spoil: Callable[[Path], None], says: str, size: tuple[int, int]
) -> None:
    """Words that do not fit, and a clinic's file that cannot be read."""
    spoil(project)
    with window_on(chromium, browser, size, bypass_csp=True) as window:
        window.goto(f"{browser.origin}/sheet/cytokine-storm/red-flag-card?language=en")
        expect(window.get_by_role("main")).to_contain_text(says)
        assert judged(window) == []


@SIZES
def test_panel_after_printing(chromium: Chromium, reader: Browser, size: tuple[int, int]) -> None:
    """The panel that leads through the print window."""
    with window_on(chromium, reader, size, bypass_csp=True) as window:
        window.goto(f"{reader.origin}/sheet/cytokine-storm/wallet-card?language=en")
        window.locator("#print").click()
        expect(window.get_by_role("heading", name="Now in the print window")).to_be_focused()
        assert judged(window) == []
