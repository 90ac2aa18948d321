"""Right-to-left pages: laid out from the start edge like any other, and mirrored when they are finished."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from msgspec.structs import replace

from caresheet.layout.fragments import ContinuedMark, PageReference, UnresolvedPiece
from caresheet.model.page_layout import (
    DrawingPiece,
    FieldPiece,
    GlyphPiece,
    Page,
    PicturePiece,
    Piece,
    ShapePiece,
    TextPiece,
)


def mirrored(page: Page) -> Page:
    """The page with every piece as far from its right edge as it was from its left edge.

    Words, pictures and drawings change places, but are not turned over: a text keeps its advance from its new `x`. The
    path of a shape is turned over, so that arrows point the other way, unless it is `upright`, as a QR code is.
    """
    return replace(page, pieces=tuple(mirrored_piece(piece, 0.0, page.width) for piece in page.pieces))


def mirrored_between(piece: UnresolvedPiece, start: float, end: float) -> UnresolvedPiece:
    """A piece as far from the end edge of a frame as it was from its start edge: for words that run in the opposite
    direction from their page."""
    if isinstance(piece, PageReference):  # it is placed by the page's own direction
        return piece
    if isinstance(piece, ContinuedMark):
        return replace(piece, between=(start, end))
    return mirrored_piece(piece, start, end)


def mirrored_piece(piece: Piece, start: float, end: float) -> Piece:
    """A finished piece as far from `end` as it was from `start`, in points."""
    width = start + end
    match piece:
        case TextPiece() | GlyphPiece() | FieldPiece() | PicturePiece() | DrawingPiece():
            return replace(piece, x=width - piece.x - piece.width)
        case ShapePiece(upright=True):
            xs = [value for _, values in piece.path for value in values[::2]]
            shift = width - min(xs) - max(xs)
            return replace(piece, path=_with_x(piece, lambda x: x + shift))
        case ShapePiece():
            return replace(piece, path=_with_x(piece, lambda x: width - x))
        case _ as never:
            assert_never(never)


def _with_x(piece: ShapePiece, change: Callable[[float], float]) -> tuple[tuple[str, tuple[float, ...]], ...]:
    return tuple(
        (operator, tuple(value if index % 2 else change(value) for index, value in enumerate(values)))
        for operator, values in piece.path
    )
