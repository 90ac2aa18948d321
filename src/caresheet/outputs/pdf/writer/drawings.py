"""Drawings as they stand on a page: every path in points, every color settled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.drawing import CURRENT_COLOR, DrawnPath, LineCap, Segment, Stroke

if TYPE_CHECKING:
    from caresheet.model.page_layout import DrawingPiece

_SHORTEST = 0.05
"""Of a dash or a line, in points; a shorter one would be written as nothing."""


def placed_paths(piece: DrawingPiece) -> list[DrawnPath]:
    """The paths of a drawing where it stands, in its size; what it leaves open has the color of the piece."""
    return [_placed(path, piece) for path in piece.drawing.paths]


def _placed(path: DrawnPath, piece: DrawingPiece) -> DrawnPath:
    across, up = piece.width / piece.drawing.width, piece.height / piece.drawing.height
    factors, corner = (across, up), (piece.x, piece.y)
    segments = tuple(
        (operator, tuple(corner[index % 2] + value * factors[index % 2] for index, value in enumerate(values)))
        for operator, values in path.segments
    )
    fill = piece.color if path.fill == CURRENT_COLOR else path.fill
    stroke = _placed_stroke(path.stroke, piece, across) if path.stroke else None
    if stroke and stroke.line.cap is not LineCap.BUTT:
        segments = _dotted(segments)
    return DrawnPath(_readable(segments), fill, path.even_odd, stroke)


def _placed_stroke(stroke: Stroke, piece: DrawingPiece, scale: float) -> Stroke:
    dashes = tuple(dash * scale for dash in stroke.line.dashes)
    if max(dashes, default=0.0) < _SHORTEST:
        dashes = ()
    line = replace(stroke.line, dashes=dashes, dash_start=stroke.line.dash_start * scale if dashes else 0.0)
    color = piece.color if stroke.color == CURRENT_COLOR else stroke.color
    return Stroke(color, stroke.width * scale, line)


def _dotted(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Dots, which are lines without length but with caps, get a length: PDFium leaves them out without one."""
    made = list(segments)
    ends = (*(operator for operator, _ in segments[2:]), "m")
    for index, end in enumerate(ends):
        (start, first), (operator, second) = segments[index : index + 2]
        if start == "m" and operator == "l" and end == "m" and math.dist(first, second) < _SHORTEST:
            made[index + 1] = ("l", (first[0] + _SHORTEST, first[1]))
    return tuple(made)


def _readable(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """A single straight line in two halves: in one piece it would be read back as a line to write on."""
    match segments:
        case (("m", (x0, y0)), ("l", (x1, y1))):
            return (segments[0], ("l", ((x0 + x1) / 2, (y0 + y1) / 2)), segments[1])
        case _:
            return segments
