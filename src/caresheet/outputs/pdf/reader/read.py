"""Reads a finished PDF back with PDFium. Shares nothing with the writer."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from enum import Enum
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from caresheet.outputs.pdf.reader.contents import PdfContents, Rectangle, around
from caresheet.outputs.pdf.reader.forms import read_fields
from caresheet.outputs.pdf.reader.painting import Painting
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError, opened, paired
from caresheet.outputs.pdf.reader.syntax import UndecodableError
from caresheet.outputs.pdf.reader.tag_tree import TreeReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from caresheet.outputs.pdf.reader.contents import PageContents, PaintedText
    from caresheet.outputs.pdf.reader.forms import PlacedField
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

_METADATA = re.compile(rb"<<(?=[^>]*/Subtype\s*/XML)[^>]*/Length\s+(\d+)[^>]*>>\s*stream\r?\n")
"""The dictionary of the XMP packet, with its length in bytes. It is never inside an object stream (ISO 32000-1, 7.5.7),
and PDFium does not show it.
"""
_TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)


class Words(Enum):
    """Which characters a text is read as."""

    SHOWN = "shown"
    """Those that a reader shows and copies."""
    PAINTED = "painted"
    """Without the spaces that PDFium adds where it takes words of two lines for words of one. Takes several times as
    long."""
    PLACED = "placed"
    """The same in the order of their positions, whatever PDFium does with lines that have letters of both
    directions."""


def read_pdf(pdf: bytes, words: Words = Words.SHOWN) -> PdfContents:
    """Everything that the proof compares.

    Raises UnreadablePdfError for bytes that PDFium cannot open.
    """
    with opened(pdf) as (library, document):
        tree = TreeReader(library)
        about = about_file(library, document, pdf)
        sides = tuple(_read_page(library, document, number, tree, words) for number in range(about.page_count))
        fields = _read_fields(pdf) if about.has_form else ()
        for placed in fields:
            tree.add_field(placed)
        return PdfContents(
            about.title,
            about.metadata_title,
            about.language,
            about.tagged,
            sides,
            tree.finish(),
            tuple(placed.field for placed in fields),
        )


class AboutFile(NamedTuple):
    """What a PDF says about itself: see PdfContents."""

    title: str
    metadata_title: str
    language: str
    tagged: bool
    page_count: int
    has_form: bool


def about_file(library: Pdfium, document: Handle, pdf: bytes) -> AboutFile:
    """What an open PDF with these bytes says about itself."""
    raw = library.raw
    return AboutFile(
        library.information(document, b"Title"),
        _metadata_title(pdf),
        library.language(document),
        bool(raw.FPDFCatalog_IsTagged(document)),
        raw.FPDF_GetPageCount(document),
        raw.FPDF_GetFormType(document) != raw.FORMTYPE_NONE,
    )


def read_pages(pdf: bytes, numbers: Iterable[int]) -> dict[int, PageContents]:
    """What is painted on these pages, which count from 0.

    Raises UnreadablePdfError for bytes that PDFium cannot open.
    """
    found: dict[int, PageContents] = {}
    with opened(pdf) as (library, document):
        for number in numbers:
            with loaded(library, document, number) as (page, text_page):
                found[number] = Painting(library, page, text_page, None).read()
    return found


def read_texts(
    pdf: bytes, places: Mapping[int, Iterable[int]], words: Words | None = Words.SHOWN
) -> dict[int, tuple[int, tuple[PaintedText, ...]]]:
    """For each of these pages, the number of its objects, and its texts at these places of its painting order. Pages
    and places count from 0. If `words` is None, the characters are not read, which takes a third of the time.

    Raises UnreadablePdfError for bytes that PDFium cannot open.
    """
    with opened(pdf) as (library, document):
        return {page: _read_texts(library, document, page, orders, words) for page, orders in places.items()}


def _read_fields(pdf: bytes) -> tuple[PlacedField, ...]:
    """The fields of a form. Raises UnreadablePdfError if they cannot be read."""
    try:
        return read_fields(pdf)
    except UndecodableError as reason:
        raise UnreadablePdfError from reason


def _read_texts(
    library: Pdfium, document: Handle, number: int, orders: Iterable[int], words: Words | None
) -> tuple[int, tuple[PaintedText, ...]]:
    if words is None:
        with _page(library, document, number) as page:
            return Painting(library, page, None, lambda _: "").texts_at(orders)
    with loaded(library, document, number) as (page, text_page):
        return Painting(library, page, text_page, _letters(library, text_page, words)).texts_at(orders)


def read_word_boxes(pdf: bytes, page: int, order: int) -> tuple[tuple[str, Rectangle], ...]:
    """The words of the text at place `order` in the painting order of a page (from 0), each with its box."""
    with opened(pdf) as (library, document), loaded(library, document, page) as (handle, text_page):
        return _words(library.letters(library.raw.FPDFPage_GetObject(handle, order), text_page))


def _read_page(library: Pdfium, document: Handle, number: int, tree: TreeReader, words: Words) -> PageContents:
    with loaded(library, document, number) as (page, text_page):
        tree.add(page, number)
        return Painting(library, page, text_page, _letters(library, text_page, words)).read()


@contextmanager
def _page(library: Pdfium, document: Handle, number: int) -> Iterator[Handle]:
    """A page, until it is closed. Raises UnreadablePdfError if it cannot be loaded."""
    page = library.raw.FPDF_LoadPage(document, number)
    if not page:
        raise UnreadablePdfError
    try:
        yield page
    finally:
        library.raw.FPDF_ClosePage(page)


@contextmanager
def loaded(library: Pdfium, document: Handle, number: int) -> Iterator[tuple[Handle, Handle]]:
    """A page and its text, until it is closed. Raises UnreadablePdfError if it cannot be loaded."""
    with _page(library, document, number) as page:
        text_page = library.raw.FPDFText_LoadPage(page)
        try:
            yield page, text_page
        finally:
            library.raw.FPDFText_ClosePage(text_page)


def _letters(library: Pdfium, text_page: Handle, words: Words) -> Callable[[Handle], str] | None:
    match words:
        case Words.SHOWN:
            return None
        case Words.PAINTED:
            return library.painted_words(text_page)
        case Words.PLACED:
            return library.placed_words(text_page)


def _words(letters: list[tuple[str, Rectangle]]) -> tuple[tuple[str, Rectangle], ...]:
    words: list[tuple[str, Rectangle]] = []
    word = ""
    for letter, box in letters:
        if letter.isspace():
            word = ""
            continue
        whole = around(words.pop()[1], box) if word else box
        word += letter
        words.append((paired(word), whole))
    return tuple(words)


def _metadata_title(pdf: bytes) -> str:
    """The title in the XMP metadata (ISO 14289-1, 7.1); empty where none can be found."""
    head = _METADATA.search(pdf)
    if not head:
        return ""
    packet = pdf[head.end() :][: int(head[1])]
    try:
        described = zlib.decompress(packet)
    except zlib.error:  # it is not compressed
        described = packet
    found = _TITLE.search(described)
    return unescape(found.group(1).decode("utf-8", "replace")) if found else ""
