"""Fragments below each other as pieces, with their backgrounds and borders."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.layout import shapes
from caresheet.layout.fragments import Decoration, Fragment, UnresolvedPiece, translated
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Iterable

_BAR = 2.0 * POINTS_PER_MM
"""The width of the colored bar along the start edge of a decoration, in points."""
_BORDER = 0.5 * POINTS_PER_MM
"""The width of the border of a decoration, in points."""
_REMEMBERED = 64
"""How many stacks are remembered: a further copy of a handout has most of them again."""


class StackPlace(Struct, frozen=True):
    """Where fragments are to be stacked: below each other from `top`, `start` points from the start edge."""

    fragments: tuple[Fragment, ...]
    start: float
    top: float

    @property
    def paints(self) -> bool:
        """Whether anything of them is seen."""
        return any(
            fragment.pieces or any(each.fill or each.border or each.bar for each in fragment.decorations)
            for fragment in self.fragments
        )

    @property
    def pieces(self) -> tuple[UnresolvedPiece, ...]:
        """What is seen, in painting order."""
        return stacked(self.fragments, self.start, self.top).pieces

    def measured(self) -> tuple[float, list[tuple[str, float]]]:
        """Where the stack ends, and each anchor in it with its height, as in `stacked`, without making its pieces."""
        y, anchors = self.top, list[tuple[str, float]]()
        for index, fragment in enumerate(self.fragments):
            y -= fragment.gap if index else 0.0
            anchors += [(anchor, y + below) for anchor, below in fragment.every_anchor]
            y -= fragment.height
        return y, anchors


class Stack(Struct, frozen=True):
    """Pieces in painting order; where the stack ends; and each anchor in it with its height."""

    pieces: tuple[UnresolvedPiece, ...]
    bottom: float
    anchors: tuple[tuple[str, float], ...]


def stacked(fragments: Iterable[Fragment], start: float, top: float) -> Stack:
    """The fragments below each other from `top`, `start` points from the start edge.

    The gap before the first one vanishes.
    """
    return _stacked(tuple(fragments), start, top)


@lru_cache(_REMEMBERED)
def _stacked(fragments: tuple[Fragment, ...], start: float, top: float) -> Stack:
    y = top
    content: list[UnresolvedPiece] = []
    anchors: list[tuple[str, float]] = []
    spans: dict[int, tuple[Decoration, float, float]] = {}
    for index, fragment in enumerate(fragments):
        y -= fragment.gap if index else 0.0
        anchors += [(anchor, y + below) for anchor, below in fragment.every_anchor]
        content += [translated(piece, start, y) for piece in fragment.pieces]
        y -= fragment.height
        for decoration in fragment.decorations:
            _, upper, _ = spans.get(decoration.key, (decoration, y + fragment.height, y))
            spans[decoration.key] = (decoration, upper, y)
    behind = [piece for span in spans.values() for piece in _decoration_pieces(span[0], start, *span[1:])]
    return Stack((*behind, *content), y, tuple(anchors))


def _decoration_pieces(decoration: Decoration, start: float, upper: float, lower: float) -> list[ShapePiece]:
    """The background, border and bar of a decoration between two heights."""
    x, width = start + decoration.start, decoration.width
    pieces: list[ShapePiece] = []
    if decoration.fill or decoration.border:
        box = shapes.rectangle(x, lower, width, upper - lower)
        pieces.append(ShapePiece(box, decoration.fill, decoration.border, _BORDER, ARTIFACT))
    if decoration.bar:
        bar = shapes.rectangle(x, lower, _BAR, upper - lower)
        pieces.append(ShapePiece(bar, decoration.bar, None, 0.0, ARTIFACT))
    return pieces
