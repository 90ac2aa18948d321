"""Writing the PDF: everything laid out is in the file, tagged, and the bytes are the same every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec.structs import replace
from tests.proof.documents import composed, everything, look, paper

from caresheet.layout import lay_out
from caresheet.model.look import POINTS_PER_MM, PanelSize
from caresheet.model.page_layout import ARTIFACT, Page, TextPiece
from caresheet.outputs.pdf.writer import paint


def test_every_word_is_in_the_file() -> None:
    """PDFium reads on each page the words that were laid out there."""
    document = everything()
    page_layout = lay_out(composed(document))
    pdf = pypdfium2.PdfDocument(paint(document, page_layout))
    assert len(pdf) == len(page_layout.pages)
    for index, page in enumerate(page_layout.pages):
        read = pdf[index].get_textpage().get_text_range()
        for piece in page.pieces:
            if isinstance(piece, TextPiece):
                for word in piece.text.replace("\u00a0", " ").split():
                    assert word in read


def test_text_without_a_tag_raises() -> None:
    """A piece without a valid tag is an error."""
    document = everything()
    page_layout = lay_out(composed(document))
    for missing in (len(page_layout.tags), ARTIFACT - 1):
        first, *others = page_layout.pages
        pieces = tuple(replace(p, tag=missing) if isinstance(p, TextPiece) and p.tag > 3 else p for p in first.pieces)
        broken = replace(page_layout, pages=(Page(first.width, first.height, pieces), *others))
        with pytest.raises(ValueError, match="without a tag"):
            paint(document, broken)


_AGAIN = """
import hashlib, sys
from tests.proof.documents import composed, everything
from caresheet.layout import lay_out
from caresheet.outputs.pdf.writer import paint
document = everything()
sys.stdout.write(hashlib.sha256(paint(document, lay_out(composed(document)))).hexdigest())
"""


def test_the_same_document_gives_the_same_bytes() -> None:
    """The bytes are the same twice in one process, and with another hash seed, time zone and locale."""
    document = everything()
    page_layout = lay_out(composed(document))
    here = hashlib.sha256(paint(document, page_layout)).hexdigest()
    assert hashlib.sha256(paint(document, page_layout)).hexdigest() == here
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("2", "America/Bogota", "de_DE.UTF-8")):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": os.pathsep.join(sys.path)}
        environment = os.environ | settings
        again = subprocess.run(
            [sys.executable, "-c", _AGAIN], env=environment, capture_output=True, text=True, check=True
        )
        assert again.stdout == here


def test_other_words_give_another_identity() -> None:
    """Two files with different content never carry the same /ID."""
    document = everything()
    other = replace(document, look=look(paper("letter")))
    first, second = paint(document, lay_out(composed(document))), paint(other, lay_out(composed(other)))
    assert first[first.index(b"/ID[<") :][:40] != second[second.index(b"/ID[<") :][:40]


def test_files_are_small() -> None:
    """Tags and fonts of a seven-page handout stay under 100 kB."""
    document = everything()
    assert len(paint(document, lay_out(composed(document)))) < 100_000


@pytest.mark.parametrize("panels", [None, PanelSize(85.6 * POINTS_PER_MM, 54 * POINTS_PER_MM)])
def test_print_dialogs_start_from_the_true_size(panels: PanelSize | None) -> None:
    """Every file asks print dialogs, as PDFium understands it, for its own size; one with several pages for both sides
    of the sheet, unless it is cut up."""
    document = everything()
    document = replace(document, look=replace(document.look, panels=panels))
    with pypdfium2.PdfDocument(paint(document, lay_out(composed(document)))) as file:
        assert len(file) > 1
        assert not pdfium.FPDF_VIEWERREF_GetPrintScaling(file)
        flips = pdfium.FPDF_VIEWERREF_GetDuplex(file)
        assert flips == (pdfium.DuplexFlipLongEdge if panels is None else pdfium.DuplexUndefined)
