"""The desk as people use it: in a real browser, with the mouse, with the keyboard alone, and without its script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect
from tests.web.chromium import NARROW, WIDE, window_on
from tests.web.desks import Browser
from tests.web.test_patients import words_in

NAME = "Zoraida Quispe"
SHEET = "/sheet/cytokine-storm/"
NUMBERS = (("Emergency number", "911"), ("Team phone, day", "(217) 555-0120"), ("night and weekend", "(217) 555-0121"))


class Printed:
    """The PDFs that the browser was given to print."""

    def __init__(self, window: Page) -> None:
        self.files: list[bytes] = []
        for address in ("**/print/**", "**/printed/*"):
            window.context.route(address, self._given)

    def _given(self, route: Route) -> None:
        answer = route.fetch()
        self.files += [answer.body()] if answer.headers["content-type"] == "application/pdf" else []
        route.fulfill(response=answer)


@pytest.fixture
def window(chromium: Chromium, browser: Browser) -> Iterator[Page]:
    """A window on a desk of its own project."""
    with window_on(chromium, browser) as opened:
        yield opened


@pytest.fixture
def looking(chromium: Chromium, reader: Browser) -> Iterator[Page]:
    """A window on the desk that tests do not change."""
    with window_on(chromium, reader) as opened:
        yield opened


def open_sheet(window: Page, layout: str, choices: str = "language=en") -> None:
    window.goto(f"{_origin(window)}{SHEET}{layout}?{choices}")


def _origin(window: Page) -> str:
    return "/".join(window.url.split("/")[:3])


def choose_spanish_card(window: Page) -> int:
    """Type and save the three numbers, and choose the Spanish card in large print. Returns the number of actions."""
    for label, number in NUMBERS:
        window.get_by_label(re.compile(label)).fill(number)
    window.get_by_role("button", name="Save and choose a handout").click()
    window.get_by_role("link", name=re.compile("Español ?: Red-flag card")).click()
    window.get_by_text("Large print").click()
    return len(NUMBERS) + 3


def test_new_user_prints_the_spanish_card_in_seven_actions(window: Page) -> None:
    """From the first page to the open print window: three numbers, saved; the language on the card, large print, Print.
    The PDF is the Spanish card in large print with these numbers."""
    printed = Printed(window)
    actions = choose_spanish_card(window)
    expect(window).to_have_title("Red-flag card - caresheet desk")
    expect(window.get_by_label("Large print")).to_be_checked()
    window.get_by_role("button", name="Print the draft").click()
    actions += 1
    expect(window.get_by_role("heading", name="Now in the print window")).to_be_focused()
    assert window.locator("body").get_attribute("data-printed") == "application/pdf"
    words = words_in(printed.files[-1])
    assert "(217) 555-0121" in words
    assert "Señales de alarma" in words
    assert actions == 7


def test_next_patient_starts_with_empty_fields(looking: Page) -> None:
    """Going back to an earlier page shows no patient; after printing, one press empties the fields."""
    open_sheet(looking, "wallet-card")
    field = looking.locator("[data-patient]").first
    field.fill(NAME)
    looking.goto(_origin(looking))
    looking.go_back()
    expect(field).to_have_value("")
    field.fill(NAME)
    looking.locator("#print").click()
    looking.get_by_role("button", name="Next patient: clear the fields").click()
    expect(field).to_have_value("")


def test_reload_shows_no_patient(looking: Page) -> None:
    """After a press that sent what was typed, a reload asks for nothing and starts with empty fields, in the same
    language."""
    open_sheet(looking, "wallet-card", "language=es")
    looking.locator("[data-patient]").first.fill(NAME)
    looking.get_by_role("button", name="Save as…").click()
    expect(looking.locator("[data-patient]").first).to_have_value(NAME)
    looking.reload()
    expect(looking.locator("[data-patient]").first).to_have_value("")
    expect(looking.get_by_label("Español")).to_be_checked()


def test_wrong_number_is_refused_beside_its_field(window: Page) -> None:
    """The summary has the focus and leads to the field, which says what is wrong; one press takes the right number, and
    nothing typed is lost."""
    window.goto(f"{_origin(window)}/clinic")
    window.get_by_label("Emergency number").fill("9l1")
    window.get_by_label("Hospital", exact=True).fill("Riverside General")
    window.get_by_role("button", name="Save the numbers").last.click()
    expect(window.get_by_role("alert")).to_be_focused()
    expect(window).to_have_title(re.compile("^Error: "))
    field = window.get_by_label("Emergency number")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(window.locator("#emergency-message")).to_contain_text("has the letter l in it")
    window.get_by_role("link", name=re.compile("Emergency number: ")).click()
    expect(field).to_be_focused()
    window.get_by_role("button", name="Use 911").click()
    window.get_by_role("button", name="Save the numbers").last.click()
    expect(window.get_by_role("status")).to_contain_text("Saved")
    expect(window.get_by_label("Emergency number")).to_have_value("911")
    expect(window.get_by_label("Hospital", exact=True)).to_have_value("Riverside General")


def test_field_is_checked_when_it_is_left(window: Page) -> None:
    """A mistake is shown next to its field once the field is left, not while it is typed in; one press takes the right
    number without saving it, and then the field says how it prints."""
    window.goto(f"{_origin(window)}/clinic")
    field, message = window.get_by_label("Emergency number"), window.locator("#emergency-message")
    field.press_sequentially("9l1")
    expect(message).to_be_empty()
    window.keyboard.press("Tab")
    expect(message).to_contain_text("has the letter l in it")
    expect(field).to_have_attribute("aria-invalid", "true")
    window.get_by_role("button", name="Use 911").click()
    expect(field).to_have_value("911")
    expect(field).to_be_focused()
    expect(window.get_by_text("Prints as: 911")).to_be_visible()
    expect(message).to_be_empty()
    assert field.get_attribute("aria-invalid") is None
    expect(window.locator("#saved-state")).to_contain_text("Changes not saved. 1 of 5")
    window.reload()
    expect(field).to_have_value("")


def test_preview_follows_what_is_typed(looking: Page) -> None:
    """The picture changes shortly after typing, its sentence says so once, and typing keeps the focus; only pictures
    of changed pages are sent."""
    open_sheet(looking, "caregiver-guide")
    field = looking.locator("[data-patient]").first
    field.focus()
    expect(looking.locator("img.sheet")).to_have_attribute(
        "alt", re.compile(f"Page {field.get_attribute('data-page')} ")
    )
    before = looking.locator("img.sheet").get_attribute("src")
    sent: list[str] = []
    looking.on("response", lambda answer: sent.append(answer.text()) if answer.request.method == "POST" else None)
    field.press_sequentially("Ana")
    expect(looking.locator("#told")).to_contain_text("Up to date.")
    expect(looking.locator("img.sheet")).not_to_have_attribute("src", before or "")
    expect(looking.locator("#freshness")).to_contain_text("Up to date.")
    expect(field).to_be_focused()
    pictures = looking.locator(".strip img")
    assert all((each.get_attribute("src") or "").startswith("data:image/png") for each in pictures.all())
    assert 0 < sent[-1].count("data:image/png") < pictures.count()


def test_slow_page_can_be_stopped(looking: Page) -> None:
    """After ten seconds, the page says that it takes longer than usual; “Stop” ends the waiting, says that the picture
    is not up to date, and keeps what was typed; the next change makes it anew."""
    looking.clock.install()
    open_sheet(looking, "wallet-card")
    field, late = looking.locator("[data-patient]").first, list[Route]()

    def wait(route: Route) -> None:
        late.append(route)

    looking.context.route("**/sheet/**", wait)
    field.fill(NAME)
    looking.clock.run_for(1000)
    expect(looking.locator("#freshness")).to_contain_text("Updating the page")
    expect(looking.get_by_role("button", name="Stop")).to_be_hidden()
    looking.clock.run_for(10_000)
    looking.get_by_role("button", name="Stop").click()
    expect(looking.locator("#freshness")).to_contain_text("Not up to date")
    expect(looking.get_by_role("button", name="Stop")).to_be_hidden()
    expect(field).to_have_value(NAME)
    looking.context.unroute("**/sheet/**")
    field.fill(f"{NAME}!")
    looking.clock.run_for(1000)
    expect(looking.locator("#freshness")).to_contain_text("Up to date.")


def test_preview_can_be_bigger(looking: Page) -> None:
    """One press makes the page that is looked at bigger, with more pixels, and another one as it was; what was typed
    stays, and the focus stays on the button."""
    open_sheet(looking, "caregiver-guide")
    looking.locator("[data-patient]").first.fill(NAME)
    width = "document.querySelector('img.sheet').naturalWidth"
    before = looking.evaluate(width)
    looking.locator(".strip button").nth(1).click()
    expect(looking.locator("img.sheet")).to_have_attribute("alt", re.compile("Page 2 "))
    looking.get_by_role("button", name="Bigger").click()
    expect(looking.get_by_role("button", name="Smaller")).to_be_focused()
    expect(looking.locator("img.sheet")).to_have_attribute("alt", re.compile("Page 2 "))
    assert looking.evaluate(width) > 1.5 * before
    expect(looking.locator("[data-patient]").first).to_have_value(NAME)
    looking.get_by_role("button", name="Smaller").click()
    expect(looking.get_by_role("button", name="Bigger")).to_be_focused()
    assert looking.evaluate(width) == before


def test_typed_words_are_gone_with_the_window(looking: Page) -> None:
    """No cookie, no storage, no address and no title of the browser has what was typed."""
    open_sheet(looking, "wallet-card")
    looking.locator("[data-patient]").first.fill(NAME)
    expect(looking.locator("#freshness")).to_contain_text("Up to date.")
    kept = "localStorage, sessionStorage, document.cookie, location.href, document.title, history.state"
    assert "Quispe" not in looking.evaluate(f"JSON.stringify([{kept}])")
    assert "Quispe" not in str(looking.context.cookies())
    assert looking.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert looking.evaluate("caches.keys().then((all) => all.length)") == 0


def save_numbers(window: Page) -> None:
    """The first form, filled in and saved."""
    for label, number in NUMBERS:
        window.get_by_label(re.compile(label)).fill(number)
    window.get_by_role("button", name="Save and choose a handout").click()
    expect(window.get_by_role("status").first).to_contain_text("saved")


def test_dry_run_of_a_mail(window: Page) -> None:
    """A handout is chosen on its page, the message is seen as it would arrive, and the address is masked there."""
    save_numbers(window)
    open_sheet(window, "red-flag-card")
    window.get_by_role("link", name="Mail").last.click()
    window.get_by_label("Email address").fill("jordan@example.org")
    window.get_by_role("button", name="Check the message").click()
    expect(window.get_by_role("main")).to_contain_text("j…@example.org")
    expect(window.get_by_role("main")).not_to_contain_text("jordan@")


def test_keyboard_alone(window: Page) -> None:
    """The printed sheet is reached without a mouse: each tab stop can be seen, nothing traps the focus, and Enter in a
    field neither prints nor clears."""
    tab_to(window, "#first-emergency")
    for _, number in NUMBERS:
        window.keyboard.type(number)
        window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    expect(window.get_by_role("status").first).to_contain_text("saved")
    tab_to(window, 'a[href*="red-flag-card?language=es"]')
    window.keyboard.press("Enter")
    expect(window).to_have_title("Red-flag card - caresheet desk")
    tab_to(window, "input[name=size]")
    window.keyboard.press("ArrowRight")
    expect(window.get_by_label("Large print")).to_be_checked()
    expect(window.get_by_label("Large print")).to_be_focused()
    tab_to(window, "[data-patient]")
    window.keyboard.type(NAME)
    window.keyboard.press("Enter")
    expect(window.locator("[data-patient]").first).to_have_value(NAME)
    assert window.locator("body").get_attribute("data-printed") is None
    tab_to(window, "#print")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", name="Now in the print window")).to_be_focused()


def test_what_is_typed_while_the_size_changes_stays(looking: Page) -> None:
    """A page in another size that comes late takes nothing away that was typed meanwhile, nor the focus."""
    open_sheet(looking, "caregiver-guide")
    late: list[Route] = []

    def hold(route: Route) -> None:
        whole = route.request.method == "POST" and "part=preview" not in (route.request.post_data or "")
        late.append(route) if whole else route.continue_()

    looking.route("**/sheet/**", hold)
    looking.get_by_label("Large print").check()
    field = looking.locator("[data-patient]").first
    field.fill(NAME)
    late[0].continue_()
    expect(looking.locator(".bar")).to_contain_text("Large print")
    expect(field).to_have_value(NAME)
    expect(field).to_be_focused()


def test_save_closes_with_escape(looking: Page) -> None:
    """“Save as…” moves the focus to its heading; Escape closes it and gives the focus back to its button."""
    open_sheet(looking, "wallet-card")
    looking.get_by_role("button", name="Save as…").click()
    expect(looking.get_by_role("heading", name="Save as…")).to_be_focused()
    looking.keyboard.press("Escape")
    expect(looking.get_by_role("heading", name="Save as…")).to_be_hidden()
    expect(looking.get_by_role("button", name="Save as…")).to_be_focused()


def test_read_as_text_opens_the_words(looking: Page) -> None:
    """“Read as text” opens the sheet as a web page in another tab, with what was typed; nothing is downloaded."""
    open_sheet(looking, "wallet-card")
    looking.locator("[data-patient]").first.fill(NAME)
    with looking.context.expect_page() as opened:
        looking.get_by_role("button", name="Read as text").click()
    expect(opened.value.locator("body")).to_contain_text(NAME)


def test_without_the_script(chromium: Chromium, browser: Browser) -> None:
    """Everything works without JavaScript: the numbers, the preview by one press, and the PDF in
    a new tab."""
    with window_on(chromium, browser, java_script_enabled=False) as window:
        save_numbers(window)
        window.get_by_role("link", name=re.compile("Español ?: Red-flag card")).click()
        window.locator("[data-patient]").first.fill(NAME)
        before = window.locator("img.sheet").get_attribute("src")
        window.get_by_role("button", name="Show the changes").last.click()
        assert window.locator("img.sheet").get_attribute("src") != before
        expect(window.locator("[data-patient]").first).to_have_value(NAME)
        printed = Printed(window)
        with window.context.expect_page():
            window.locator("#print").click()
        window.wait_for_timeout(500)
        assert NAME in words_in(printed.files[-1])


def test_new_user_prints_in_nine_actions_without_the_script(chromium: Chromium, browser: Browser) -> None:
    """Without JavaScript, the same seven actions open the finished PDF in a tab. Its print key and “Print” in the print
    window, which are the browser's own, make nine."""
    with window_on(chromium, browser, java_script_enabled=False) as window:
        printed = Printed(window)
        actions = choose_spanish_card(window)
        with window.context.expect_page() as opened:
            window.get_by_role("button", name="Print the draft").click()
        actions += 1
        opened.value.wait_for_url("**/print/**")
    words = words_in(printed.files[-1])
    assert "(217) 555-0121" in words
    assert "Señales de alarma" in words
    assert actions + len(("print key", "Print")) == 9


