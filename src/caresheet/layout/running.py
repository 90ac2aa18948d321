"""Running headers and footers, and the banner that says a handout is a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.lines import Ink, Line, break_lines, natural_width
from caresheet.layout.strips import Loose, shifted
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.model.document import Document, RunningLine
    from caresheet.model.look import Paper

_EDGE = 14.0
"""What printers leave white at the edge of the sheet, in points (5 mm)."""
_AWAY = 8.0
"""Between the text area and a running line, in points."""
_GAP = 12.0
"""Between the parts of a running line, in points."""
_NARROWEST = 48.0
"""A part of a running line that is narrower than this, in points, cannot be read."""
_MIDDLE = 0.5
_ROW_GAP = 6.0
"""Between two rows of a running line, in points."""
_MANY = 888
"""A page number as wide as any that a handout has."""
_FRAME = 2.0
"""How far the banner's frame stands out above its words, in points."""
_BANNER_PAD = 8.0
"""White at the left and right of the banner's words, in points."""


class _Part(Struct, frozen=True):
    """Words of a running line, broken to their place. `lean` is 0 at the left, 0.5 in the middle, 1 at the right.

    `away` is how far they stand from the text, beyond what all running lines do.
    """

    lines: tuple[Line, ...]
    ink: Ink
    lean: float
    away: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.ink.leading

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)


class _Line(Struct, frozen=True):
    """A running line's words and tags: left, middle, right.

    `widest` are its words with page numbers as wide as any. By them it is decided who stands where, so that no page
    needs more room than was kept for all.
    """

    name: str
    texts: tuple[str, str, str]
    widest: tuple[str, str, str]
    tags: tuple[int, int, int]


class RunningTags(Struct, frozen=True):
    """The elements of what stands in the margins: left, middle and right of header and footer.

    Running lines are artifacts, because nobody wants to hear them on every page. The banner is read once, on the
    first page; and where there is only one page, nothing runs, and its header and footer are read like the rest.
    """

    banner: int = ARTIFACT
    header: tuple[int, int, int] = (ARTIFACT, ARTIFACT, ARTIFACT)
    footer: tuple[int, int, int] = (ARTIFACT, ARTIFACT, ARTIFACT)


def set_running(document: Document, paper: Paper, number: int, pages: int, tags: RunningTags) -> list[Loose]:
    """Everything that stands in the margins of page `number` of `pages`, both counted from 1.

    Raises CaresheetError where the paper is too narrow for it.
    """
    banner = _banner(document, paper, tags.banner)
    above = _parts(document, paper, _header(document, number, pages, tags.header), banner)
    below = _parts(document, paper, _footer(document, number, pages, tags.footer), None)
    base = paper.height - paper.margins.top + _AWAY
    pieces: list[Loose] = []
    for part in above:
        pieces += _down(paper, part, base + part.away + part.height)
    if banner:
        pieces.append(_banner_frame(document, paper, banner, base + above[0].away))
    top = paper.margins.bottom - _AWAY
    for part in below:
        pieces += _down(paper, part, top - part.away)
    rule = shapes.line(paper.margins.left, top + 2.0, paper.width - paper.margins.right, top + 2.0)
    return [*pieces, ShapePiece(rule, None, document.look.palette.line, 0.6, ARTIFACT)]


def with_room(document: Document, paper: Paper) -> Paper:
    """The paper with margins that hold the running lines, upright and turned where any section is: never less than the
    layout's, more where they need it."""
    papers = (paper, paper.turned()) if any(section.turned for section in document.sections) else (paper,)
    needed = [_needed(document, each) for each in papers]
    top, bottom = max(above for above, _ in needed), max(below for _, below in needed)
    margins = paper.margins
    return replace(paper, margins=replace(margins, top=max(margins.top, top), bottom=max(margins.bottom, bottom)))


def _needed(document: Document, paper: Paper) -> tuple[float, float]:
    """How much of the paper's top and bottom the running lines take."""
    nobody = (ARTIFACT, ARTIFACT, ARTIFACT)
    above = _parts(document, paper, _header(document, _MANY, _MANY, nobody), _banner(document, paper, ARTIFACT))
    below = _parts(document, paper, _footer(document, _MANY, _MANY, nobody), None)
    top = max((part.away + part.height for part in above), default=0.0) + _AWAY + _EDGE + _FRAME
    bottom = max((part.away + part.height for part in below), default=0.0) + _AWAY + _EDGE
    return top, bottom


