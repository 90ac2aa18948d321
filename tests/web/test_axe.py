"""axe-core on every page: WCAG 2.0 to 2.2, levels A and AA, at 1280 and at 320 px."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from tests.web.chromium import NARROW, WIDE, window_on
from tests.web.desks import Browser
from tests.web.test_pages import FORMS, PAGES

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.closest(".unseen, .skip"))
  .map((each) => [each.matches("[type=radio]") ? each.closest("label") : each, each])
  .filter(([shown, each]) => getComputedStyle(each).display !== "inline" && shown.getBoundingClientRect().height < 24)
  .map(([, each]) => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module", params=[WIDE, NARROW], ids=["1280", "320"])
def window(request: pytest.FixtureRequest, chromium: Chromium, reader: Browser) -> Iterator[Page]:
    """One window for all pages of a width. The desk's policy would block the styles of this test."""
    with window_on(chromium, reader, request.param, bypass_csp=True) as opened:
        yield opened


def judged(window: Page) -> list[str]:
    """What is wrong with a page: axe's violations, scrolling sideways with and without wide spacing, small targets."""
    window.wait_for_load_state("load")  # before its stylesheet is there, every target is too small
    found = Axe().run(window, options=RULES).response["violations"]
    wrong = [f"{each['id']}: {node['html'][:100]}" for each in found for node in each["nodes"]]
    wide = "document.documentElement.scrollWidth > innerWidth"
    wrong += ["scrolls sideways"] if window.evaluate(wide) else []
    window.add_style_tag(content=SPACED)
    wrong += ["scrolls sideways with text spacing"] if window.evaluate(wide) else []
    return wrong + [f"smaller than 24 px: {each}" for each in window.evaluate(SMALL)]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(window: Page, reader: Browser, path: str) -> None:
    """No violation on any page, no sideways scroll (WCAG 1.4.10, 1.4.12), no target under 24 px (2.5.8)."""
    window.goto(f"{reader.origin}{path}")
    assert judged(window) == []


@pytest.mark.parametrize(("path", "values"), FORMS)
def test_answer_to_a_form_is_accessible(window: Page, reader: Browser, path: str, values: dict[str, str]) -> None:
    """The same holds for every answer to a form, with its errors."""
    window.goto(f"{reader.origin}/no-such-page")
    send = """([path, values]) => {
      const form = document.createElement("form");
      form.method = "post"; form.action = path;
      for (const [name, value] of Object.entries(values)) {
        const field = document.createElement("input");
        field.name = name; field.value = value; form.append(field);
      }
      document.body.append(form); form.submit();
    }"""
    with window.expect_navigation():
        window.evaluate(send, [path, {"form_key": reader.server.keys.form, **values}])
    assert judged(window) == []


def test_list_of_patients_is_accessible(window: Page, reader: Browser, tmp_path: Path) -> None:
    """What is wrong with a list, and why a handout cannot be made for it, are accessible, too."""
    path = tmp_path / "list.csv"
    for row in ("patient.name,x\nAna,", "patient.name\nAna"):
        path.write_text(f"{row}\n", encoding="utf-8")
        window.goto(f"{reader.origin}/people/cytokine-storm/wallet-card")
        window.get_by_label("The list").set_input_files(path)
        window.get_by_role("button", name="Check the list").click()
        expect(window.get_by_role("alert").filter(visible=True)).to_be_focused()
        assert judged(window) == []


def test_judge_sees_what_is_wrong(window: Page, reader: Browser) -> None:
    """A picture without words, pale words, a wide box and a small target are found."""
    window.goto(f"{reader.origin}/clinics")
    bad = """document.querySelector("main").innerHTML =
      '<h1>a</h1><img src="data:,x"><p style="color:#bbb">pale</p><div style="width:3000px">w</div>'
      + '<button style="min-height:0;height:9px;padding:0">b</button>'"""
    window.evaluate(bad)
    found = " ".join(judged(window))
    for says in ("image-alt", "color-contrast", "sideways", "smaller than 24 px"):
        assert says in found
