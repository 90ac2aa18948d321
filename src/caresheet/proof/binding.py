"""The proof of a file that holds the copies for many people, one after another.

Each copy is proved by itself. Read back by PDFium, the pages and the elements of each part of the file must be those of
the copy, in every word, place, color and number; there may be nothing between the parts but empty pages. Of a copy that
was made by filling in a blank file, only the pages with places for values are read back: its elements and other pages
are proved to be those of the blank file, to the last byte, and that file is read back whole (see `proof.personal`).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.structure import MarkedContent
from caresheet.outputs.pdf.reader.contents import PdfContents, TaggedElement
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import read_pages, read_pdf

_PART = "Part"


class ProvedCopy(Struct, frozen=True):
    """A proved copy, and the language that is stated for its part of the file; empty if it is the language of the
    file. Only its pages `varying` (from 0) differ from the `blank` file that it was made from, if there is one."""

    data: bytes
    language: str
    blank: bytes = b""
    varying: tuple[int, ...] = ()


def binding_fault(copies: Iterable[ProvedCopy], data: bytes) -> str | None:
    """Why the file is not these copies, in this order; None if it is. The answer never repeats a value."""
    try:
        whole = read_pdf(data)
    except UnreadablePdfError:
        return "the file cannot be opened"
    if len(whole.trees) != 1 or not whole.tagged:
        return "the file is not tagged as one document"
    parts, page = iter(whole.trees[0].children), 0
    blanks: dict[bytes, PdfContents] = {}
    for copy in copies:
        if copy.blank and copy.blank not in blanks:
            blanks[copy.blank] = read_pdf(copy.blank)
        own = _own(copy, blanks[copy.blank]) if copy.blank else read_pdf(copy.data)
        if (whole.title, whole.metadata_title) != (own.title, own.metadata_title) and not copy.language:
            return "the title is not that of the copies"
        part = next(parts, None)
        if not _is_part(part, own, copy.language, page) or whole.pages[page : page + len(own.pages)] != own.pages:
            return f"the part that begins on page {page + 1} is not the copy that belongs there"
        page += len(own.pages)
        while page < len(whole.pages) and not whole.pages[page].objects:
            page += 1
    return None if page == len(whole.pages) and next(parts, None) is None else "the file has more in it than the copies"


def _own(copy: ProvedCopy, blank: PdfContents) -> PdfContents:
    """The contents of a copy of this blank file."""
    read = read_pages(copy.data, copy.varying)
    return replace(blank, pages=tuple(read.get(number, page) for number, page in enumerate(blank.pages)))


def _is_part(part: object, own: PdfContents, language: str, page: int) -> bool:
    if not isinstance(part, TaggedElement) or (part.role, part.language) != (_PART, language):
        return False
    root = own.trees[0]
    return part.children == tuple(_moved(child, page) for child in root.children)


def _moved(child: TaggedElement | MarkedContent | None, by: int) -> TaggedElement | MarkedContent | None:
    if isinstance(child, MarkedContent):
        return MarkedContent(child.page + by, child.mcid)
    if child is None:
        return None
    return replace(child, children=tuple(_moved(each, by) for each in child.children))
