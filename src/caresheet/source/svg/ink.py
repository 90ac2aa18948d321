"""What of a drawing can be seen on white paper."""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import itemgetter

from msgspec.structs import replace

from caresheet.model.colors import REC_601, parse_color, to_gray
from caresheet.model.drawing import CURRENT_COLOR, Drawing, DrawnPath, LineCap, Segment, Stroke
from caresheet.source.svg.extent import Box, bounds, common, is_rectangle

_THINNEST = 1 / 20_000
"""The least thickness of a shape or line that can be seen, as a share of the drawing's longer side: 0.01 mm where a
drawing is as wide as the text of a page."""
_SMALLEST = 1 / 200
"""The least extent of all shapes together, as the same share: 1 mm there."""
_LIGHTEST = 0.95
"""The lightest gray that can be seen on white paper, from 0 to 1; colors are judged by the gray that a printer makes of
them, since a copy must show them, too."""


def thinnest(width: float, height: float) -> float:
    """The least thickness that can be seen in a drawing of this size."""
    return max(width, height) * _THINNEST


def with_ink(path: DrawnPath, least: float) -> DrawnPath | None:
    """The path without a fill that has no area and without a line that has no width or length; None if nothing is left.

    `least` is the least thickness that can be seen.
    """
    fill = path.fill if _breadth(path.segments) >= least else None
    stroke = path.stroke if path.stroke and _is_drawn(path.stroke, path.segments, least) else None
    return replace(path, fill=fill, stroke=stroke) if fill or stroke else None


def unseen(drawing: Drawing) -> str | None:
    """Why nothing of a drawing can be seen on white paper, or None if something can."""
    if not drawing.paths:
        return "it has no shape to see"
    seen = [(path, box) for path, box in _uncovered(drawing.paths) if _stands_out(path)]
    if not seen:
        return "all that it shows is white or nearly white, and cannot be seen on paper"
    lefts, bottoms, rights, tops = zip(*(box for _, box in seen), strict=True)
    lines = max(path.stroke.width if path.stroke else 0.0 for path, _ in seen)
    extent = max(max(rights) - min(lefts), max(tops) - min(bottoms), lines)
    if extent < max(drawing.width, drawing.height) * _SMALLEST:
        return "its shapes are too small to see: they take less than a two-hundredth of its width or height"
    return None


def _breadth(segments: tuple[Segment, ...]) -> float:
    """How far the points of a path are from a straight line through two of them: 0 if a fill has no area."""
    points = [point for _, values in segments for point in zip(values[::2], values[1::2], strict=True)]
    x, y = points[0]
    length, away_x, away_y = max(
        ((math.hypot(other_x - x, other_y - y), other_x - x, other_y - y) for other_x, other_y in points),
        key=itemgetter(0),
    )
    if not length:
        return 0.0
    distances = [((point_x - x) * away_y - (point_y - y) * away_x) / length for point_x, point_y in points]
    return max(distances) - min(distances)


def _is_drawn(stroke: Stroke, segments: tuple[Segment, ...], least: float) -> bool:
    """Whether a line along a path has a width and a length. Without a length, only round and square ends are drawn."""
    dashes = stroke.line.dashes[::2]
    left, bottom, right, top = bounds(segments)
    long = (left, bottom) != (right, top) and (not dashes or any(dashes))
    return stroke.width >= least and (long or stroke.line.cap is not LineCap.BUTT)


def _uncovered(paths: Iterable[DrawnPath]) -> list[tuple[DrawnPath, Box]]:
    """The paths that no white rectangle painted later covers as a whole, each with its box."""
    covers: list[Box] = []
    seen: list[tuple[DrawnPath, Box]] = []
    for path in reversed(tuple(paths)):
        box = bounds(path.segments)
        if not any(common(box, cover) == box for cover in covers):
            seen.append((path, box))
        if path.fill and not _is_visible(path.fill) and is_rectangle(path.segments):
            covers.append(box)
    return seen


def _stands_out(path: DrawnPath) -> bool:
    stroke = path.stroke.color if path.stroke else None
    return any(_is_visible(color) for color in (path.fill, stroke) if color)


def _is_visible(color: str) -> bool:
    if color == CURRENT_COLOR:
        return True
    gray, _, _ = to_gray(parse_color(color), REC_601)
    return gray <= _LIGHTEST