def _header(document: Document, number: int, pages: int, tags: tuple[int, int, int]) -> _Line:
    """The header; where the banner takes its middle, what belongs there stands at the left."""
    texts, widest = _numbered(document.header, number, pages), _numbered(document.header, _MANY, _MANY)
    if document.banner:
        texts, widest = _aside(texts), _aside(widest)
    return _Line("header", texts, widest, tags)


def _footer(document: Document, number: int, pages: int, tags: tuple[int, int, int]) -> _Line:
    line = document.footer
    return _Line("footer", _numbered(line, number, pages), _numbered(line, _MANY, _MANY), tags)


def _aside(texts: tuple[str, str, str]) -> tuple[str, str, str]:
    return " · ".join(part for part in texts[:2] if part), "", texts[2]


def _numbered(line: RunningLine, number: int, pages: int) -> tuple[str, str, str]:
    filled = [
        part.replace("{page}", str(number)).replace("{pages}", str(pages))
        for part in (line.left, line.center, line.right)
    ]
    return (filled[0], filled[1], filled[2])


def _banner(document: Document, paper: Paper, tag: int) -> _Part | None:
    if not document.banner:
        return None
    size = document.look.type.running + 1
    ink = Ink(size, size * 1.25, document.look.palette.stop, strong=True)
    room = paper.width - paper.margins.left - paper.margins.right - 2 * _BANNER_PAD
    text = PrintedText((TextRun(document.banner),), document.position)
    return _Part(tuple(break_lines(text, [tag], ink, room)), ink, _MIDDLE)


def _parts(document: Document, paper: Paper, line: _Line, banner: _Part | None) -> list[_Part]:
    """The parts of a running line; the sides share what the middle leaves, a lone side takes what the other leaves."""
    size = document.look.type.running
    ink = Ink(size, size * 1.25, document.look.palette.muted)
    room = paper.width - paper.margins.left - paper.margins.right
    printed = [PrintedText((TextRun(text),), document.position) for text in line.texts]
    widest = [PrintedText((TextRun(text),), document.position) for text in line.widest]
    natural = [natural_width(text, ink) if words else 0.0 for text, words in zip(widest, line.widest, strict=True)]
    middle = banner.width + 2 * _BANNER_PAD if banner else natural[1]
    beside = (room - middle) / 2 - _GAP
    apart = middle > 0 and beside < min(max(natural[0], natural[2]), _NARROWEST)
    limits = (beside, middle + 1, beside) if middle and not apart else _halves(room, natural[0], natural[2])
    parts: list[_Part] = []
    for text, tag, wide, limit, lean in zip(printed, line.tags, natural, limits, (0.0, _MIDDLE, 1.0), strict=True):
        if wide:
            _refuse(document, line.name, fits=limit >= min(wide, _NARROWEST))
            parts.append(_Part(tuple(break_lines(text, [tag], ink, limit)), ink, lean))
    return _with_middle(parts, banner, apart=apart)


def _halves(room: float, left: float, right: float) -> tuple[float, float, float]:
    """How wide each part may be where the middle one has a row to itself: the right one what it needs, up to half."""
    short = min(right + 1, room / 2)
    return (room - short - (_GAP if right and left else 0.0), room, short)


def _with_middle(parts: list[_Part], banner: _Part | None, *, apart: bool) -> list[_Part]:
    """The parts, the banner first. Where there is no room beside the middle one, it stands in a row further out."""
    if apart:
        height = max((part.height for part in parts if part.lean != _MIDDLE), default=0.0) + _ROW_GAP
        parts = [replace(part, away=height) if part.lean == _MIDDLE else part for part in parts]
        banner = replace(banner, away=height) if banner else None
    return [banner, *parts] if banner else parts


def _refuse(document: Document, what: str, *, fits: bool) -> None:
    if not fits:
        message = f"the page is too narrow for the running {what}"
        hint = "let it hold less, or choose wider paper or narrower margins"
        raise CaresheetError((Problem(document.position, DOES_NOT_FIT, message, hint),))


def _down(paper: Paper, part: _Part, top: float) -> list[Loose]:
    """The part's lines below each other from `top`."""
    room = paper.width - paper.margins.left - paper.margins.right
    pieces: list[Loose] = []
    for index, line in enumerate(part.lines):
        x = paper.margins.left + (room - line.width) * part.lean
        pieces += [shifted(piece, x, top - index * part.ink.leading) for piece in line.pieces]
    return pieces


def _banner_frame(document: Document, paper: Paper, banner: _Part, base: float) -> ShapePiece:
    width = banner.width + 2 * _BANNER_PAD
    box = shapes.rounded((paper.width - width) / 2, base - 2.0, width, banner.height + 4.0, 3.0)
    return ShapePiece(box, None, document.look.palette.stop, 1.0, ARTIFACT)
