"""Drawings that show how to make a card from its sheet: cut it out, fold it once and glue it, and fold it like a fan.

They are artifacts, because the words above them say the same, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.layout import shapes
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.look import Palette

STEPS_HEIGHT = 12.0 * POINTS_PER_MM
"""The height of the drawings, in points."""
_MM = POINTS_PER_MM
_GAP = 9.0 * _MM
"""Space between two drawings, in points."""
_WIDTHS = (15.0 * _MM, 15.0 * _MM, 11.0 * _MM)
_OUTLINE, _FOLD = 1.0, 0.7
"""The widths of lines to cut along and to fold along, in points."""
_DASH, _PAUSE = 2.0, 1.6
_ROWS = 4
_CUT_WIDTH, _SLANT = 9.0 * _MM, 2.0 * _MM
"""The width of the card in the first drawing, and how far a folded half leans, in points."""


def fan_steps(end: float, bottom: float, palette: Palette) -> list[ShapePiece]:
    """The three drawings side by side, on `bottom`; the last one ends at `end`, in points."""
    third = end - _WIDTHS[2]
    second = third - _GAP - _WIDTHS[1]
    first = second - _GAP - _WIDTHS[0]
    return [
        *_cut_out(first, bottom, palette),
        *_folded(second, bottom, palette),
        *_like_a_fan(third, bottom, palette),
    ]


def _cut_out(x: float, bottom: float, palette: Palette) -> Iterator[ShapePiece]:
    """The card in its outline, with its folds, and a pair of scissors at the outline."""
    start = x + _WIDTHS[0] - _CUT_WIDTH
    top = bottom + STEPS_HEIGHT
    folds = [*shapes.dashed(start + _CUT_WIDTH / 2, bottom, start + _CUT_WIDTH / 2, top, _DASH, _PAUSE)]
    for row in range(1, _ROWS):
        y = bottom + row * STEPS_HEIGHT / _ROWS
        folds += shapes.dashed(start, y, start + _CUT_WIDTH, y, _DASH, _PAUSE)
    yield _line(shapes.rectangle(start, bottom, _CUT_WIDTH, STEPS_HEIGHT), palette, _OUTLINE)
    yield _line(tuple(folds), palette, _FOLD)
    yield from _scissors(start, bottom + 0.6 * STEPS_HEIGHT, palette)


def _scissors(x: float, y: float, palette: Palette) -> Iterator[ShapePiece]:
    """Scissors that cut upward along a line at `x`, their blades crossing at `y`."""
    for side in (-1.0, 1.0):
        blade = shapes.line(x - side * 1.2 * _MM, y + 3.2 * _MM, x + side * 1.3 * _MM, y - 2.4 * _MM)
        yield _line(blade, palette, _OUTLINE)
        yield _line(shapes.circle(x + side * 1.5 * _MM, y - 3.5 * _MM, 1.1 * _MM), palette, _OUTLINE)


def _folded(x: float, bottom: float, palette: Palette) -> Iterator[ShapePiece]:
    """The card at its long fold: one half lies flat, and the other folds over it from behind."""
    half = 5.0 * _MM
    fold, top = x + half, bottom + STEPS_HEIGHT - _SLANT
    yield _line(shapes.rectangle(x, bottom, half, STEPS_HEIGHT - _SLANT), palette, _OUTLINE)
    leaf = shapes.polygon((fold, bottom), (fold + half, bottom + _SLANT), (fold + half, top + _SLANT), (fold, top))
    yield ShapePiece(leaf, palette.accent_tint, palette.text, _OUTLINE, ARTIFACT)
    yield _line(tuple(shapes.dashed(fold, bottom, fold, top, _DASH, _PAUSE)), palette, _FOLD)
    beyond, middle = fold + half + 1.2 * _MM, (bottom + top) / 2
    arrow = (
        ("m", (beyond, middle + 3.5 * _MM)),
        ("c", (beyond + 4 * _MM, middle + 2.5 * _MM, beyond + 4 * _MM, middle - 1.5 * _MM, beyond, middle - 2.5 * _MM)),
    )
    yield _line(arrow, palette, _OUTLINE)
    head = shapes.arrow_head(beyond - 0.6 * _MM, middle - 2.7 * _MM, 2.2 * _MM, -1.0, -0.2)
    yield ShapePiece(head, palette.text, None, 0.0, ARTIFACT)


def _like_a_fan(x: float, bottom: float, palette: Palette) -> Iterator[ShapePiece]:
    """Four faces seen from the side, leaning in turn one way and the other."""
    wide, tall, lean = _WIDTHS[2] - 2.5 * _MM, STEPS_HEIGHT / _ROWS, 2.5 * _MM
    for row in range(_ROWS):
        low, high = (lean, 0.0) if row % 2 else (0.0, lean)
        y = bottom + row * tall
        face = shapes.polygon((x + low, y), (x + low + wide, y), (x + high + wide, y + tall), (x + high, y + tall))
        fill = palette.paper if row % 2 else palette.accent_tint
        yield ShapePiece(face, fill, palette.text, _OUTLINE, ARTIFACT)


def _line(path: shapes.Path, palette: Palette, width: float) -> ShapePiece:
    return ShapePiece(path, None, palette.text, width, ARTIFACT)
