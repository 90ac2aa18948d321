"""The last line of a page in larger print: the heading, or the name, of what the next page begins with.

A handout in larger print has many pages, and its reader sees one at a time. The line is an artifact: listeners do not
need it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from caresheet.layout.column_breaks import ROUNDING
from caresheet.layout.columns import text_width
from caresheet.layout.continuations import without_sources
from caresheet.layout.fragments import translated
from caresheet.layout.lines import TextStyle, break_lines, line_style
from caresheet.layout.text_lines import TextLine, height_of_lines
from caresheet.model.page_layout import ARTIFACT, WordPiece
from caresheet.model.structure import Role
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.layout.paginator import PageBuilder
    from caresheet.model.document import Document
    from caresheet.model.look import Paper
    from caresheet.model.structure import Structure

_GIANT = 24.0
"""Giant print begins at this body size, in points."""
_SHARE = 0.75
"""The least type size of the line, as a share of that of the text."""
_ABOVE = 4.0
"""Space above the line, in points."""


def room_for_next_page(document: Document, paper: Paper) -> float:
    """The space in points kept free for it on each page: as many lines as the longest heading needs. In giant print the
    warning signs need that room, so the line is only printed where there is room left."""
    if not _keeps_room(document):
        return 0.0
    headings = (section.heading.text.plain if section.heading else section.name for section in document.sections)
    most = max((height_of_lines(_lines(document, heading, paper)) for heading in headings), default=0.0)
    return most + _ABOVE if most else 0.0


def room_below_a_form(document: Document) -> float:
    """The same where it is not known yet what the next page begins with: two lines."""
    return 2 * _style(document).leading + _ABOVE if _keeps_room(document) else 0.0


def _keeps_room(document: Document) -> bool:
    return bool(document.next_page) and document.look.type.body < _GIANT


def next_page_lines(
    document: Document, structure: Structure, sheets: tuple[PageBuilder, ...]
) -> Iterator[tuple[UnresolvedPiece, ...]]:
    """The line for each page about the next one; empty on the last page, and if the next page has no heading."""
    for sheet, following in pairwise(sheets):
        heading = _first_heading(document, structure, following.pieces) if document.next_page else ""
        needed = height_of_lines(_lines(document, heading, sheet.paper)) + _ABOVE
        there = sheet.y - sheet.paper.margins.bottom >= needed - ROUNDING
        yield tuple(_set(document, heading, sheet.paper)) if heading and there else ()
    yield ()


def _first_heading(document: Document, structure: Structure, pieces: Iterable[UnresolvedPiece]) -> str:
    """The heading, or the name, of what begins or continues at the top of a page: of a section or of the contents."""
    tags = [piece.tag for piece in pieces if isinstance(piece, WordPiece) and piece.tag != ARTIFACT]
    first, sections = min(tags, default=ARTIFACT), iter(document.sections)
    for node in structure.root.children:
        section = next(sections) if node.role is Role.SECTION else None
        if any(each.number == first for each in node.everything()):
            if section:
                return without_sources(section.heading.text) if section.heading else section.name
            return document.contents.title if document.contents and node.role is Role.CONTENTS else ""
    return ""


def _set(document: Document, heading: str, paper: Paper) -> Iterator[UnresolvedPiece]:
    """The line, flush with the end edge of the text, just above the footer."""
    lines = _lines(document, heading, paper)
    for number, line in enumerate(lines):
        top = paper.margins.bottom + height_of_lines(lines[number:])
        x = paper.width - paper.margins.end - line.width
        yield from (translated(piece, x, top) for piece in line.pieces)


def _lines(document: Document, heading: str, paper: Paper) -> tuple[TextLine, ...]:
    words = document.next_page.replace("{heading}", heading)
    text = PrintedText((TextRun(words, strong=True),), document.position)
    return break_lines(text, [ARTIFACT], _style(document), text_width(paper))


def _style(document: Document) -> TextStyle:
    size = max(document.look.type.running, document.look.type.body * _SHARE)
    return line_style(size, 1.25, document.look.palette.text, document.look.setting(document.language), strong=True)
