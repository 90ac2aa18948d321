"""SVG in a handout: figures and logos as vectors, in their own proportions, tagged, and proved like everything else."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from tests.proof.documents import composed, document, drawing, say, section, words

from caresheet.layout import lay_out
from caresheet.model.document import Document, Figure
from caresheet.model.page_layout import ARTIFACT, DrawingPiece, PageLayout
from caresheet.model.problem import Position
from caresheet.model.structure import BLANK
from caresheet.model.topic import SvgPicture
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf


def with_figure(picture: SvgPicture) -> Document:
    figure = Figure(picture, "A hill beside a lake", words("The lake"), Position("content/walking/en.yaml", 7))
    return document(section("Walks", say("This is one."), figure, say("Go there.")))


def proved(handout: Document) -> tuple[PageLayout, pikepdf.Pdf]:
    page_layout = lay_out(composed(handout))
    pdf = paint(handout, page_layout)
    assert prove_pdf(composed(handout), pdf) == ()
    return page_layout, pikepdf.open(BytesIO(pdf))


def drawn(page_layout: PageLayout) -> DrawingPiece:
    (piece,) = (each for page in page_layout.pages for each in page.pieces if isinstance(each, DrawingPiece))
    return piece


def test_a_figure_is_tagged_and_proved() -> None:
    """The drawing is the content of its Figure, with the alternative text, and the PDF is proved."""
    page_layout, pdf = proved(with_figure(drawing()))
    tag = page_layout.tags[drawn(page_layout).tag]
    assert (tag.role, tag.alternative) == ("Figure", "A hill beside a lake")
    content = pdf.pages[0].Contents.read_bytes()
    assert len(re.findall(rb"/Figure <</MCID \d+>> BDC", content)) == 1
    assert list(pdf.pages[0].Resources.XObject) == []


def test_a_level_line_is_not_one_to_write_on() -> None:
    """A straight line of a drawing is not read back as a blank, as one of a form is."""
    handout = with_figure(drawing('viewBox="0 0 40 20" width="4in"'))
    texts = [painted.text for painted in read_pdf(paint(handout, lay_out(composed(handout)))).pages[0].texts]
    assert "Go there." in texts
    assert BLANK not in texts


def test_a_figure_keeps_its_vectors() -> None:
    """Fill rule, dashes and caps are written; what comes after the drawing is not dashed."""
    _, pdf = proved(with_figure(drawing()))
    content = pdf.pages[0].Contents.read_bytes()
    inside = content[content.index(b"/Figure") :]
    inside = inside[: inside.index(b"EMC")]
    assert b" f*" in inside
    assert b"[2.25 1.5] 0 d" in inside
    assert b"1 J" in inside
    assert content.count(b" d\n") == 1  # no stroke follows on this page, so that nothing has to be set back


@pytest.mark.parametrize(
    ("attributes", "width", "height"),
    [
        ('viewBox="0 0 40 20"', 30.0, 15.0),
        ('viewBox="0 0 40 20" width="2in"', 144.0, 72.0),
        ('viewBox="0 0 40 20" width="2000mm"', None, None),
    ],
)
def test_natural_size(attributes: str, width: float | None, height: float | None) -> None:
    """A drawing is as large as it says it is, at 96 pixels an inch, or as the column is wide; never stretched."""
    page_layout, _ = proved(with_figure(drawing(attributes)))
    piece = drawn(page_layout)
    assert piece.width / piece.height == pytest.approx(2.0)
    if width is not None:
        assert (piece.width, piece.height) == pytest.approx((width, height))
    else:
        assert 300 < piece.width < page_layout.pages[0].width


def test_a_logo() -> None:
    """A clinic's logo may be a drawing: an artifact at the head of the first page, not larger than a logo may be."""
    page_layout, _ = proved(
        document(section("Walks", say("This is one.")), logo=drawing('viewBox="0 0 40 20" width="9in"'))
    )
    piece = drawn(page_layout)
    assert piece.tag == ARTIFACT
    assert piece.height <= 42.0 + 1e-6
    assert piece.width / piece.height == pytest.approx(2.0)
