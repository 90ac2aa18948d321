"""The straight lines of a stroked path: rules, sides of frames, folds."""

from __future__ import annotations

from itertools import pairwise

from caresheet.outputs.pdf.reader.contents import PaintedLine, Rectangle, around

Segment = tuple[int, float, float]
"""A kind (fpdf_edit.h, FPDF_SEGMENT_*) and a point."""

_LINE_TO = 0
_STRAIGHT = 0.1
"""Points by which the ends of a horizontal or vertical line may differ."""
_PAUSE = 6.0
"""The longest gap between two dashes of one line, in points."""
_SHORTEST = 12.0
"""Lines shorter than this, in points, are marks and parts of letters, not rules."""


def lines_of(segments: list[Segment], width: float) -> list[PaintedLine]:
    """The horizontal and vertical lines of a path that is stroked `width` points wide, with dashes joined. Sloping and
    curved parts are left out."""
    half = width / 2
    boxes = [
        Rectangle(min(x0, x1) - half, min(y0, y1) - half, max(x0, x1) + half, max(y0, y1) + half)
        for (_, x0, y0), (kind, x1, y1) in pairwise(segments)
        if kind == _LINE_TO and (abs(x0 - x1) < _STRAIGHT or abs(y0 - y1) < _STRAIGHT)
    ]
    return [PaintedLine(box) for box in _joined(boxes) if max(box.right - box.left, box.top - box.bottom) >= _SHORTEST]


def _joined(boxes: list[Rectangle]) -> list[Rectangle]:
    """The lines with the dashes of one line as one."""
    made: list[Rectangle] = []
    for upright in (True, False):
        chosen = [box for box in boxes if (box.top - box.bottom > box.right - box.left) is upright]
        chosen.sort(key=lambda box: (box.left, box.bottom) if upright else (box.bottom, box.left))
        for index, box in enumerate(chosen):
            last = made[-1] if index else None
            if last and _continues(last, box, upright=upright):
                made[-1] = around(last, box)
            else:
                made.append(box)
    return made


def _continues(last: Rectangle, box: Rectangle, *, upright: bool) -> bool:
    """Whether a dash continues a line."""
    if upright:
        return abs(last.left - box.left) < _STRAIGHT and box.bottom - last.top <= _PAUSE
    return abs(last.bottom - box.bottom) < _STRAIGHT and box.left - last.right <= _PAUSE
