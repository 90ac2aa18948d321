"""Glyphs with cubic outlines as TrueType glyphs, so that all fonts are embedded in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from struct import pack
from typing import NamedTuple

import uharfbuzz as hb

from caresheet.fonts.opened import OpenFont

_TOLERANCE = 1 / 1000
"""How far a quadratic curve may stray from the cubic one that it replaces, as a share of the em."""
_FARTHEST = 16_383
"""The largest coordinate, in font units: steps between points must fit in 16 bits. The em has at most 16,384 units."""
_SHORT_X, _SHORT_Y, _SAME_X, _SAME_Y = 0x02, 0x04, 0x10, 0x20
"""Flags of a point (OpenType, `glyf`): its step takes one byte; the step is 0 or, if it takes one byte, positive."""


class _OutlinePoint(NamedTuple):
    x: int
    y: int
    on_curve: bool


def quadratic_glyphs(font: OpenFont, glyphs: Sequence[int]) -> list[bytes]:
    """The `glyf` entry of each glyph, without hints."""
    pen = _QuadraticPen(font.units_per_em * _TOLERANCE)
    functions = pen.functions()
    found = []
    for glyph in glyphs:
        pen.contours.clear()
        font.shaper.draw_glyph(glyph, functions)
        found.append(_entry([contour for contour in pen.contours if len(contour) > 2]))
    return found


class _QuadraticPen:
    """Collects the contours of a glyph. TrueType fills to the right of a contour, PostScript to the left, so each is
    turned around when it is finished."""

    def __init__(self, tolerance: float) -> None:
        self.contours: list[list[_OutlinePoint]] = []
        self._tolerance = tolerance
        self._contour: list[_OutlinePoint] = []
        self._at = (0.0, 0.0)

    def functions(self) -> hb.DrawFuncs:
        """What HarfBuzz calls to draw."""
        functions = hb.DrawFuncs()
        functions.set_move_to_func(self._move_to)
        functions.set_line_to_func(self._line_to)
        functions.set_quadratic_to_func(self._quadratic_to)
        functions.set_cubic_to_func(self._cubic_to)
        functions.set_close_path_func(self._close)
        return functions

    def _put(self, x: float, y: float, *, on_curve: bool = True) -> None:
        self._contour.append(_OutlinePoint(_near(x), _near(y), on_curve))
        self._at = (x, y)

    def _move_to(self, x: float, y: float, _: object) -> None:
        self._contour = []
        self._put(x, y)

    def _line_to(self, x: float, y: float, _: object) -> None:
        self._put(x, y)

    def _quadratic_to(self, control_x: float, control_y: float, x: float, y: float, _: object) -> None:
        self._put(control_x, control_y, on_curve=False)
        self._put(x, y)

    def _cubic_to(self, *numbers: float | object) -> None:
        from fontTools.cu2qu import curve_to_quadratic

        first_x, first_y, second_x, second_y, x, y = (value for value in numbers[:6] if isinstance(value, float))
        cubic = (self._at, (first_x, first_y), (second_x, second_y), (x, y))
        for control in curve_to_quadratic(cubic, self._tolerance)[1:-1]:
            self._put(*control, on_curve=False)
        self._put(x, y)

    def _close(self, _: object) -> None:
        if len(self._contour) > 1 and self._contour[0] == self._contour[-1]:
            self._contour.pop()
        self.contours.append(self._contour[::-1])
        self._contour = []


def _near(coordinate: float) -> int:
    """The coordinate as a whole number that a step can reach."""
    return max(-_FARTHEST, min(_FARTHEST, round(coordinate)))


def _entry(contours: list[list[_OutlinePoint]]) -> bytes:
    """A simple glyph (OpenType, `glyf`); empty if nothing is drawn."""
    points = [point for contour in contours for point in contour]
    if not points:
        return b""
    xs, ys = [point.x for point in points], [point.y for point in points]
    ends = [count - 1 for count in accumulate(map(len, contours))]
    flags, along, up = bytearray(), bytearray(), bytearray()
    for before, point in pairwise([_OutlinePoint(0, 0, on_curve=True), *points]):
        flag_x, step_x = _step(point.x - before.x, _SHORT_X, _SAME_X)
        flag_y, step_y = _step(point.y - before.y, _SHORT_Y, _SAME_Y)
        flags.append(point.on_curve | flag_x | flag_y)
        along += step_x
        up += step_y
    head = pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
    return b"".join([head, pack(f">{len(ends)}H", *ends), b"\0\0", flags, along, up])


def _step(distance: int, short: int, same: int) -> tuple[int, bytes]:
    """The flags and bytes of a step along one axis."""
    if not distance:
        return same, b""
    if abs(distance) < 256:
        return short | (same if distance > 0 else 0), bytes((abs(distance),))
    return 0, pack(">h", distance)
