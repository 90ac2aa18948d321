"""What is read of painted pages: where shapes are, to the outer edge of their lines."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from caresheet.outputs.pdf.reader.read import read_pdf


@pytest.mark.parametrize("width", [2.5, 4.0, 9.0])
def test_a_stroked_box_ends_with_half_its_line(width: float) -> None:
    """A line is as wide to one side of its path as to the other, so a box reaches half its width beyond the path."""
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setLineWidth(width)
    canvas.rect(100, 200, 50, 30, stroke=1, fill=1)
    canvas.save()
    (page,) = read_pdf(stored.getvalue()).pages
    area = page.areas[0]
    half = width / 2
    found = (area.box.left, area.box.bottom, area.box.right, area.box.top)
    assert found == pytest.approx((100 - half, 200 - half, 150 + half, 230 + half), abs=0.01)
