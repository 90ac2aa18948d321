"""What stays whole, and what is parted rather than leave most of a side empty: in larger print and on small paper."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.layout.test_continuations import CONTINUED, marks
from tests.layout.test_lay_out import wide_table
from tests.proof.documents import composed, document, items, look, paper, say, section, words

from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.document import Cell, Element, Row, Table
from caresheet.model.page_layout import PageLayout, TextPiece
from caresheet.model.structure import Role, StructureNode
from caresheet.model.topic import ListKind
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.proof.pdf import prove_pdf

SENTENCE = "Fill the kettle with cold water, and wait until it boils before you pour it out into the cups. "
LARGE, REGULAR = 18.0, 12.0


def pages_with(page_layout: PageLayout, node: StructureNode) -> list[int]:
    numbers = {each.number for each in node.everything()}
    return [index for index, page in enumerate(page_layout.pages) if any(piece.tag in numbers for piece in page.pieces)]


def made(*elements: Element, body: float, sheet: str = "letter") -> tuple[Composed, PageLayout]:
    pages = document(section("Kettles", *elements), look=look(paper(sheet), body=body), subtitle="")
    whole = composed(replace(pages, continued=CONTINUED))
    page_layout = lay_out(whole)
    assert prove_pdf(whole, write_pdf(whole, page_layout).data) == ()
    return whole, page_layout


def only(whole: Composed, role: Role) -> StructureNode:
    (found,) = (node for node in whole.structure.root.everything() if node.role is role)
    return found


def after(lines: int) -> Element:
    """Text of about so many sentences above."""
    return say(SENTENCE * lines)


def long_items(count: int) -> Element:
    return items(ListKind.BULLETS, *(f"{number}. {SENTENCE * 3}" for number in range(count)))


@pytest.mark.parametrize("lines", [2, 3])
def test_a_short_list_is_parted_rather_than_leave_half_a_side_empty(lines: int) -> None:
    """In large print, where a list of a few items would leave more than half a side empty, it begins there and goes on
    below its heading."""
    whole, page_layout = made(after(lines), long_items(5), body=LARGE)
    listed = only(whole, Role.BULLETS)
    assert pages_with(page_layout, listed) == [0, 1]
    assert min(sum(page in pages_with(page_layout, item) for item in listed.blocks) for page in (0, 1)) >= 1
    assert marks(page_layout) == ["Kettles(continued, 2 of 2)"]


@pytest.mark.parametrize(("lines", "body"), [(10, LARGE), (12, REGULAR)])
def test_a_short_list_is_whole_elsewhere(lines: int, body: float) -> None:
    """A list stays whole if less is left empty for it, and in regular print always."""
    whole, page_layout = made(after(lines), long_items(5 if body == LARGE else 7), body=body)
    assert pages_with(page_layout, only(whole, Role.BULLETS)) == [1]
    assert marks(page_layout) == []


def test_a_panel_is_whole() -> None:
    """A panel with a list is never parted, whatever it leaves empty."""
    framed = replace(section("Panel", long_items(4)), style=replace(section("x").style, background="#eef1f3"))
    pages = document(section("Before", after(3)), framed, look=look(paper("letter"), body=LARGE), subtitle="")
    whole = composed(pages)
    assert pages_with(lay_out(whole), only(whole, Role.BULLETS)) == [1]


def stacked_table(rows: int) -> Table:
    """A table too wide for any page."""
    table = wide_table(9)
    texts = (SENTENCE, "short", SENTENCE * 2)
    made = tuple(
        Row(tuple(Cell((words(f"row {row}" if not cell else texts[cell % 3]),)) for cell in range(9)))
        for row in range(rows)
    )
    return replace(table, rows=made)


def test_a_row_that_goes_on_is_named_again() -> None:
    """Where a row that is set as a block goes on on the next page, the caption, and below it the row's first cell, are
    repeated; neither is heard twice. A row's first cell is never alone at the foot of a page."""
    found = 0
    for lines in range(1, 9):
        whole, page_layout = made(after(lines), stacked_table(4), body=LARGE)
        table = only(whole, Role.TABLE)
        for row in table.blocks[2:]:
            first, second = (pages_with(page_layout, cell)[0] for cell in row.blocks[:2])
            assert first == second
            for page in pages_with(page_layout, row)[1:]:
                words_ = [p.text for p in page_layout.pages[page].pieces if isinstance(p, TextPiece)]
                name = row.blocks[0].text[0].text  # type: ignore[union-attr]
                assert any(name in each for each in words_)
                found += 1
    assert found


@pytest.mark.parametrize(("rows", "turned"), [(3, True), (40, False)])
def test_a_page_is_turned_only_for_a_table_that_it_holds(rows: int, *, turned: bool) -> None:
    """A table that is too wide for the page stands on a turned one if that holds all of it; if not, it is stacked, and
    the text before it and after it share its pages."""
    table = replace(wide_table(5), rows=wide_table(5).rows[:1] * rows)
    sections = (section("Before", after(2)), section("Wide", table), section("After", after(2)))
    page_layout = lay_out(composed(document(*sections, look=look(paper("letter")))))
    assert any(page.width > page.height for page in page_layout.pages) is turned