def test_page_says_that_the_desk_is_closed(chromium: Chromium, browser: Browser) -> None:
    """When the desk no longer answers, the page says so and keeps what was typed."""
    with window_on(chromium, browser) as window:
        open_sheet(window, "wallet-card")
        window.context.route("**/sheet/**", lambda route: route.abort("connectionrefused"))
        window.locator("[data-patient]").first.fill(NAME)
        expect(window.get_by_role("alert")).to_contain_text("The desk is no longer running")
        expect(window.locator("[data-patient]").first).to_have_value(NAME)


def test_reduced_motion_and_forced_colors(chromium: Chromium, reader: Browser) -> None:
    """Nothing moves by itself if reduced motion is wanted, and the chosen option can be seen in forced colors."""
    with window_on(chromium, reader, reduced_motion="reduce", forced_colors="active") as window:
        open_sheet(window, "wallet-card")
        moving = "[...document.querySelectorAll('*')].filter((e) => e.getAnimations().length).length"
        assert window.evaluate(moving) == 0
        outline = "getComputedStyle(document.querySelector('.choices label:has(:checked)')).outlineStyle"
        assert window.evaluate(outline) == "solid"


@pytest.mark.parametrize("size", [WIDE, NARROW, (640, 400)], ids=["wide", "narrow", "zoomed"])
@pytest.mark.parametrize("layout", ["wallet-card", "caregiver-guide"])
def test_every_tab_stop_is_seen(chromium: Chromium, reader: Browser, layout: str, size: tuple[int, int]) -> None:
    """With the keyboard, no focus hides behind the bar, outside the window or without a ring; at 320 px and at 200 %
    zoom of 1280 px, too, where nothing scrolls sideways."""
    with window_on(chromium, reader, size) as window:
        open_sheet(window, layout)
        hidden, stops = [], 0
        for _ in range(90):
            window.keyboard.press("Tab")
            seen = window.evaluate(SEEN)
            if seen is None:
                break
            stops += 1
            hidden += [] if seen["ok"] else [seen["what"]]
        assert hidden == []
        assert stops > 12
        assert window.evaluate("document.documentElement.scrollWidth") <= size[0]


SEEN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = at.matches("input[type=radio]") ? at.closest("label") : at;
  const box = at.getBoundingClientRect(), x = box.left + Math.min(box.width / 2, 20), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(at);
  const ok = top && (shown.contains(top) || top.contains(at)) && !top.closest(".bar:not(:has(:focus))")
    && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
  return {ok: Boolean(ok), what: `${at.outerHTML.slice(0, 90)} under ${top?.outerHTML.slice(0, 60)}`};
}"""


def tab_to(window: Page, selector: str) -> None:
    """Press the tab key until something has the focus."""
    for _ in range(80):
        window.keyboard.press("Tab")
        if window.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the tab key")
