"""A drawing made of paths: a pictogram, or an author's own figure.

Lengths are CSS pixels, 96 to an inch, so that a drawing has a natural size; layout scales it to the room that
there is. The origin is its lower left corner, as on a page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

Segment = tuple[str, tuple[float, ...]]
"""`m` or `l` with a point, `c` with two control points and a point, `h` with nothing (ISO 32000-1, 8.5.2.1)."""

POINTS_PER_UNIT = 72 / 96

CURRENT_COLOR = "currentColor"
"""The color of whatever the drawing is in, usually that of the text beside it (CSS Color 4, 6.2)."""


class LineCap(Enum):
    """How a line ends; the values are those of PDF (ISO 32000-1, table 54)."""

    BUTT = 0
    ROUND = 1
    SQUARE = 2


class LineJoin(Enum):
    """How two lines meet; the values are those of PDF (ISO 32000-1, table 55)."""

    MITER = 0
    ROUND = 1
    BEVEL = 2


class LineStyle(Struct, frozen=True):
    """How a line looks apart from its color and width; it begins as every page of a PDF does (ISO 32000-1, table 52).

    `dashes` are lengths of line and gap in turn, an even number of them; none is a solid line. `dash_start` is how far
    into them the line begins.
    """

    cap: LineCap = LineCap.BUTT
    join: LineJoin = LineJoin.MITER
    miter_limit: float = 10.0
    dashes: tuple[float, ...] = ()
    dash_start: float = 0.0


class Stroke(Struct, frozen=True):
    """A line along a path. `color` is `#rrggbb` or CURRENT_COLOR."""

    color: str
    width: float
    line: LineStyle


class DrawnPath(Struct, frozen=True):
    """One path, filled first and then stroked. `fill` is `#rrggbb`, CURRENT_COLOR, or None where it is not filled.

    `even_odd` says by which rule a point is inside: even-odd, else nonzero winding (ISO 32000-1, 8.5.3.3).
    """

    segments: tuple[Segment, ...]
    fill: str | None
    even_odd: bool
    stroke: Stroke | None


class Drawing(Struct, frozen=True):
    """Paths in painting order, inside a box from (0, 0) to (`width`, `height`)."""

    width: float
    height: float
    paths: tuple[DrawnPath, ...]
