"""The HTML of a message as mail programs show it: fonts, colors, links, lines to write on."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from tests.delivery.letters import letter

from caresheet.delivery.mail.page import BANNER, CELL, DARK, FONT, blanks_in_words, mail_page
from caresheet.model.colors import contrast_ratio, parse_color

PAGE = """\
<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><title>x</title>
<style>
body { color: #000 }
</style>
</head>
<body>
<main>
<p class="banner">Borrador</p>
<h1 id="a">Caminar</h1>
<p>Vea <a href="#a">el <em>inicio</em></a> o llame al <a href="tel:112">112</a>.</p>
<table>
<caption>Tabla</caption>
<thead><tr><th scope="col">Día</th></tr></thead>
<tbody>
<tr><td>________ (hora (24 h))</td></tr>
<tr><td>________</td></tr>
</tbody>
</table>
</main>
</body>
</html>
"""


class Reader(HTMLParser):
    """Every element with its attributes, those that are open, and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words += data.split()


def read(page: str) -> Reader:
    reader = Reader(page)
    assert reader.open == []
    return reader


def test_page_of_a_message() -> None:
    """Cells have their font by themselves, the words lie in an element with the language, no link leads within the
    page, the others stay, and everything that was said is said."""
    page = read(mail_page(letter(html=PAGE)))
    cells = [attributes for tag, attributes in page.elements if tag in {"th", "td"}]
    assert [each["style"] for each in cells] == [CELL] * 3
    assert {"font-family", "font-size", "border"} <= {each.partition(":")[0] for each in CELL.split(";")}
    assert [each["style"] for _, each in page.elements if each.get("class") == "banner"] == [BANNER]
    assert cells[0]["scope"] == "col"
    assert [attributes["href"] for tag, attributes in page.elements if tag == "a"] == ["tel:112"]
    (whole,) = (attributes for tag, attributes in page.elements if attributes.get("class") == "letter")
    assert (whole["lang"], whole["style"]) == ("en", FONT)
    assert " ".join(page.words) == (
        "Here is your guide. Borrador Caminar Vea el inicio o llame al 112 . Tabla Día [hora (24 h)] […] "
        "Call us if <anything> is unclear."
    )


def test_dark_theme() -> None:
    """A program with a dark theme is told which colors to use, and each text is readable on its ground."""
    page = mail_page(letter(html=PAGE))
    assert '<meta name="color-scheme" content="light dark">' in page
    dark = page.partition("@media (prefers-color-scheme: dark)")[2].partition("</style>")[0]
    ground = parse_color(DARK["body, .letter"]["background"])
    for selector, rules in DARK.items():
        assert f"{selector} {{ " in dark
        if "color" in rules:
            assert contrast_ratio(parse_color(rules["color"]), ground) >= 7
        if "border-color" in rules:
            assert contrast_ratio(parse_color(rules["border-color"]), ground) >= 3


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call ________ (phone) now.", "Call [phone] now."),
        ("every ________ (how\n  many) hours", "every [how\n  many] hours"),
        ("Name: ________", "Name: […]"),
        ("________ (a (b) c) (d)", "[a (b) c] (d)"),
        ("a _________ b _______ c", "a _________ b _______ c"),
    ],
)
def test_lines_to_write_on(written: str, said: str) -> None:
    """What belongs on a line stands in its place; underscores that are no line stay."""
    assert blanks_in_words(written) == said
