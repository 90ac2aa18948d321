"""A handout in words alone: complete, in order, readable, and harmless whatever its author wrote."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from msgspec.structs import replace
from tests.journey.journeys import CLINIC, TODAY
from tests.journey.projects import drawn
from tests.projects.merged import wound_care
from tests.proof.documents import composed, document, everything, items, say, section, table, words

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.model.document import Cell, Document, Row
from caresheet.model.problem import CaresheetError
from caresheet.model.text import FieldBlank, TextRun, in_a_row
from caresheet.model.topic import ListKind
from caresheet.outputs.html import write_html
from caresheet.outputs.text import write_text
from caresheet.proof.html import prove_html
from caresheet.proof.text import prove_text
from caresheet.source import read_project

HOSTILE = '<script>alert("1")</script> & </p> <!-- " \' \u202e'
SHORT = """\
Draft: not reviewed

Boiling water safely
====================

What to know before you switch it on

Start
-----

Fill it with ________ (water).

1. Wait
2. Pour it slowly, away from your hands and your face, and put the
   kettle back on its base

Cups and their times

- Cup: Cup 1
  What to do: Wait

Kettles

The kitchen

Boiling water safely · Version 0.1 · Draft
"""


def text_of(made: Document) -> str:
    """The document as plain text."""
    return write_text(composed(made)).data.decode()


def page_of(made: Document) -> str:
    """The document as a page of HTML."""
    return write_html(composed(made)).data.decode()


def small() -> Document:
    """A handout with a line to write on, steps and a table."""
    fill = say("Fill it with ")
    fill = replace(
        fill, text=replace(fill.text, runs=(*fill.text.runs, FieldBlank("patient.what", "water", 60.0), TextRun(".")))
    )
    long = "Pour it slowly, away from your hands and your face, and put the kettle back on its base"
    (row, *_) = table(1).rows
    cells = (row.cells[0], replace(row.cells[1], texts=(words("Wait"),)), row.cells[2])
    steps = items(ListKind.STEPS, "Wait", long)
    return document(section("Start", fill, steps, replace(table(1), rows=(replace(row, cells=cells),))))


def written() -> list[Document]:
    """Documents with everything that a page can hold: of one test, of a whole topic, and of generated projects."""
    projects = [wound_care(), *(project.files for project in drawn(range(500, 512)))]
    made = [everything()]
    for files in projects:
        try:
            made += [compose(job).document for job in jobs(read_project(files, (files, CLINIC)), today=TODAY)]
        except CaresheetError:
            continue
    assert len(made) > 12
    return made


def test_plain_text() -> None:
    """What a person gets to read, word for word and line for line."""
    assert text_of(small()) == SHORT


def test_all_of_it_is_said() -> None:
    """Every kind of block, in both languages and in generated projects, is proved as text and as HTML."""
    for made in written():
        assert prove_text(composed(made), text_of(made).encode()) == (), made.identifier
        assert prove_html(composed(made), page_of(made).encode()) == (), made.identifier


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ((TextRun("Why?", link="https://kettles.example"),), "Why? <https://kettles.example> Then wait"),
        ((TextRun("Why", link="https://kettles.example"),), "Why <https://kettles.example>; Then wait"),
        (("It says ", TextRun("قف.", language="ar")), "It says \u2067قف.\u2069 Then wait"),
    ],
)
def test_a_sentence_in_a_cell_ends_before_its_address(end: tuple[str | TextRun, ...], said: str) -> None:
    """A semicolon parts the texts of a cell only where the words before it end no sentence, whatever follows these
    words: an address, or the end of words in another direction."""
    row = Row((Cell((words("Cup"),), header=True), Cell((words(*end), words("Then wait")))))
    head = (Cell((words("What"),), header=True), Cell((words("How"),), header=True))
    made = document(section("Cups", replace(table(), head=head, rows=(row,))))
    assert f"How: {said}" in text_of(made)
    assert prove_text(composed(made), text_of(made).encode()) == ()


def test_lines_are_short() -> None:
    """No line of plain text has more than 72 characters, but for a word that is longer by itself."""
    for made in written():
        text = text_of(made)
        long = [line for line in text.splitlines() if len(line) > 72]
        assert all(len(line.split()) <= 3 for line in long), long
        assert all(max(map(len, line.split())) > 60 for line in long), long
        assert text.endswith("\n")
        assert "\n\n\n" not in text
        assert not any(line != line.rstrip() for line in text.splitlines())


class Elements(HTMLParser):
    """Which elements a page has, in order, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))


def test_wide_tables_move_by_themselves() -> None:
    """On a telephone a table moves sideways, by finger and by keyboard, and the page does not. On paper, none of its
    columns is cut off."""
    page = page_of(document(section("Tables", table(1))))
    assert ".wide { overflow-x: auto }" in page
    assert re.search(r"@media print \{.*\.wide \{ overflow: visible", page)
    assert page.count('<div class="wide" tabindex="0">\n<table>') == page.count("<table>") == 1


