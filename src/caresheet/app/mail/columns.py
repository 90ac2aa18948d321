"""Rows as lines of columns, for people who read them in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def aligned(rows: Sequence[Sequence[str]], numbers: Collection[str] = ()) -> tuple[str, ...]:
    """The rows as lines of columns, the first row being their heads; columns of `numbers` end at the same place."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [">" if head in numbers else "<" for head in rows[0]]
    return tuple(
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)).rstrip()
        for row in rows
    )
