"""The vertical list: what will be stacked into columns, and what a break between two strips would cost.

The idea is TeX's (Knuth, The TeXbook, ch. 15): boxes, glue that vanishes at the top of a column, and penalties. All
breaks have a finite cost, so whatever is taller than a page is broken at the least bad place and never cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.page_layout import PicturePiece, Piece, ShapePiece, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caresheet.model.problem import Position

FREE = 0
"""Between two blocks."""
INSIDE = 20
"""Between two items or rows of one block."""
WITHIN = 30
"""Between two lines of one paragraph."""
LED_UP_TO = 150
"""Parts a table or rows to fill in from the paragraph before them, which says what they are for."""
LONELY = 400
"""Leaves a single line behind or ahead (widow, orphan)."""
KEPT = 1200
"""Splits what its author wants in one piece."""
STRANDED = 4000
"""Parts a heading, a caption or a table's head from what it belongs to."""


class PageReference(Struct, frozen=True):
    """The number of the page on which `anchor` will stand, set flush right at `right` once that is known."""

    right: float
    baseline: float
    anchor: str
    size: float
    colour: str
    tag: int


Loose = Piece | PageReference
"""What stands in a strip: pieces, and page numbers still to come."""


class Panel(Struct, frozen=True):
    """A frame behind a run of strips. `left` and `width` are measured in the column; `pad` is the white inside."""

    key: int
    left: float
    width: float
    fill: str | None
    border: str | None
    bar: str | None
    pad: float


class Strip(Struct, frozen=True):
    """A slice of a column that is never cut.

    Pieces stand relative to the strip's upper left corner, y upwards (so content has negative y). `gap` is the white
    before it, dropped at the top of a column. `cost` is what a break before it costs. `head` is repeated above it when
    it begins a column. `slices` is a finer division of the same content, used where the strip is too tall.
    """

    height: float
    pieces: tuple[Loose, ...] = ()
    gap: float = 0.0
    cost: int = FREE
    panels: tuple[Panel, ...] = ()
    anchor: str | None = None
    head: tuple[Strip, ...] = ()
    slices: tuple[Strip, ...] = ()
    forced: bool = False
    position: Position | None = None


def shifted(piece: Loose, dx: float, dy: float) -> Loose:
    """The same piece, moved."""
    if isinstance(piece, PageReference):
        return replace(piece, right=piece.right + dx, baseline=piece.baseline + dy)
    if isinstance(piece, TextPiece):
        return TextPiece(
            piece.x + dx,
            piece.baseline + dy,
            piece.text,
            piece.face,
            piece.size,
            piece.colour,
            piece.width,
            piece.tag,
        )
    if isinstance(piece, ShapePiece):
        path = tuple(
            (operator, tuple(value + (dy if index % 2 else dx) for index, value in enumerate(values)))
            for operator, values in piece.path
        )
        return ShapePiece(path, piece.fill, piece.stroke, piece.line_width, piece.tag)
    return PicturePiece(piece.x + dx, piece.y + dy, piece.width, piece.height, piece.picture, piece.tag)


def joined(strips: Iterable[Strip]) -> Strip:
    """All strips as one that cannot be broken."""
    pieces: list[Loose] = []
    height = 0.0
    for strip in strips:
        height += strip.gap if height else 0.0
        pieces.extend(shifted(piece, 0.0, -height) for piece in strip.pieces)
        height += strip.height
    return Strip(height, tuple(pieces))


def height_of(strips: Iterable[Strip]) -> float:
    """How tall the strips stand on each other, without the first one's gap."""
    total = 0.0
    for index, strip in enumerate(strips):
        total += strip.height + (strip.gap if index else 0.0)
    return total


def kept_together(strips: list[Strip]) -> list[Strip]:
    """The same strips, with every break between them made dear; what was dearer before stays so."""
    return strips[:1] + [replace(strip, cost=min(strip.cost + KEPT, max(strip.cost, STRANDED))) for strip in strips[1:]]


def begun(strips: list[Strip], *, gap: float, cost: int | None = None) -> list[Strip]:
    """The same strips, with at least `gap` before the first one and, if given, the cost of breaking there."""
    if not strips:
        return strips
    first = strips[0]
    first = replace(first, gap=max(gap, first.gap), cost=first.cost if cost is None else cost)
    return [first, *strips[1:]]


def padded(strips: list[Strip], panels: tuple[Panel, ...], pad: float) -> list[Strip]:
    """Strips of a panel between its inner margins."""
    margin = Strip(pad, panels=panels)
    return [margin, *begun(strips, gap=0.0, cost=STRANDED), replace(margin, cost=STRANDED)]
