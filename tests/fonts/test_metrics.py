"""Font metrics are what the font file says."""

from __future__ import annotations

import struct

import pytest
from PIL import ImageFont

from caresheet.fonts.faces import font_file, metrics
from caresheet.fonts.metrics import FontMetrics, read_metrics
from caresheet.model.page_layout import Face


@pytest.mark.parametrize("face", Face)
def test_metrics_are_those_that_freetype_sees(face: Face) -> None:
    """FreeType, which shares no code with this reader, draws H and x as tall as the metrics say."""
    pen = ImageFont.truetype(font_file(face), 1000)
    ascent, descent = pen.getmetrics()
    heights = [-pen.getbbox(letter, anchor="ls")[1] for letter in "Hx"]
    found = metrics(face)
    assert (round(found.ascent * 1000), round(found.descent * 1000)) == (ascent, descent)
    assert (found.cap_height * 1000, found.x_height * 1000) == (
        pytest.approx(heights[0], abs=2),
        pytest.approx(heights[1], abs=14),
    )


def a_font(*, version: int = 4, units: int = 2048, leave_out: bytes = b"") -> bytes:
    """A font file with nothing but the tables that hold metrics."""
    tables = {
        b"head": struct.pack(">18xH34x", units),
        b"hhea": struct.pack(">4xhh28x", 1900, -500),
        b"OS/2": struct.pack(">H84xhh6x", version, 1024, 1434),
    }
    tables.pop(leave_out, None)
    records, body, offset = b"", b"", 12 + 16 * len(tables)
    for tag, data in tables.items():
        records += struct.pack(">4sIII", tag, 0, offset + len(body), len(data))
        body += data
    return struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0) + records + body


def test_units_of_the_font_are_divided_out() -> None:
    """Metrics are multiples of the type size, whatever units the font is drawn in."""
    assert read_metrics(a_font()) == FontMetrics(1900 / 2048, 500 / 2048, 1434 / 2048, 1024 / 2048)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no font at all",
        a_font()[:60],
        a_font(leave_out=b"head"),
        a_font(leave_out=b"hhea"),
        a_font(leave_out=b"OS/2"),
        a_font(version=1),
        a_font(units=0),
    ],
)
def test_a_font_without_metrics_is_refused(data: bytes) -> None:
    """A damaged font, or one that does not state its heights, is a ValueError, never a wrong height."""
    with pytest.raises(ValueError, match="the font"):
        read_metrics(data)
