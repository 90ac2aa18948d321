"""The shapes in front of the items of a list."""

from __future__ import annotations

from typing import assert_never

from caresheet.layout import shapes
from caresheet.model.look import ListMarker


def bullet(marker: ListMarker, x: float, y: float, size: float) -> shapes.Path:
    """A list marker centered on a point, for text of that size in points."""
    match marker:
        case ListMarker.DISC:
            return shapes.circle(x, y, size * 0.2)
        case ListMarker.SQUARE:
            return shapes.rectangle(x - size * 0.19, y - size * 0.19, size * 0.38, size * 0.38)
        case ListMarker.DASH:
            return shapes.rectangle(x - size * 0.25, y - size * 0.05, size * 0.5, size * 0.1)
        case ListMarker.TRIANGLE:
            return shapes.triangle(x + size * 0.1, y + size * 0.04, size * 0.36)
        case ListMarker.OCTAGON:
            return shapes.octagon(x + size * 0.1, y + size * 0.04, size * 0.36)
        case _ as never:
            assert_never(never)
