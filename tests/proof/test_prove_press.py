"""Pages on sheets are proved to be the same pages that were proved before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    composed,
    document,
    everything,
    items,
    linked,
    picture,
    references,
    say,
    section,
    words,
)

from caresheet.layout import lay_out
from caresheet.layout.press import on_sheets
from caresheet.model.document import Document, Figure
from caresheet.model.layout import Break
from caresheet.model.page_layout import ARTIFACT, Page, PageLayout, PicturePiece, ShapePiece, TextPiece
from caresheet.model.press import Sheets, press_sheets
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import ListKind
from caresheet.outputs.pdf.writer import paint
from caresheet.outputs.pdf.writer.links import link_words
from caresheet.proof.press import prove_sheets

DOCUMENT = replace(everything(), sections=tuple(replace(each, turned=False) for each in everything().sections))
PLAIN = lay_out(composed(DOCUMENT))
PROVED = paint(DOCUMENT, PLAIN)
SIZES = [(page.width, page.height) for page in PLAIN.pages]
BOOKLET = press_sheets(SIZES, Sheets.BOOKLET, marks=True)
SHEETS = on_sheets(PLAIN, BOOKLET, marks=True)


def messages(page_layout: PageLayout, **changes: object) -> list[str]:
    data = paint(replace(DOCUMENT, **changes), page_layout)  # type: ignore[arg-type]
    return [problem.message for problem in prove_sheets(DOCUMENT.position, PROVED, data, BOOKLET)]


def changed(change: Callable[[Page], Page]) -> PageLayout:
    """The sheets with their first side changed."""
    first, *others = SHEETS.pages
    return replace(SHEETS, pages=(change(first), *others))


@pytest.mark.parametrize("sheets", Sheets)
@pytest.mark.parametrize("marks", [True, False])
def test_good_sheets_are_proved(sheets: Sheets, *, marks: bool) -> None:
    """Every element on every kind of sheet."""
    plan = press_sheets(SIZES, sheets, marks=marks)
    data = paint(DOCUMENT, on_sheets(PLAIN, plan, marks=marks))
    assert prove_sheets(DOCUMENT.position, PROVED, data, plan) == ()


def test_copies_of_a_form_are_proved() -> None:
    """Four copies of a page with lines to write on, a picture, a list and a link; only one of them is read."""
    blank = FieldBlank("patient.name", "name", 100.0)
    figure = Figure(picture(), "A kettle", None, words("").position)
    once = document(section("Once", say("I am ", blank, "."), linked(), items(ListKind.BULLETS, "Tea"), figure))
    once = replace(once, sections=(*once.sections, references(), section("Scale", say("Chalk."))))
    flat = lay_out(composed(once))
    plan = press_sheets([(page.width, page.height) for page in flat.pages], Sheets.FOUR_UP, marks=True)
    assert [page.copy for page in plan[0].pages] == [False, True, True, True]
    data = paint(once, on_sheets(flat, plan, marks=True))
    assert prove_sheets(once.position, paint(once, flat), data, plan) == ()


def test_no_pdf_is_told() -> None:
    """A file that cannot be opened is reported."""
    (problem,) = prove_sheets(DOCUMENT.position, PROVED, b"%PDF", BOOKLET)
    assert "cannot be opened" in problem.message


def without_words(page: Page) -> Page:
    last = next(piece for piece in reversed(page.pieces) if isinstance(piece, TextPiece) and piece.tag != ARTIFACT)
    return replace(page, pieces=tuple(piece for piece in page.pieces if piece is not last))


def moved(page: Page) -> Page:
    first = next(piece for piece in page.pieces if isinstance(piece, TextPiece))
    return replace(
        page, pieces=tuple(replace(piece, x=piece.x + 0.3) if piece is first else piece for piece in page.pieces)
    )


def recolored(page: Page) -> Page:
    return replace(
        page,
        pieces=tuple(
            replace(piece, color="#ffffff") if isinstance(piece, TextPiece) else piece for piece in page.pieces
        ),
    )


def covered(page: Page) -> Page:
    box = (("m", (100.0, 100.0)), ("l", (300.0, 100.0)), ("l", (300.0, 300.0)), ("l", (100.0, 300.0)), ("h", ()))
    return replace(page, pieces=(*page.pieces, ShapePiece(box, "#ffffff", None, 0.0, ARTIFACT)))


def crossed(page: Page) -> Page:
    line = (("m", (100.0, 100.0)), ("l", (300.0, 100.0)))
    return replace(page, pieces=(*page.pieces, ShapePiece(line, None, "#000000", 0.5, ARTIFACT)))


def larger(page: Page) -> Page:
    return replace(page, width=page.width + 10)


def silenced(page: Page) -> Page:
    return replace(
        page,
        pieces=tuple(replace(piece, tag=ARTIFACT) if isinstance(piece, TextPiece) else piece for piece in page.pieces),
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (without_words, "the words are not those of its pages"),
        (moved, "the words are not those of its pages"),
        (recolored, "the words are not those of its pages"),
        (silenced, "the sheets are not read like the handout"),
        (covered, "the areas are not those of its pages"),
        (crossed, "the lines are not those of its pages"),
        (larger, "pt, not "),
    ],
)
def test_a_changed_side_is_told(change: Callable[[Page], Page], why: str) -> None:
    """Whatever is missing, added, moved, hidden or no longer read is reported."""
    found = messages(changed(change))
    assert any(why in message for message in found), found


def test_pages_in_another_order() -> None:
    """Two sides that changed places, and a side too many, are reported."""
    swapped = replace(SHEETS, pages=(SHEETS.pages[1], SHEETS.pages[0], *SHEETS.pages[2:]))
    assert any("are not those of its pages" in message for message in messages(swapped))
    more = replace(SHEETS, pages=(*SHEETS.pages, SHEETS.pages[0]))
    assert any("sides, not" in message for message in messages(more))


def test_another_title() -> None:
    """The file has to have the title of the handout."""
    assert any("title and language" in message for message in messages(SHEETS, title="Other"))


def test_a_lost_picture() -> None:
    """A picture is part of its page."""
    pages = tuple(
        replace(page, pieces=tuple(piece for piece in page.pieces if not isinstance(piece, PicturePiece)))
        for page in SHEETS.pages
    )
    found = messages(replace(SHEETS, pages=pages))
    assert any("the pictures are not those of its pages" in message for message in found)


def test_what_goes_on_from_a_later_side_to_an_earlier_one_is_read_in_order() -> None:
    """In a booklet, a paragraph and a link that begin on the second side of a sheet and end on its first are read, and
    the link is described, as on the pages."""
    boils, link = "A kettle is filled and boils. ", TextRun("a very long link " * 500, link="https://example.org/")
    made = document(section("Kettles", say(boils * 500), say(link), say(boils * 200)))
    pages = lay_out(composed(made))
    plan = press_sheets([(page.width, page.height) for page in pages.pages], Sheets.BOOKLET, marks=False)
    sheets = on_sheets(pages, plan, marks=False)
    assert {sheets.tags[tag].link for tag, _ in sheets.turned_back} == {None, link.link}
    proved, data = paint(made, pages), paint(made, sheets)
    assert prove_sheets(made.position, proved, data, plan) == ()
    assert link_words(sheets) == link_words(pages)
    shuffled = paint(made, replace(sheets, turned_back=()))
    assert [each.message for each in prove_sheets(made.position, proved, shuffled, plan)] == [
        "the sheets are not read like the handout"
    ]


def beside_arabic(word: str) -> tuple[Document, PageLayout]:
    """Arabic on the first page, and on the second what readers spell and order in another way beside it."""
    first = section("One", say(TextRun("اتصل بفريقك", language="ar")))
    hindi, vietnamese = TextRun("नर्स, अस्पताल", language="hi"), TextRun("Nếu bạn nói tiếng Việt", language="vi")
    second = section("Two", say(hindi), say(vietnamese), say(f"Call (212)\u00a0555-0114 for {word}."))
    made = document(first, replace(second, start=Break.PAGE))
    return made, lay_out(composed(made))


def test_pages_beside_right_to_left_letters_are_proved() -> None:
    """PDFium reads letters in another way if others of the same side run from right to left, as they do when a page is
    placed beside another one. The sheets are proved all the same, and another order of letters is told."""
    made, pages = beside_arabic("tea")
    plan = press_sheets([(page.width, page.height) for page in pages.pages], Sheets.TWO_UP, marks=False)
    assert [len(sheet.pages) for sheet in plan] == [2]
    proved = paint(made, pages)
    assert prove_sheets(made.position, proved, paint(made, on_sheets(pages, plan, marks=False)), plan) == ()
    other, changed_pages = beside_arabic("eat")
    data = paint(other, on_sheets(changed_pages, plan, marks=False))
    found = [problem.message for problem in prove_sheets(made.position, proved, data, plan)]
    assert "the letters of the sheets are not those of the handout" in found
