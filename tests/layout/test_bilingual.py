"""Two languages on a page: side by side and line by line, each aligned where its lines start."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from msgspec.structs import replace
from tests.compose.test_compose_bilingual import bilingual

from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.page_layout import DrawingPiece, FieldPiece, GlyphPiece, Page, PageLayout, TextPiece, WordPiece
from caresheet.model.structure import Role, StructureNode

GAP = 0.01


@cache
def made(name: str, language: str) -> tuple[Composed, PageLayout]:
    composed = compose(bilingual(name, language))
    return composed, lay_out(composed)


def words_of(page: Page, numbers: set[int]) -> list[WordPiece]:
    return [piece for piece in page.pieces if isinstance(piece, TextPiece | GlyphPiece) and piece.tag in numbers]


def place(page_layout: PageLayout, node: StructureNode) -> tuple[int, float, float, float]:
    """The page of an element, the height of its first baseline, and where its words begin and end."""
    numbers = {each.number for each in node.everything()}
    for index, page in enumerate(page_layout.pages):
        found = words_of(page, numbers)
        if found:
            left, right = min(each.x for each in found), max(each.x + each.width for each in found)
            return index, max(each.baseline for each in found), left, right
    raise AssertionError(node)


def pairs(composed: Composed, role: Role) -> list[tuple[StructureNode, StructureNode]]:
    """The elements of a role in the first language, each with the same one in the second."""
    found = []
    for beside in composed.structure.every(Role.BESIDE):
        first, second = ([*_in_lines(version, role)] for version in beside.children)
        found += zip(first, second, strict=True)
    return found


def _in_lines(node: StructureNode, role: Role) -> Iterator[StructureNode]:
    """The elements of a role outside of tables, because these may be set below each other."""
    if node.role is role:
        yield node
    elif node.role is not Role.TABLE:
        for child in node.children:
            yield from _in_lines(child, role)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("red-flag-card", Role.ITEM_BODY),
        ("red-flag-card", Role.PARAGRAPH),
        ("caregiver-guide", Role.ITEM_BODY),
        ("caregiver-guide", Role.PARAGRAPH),
    ],
)
def test_each_line_begins_beside_its_translation(name: str, role: Role) -> None:
    """A paragraph, a sign, a step or an item begins at the height of its translation, which is to its right and does
    not touch it."""
    composed, page_layout = made(name, "es")
    found = pairs(composed, role)
    assert len(found) > 5
    for first, second in found:
        page, top, _, end = place(page_layout, first)
        other_page, other_top, start, _ = place(page_layout, second)
        assert page == other_page
        assert abs(top - other_top) < GAP
        assert end < start


def test_a_sign_has_one_pictogram() -> None:
    """A pictogram is drawn once for both languages."""
    _, page_layout = made("red-flag-card", "es")
    drawn = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, DrawingPiece)]
    assert len(drawn) == 16


def test_headings_are_on_the_band_and_their_number_is_there_once() -> None:
    """The band has both titles, one below the other, and one box for the number."""
    composed, page_layout = made("red-flag-card", "es")
    heading = next(composed.structure.every(Role.HEADING_2))
    first, second = heading.children[:2]
    assert place(page_layout, first)[0] == place(page_layout, second)[0] == 0
    assert place(page_layout, first)[1] > place(page_layout, second)[1]
    fields = [piece.name for piece in page_layout.pages[0].pieces if isinstance(piece, FieldPiece)]
    assert fields.count("clinic.emergency") == 1


def test_critical_lists_are_whole() -> None:
    """In either language, no list in a critical section is broken or parted from its heading."""
    composed, page_layout = made("caregiver-guide", "es")
    sections = list(composed.structure.every(Role.SECTION))[:3]
    for section in sections:
        pages = {place(page_layout, each)[0] for each in section.everything() if each.role is Role.ITEM_BODY}
        assert pages == {place(page_layout, section.children[0])[0]}


def test_lines_of_a_right_to_left_language_end_level_at_the_right() -> None:
    """In a handout in English and Arabic, English begins at the left of its column and Arabic at the right of its own,
    and the parts of a line are in its own order."""
    composed, page_layout = made("wall-card", "ar")
    edges = {round(place(page_layout, second)[3], 1) for _, second in pairs(composed, Role.PARAGRAPH)[-2:]}
    assert len(edges) == 1
    first, second = pairs(composed, Role.ITEM_BODY)[0]
    assert place(page_layout, second)[2] > place(page_layout, first)[3]
    page, *_ = place(page_layout, second)
    numbers = {each.number for each in second.everything()}
    bold, *others = words_of(page_layout.pages[page], numbers)
    assert all(piece.x < bold.x for piece in others if abs(piece.baseline - bold.baseline) < GAP)


def test_a_left_to_right_language_beside_a_right_to_left_one() -> None:
    """In a handout in Arabic and English, Arabic is at the right and English at the left of it, in its own order."""
    arabic = bilingual("wall-card", "ar").companion
    assert arabic
    whole = replace(arabic, companion=replace(bilingual("wall-card", "ar"), companion=None))
    composed = compose(whole)
    page_layout = lay_out(composed)
    first, second = pairs(composed, Role.ITEM_BODY)[0]
    assert place(page_layout, first)[2] > place(page_layout, second)[3]
    lines = [place(page_layout, each)[2] for _, each in pairs(composed, Role.PARAGRAPH)[-2:]]
    assert abs(lines[0] - lines[1]) < GAP
    page, *_ = place(page_layout, second)
    bold, *others = words_of(page_layout.pages[page], {each.number for each in second.everything()})
    assert all(piece.x > bold.x for piece in others if abs(piece.baseline - bold.baseline) < GAP)


def test_both_sides_of_the_card_are_used() -> None:
    """The first side holds the signs of an emergency and the lines to fill in, the second everything else."""
    composed, page_layout = made("red-flag-card", "es")
    sections = list(composed.structure.every(Role.HEADING_2))
    assert [place(page_layout, each)[0] for each in sections][:3] == [0, 1, 1]
    fields = [piece.name for piece in page_layout.pages[0].pieces if isinstance(piece, FieldPiece)]
    assert "patient.therapy_name" in fields


def test_a_list_that_continues_repeats_its_heading() -> None:
    """A long list with its translation may break between pages; the second part begins with its heading."""
    _, page_layout = made("caregiver-guide", "es")
    texts = [piece.text for page in page_layout.pages for piece in page.pieces if isinstance(piece, TextPiece)]
    assert any("continued, 2 of 2" in text for text in texts)


def test_the_footer_has_both_languages() -> None:
    """Each page has the title, the state and its number in both languages, one line below the other."""
    composed, page_layout = made("red-flag-card", "es")
    last = max(node.number for node in composed.structure.root.everything())
    for number, page in enumerate(page_layout.pages, start=1):
        artifacts = " ".join(
            piece.text for piece in page.pieces if isinstance(piece, TextPiece) and not 0 <= piece.tag <= last
        )
        assert f"Page {number} of 2" in artifacts.replace("\u00a0", " ")
        assert f"Página {number} de 2" in artifacts.replace("\u00a0", " ")
