"""A meter: a row of squares beside the words of a grade, as many filled as the grade says. It is an artifact, because
the words say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.fragments import Fragment, translated
from caresheet.layout.lines import baseline_drop
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caresheet.layout.lines import TextStyle
    from caresheet.model.meter import MeterSquares

_SIDE = 3.0 * POINTS_PER_MM
_LEAST_SHARE = 0.6
"""The least side of a square as a share of the type size, for larger print."""
_LINE = 0.8
"""The width of the line around a square, in points, within its side."""
_BETWEEN = 0.2
"""The space between two squares, as a share of their side."""
_BESIDE, _BELOW = 0.5, 0.25
"""The space between the words and the squares beside or below them, as multiples of the type size."""


def meter_width(meter: MeterSquares, style: TextStyle) -> float:
    """The width of the squares beside words of a style, in points."""
    return (meter.count + (meter.count - 1) * _BETWEEN) * _side(style)


def meter_room(meter: MeterSquares, style: TextStyle) -> float:
    """The width of the squares and of the space that parts them from the words, in points."""
    return meter_width(meter, style) + _BESIDE * style.size


def beside(lines: Sequence[Fragment], meter: MeterSquares, style: TextStyle, end: float) -> list[Fragment]:
    """The lines with a meter in the first of them, whose words end `end` points from the start of the column."""
    first, *rest = lines
    squares = _squares(meter, style, end + _BESIDE * style.size)
    return [replace(first, pieces=(*first.pieces, *squares)), *rest]


def before(lines: Sequence[Fragment], meter: MeterSquares, style: TextStyle, start: float) -> list[Fragment]:
    """The lines with a meter that begins `start` points from the start of the column, before the words of the first."""
    first, *rest = lines
    return [replace(first, pieces=(*_squares(meter, style, start), *first.pieces)), *rest]


def below(lines: Sequence[Fragment], meter: MeterSquares, style: TextStyle, start: float) -> list[Fragment]:
    """The lines with a meter below them."""
    lift = _middle(style) - _side(style) / 2
    squares = tuple(translated(piece, 0.0, lift) for piece in _squares(meter, style, start))
    return [*lines, Fragment(_side(style), squares, gap=_BELOW * style.size)]


def _side(style: TextStyle) -> float:
    return max(_SIDE, _LEAST_SHARE * style.size)


def _middle(style: TextStyle) -> float:
    """The distance from the top of a line to the middle of its capital letters, in points."""
    return baseline_drop(style) - style.metrics.cap_height * style.size / 2


def _squares(meter: MeterSquares, style: TextStyle, start: float) -> tuple[ShapePiece, ...]:
    side, within = _side(style), _LINE / 2
    return tuple(
        ShapePiece(
            shapes.rectangle(
                start + number * side * (1 + _BETWEEN) + within,
                -_middle(style) - side / 2 + within,
                side - _LINE,
                side - _LINE,
            ),
            style.color if number < meter.filled else None,
            style.color,
            _LINE,
            ARTIFACT,
        )
        for number in range(meter.count)
    )
