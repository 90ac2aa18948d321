"""Pages on sheets for a printer: side by side, in the order of a booklet or of reading, with crop marks. Nothing is
scaled: a sheet is as large as its pages side by side.

Lengths are points; the origin is the lower left corner (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from caresheet.model.look import POINTS_PER_MM

BLEED = 3 * POINTS_PER_MM
"""How far ink at the edge of a page may extend beyond it, to be cut off."""
_ROOM_FOR_MARKS = 10 * POINTS_PER_MM


class Sheets(Enum):
    """What is on one side of a sheet: one page; two pages of a folded booklet; or two or four pages in reading order,
    or as many copies of a handout with a single page."""

    PAGES = "pages"
    BOOKLET = "booklet"
    TWO_UP = "2-up"
    FOUR_UP = "4-up"


class PlacedPage(Struct, frozen=True):
    """A page by its index, and the place of its lower left corner on the sheet. A `copy` repeats a page that is already
    on the sheet; screen readers skip it."""

    index: int
    x: float
    y: float
    copy: bool = False


class PressSheet(Struct, frozen=True):
    """One side of a sheet. `trim` is the area that remains after cutting: left, bottom, right and top; `folds` are the
    places, across and up, where its pages meet."""

    width: float
    height: float
    pages: tuple[PlacedPage, ...]
    trim: tuple[float, float, float, float]
    folds: tuple[tuple[float, ...], tuple[float, ...]]


def press_sheets(
    sizes: Sequence[tuple[float, float]], sheets: Sheets, *, marks: bool, backwards: bool = False
) -> tuple[PressSheet, ...]:
    """The sheets for pages of these sizes, width and height; pages side by side must have the same size. `backwards` is
    for a language that is read from the right: its booklets open on the other side."""
    count = len(sizes)
    across, up = {Sheets.PAGES: (1, 1), Sheets.BOOKLET: (2, 1), Sheets.TWO_UP: (2, 1), Sheets.FOUR_UP: (2, 2)}[sheets]
    if sheets is Sheets.BOOKLET:
        sides = _booklet(count)
    elif count == 1:
        sides = [(0,) * (across * up)]
    else:
        sides = [tuple(range(first, min(first + across * up, count))) for first in range(0, count, across * up)]
    first = (next((page for page in side if page is not None), 0) for side in sides)
    return tuple(
        _sheet(side, sizes[page], (across, up), marks=marks, backwards=backwards)
        for side, page in zip(sides, first, strict=True)
    )


def _booklet(count: int) -> list[tuple[int | None, ...]]:
    """The two pages of each side, front and back in turn, so that the nested sheets, folded once, read from front to
    back. If the pages do not fill the last sheet, its last pages are empty."""
    pages = -(-count // 4) * 4
    sides: list[tuple[int | None, ...]] = []
    for leaf in range(pages // 4):
        first, last = 2 * leaf, pages - 1 - 2 * leaf
        sides += [(last, first), (first + 1, last - 1)]
    return [tuple(page if page is not None and page < count else None for page in side) for side in sides]


def _sheet(
    side: tuple[int | None, ...],
    size: tuple[float, float],
    grid: tuple[int, int],
    *,
    marks: bool,
    backwards: bool,
) -> PressSheet:
    (width, height), (across, up), room = size, grid, _ROOM_FOR_MARKS if marks else 0.0
    placed: dict[int, PlacedPage] = {}
    copies: list[PlacedPage] = []
    for place, index in enumerate(side):
        column = place % across
        column = across - 1 - column if backwards else column
        if index is not None:
            page = PlacedPage(index, room + column * width, room + (up - 1 - place // across) * height, index in placed)
            copies += [page] if page.copy else []
            placed.setdefault(index, page)
    trim = (room, room, room + across * width, room + up * height)
    folds = (
        tuple(room + column * width for column in range(1, across)),
        tuple(room + row * height for row in range(1, up)),
    )
    pages = (*sorted(placed.values(), key=lambda page: page.index), *copies)
    return PressSheet(trim[2] + room, trim[3] + room, pages, trim, folds)
