"""A drawing alone on a page, made by the real writer, for tests that look at it."""

from __future__ import annotations

from msgspec.structs import replace
from tests.proof.documents import composed, document, say, section

from caresheet.layout import lay_out
from caresheet.model.drawing import Drawing
from caresheet.model.page_layout import ARTIFACT, DrawingPiece, Page
from caresheet.outputs.pdf.preview import Raster, rasterize
from caresheet.outputs.pdf.writer import paint

POINTS = 240.0
"""How wide the page is; one pixel a point."""


def seen(drawing: Drawing, *, color: str = "#000000") -> Raster:
    """What PDFium shows of the drawing, in gray."""
    return rasterize(pdf(drawing, color=color), 0, dpi=72, gray=True)


def pdf(drawing: Drawing, *, color: str = "#000000") -> bytes:
    height = POINTS * drawing.height / drawing.width
    pieces = (DrawingPiece(0.0, 0.0, POINTS, height, drawing, color, ARTIFACT),)
    words = document(section("A drawing", say("It stands alone.")))
    pages = (Page(POINTS, height, pieces),)
    return paint(
        words,
        replace(
            lay_out(composed(words)), pages=pages, tags=lay_out(composed(words)).tags[:1], destinations=(), bookmarks=()
        ),
    )
