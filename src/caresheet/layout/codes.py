"""Codes that a telephone's camera follows: QR codes (ISO/IEC 18004), drawn as one path and never scaled with type."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from caresheet.layout import shapes
from caresheet.layout.strips import Strip
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ShapePiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.layout.context import Desk, Frame
    from caresheet.model.document import Code

_LEAST_SIDE = 20 * POINTS_PER_MM
"""The dark part of a code is at least this wide and tall."""
_LEAST_MODULE = 0.5 * POINTS_PER_MM
"""A single dark or light square is at least this wide and tall, so that old cameras tell it from its neighbours."""
_QUIET = 4
"""White around a code, in modules (ISO/IEC 18004, 6.3.8)."""
_ROUND = 20
"""Modules are whole twentieths of a point, so that their edges meet in the file's two decimals."""


def set_code(desk: Desk, code: Code, frame: Frame, tag: int) -> Strip:
    """The code with the white that it needs around it. Raises CaresheetError where the column is too narrow for it."""
    rows = modules(code.target)
    count = len(rows)
    module = ceil(max(_LEAST_SIDE / count, _LEAST_MODULE) * _ROUND) / _ROUND
    side = (count + 2 * _QUIET) * module
    if side > frame.width:
        message = f"the code that leads to '{code.target}' is {side / POINTS_PER_MM:.0f} mm wide with its white"
        hint = "choose wider columns, or give the clinic a shorter web address"
        room = f"its column has room for {frame.width / POINTS_PER_MM:.0f} mm"
        raise CaresheetError((Problem(desk.position, DOES_NOT_FIT, f"{message}, {room}", hint),))
    left, top = frame.left + _QUIET * module, -_QUIET * module
    path = [
        segment
        for number, row in enumerate(rows)
        for start, length in _dark_runs(row)
        for segment in shapes.rectangle(left + start * module, top - (number + 1) * module, length * module, module)
    ]
    return Strip(side, (ShapePiece(tuple(path), desk.look.palette.text, None, 0.0, tag),))


def modules(target: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code from the top, each from the left; True is dark. A sixth of it may be lost or dirty."""
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(target))
    code.make()
    count = range(code.getModuleCount())
    return tuple(tuple(bool(code.isDark(row, column)) for column in count) for row in count)


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark squares stand side by side: the first one's place, and how many there are."""
    runs: list[tuple[int, int]] = []
    place = 0
    for dark, squares in groupby(row):
        length = len(tuple(squares))
        if dark:
            runs.append((place, length))
        place += length
    return runs
