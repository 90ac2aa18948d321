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

BAR = 2.0 * POINTS_PER_MM
"""The width of the colored bar along the start edge of a decoration, in points."""
_BORDER = 0.5 * POINTS_PER_MM
"""The width of the border of a decoration, in points."""
_REMEMBERED = 64
"""How many stacks are remembered: a further copy of a handout has most of them again."""


class Stack(Struct, frozen=True):
    """Fragments below each other, `start` points from the start edge: the upper edge of each (`tops`), where they end,
    and each anchor in them with its height."""

    fragments: tuple[Fragment, ...]
    start: float
    tops: tuple[float, ...]
    bottom: float
    anchors: tuple[tuple[str, float], ...]

    @property
    def paints(self) -> bool:
        """Whether anything of them is seen."""
        return any(
            fragment.pieces or any(each.fill or each.border or each.bar for each in fragment.decorations)
            for fragment in self.fragments
        )

    @property
    def pieces(self) -> tuple[UnresolvedPiece, ...]:
        """What is seen, in painting order. It is made only when asked for: most trials need no more than heights."""
        return _pieces(self.fragments, self.start, self.tops)


def stacked(fragments: Iterable[Fragment], start: float, top: float) -> Stack:
    """The fragments below each other from `top`, `start` points from the start edge.

    The gap before the first one vanishes.
    """
    whole, y = tuple(fragments), top
    tops: list[float] = []
    anchors: list[tuple[str, float]] = []
    for fragment in whole:
        y -= fragment.gap if tops else 0.0
        tops.append(y)
        anchors += [(anchor, y + below) for anchor, below in fragment.every_anchor]
        y -= fragment.height
    return Stack(whole, start, tuple(tops), y, tuple(anchors))


@lru_cache(_REMEMBERED)
def _pieces(fragments: tuple[Fragment, ...], start: float, tops: tuple[float, ...]) -> tuple[UnresolvedPiece, ...]:
    content: list[UnresolvedPiece] = []
    spans: dict[int, tuple[Decoration, float, float]] = {}
    for fragment, y in zip(fragments, tops, strict=True):
        content += [translated(piece, start, y) for piece in fragment.pieces]
        lower = y - fragment.height
        for decoration in fragment.decorations:
            _, upper, _ = spans.get(decoration.key, (decoration, lower + fragment.height, lower))
            spans[decoration.key] = (decoration, upper, lower)
    behind = [piece for span in spans.values() for piece in _decoration_pieces(span[0], start, *span[1:])]
    return (*behind, *content)


def _decoration_pieces(decoration: Decoration, start: float, upper: float, lower: float) -> list[ShapePiece]:
    """The background, border and bar of a decoration between two heights."""
    x, width = start + decoration.start, decoration.width
    pieces: list[ShapePiece] = []
    if decoration.fill or decoration.border:
        box = shapes.rectangle(x, lower, width, upper - lower)
        pieces.append(ShapePiece(box, decoration.fill, decoration.border, _BORDER, ARTIFACT))
    if decoration.bar:
        bar = shapes.rectangle(x, lower, BAR, upper - lower)
        pieces.append(ShapePiece(bar, decoration.bar, None, 0.0, ARTIFACT))
    return pieces
