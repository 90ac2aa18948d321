"""QR codes (ISO/IEC 18004), drawn as one path; they do not scale with the type."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from caresheet.layout import shapes
from caresheet.layout.context import LARGE
from caresheet.layout.fragments import Fragment
from caresheet.layout.misfit import misfit
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ShapePiece

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.document import Code

_LEAST_SIDE, _LEAST_IN_LARGE, _LEAST_ON_PANELS = 22 * POINTS_PER_MM, 32 * POINTS_PER_MM, 20 * POINTS_PER_MM
"""The least side of a code without its quiet zone, in points: in regular and in larger print, and on panels."""
_LEAST_MODULE = 0.5 * POINTS_PER_MM
"""The least side of one module (square) in points, so that old cameras can read it."""
_QUIET = 4
"""The quiet zone around a code, in modules (ISO/IEC 18004, 6.3.8)."""
_ROUND = 20
"""The side of a module is a whole number of twentieths of a point, so that edges meet at two decimals in the file."""


def lay_out_code(context: LayoutContext, code: Code, frame: Frame, tag: int) -> Fragment:
    """The code with its quiet zone. Raises CaresheetError (does-not-fit) if the column is too narrow for it."""
    rows = modules(code.target)
    count = len(rows)
    module = ceil(max(_least_side(context) / count, _LEAST_MODULE) * _ROUND) / _ROUND
    side = (count + 2 * _QUIET) * module
    if side > frame.width:
        message = f"the code for '{code.target}' is {side / POINTS_PER_MM:.0f} mm wide with the space around it"
        hint = "choose wider columns, or use a shorter web address for the clinic"
        room = f"but its column has room for {frame.width / POINTS_PER_MM:.0f} mm"
        raise misfit(context.document, f"{message}, {room}", hint, "panels" if context.look.panels else "columns")
    start, top = frame.start + _QUIET * module, -_QUIET * module
    path = [
        segment
        for number, row in enumerate(rows)
        for first, length in _dark_runs(row)
        for segment in shapes.rectangle(start + first * module, top - (number + 1) * module, length * module, module)
    ]
    return Fragment(side, (ShapePiece(tuple(path), context.look.palette.text, None, 0.0, tag, upright=True),))


def _least_side(context: LayoutContext) -> float:
    if context.look.panels:
        return _LEAST_ON_PANELS
    return _LEAST_IN_LARGE if context.look.type.body >= LARGE else _LEAST_SIDE


def modules(target: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code from the top; True is a dark module. Error correction level M: 15 % may be damaged."""
    import segno

    code = segno.make_qr(target, error="m", mode="byte", encoding="utf-8", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The runs of dark modules in a row: the index of the first one, and how many there are."""
    runs: list[tuple[int, int]] = []
    place = 0
    for dark, squares in groupby(row):
        length = len(tuple(squares))
        if dark:
            runs.append((place, length))
        place += length
    return runs
