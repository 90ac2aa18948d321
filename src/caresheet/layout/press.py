"""Laid-out pages on sheets for a printer. Nothing is scaled, and elements keep their reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.fragments import ContinuedMark, PageReference, translated
from caresheet.layout.handout import with_boxes
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, Destination, Page, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.model.page_layout import PageLayout, Piece, Tag
    from caresheet.model.press import PlacedPage, PressSheet

_OFF, _LENGTH = 4 * POINTS_PER_MM, 5 * POINTS_PER_MM
"""The distance of a mark from the cut edge, beyond the bleed, and its length, in points."""
_LINE = 0.5


def on_sheets(page_layout: PageLayout, sheets: Sequence[PressSheet], *, marks: bool) -> PageLayout:
    """The pages placed on these sheets, with crop and fold marks if `marks`."""
    pages = tuple(_side(page_layout, sheet, marks=marks) for sheet in sheets)
    placed = ((number, page) for number, sheet in enumerate(sheets) for page in sheet.pages if not page.copy)
    places = {page.index: (number, page) for number, page in placed}
    destinations = tuple(_moved(each, *places[each.page]) for each in page_layout.destinations)
    tags = with_boxes([_without_box(tag) for tag in page_layout.tags], pages)
    back = tuple(_turned_back(page_layout, {index: side for index, (side, _) in places.items()}))
    return replace(page_layout, pages=pages, destinations=destinations, tags=tags, turned_back=back)


def _turned_back(page_layout: PageLayout, sides: dict[int, int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The elements that are not read in the order of the sides: the tag of each, with its sides in reading order.
    `sides` has the side of each page."""
    read: dict[int, dict[int, None]] = {}
    for index, page in enumerate(page_layout.pages):
        for tag in {piece.tag for piece in page.pieces} - {ARTIFACT}:
            read.setdefault(tag, {})[sides[index]] = None
    yield from ((tag, tuple(found)) for tag, found in read.items() if list(found) != sorted(found))


def _side(page_layout: PageLayout, sheet: PressSheet, *, marks: bool) -> Page:
    pieces = [piece for placed in sheet.pages for piece in _placed(page_layout.pages[placed.index], placed)]
    drawn = (*pieces, *_marks(sheet)) if marks else tuple(pieces)
    return Page(sheet.width, sheet.height, drawn, sheet.trim if marks else None)


def _placed(page: Page, placed: PlacedPage) -> Iterator[Piece]:
    for piece in page.pieces:
        moved = translated(piece, placed.x, placed.y)
        if isinstance(moved, PageReference | ContinuedMark):
            raise TypeError("a finished page has all its numbers")
        yield replace(moved, tag=ARTIFACT) if placed.copy else moved


def _moved(destination: Destination, sheet: int, placed: PlacedPage) -> Destination:
    return Destination(destination.anchor, sheet, destination.top + placed.y)


def _without_box(tag: Tag) -> Tag:
    """The tag without the box of a Figure, which is different on a sheet."""
    return replace(tag, attributes=tuple(each for each in tag.attributes if each[1] != "BBox"))


def _marks(sheet: PressSheet) -> Iterator[Piece]:
    left, bottom, right, top = sheet.trim
    across, up = sheet.folds
    for x in (left, *across, right):
        for y, way in ((bottom, -1), (top, 1)):
            yield _mark(x, y + way * _OFF, x, y + way * (_OFF + _LENGTH))
    for y in (bottom, *up, top):
        for x, way in ((left, -1), (right, 1)):
            yield _mark(x + way * _OFF, y, x + way * (_OFF + _LENGTH), y)


def _mark(x0: float, y0: float, x1: float, y1: float) -> ShapePiece:
    return ShapePiece(shapes.line(x0, y0, x1, y1), None, "#000000", _LINE, ARTIFACT)
