"""Straight lines are read back from stroked paths, dashed ones as one."""

from __future__ import annotations

import pytest

from caresheet.outputs.pdf.reader.contents import Rectangle, overlaps
from caresheet.outputs.pdf.reader.strokes import lines_of

MOVE, LINE = 2, 0


def dashes(*spans: tuple[float, float], upright: bool) -> list[tuple[int, float, float]]:
    """A path of dashes from one height or place to another, all on one line at 100."""
    points = [(kind, end) for span in spans for kind, end in zip((MOVE, LINE), span, strict=True)]
    return [(kind, 100.0, end) if upright else (kind, end, 100.0) for kind, end in points]


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize(
    ("spans", "found"),
    [
        (((0, 20), (26, 40)), [(-1, 41)]),  # a pause of 4 between edges of a width of 2
        (((0, 20), (27, 40), (47, 60)), [(-1, 61)]),
        (((0, 20), (60, 80)), [(-1, 21), (59, 81)]),
        (((0, 20), (29, 49)), [(-1, 21), (28, 50)]),
        (((0, 9), (60, 69)), []),
    ],
)
def test_dashes_become_lines(
    spans: tuple[tuple[float, float], ...], found: list[tuple[float, float]], *, upright: bool
) -> None:
    """Dashes with short gaps are one line, those apart are two, and short marks alone are none."""
    boxes = [line.box for line in lines_of(dashes(*spans, upright=upright), 2.0)]
    assert [(box.bottom, box.top) if upright else (box.left, box.right) for box in boxes] == found


@pytest.mark.parametrize("upright", [True, False])
def test_lines_side_by_side_stay_apart(*, upright: bool) -> None:
    """Two lines at different places are two, though one ends where the other begins."""
    points = [(MOVE, 100.0, 0.0), (LINE, 100.0, 20.0), (MOVE, 105.0, 20.0), (LINE, 105.0, 40.0)]
    segments = points if upright else [(kind, y, x) for kind, x, y in points]
    assert len(lines_of(segments, 2.0)) == 2


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        (Rectangle(5, 5, 15, 15), True),
        (Rectangle(10, 0, 20, 10), False),
        (Rectangle(-5, 0, 0, 10), False),
        (Rectangle(0, 10, 10, 20), False),
        (Rectangle(0, -5, 10, 0), False),
        (Rectangle(2, 2, 3, 3), True),
    ],
)
def test_boxes_that_share_an_edge_do_not_overlap(other: Rectangle, *, meet: bool) -> None:
    """Boxes side by side, at any of the four sides, have nothing in common."""
    one = Rectangle(0, 0, 10, 10)
    assert overlaps(one, other) is meet
    assert overlaps(other, one) is meet
