"""One deliberate defect for each rule that a change of ours could break, and which rule of veraPDF has to see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, Object, Pdf

from caresheet.model.document import Document
from caresheet.model.page_layout import PageLayout, TextPiece
from caresheet.outputs.pdf.writer import paint
from caresheet.outputs.pdf.writer.objects import PdfFile

Change = Callable[[Pdf], None]


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect, how it is made in a finished file, and the rules (of ua1 or 2a) that must be named for it."""

    name: str
    change: Change
    rules: tuple[str, ...]


def elements(pdf: Pdf, role: str) -> Iterator[Object]:
    """Every structure element of a type, in reading order."""

    def walk(element: Object) -> Iterator[Object]:
        if element.get("/S") == f"/{role}":
            yield element
        for kid in element.get("/K", Array()) if isinstance(element.get("/K"), Array) else ():
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K[0])


def first(pdf: Pdf, role: str) -> Object:
    """The first structure element of a type."""
    return next(elements(pdf, role))


def rename(role: str, new: str) -> Change:
    """Gives every element of a type another."""

    def change(pdf: Pdf) -> None:
        for element in list(elements(pdf, role)):
            element.S = Name(f"/{new}")

    return change


def on_first_page(old: bytes, new: bytes) -> Change:
    """Changes the first match of a pattern in the first page's content stream."""

    def change(pdf: Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes()
        after, count = re.subn(old, new, before, count=1, flags=re.DOTALL)
        assert count
        pdf.pages[0].Contents = pdf.make_stream(after)

    return change


def in_metadata(old: bytes, new: bytes) -> Change:
    """Changes the XMP packet."""

    def change(pdf: Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes()
        after, count = re.subn(old, new, before, flags=re.DOTALL)
        assert count
        pdf.Root.Metadata.write(after)

    return change


def links(pdf: Pdf) -> list[Object]:
    """Every annotation of the first page."""
    return list(pdf.pages[0].Annots)


def without(key: str) -> Change:
    """Takes an entry out of every annotation of the first page."""

    def change(pdf: Pdf) -> None:
        for link in links(pdf):
            del link[key]

    return change


def fonts(pdf: Pdf) -> list[Object]:
    """Every font of the first page that has widths."""
    return [font for font in pdf.pages[0].Resources.Font.values() if "/Widths" in font]


def no_alternative(pdf: Pdf) -> None:
    del first(pdf, "Figure").Alt


def empty_alternative(pdf: Pdf) -> None:
    first(pdf, "Figure").Alt = pikepdf.String("")


def no_scope(pdf: Pdf) -> None:
    for cell in elements(pdf, "TH"):
        if "/A" in cell:
            del cell["/A"]


def cell_missing(pdf: Pdf) -> None:
    row = list(elements(pdf, "TR"))[1]
    row.K = Array([row.K[0], row.K[1]])


def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang
    document = first(pdf, "Document")
    if "/Lang" in document:
        del document.Lang


def no_display_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def no_mark_info(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def no_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def no_tab_order(pdf: Pdf) -> None:
    for page in pdf.pages:
        if "/Tabs" in page.obj:
            del page.obj["/Tabs"]


def no_structure(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def foreign_font(pdf: Pdf) -> None:
    helvetica = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    pdf.pages[0].Resources.Font["/Helv"] = helvetica
    on_first_page(rb"\n\S+ ([\d.]+) Tf", rb"\n/Helv \1 Tf")(pdf)


def letters_mapped_to(target: bytes) -> Change:
    """Lets the letter e of every font mean something else."""

    def change(pdf: Pdf) -> None:
        for font in fonts(pdf):
            before = font.ToUnicode.read_bytes()
            font.ToUnicode.write(re.sub(rb"<0065>", b"<" + target + b">", before, flags=re.IGNORECASE))

    return change


def no_meaning(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font.ToUnicode


def wrong_widths(pdf: Pdf) -> None:
    for font in fonts(pdf):
        font.Widths = Array([float(width) + 40 for width in font.Widths])


def link_owned_by_paragraph(pdf: Pdf) -> None:
    """The annotation hangs on an element that is no Link."""
    rename("Link", "Span")(pdf)


def nothing(_: Pdf) -> None:
    """No defect."""


def form_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=pikepdf.String("name"),
            TU=pikepdf.String("Your name"),
            F=4,
            Rect=Array([100, 100, 200, 120]),
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].Annots.append(field)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


_EXTENSION = rb"<rdf:Description[^>]*pdfaExtension.*?</rdf:Description>"
"""The part of the XMP packet that explains PDF/UA's own property to PDF/A."""

DEFECTS = (
    Defect("no-extension-schema", in_metadata(_EXTENSION, b""), ("6.6.2.3.1-1",)),
    Defect("font-not-embedded", foreign_font, ("7.21.4.1-1", "6.2.11.4.1-1")),
    Defect("letter-without-code", letters_mapped_to(b"0000"), ("7.21.7-2", "6.2.11.7.2-2")),
    Defect("letter-in-private-use", letters_mapped_to(b"E000"), ("6.2.11.7.3-1",)),
    Defect("wrong-widths", wrong_widths, ("7.21.5-1", "6.2.11.5-1")),
    Defect("no-meaning", no_meaning, ("7.21.7-1", "6.2.11.7.2-1")),
    Defect("figure-without-alternative", no_alternative, ("7.3-1",)),
    Defect("figure-with-empty-alternative", empty_alternative, ("7.3-1",)),
    Defect("head-without-scope", no_scope, ("7.5-1",)),
    Defect("cell-missing", cell_missing, ("7.2-43",)),
    Defect("heading-level-skipped", rename("H2", "H3"), ("7.4.2-1",)),
    Defect("item-outside-of-list", rename("L", "Div"), ("7.2-17",)),
    Defect("unknown-type", rename("Div", "Banner"), ("7.1-5", "6.7.3.4-1")),
    Defect("no-language", no_language, ("7.2-34",)),
    Defect("no-display-title", no_display_title, ("7.1-10",)),
    Defect("no-mark-info", no_mark_info, ("6.2-1", "6.7.2.2-1")),
    Defect("no-output-intent", no_output_intent, ("6.2.4.3-2",)),
    Defect("ink-for-presses", on_first_page(rb"\A", b"/Artifact BMC 0 0 0 1 k 9 9 5 5 re f EMC\n"), ("6.2.4.3-3",)),
    Defect("no-metadata", no_metadata, ("7.1-8", "6.6.2.1-1")),
    Defect("link-not-printed", without("/F"), ("6.3.2-1",)),
    Defect("link-without-words", without("/Contents"), ("7.18.1-2", "7.18.5-2")),
    Defect("link-without-parent", without("/StructParent"), ("7.18.5-1",)),
    Defect("link-in-a-span", link_owned_by_paragraph, ("7.18.5-1",)),
    Defect("unmarked-shape", on_first_page(rb"\Z", b"\n9 9 5 5 re f"), ("7.1-3",)),
    Defect("unmarked-words", on_first_page(rb"/P <</MCID 0>> BDC(.*?)EMC", rb"\1"), ("7.1-3",)),
    Defect("no-tab-order", no_tab_order, ("7.18.3-1",)),
    Defect("field-outside-of-form", form_field, ("7.18.4-1",)),
    Defect("no-structure", no_structure, ("7.1-11", "6.7.3.3-1")),
)
"""Defects that are made in the finished file."""


def changed(pdf: bytes, change: Change) -> bytes:
    """The file with a defect."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


# --- defects that a change to the painter would make ------------------------------------------------------------------
def without_line_end(self: PdfFile, entries: bytes, data: bytes, *, filtered: bytes = b"") -> int:
    """Streams as ReportLab writes them: no line end before `endstream`."""
    part = b"/Filter" + filtered if filtered else b""
    return self.add(b"<<%s%s/Length %d>>\nstream\n%sendstream\n" % (entries, part, len(data), data))


def with_wrong_length(self: PdfFile, entries: bytes, data: bytes, *, filtered: bytes = b"") -> int:
    """Streams whose length counts the line end after them."""
    part = b"/Filter" + filtered if filtered else b""
    return self.add(b"<<%s%s/Length %d>>\nstream\n%s\nendstream\n" % (entries, part, len(data) + 1, data))


WRITERS = (
    ("no-line-end", without_line_end, "6.1.7.1-2"),
    ("wrong-length", with_wrong_length, "6.1.7.1-1"),
)
"""Names, ways to write a stream, and the rule of 2a that each breaks."""


def with_unknown_letter(document: Document, page_layout: PageLayout) -> bytes:
    """A character that the font does not have, as if no check had refused it."""
    pages = tuple(
        replace(
            page,
            pieces=tuple(
                replace(piece, text=piece.text.replace("kettle", "ketṯle漢")) if isinstance(piece, TextPiece) else piece
                for piece in page.pieces
            ),
        )
        for page in page_layout.pages
    )
    return paint(document, replace(page_layout, pages=pages))
