"""Pages on sheets for a printer: every page once, in its place, with crop marks."""

from __future__ import annotations

import io
from itertools import chain

import pikepdf
import pytest
from msgspec.structs import replace
from tests.proof.documents import composed, document, everything, linked, references, say, section

from caresheet.layout import lay_out
from caresheet.layout.press import on_sheets
from caresheet.model.document import Document
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, PageLayout
from caresheet.model.press import BLEED, PressSheet, Sheets, press_sheets
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer import paint

A5 = (420.0, 595.0)


def sides(count: int, sheets: Sheets, **more: bool) -> list[list[int | None]]:
    """The pages of each side from left to right, from 1; None for an empty place."""
    found = press_sheets([A5] * count, sheets, marks=False, **more)
    return [[_at(sheet, x) for x in (0.0, A5[0])] for sheet in found]


def _at(sheet: PressSheet, x: float) -> int | None:
    return next((page.index + 1 for page in sheet.pages if page.x == x), None)


def folded(leaves: list[list[int | None]]) -> list[int | None]:
    """The pages of a booklet in the order of reading, once its sheets are nested and folded."""
    fronts, backs = leaves[::2], leaves[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    second = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    return [*first, *reversed(second)]


@pytest.mark.parametrize("count", range(1, 26))
def test_a_booklet_reads_from_front_to_back(count: int) -> None:
    """Once it is folded, its pages are in order; places left over on the last sheet are empty, at the end."""
    read = folded([[page for page in side] for side in sides(count, Sheets.BOOKLET)])  # noqa: C416 - a list of its own
    assert read == [*range(1, count + 1), *[None] * (-count % 4)]


def test_a_booklet_of_a_language_from_right_to_left_opens_on_the_other_side() -> None:
    """On the first side, the last page is to the right of the first one, and not to its left."""
    assert sides(8, Sheets.BOOKLET)[0] == [8, 1]
    assert sides(8, Sheets.BOOKLET, backwards=True)[0] == [1, 8]


def test_pages_in_reading_order() -> None:
    """Two or four pages on a side follow each other, from right to left if that is how they are read; a single page is
    repeated on its side, and is read once."""
    assert sides(3, Sheets.TWO_UP) == [[1, 2], [3, None]]
    assert sides(3, Sheets.TWO_UP, backwards=True) == [[2, 1], [None, 3]]
    (four,) = press_sheets([A5] * 4, Sheets.FOUR_UP, marks=False)
    assert [(page.index, page.x > 0, page.y > 0) for page in four.pages] == [
        *((0, False, True), (1, True, True), (2, False, False), (3, True, False))
    ]
    (copies,) = press_sheets([A5], Sheets.FOUR_UP, marks=False)
    assert [(page.index, page.copy) for page in copies.pages] == [(0, False), (0, True), (0, True), (0, True)]
    assert (copies.width, copies.height) == (2 * A5[0], 2 * A5[1])


def upright() -> Document:
    """A handout with every kind of element, none of whose pages is turned."""
    made = everything()
    return replace(made, sections=tuple(replace(each, turned=False) for each in made.sections))


def placed(page_layout: PageLayout, sheets: Sheets, *, marks: bool) -> tuple[tuple[PressSheet, ...], PageLayout]:
    made = press_sheets([(page.width, page.height) for page in page_layout.pages], sheets, marks=marks)
    return made, on_sheets(page_layout, made, marks=marks)


@pytest.mark.parametrize("sheets", Sheets)
def test_marks_are_beyond_what_is_kept(sheets: Sheets) -> None:
    """The boxes say where to cut and how far the bleed extends; marks are outside both, at each edge and fold."""
    made = upright()
    plan, page_layout = placed(lay_out(composed(made)), sheets, marks=True)
    data = paint(made, page_layout)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [
            [[float(edge) for edge in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")]
            for page in pdf.pages
        ]
    for sheet, (media, bleed, trim), page in zip(plan, boxes, read_pdf(data).pages, strict=True):
        assert trim == pytest.approx(list(sheet.trim), abs=0.01)
        assert [abs(a - b) for a, b in zip(bleed, trim, strict=True)] == pytest.approx([BLEED] * 4, abs=0.01)
        assert pytest.approx(3 * POINTS_PER_MM) == BLEED
        assert media[0] < bleed[0] < bleed[2] < media[2]
        assert media[1] < bleed[1] < bleed[3] < media[3]
        boxes_of_lines = [line.box for line in page.lines]
        beside = [box for box in boxes_of_lines if box.right < bleed[0] or box.left > bleed[2]]
        outside = [*beside, *(box for box in boxes_of_lines if box.top < bleed[1] or box.bottom > bleed[3])]
        edges = 4 + sum(map(len, sheet.folds))
        assert len(outside) == 2 * edges


def test_without_marks_there_are_none() -> None:
    """A sheet without marks is as large as its pages, and has no trim box."""
    made = upright()
    plan, page_layout = placed(lay_out(composed(made)), Sheets.TWO_UP, marks=False)
    with pikepdf.open(io.BytesIO(paint(made, page_layout))) as pdf:
        assert all("/TrimBox" not in page.obj for page in pdf.pages)
        assert [float(edge) for edge in pdf.pages[0].MediaBox[2:]] == pytest.approx([plan[0].width, plan[0].height])


def test_links_move_with_their_words() -> None:
    """On its sheet, a link covers its words, and leads to the side where its target is now."""
    far = [section(f"Part {number}", *[say("Water. " * 60)] * 4) for number in range(1, 8)]
    made = document(section("Links", linked()), section("Scale", say("Chalk.")), *far, references())
    flat = lay_out(composed(made))
    plan, page_layout = placed(flat, Sheets.BOOKLET, marks=True)
    where = {page.index: number for number, sheet in enumerate(plan) for page in sheet.pages}
    assert {each.anchor: each.page for each in page_layout.destinations} == {
        each.anchor: where[each.page] for each in flat.destinations
    }
    data = paint(made, page_layout)
    words = [text.box for page in read_pdf(data).pages for text in page.texts if "page of the makers" in text.text]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = chain.from_iterable(page.obj.get("/Annots", []) for page in pdf.pages)
        areas = [
            [float(edge) for edge in link.Rect] for link in links if "example.org/kettles" in str(link.get("/A", ""))
        ]
    assert any(
        area[0] - 1 <= box.left and box.right <= area[2] + 1 and area[1] - 1 <= box.bottom and box.top <= area[3] + 1
        for box in words
        for area in areas
    )


def test_a_copy_is_an_artifact() -> None:
    """A page that is on its sheet four times is read once."""
    made = document(section("Once", say("Read this once.")))
    _, page_layout = placed(lay_out(composed(made)), Sheets.FOUR_UP, marks=False)
    (page,) = page_layout.pages
    tags = [piece.tag for piece in page.pieces if getattr(piece, "text", "").startswith("Read this once")]
    assert [tag == ARTIFACT for tag in tags] == [False, True, True, True]
