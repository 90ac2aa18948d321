"""How far segments reach."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model.drawing import Segment

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


def bounds(segments: tuple[Segment, ...]) -> Box:
    """The box that just holds a path, without its stroke. Raises ValueError for a path without points."""
    boxes = tuple(_boxes(segments))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _boxes(segments: tuple[Segment, ...]) -> Iterator[Box]:
    from fontTools.misc.bezierTools import calcCubicBounds

    x = y = 0.0
    for operator, values in segments:
        if operator == "c":
            points = ((x, y), values[:2], values[2:4], values[4:])
            yield calcCubicBounds(*points)
        if values:
            x, y = values[-2:]
            yield x, y, x, y


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_rectangle(segments: tuple[Segment, ...]) -> bool:
    """Whether a path is an upright rectangle."""
    points = [values for operator, values in segments if operator != "h"]
    if points and points[-1] == points[0]:
        points.pop()
    if len(points) != 4 or any(len(values) != 2 for values in points):
        return False
    left, bottom, right, top = bounds(segments)
    near = max(right - left, top - bottom) * 1e-6
    sides = zip(points, points[1:] + points[:1], strict=True)
    return all(abs(x0 - x1) <= near or abs(y0 - y1) <= near for (x0, y0), (x1, y1) in sides)
