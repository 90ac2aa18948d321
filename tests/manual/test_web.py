"""The manual as a web page: accessible, whole, and in need of nothing else."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from caresheet.manual import manual_pages, web_page
from caresheet.manual.pages import ManualPage

VOID = {"meta", "link", "br", "hr", "img"}


class Reader(HTMLParser):
    """Every element with its attributes, in order; ends that do not fit raise."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page() -> Reader:
    reader = Reader()
    reader.feed(web_page(manual_pages()))
    reader.close()
    assert reader.open == []
    return reader


def test_it_needs_nothing_else(page: Reader) -> None:
    """No script, style sheet, picture or font comes from elsewhere."""
    assert {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object"} == set()
    assert "url(" not in "".join(page.words)


def test_headings_are_in_order(page: Reader) -> None:
    """One `h1`, and no level is left out (WCAG 2.1, 1.3.1 and 2.4.6)."""
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_leads_somewhere(page: Reader) -> None:
    """Ids are unique, and every link inside the page leads to one; no link leads to a file."""
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    links = [str(attributes["href"]) for tag, attributes in page.elements if tag == "a"]
    assert len(links) > 40
    for link in links:
        assert link.startswith("https://") or link.removeprefix("#") in ids, link


def test_landmarks_language_and_tables(page: Reader) -> None:
    """The language is said, there are contents, a main part and a way past the contents, and every head of a table says
    what it heads (WCAG 2.1: 3.1.1, 2.4.1, 1.3.1); no head is empty."""
    tags = Counter(tag for tag, _ in page.elements)
    assert page.elements[0] == ("html", {"lang": "en"})
    assert (tags["main"], tags["nav"], tags["title"]) == (1, 1, 1)
    assert next(attributes for tag, attributes in page.elements if tag == "a") == {"class": "skip", "href": "#manual"}
    assert tags["th"] > 20
    assert all(attributes.get("scope") == "col" for tag, attributes in page.elements if tag == "th")
    assert '<th scope="col"></th>' not in web_page(manual_pages())


def test_contrast() -> None:
    """Words reach 7:1, links 4.5:1 and lines 3:1, light and dark (WCAG 2.1: 1.4.3, 1.4.11)."""
    schemes = re.findall(r"--text: (\S+); --back: (\S+); --link: (\S+); --code: (\S+); --line: (\S+);", web_page(()))
    assert len(schemes) == 2
    for text, back, link, code, line in schemes:
        assert min(contrast(text, back), contrast(text, code)) >= 7
        assert min(contrast(link, back), contrast(link, code)) >= 4.5
        assert contrast(line, back) >= 3


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(luminance(color) for color in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    digits = color.lstrip("#")
    whole = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(whole[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_are_not_markup() -> None:
    """What looks like markup in code is shown, and comments are not."""
    page = ManualPage("a", "A", "# A\n\n<!-- no -->\n\n`<b>` & [b](c.md)\n\n## B\n\n## B\n")
    written = web_page((page,))
    assert '<code>&lt;b&gt;</code> &amp; <a href="#c">b</a>' in written
    assert "no -->" not in written
    assert ['id="a-b"' in written, 'id="a-b-again"' in written] == [True, True]
