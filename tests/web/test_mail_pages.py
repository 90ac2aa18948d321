"""The messages with the handouts that come with caresheet, as mail programs get them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser
from tests.delivery.letters import letter

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder
from caresheet.delivery.mail.page import mail_page

ROOT = Path(__file__).resolve().parents[2]
CLIPPED = 102_000
"""Bytes of HTML after which Gmail shows the rest only on another page."""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The HTML of the message with each handout in regular print, by the handout's name."""
    made = {}
    for job in jobs(read_folder(ROOT), today=date(2026, 11, 27)):
        handout = render(job, ("html",)).handout
        made_letter = letter(html=handout.artifact("html").data.decode(), warning="Draft.")
        words = tuple(replace(each, language=handout.language) for each in made_letter.words)
        made[job.name] = mail_page(replace(made_letter, words=words))
    return made


def test_gmail_shows_all(pages: dict[str, str]) -> None:
    """No message is so long that Gmail cuts it off; and the limit is one that a handout could reach."""
    sizes = {name: len(page.encode()) for name, page in pages.items()}
    assert len(sizes) >= 14
    assert not {name: size for name, size in sizes.items() if size > CLIPPED}
    assert max(sizes.values()) > CLIPPED / 2


def test_fits_a_telephone(pages: dict[str, str], chromium: Browser, tmp_path: Path) -> None:
    """At 320 px, in light and in dark, no message scrolls sideways; its words are on the color that the theme asks
    for."""
    wrong, grounds = [], set[str]()
    for scheme in ("light", "dark"):
        window = chromium.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
        for name, page in pages.items():
            path = tmp_path / "message.html"
            path.write_text(page, encoding="utf-8")
            window.goto(path.as_uri())
            if window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{name}, {scheme}")
        grounds.add(window.evaluate("getComputedStyle(document.querySelector('.letter')).backgroundColor"))
        window.close()
    assert wrong == []
    assert len(grounds) == 2