@pytest.mark.parametrize(
    ("cells", "tall"),
    [
        (("", "", ""), True),
        (("Monday", "", ""), True),
        (("", "8 puffs", ""), False),
        (("Monday", "", "8 puffs"), False),
        (("",), True),
        (("Monday",), False),
    ],
)
def test_rows_to_write_in_are_tall(cells: tuple[str, ...], tall: bool) -> None:  # noqa: FBT001 - a table of cases
    """A web page that is printed has room for handwriting, too: rows without words, except in their first cell, are as
    high as the layout's, and their table is as wide as the page. That is said at the row itself, because mail programs
    drop style sheets."""
    row = Row(tuple(Cell((words(cell),) if cell else ()) for cell in cells))
    form = replace(table(1), head=tuple(Cell((words("Day"),), header=True) for _ in cells), rows=(row,))
    page = write_html(composed(document(section("Log", form)))).data.decode()
    assert ('<tr style="height: 9mm">' in page) is tall
    assert ('<table style="width: 100%">' in page) is tall


def test_a_checklist_has_boxes() -> None:
    """Items to tick have an empty box in front of them in a web page, not a dot."""
    page = write_html(composed(document(section("Pack", items(ListKind.CHECKLIST, "Soap"))))).data.decode()
    assert '<ul class="checklist">' in page
    assert '.checklist { list-style-type: "\\2610' in page


def test_hostile_words_stay_words() -> None:
    """What looks like HTML is shown, and neither runs nor closes anything."""
    made = document(
        section(HOSTILE, say(HOSTILE), items(ListKind.BULLETS, HOSTILE), replace(table(1), caption=words(HOSTILE))),
        subtitle=HOSTILE,
    )
    page = page_of(made)
    assert prove_html(composed(made), page.encode()) == ()
    assert "script" not in [tag for tag, _ in Elements(page).found]
    assert "<!--" not in page
    assert page.count("&lt;script&gt;") == 6


def test_nothing_is_loaded() -> None:
    """A page has no picture, no script, no frame and no address that a mail program would open by itself."""
    for made in written():
        page = page_of(made)
        found = Elements(page).found
        assert not {tag for tag, _ in found} & {"img", "script", "link", "iframe", "object", "svg", "video", "form"}
        assert {name for _, attributes in found for name in attributes} <= {
            "lang", "dir", "charset", "name", "content", "class", "style", "id", "href", "scope", "tabindex",
        }  # fmt: skip
        assert "url(" not in page
        assert "@import" not in page


def test_headings_are_in_order() -> None:
    """One title, no skipped level, and a language; places that words lead to are there."""
    for made in written():
        found = Elements(page_of(made)).found
        levels = [int(tag[1]) for tag, _ in found if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        (html,) = [attributes for tag, attributes in found if tag == "html"]
        assert html["lang"] == made.language
        ids = [attributes["id"] for _, attributes in found if "id" in attributes]
        assert len(set(ids)) == len(ids)
        leading = {attributes["href"] for tag, attributes in found if tag == "a"}
        assert {href[1:] for href in leading if href and href.startswith("#")} <= set(ids)


@pytest.mark.parametrize("shown", ["https://example.org/kettles", "example.org/kettles"])
def test_an_address_stands_once(shown: str) -> None:
    """An address that the words show already is not said again behind them; else it is."""
    linked = say("Look: ")
    for text, expected in ((shown, f"Look: {shown}\n"), ("here", "Look: here <https://example.org/kettles>\n")):
        runs = (*linked.text.runs, TextRun(text, link="https://example.org/kettles"))
        made = document(section("Start", replace(linked, text=replace(linked.text, runs=runs))))
        assert expected in text_of(made)
        assert prove_text(composed(made), text_of(made).encode()) == ()


def test_texts_in_a_row() -> None:
    """Several texts of a cell are told apart on one line: by their own full stop, or else by a semicolon."""
    assert in_a_row(("Call the team.", "Now?", "Sit down", "", "Rest")) == "Call the team. Now? Sit down; Rest"
    assert in_a_row(()) == ""


@pytest.mark.parametrize(
    "ended",
    ["बुलाएँ।", "ခေါ်ပါ။", "打电话。", "打电话！", "اتصل؟", "کال کریں۔", "ደውል።", "Զանգեք։", "ហៅ។", "Attends !", "« Oui. »",
     "It says:", "Τι κάνω;", "دوا؛", "“Stop.”"],
)  # fmt: skip
def test_a_sentence_ends_in_any_script(ended: str) -> None:
    """No semicolon stands behind a mark that ends a sentence, or parts it, whatever the script."""
    assert in_a_row((ended, "X")) == f"{ended} X"
    assert in_a_row((f"{ended}x", "X")) == f"{ended}x; X"
