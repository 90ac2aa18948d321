"""Which words are on each line: first fit, unless the last line would be very short."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caresheet.layout.atoms import Atom

_SHORT_LAST_LINE = 0.18
"""If the last line is shorter than this share of the line width, the paragraph is tried a little narrower."""
_FEW_LINES = 4
"""So is a text of this many lines or fewer whose last line is a single word."""
_NARROWEST = 0.75
"""A text is never set narrower than this share of the line width for the sake of its last line."""
_ROUNDING = 0.001
_LESS = 0.01
"""How much narrower than its widest line a text is tried next, in points."""


class Extents:
    """The widths of atoms and of the spaces before them at one type size, in points."""

    def __init__(self, atoms: tuple[Atom, ...], size: float) -> None:
        self._widths = [atom.ems * size + atom.points for atom in atoms]
        self._spaces = [atom.space * size for atom in atoms]

    def first_fit(self, width: float) -> list[range]:
        """The atoms of each line: as many as fit in the width."""
        rows: list[range] = []
        start, reach = 0, 0.0
        for index, (own, space) in enumerate(zip(self._widths, self._spaces, strict=True)):
            step = own + space
            if index == start:
                reach = own
            elif reach + step <= width + _ROUNDING:
                reach += step
            else:
                rows.append(range(start, index))
                start, reach = index, own
        return [*rows, range(start, len(self._widths))]

    def well_ended(self, rows: list[range], width: float) -> list[range]:
        """As many lines in as little less width as gives the last one more words, if there is such a width."""
        tried = rows
        while self._end_poorly(tried, width):
            narrower = max(map(self.of, tried)) - _LESS
            tried = self.first_fit(narrower)
            too_wide = max(map(self.of, tried)) > narrower + _ROUNDING
            if narrower < _NARROWEST * width or len(tried) != len(rows) or too_wide:
                return rows
        return tried

    def _end_poorly(self, rows: list[range], width: float) -> bool:
        """Whether the last of several lines is very short, or a word alone below few lines."""
        if len(rows) == 1:
            return False
        alone = len(rows) <= _FEW_LINES and len(rows[-1]) == 1
        return alone or self.of(rows[-1]) < _SHORT_LAST_LINE * width

    def of(self, row: range) -> float:
        """The width of a line of these atoms, without the space before the first one."""
        total = 0.0
        for index in row:
            total += self._widths[index] + (self._spaces[index] if index > row.start else 0.0)
        return total
