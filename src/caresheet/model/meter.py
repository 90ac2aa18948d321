"""Meters of grades: squares beside words, as many filled as the grade says. They say nothing that the words do not."""

from __future__ import annotations

from msgspec import Struct


class MeterSquares(Struct, frozen=True):
    """A row of `count` squares, the first `filled` of them filled."""

    filled: int
    count: int


class Meter(Struct, frozen=True):
    """How many squares are filled beside the first cell of each row, or in the head of each column but the first."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many squares there are beside each."""
        return max((*self.rows, *self.columns))

    def squares(self, filled: int) -> MeterSquares:
        """The squares of a grade, of which this many are filled."""
        return MeterSquares(filled, self.count)
