"""Outlines: path data and basic shapes as segments in user units (SVG 2, 9 and 10)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from caresheet.model import rules
from caresheet.source.svg.faults import UnusableError
from caresheet.source.svg.values import NUMBER, length, numbers

if TYPE_CHECKING:
    from fontTools.pens.basePen import BasePen

    from caresheet.model.drawing import Segment
    from caresheet.source.svg.xml import Element

Size = tuple[float, float]

MOST_SEGMENTS = 50_000
"""Of a drawing: several times what a map of the world has."""
_MOST_TOKENS = 7 * MOST_SEGMENTS
"""Of one path: an arc, the longest segment, has a command or not, and seven numbers."""

_TOKEN = re.compile(rf"[MmZzLlHhVvCcSsQqTtAa]|{NUMBER}|[\s,]++")
_BARE_POINT = re.compile(r"(?<=\d)\.(?!\d)")
_LEADING_ZEROS = re.compile(r"(?<![\d.])0\d")
SIMPLER = "simplify it, or save the drawing as PNG"
_DRAW_AGAIN = "draw this shape again"


def outline(element: Element, size: Size) -> tuple[Segment, ...]:
    """The outline of a shape, in the units of its own coordinate system. `size` is what percentages are of.

    Raises UnusableError where its geometry is not valid.
    """
    shape = _Shape(element, size)
    match element.name:
        case "path":
            return path(element.attributes.get("d", ""))
        case "rect":
            return _rectangle(shape)
        case "circle":
            radius = shape.along("r")
            return _ellipse(shape.x("cx"), shape.y("cy"), radius, radius)
        case "ellipse":
            return _ellipse(shape.x("cx"), shape.y("cy"), *_radii(shape))
        case "line":
            start, end = (shape.x("x1"), shape.y("y1")), (shape.x("x2"), shape.y("y2"))
            return (("m", start), ("l", end))
        case "polyline" | "polygon":
            return _polygon(element.attributes.get("points", ""), closed=element.name == "polygon")
        case _:
            raise AssertionError(f"<{element.name}> is not a shape")


def path(data: str) -> tuple[Segment, ...]:
    """Path data as segments; arcs and quadratic curves become cubic ones. Raises UnusableError if it is not valid."""
    from fontTools.svgLib.path.parser import parse_path

    text = data.strip()
    if not text or text == "none":
        return ()
    _check_tokens(text)
    pen = _pen()()
    try:
        parse_path(" ".join(_BARE_POINT.sub("", text).split()), pen)
    except (ValueError, IndexError, OverflowError, ZeroDivisionError) as error:
        raise UnusableError(f"the path '{text[:40]}' is not valid", _DRAW_AGAIN) from error
    return tuple(pen.segments)


def _check_tokens(text: str) -> None:
    """Everything in the data is a command, a number or between them: the parser would pass over the rest."""
    end = count = 0
    arc = False
    for found in _TOKEN.finditer(text):
        word = found[0]
        if found.start() != end or (not arc and _LEADING_ZEROS.match(word.lstrip("+-"))):
            break
        end = found.end()
        if word.isalpha():
            arc = word in "Aa"
        count += not word[0].isspace()
    if end != len(text):
        raise UnusableError(f"the path is not valid at '{text[end : end + 20]}'", _DRAW_AGAIN)
    if count > _MOST_TOKENS:
        raise UnusableError("a path has too many segments", SIMPLER, rules.PICTURE_TOO_LARGE)


@cache
def _pen() -> type[BasePen]:
    """The class that collects segments; made on first use, because its base is loaded on first use."""
    from fontTools.pens.basePen import BasePen

    class Segments(BasePen):  # type: ignore[misc]  # fontTools has no types
        def __init__(self) -> None:
            super().__init__()
            self.segments: list[Segment] = []

        def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - BasePen's name
            self.segments.append(("m", point))

        def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the same
            self.segments.append(("l", point))

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 - the same
            (x1, y1), (x2, y2), (x3, y3) = points
            self.segments.append(("c", (x1, y1, x2, y2, x3, y3)))

        def _closePath(self) -> None:  # noqa: N802 - the same
            start = next(values for operator, values in reversed(self.segments) if operator == "m")
            if self.segments[-1] == ("l", start):  # closing draws that line
                self.segments.pop()
            self.segments.append(("h", ()))

    return Segments


class _Shape:
    """The lengths of one shape: percentages are of the drawing's width, height or diagonal (SVG 2, 8.9)."""

    def __init__(self, element: Element, size: Size) -> None:
        self._attributes = element.attributes
        self._width, self._height = size

    def given(self, name: str) -> bool:
        return self._attributes.get(name, "auto").strip() != "auto"

    def x(self, name: str) -> float:
        return length(self._attributes.get(name, "0"), self._width)

    def y(self, name: str) -> float:
        return length(self._attributes.get(name, "0"), self._height)

    def along(self, name: str) -> float:
        return length(self._attributes.get(name, "0"), ((self._width**2 + self._height**2) / 2) ** 0.5)


def _radii(shape: _Shape) -> Size:
    """Both radii; one that is not given is like the other."""
    rx = shape.x("rx") if shape.given("rx") else None
    ry = shape.y("ry") if shape.given("ry") else None
    return (rx if rx is not None else ry or 0.0, ry if ry is not None else rx or 0.0)


def _rectangle(shape: _Shape) -> tuple[Segment, ...]:
    x, y, width, height = shape.x("x"), shape.y("y"), shape.x("width"), shape.y("height")
    if width <= 0 or height <= 0:
        return ()
    rx, ry = _radii(shape)
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, bottom = x + width, y + height
    if rx <= 0 or ry <= 0:
        return path(f"M{x},{y}H{right}V{bottom}H{x}Z")
    arc = f"A{rx},{ry},0,0,1,"
    return path(
        f"M{x + rx},{y}H{right - rx}{arc}{right},{y + ry}V{bottom - ry}{arc}{right - rx},{bottom}"
        f"H{x + rx}{arc}{x},{bottom - ry}V{y + ry}{arc}{x + rx},{y}Z"
    )


def _ellipse(x: float, y: float, rx: float, ry: float) -> tuple[Segment, ...]:
    if rx <= 0 or ry <= 0:
        return ()
    arc = f"A{rx},{ry},0,0,1,"
    quarters = f"{arc}{x},{y + ry}{arc}{x - rx},{y}{arc}{x},{y - ry}{arc}{x + rx},{y}"
    return path(f"M{x + rx},{y}{quarters}Z")


def _polygon(points: str, *, closed: bool) -> tuple[Segment, ...]:
    values = numbers(points)
    if len(values) % 2:
        raise UnusableError("a polygon has an x without its y", _DRAW_AGAIN)
    if not values:
        return ()
    first, *rest = zip(values[::2], values[1::2], strict=True)
    lines: list[Segment] = [("m", first), *(("l", point) for point in rest)]
    return (*lines, ("h", ())) if closed else tuple(lines)
