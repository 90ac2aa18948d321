"""Vector shapes as PDF paths: signs of urgency, list markers, frames, arrows.

Each level has its own shape, so that it can be told apart without color (WCAG 2.1, 1.4.1; ISO 3864-1 for the octagon
and the triangle). Lengths are points.
"""

from __future__ import annotations

import math
from typing import assert_never

from caresheet.model.topic import Level

Path = tuple[tuple[str, tuple[float, ...]], ...]

_ROUND = 0.5522847498
"""The distance from the ends of a quarter circle of radius 1 to its control points."""


def line(x0: float, y0: float, x1: float, y1: float) -> Path:
    """A straight line."""
    return (("m", (x0, y0)), ("l", (x1, y1)))


def dashed(x0: float, y0: float, x1: float, y1: float, dash: float, pause: float) -> Path:
    """A straight line of dashes with a pause between two of them, both lengths in points."""
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    starts = [index * (dash + pause) for index in range(math.ceil(length / (dash + pause)))]
    ends = [min(start + dash, length) for start in starts]
    return tuple(
        segment
        for start, end in zip(starts, ends, strict=True)
        for segment in line(x0 + dx * start, y0 + dy * start, x0 + dx * end, y0 + dy * end)
    )


def polygon(*corners: tuple[float, float]) -> Path:
    """A closed figure through its corners."""
    first, *rest = corners
    return (("m", first), *(("l", corner) for corner in rest), ("h", ()))


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    """An upright rectangle whose lower corner with the least x is at (`x`, `y`)."""
    return polygon((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Path:
    """A rectangle with round corners."""
    r = min(radius, width / 2, height / 2)
    k = r * (1 - _ROUND)
    right, top = x + width, y + height
    return (
        ("m", (x + r, y)),
        ("l", (right - r, y)),
        ("c", (right - k, y, right, y + k, right, y + r)),
        ("l", (right, top - r)),
        ("c", (right, top - k, right - k, top, right - r, top)),
        ("l", (x + r, top)),
        ("c", (x + k, top, x, top - k, x, top - r)),
        ("l", (x, y + r)),
        ("c", (x, y + k, x + k, y, x + r, y)),
        ("h", ()),
    )


def circle(x: float, y: float, radius: float) -> Path:
    """A circle around its center."""
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def octagon(x: float, y: float, radius: float) -> Path:
    """A stop sign around its center; `radius` reaches to the middle of its sides."""
    corner = radius * math.tan(math.pi / 8)
    return polygon(
        (x - corner, y - radius),
        (x + corner, y - radius),
        (x + radius, y - corner),
        (x + radius, y + corner),
        (x + corner, y + radius),
        (x - corner, y + radius),
        (x - radius, y + corner),
        (x - radius, y - corner),
    )


def triangle(x: float, y: float, radius: float) -> Path:
    """A warning triangle standing on its base, as wide and tall as a circle of that radius."""
    return polygon((x - radius * 1.1, y - radius * 0.9), (x + radius * 1.1, y - radius * 0.9), (x, y + radius))


def level_shape(level: Level, x: float, y: float, radius: float) -> Path:
    """The shape of a level around its center."""
    match level:
        case Level.STOP:
            return octagon(x, y, radius)
        case Level.CALL:
            return triangle(x, y, radius)
        case Level.NOTE:
            return circle(x, y, radius)
        case _ as never:
            assert_never(never)


def arrow_head(x: float, y: float, size: float, dx: float, dy: float) -> Path:
    """An arrowhead with its tip at (`x`, `y`); (`dx`, `dy`) is the unit vector that it points along."""
    back_x, back_y = x - dx * size, y - dy * size
    side = size * 0.55
    return polygon((x, y), (back_x - dy * side, back_y + dx * side), (back_x + dy * side, back_y - dx * side))
