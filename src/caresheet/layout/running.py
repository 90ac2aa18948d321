"""Running headers and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.columns import text_width
from caresheet.layout.context import LARGE
from caresheet.layout.fragments import UnresolvedPiece, translated
from caresheet.layout.lines import TextStyle, break_lines, line_style, natural_width
from caresheet.layout.mirroring import mirrored_between
from caresheet.layout.misfit import misfit
from caresheet.layout.text_lines import TextLine, below_each_other, height_of_lines
from caresheet.model.look import CLEAR_EDGE, POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.model.document import Document
    from caresheet.model.look import Paper

_AWAY = 8.0
"""Space between the text area and a running line, in points."""
_GAP = 8.0
"""Space between the texts of a running line, in points."""
_NARROWEST = 48.0
"""The least width of a text of a running line that can be read, in points."""
_CLEAR_IN_LARGE = 10.0 * POINTS_PER_MM
"""The space between the running lines of larger print and the edge of the sheet, in points."""
_RULE = 0.25 * POINTS_PER_MM
_MIDDLE = 0.5
_ROW_GAP = 6.0
"""Space between two rows of a running line, in points."""
_MANY = 888
"""A page number at least as wide as any that a handout has."""


class _RunningText(Struct, frozen=True):
    """One text of a running line, broken into lines. `align` is 0 at the start, 0.5 in the middle, 1 at the end.

    `away` is its additional distance from the text area, in points. If `is_mirrored`, its lines start at the
    opposite side from those of the document.
    """

    lines: tuple[TextLine, ...]
    style: TextStyle
    align: float
    away: float = 0.0
    is_mirrored: bool = False

    @property
    def height(self) -> float:
        return height_of_lines(self.lines)

    @property
    def reach(self) -> float:
        """The distance from the text area to the far edge of its letters, in points: in some fonts they are taller than
        their line."""
        metrics = self.style.metrics
        taller = (metrics.ascent + metrics.descent) * self.style.size - self.style.leading
        return self.away + self.height + max(taller, 0.0) / 2

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)


class _RunningTexts(Struct, frozen=True):
    """The words and tags of a running line at the start, in the middle and at the end.

    `widest` holds the words with the widest page numbers. They decide the arrangement, so that it is the same on every
    page.
    """

    name: str
    texts: tuple[str, str, str]
    widest: tuple[str, str, str]
    tags: tuple[int, ...]


class RunningTags(Struct, frozen=True):
    """The elements of the start, middle and end of header and footer, and then of those in a second language; empty if
    they are not read.

    Running lines are artifacts, so that a screen reader does not repeat them on every page. If there is only one page,
    its header and footer are read.
    """

    header: tuple[int, ...] = ()
    footer: tuple[int, ...] = ()


def lay_out_running(
    document: Document, paper: Paper, number: int, pages: int, tags: RunningTags
) -> list[UnresolvedPiece]:
    """Everything in the margins of page `number` of `pages`, both counted from 1.

    Raises CaresheetError (does-not-fit) if the paper is too narrow for it.
    """
    above = _header(document, paper, (number, pages), tags.header)
    below = _footer(document, paper, (number, pages), tags.footer)
    base = paper.height - paper.margins.top + _AWAY
    pieces: list[UnresolvedPiece] = []
    for part in above:
        pieces += _down(paper, part, base + part.away + part.height)
    top = paper.margins.bottom - _AWAY
    for part in below:
        pieces += _down(paper, part, top - part.away)
    rule = shapes.line(paper.margins.start, top + 2.0, paper.width - paper.margins.end, top + 2.0)
    return [*pieces, ShapePiece(rule, None, document.look.palette.line, _RULE, ARTIFACT)]


def with_room(document: Document, paper: Paper) -> Paper:
    """The paper with its margins enlarged where the running lines need it.

    If a section is turned, the margins hold the running lines of turned pages as well.
    """
    papers = (paper, paper.turned()) if any(section.turned for section in document.sections) else (paper,)
    needed = [_needed(document, each) for each in papers]
    top, bottom = max(above for above, _ in needed), max(below for _, below in needed)
    margins = paper.margins
    return replace(paper, margins=replace(margins, top=max(margins.top, top), bottom=max(margins.bottom, bottom)))


def _needed(document: Document, paper: Paper) -> tuple[float, float]:
    """The top and bottom margins that the running lines need, in points."""
    above = _header(document, paper, (_MANY, _MANY), ())
    below = _footer(document, paper, (_MANY, _MANY), ())
    clear = _CLEAR_IN_LARGE if document.look.type.body >= LARGE else CLEAR_EDGE
    top = max((part.reach + _AWAY for part in above), default=0.0) + clear
    bottom = max((part.reach for part in below), default=0.0) + _AWAY + clear
    return top, bottom


def _header(document: Document, paper: Paper, page: tuple[int, int], tags: tuple[int, ...]) -> list[_RunningText]:
    """The texts of the header, those of a second language below those of the document's own. `page` is the page number
    and the number of pages; `tags` are those of every part, empty if it is not read."""
    own, second = _in_each_language(document, paper, "header", page, tags)
    return [*_further(own, _height(second)), *second]


def _footer(document: Document, paper: Paper, page: tuple[int, int], tags: tuple[int, ...]) -> list[_RunningText]:
    """The same for the footer."""
    own, second = _in_each_language(document, paper, "footer", page, tags)
    return [*own, *_further(second, _height(own))]


def _in_each_language(
    document: Document, paper: Paper, name: str, page: tuple[int, int], tags: tuple[int, ...]
) -> tuple[list[_RunningText], list[_RunningText]]:
    """The texts of the header or the footer in the document's own language and in its second one, if it has one."""
    own = _texts(document, paper, _running_texts(document, name, page, tags[:3]))
    second = document.companion
    if second is None:
        return own, []
    other = replace(document, language=second.language, header=second.header, footer=second.footer, companion=None)
    texts = _texts(other, paper, _running_texts(other, name, page, tags[3:]))
    is_mirrored = other.direction is not document.direction
    return own, [replace(part, is_mirrored=is_mirrored) for part in texts]


def _height(parts: list[_RunningText]) -> float:
    """The height that the texts take up together, in points."""
    return max((part.away + part.height for part in parts), default=0.0)


def _further(parts: list[_RunningText], distance: float) -> list[_RunningText]:
    return [replace(part, away=part.away + distance) for part in parts]


def _running_texts(document: Document, name: str, page: tuple[int, int], tags: tuple[int, ...]) -> _RunningTexts:
    line = document.header if name == "header" else document.footer
    heard = tags or (ARTIFACT, ARTIFACT, ARTIFACT)
    return _RunningTexts(name, line.on_page(*page).parts, line.on_page(_MANY, _MANY).parts, heard)


def _texts(document: Document, paper: Paper, line: _RunningTexts) -> list[_RunningText]:
    """The texts of a running line: those at both ends share what the middle leaves; a single one may take it all."""
    size = document.look.type.running
    style = line_style(size, 1.25, document.look.palette.muted, document.look.setting(document.language))
    room = text_width(paper)
    printed, widest = (_printed(document, line.name, words) for words in (line.texts, line.widest))
    natural = [_natural(text, style) for text in widest]
    middle = natural[1]
    beside = (room - middle) / 2 - _GAP
    apart = middle > 0 and beside < min(max(natural[0], natural[2]), _NARROWEST)
    limits = (beside, middle + 1, beside) if middle and not apart else _shares(room, widest, style)
    parts: list[_RunningText] = []
    for text, tag, wide, limit, align in zip(printed, line.tags, natural, limits, (0.0, _MIDDLE, 1.0), strict=True):
        if wide:
            _refuse(document, line.name, fits=limit >= min(wide, _NARROWEST))
            parts.append(_RunningText(tuple(break_lines(text, [tag], style, limit)), style, align))
    return _with_middle(parts) if apart else parts


def _printed(document: Document, name: str, texts: tuple[str, str, str]) -> list[PrintedText]:
    """The texts as they are set: bold at the end of a footer, which says how long the sheet may be used."""
    strong = (False, False, name == "footer")
    runs = (TextRun(text, strong=bold) for text, bold in zip(texts, strong, strict=True))
    return [PrintedText((run,) if run.text else (), document.position) for run in runs]


def _natural(text: PrintedText, style: TextStyle) -> float:
    return natural_width(text, style) if text.runs else 0.0


def _shares(room: float, texts: list[PrintedText], style: TextStyle) -> tuple[float, float, float]:
    """The width of each text if the middle one has a row of its own: the end text gets what it needs, half the room, or
    what the start text leaves, whichever makes fewer lines."""
    start, end = _natural(texts[0], style), _natural(texts[2], style)
    gap = _GAP if start and end else 0.0
    wanted = (end + 1, room / 2, room - start - 1 - gap)
    least = min(start, _NARROWEST), min(end, _NARROWEST)
    fitting = (wide for wide in wanted if room - wide - gap >= least[0] and wide >= least[1])
    shares = [(room - wide - gap, room, wide) for wide in fitting] or [(room / 2 - gap, room, room / 2)]
    return min(shares, key=lambda share: max(_lines(texts[0], share[0], style), _lines(texts[2], share[2], style)))


def _lines(text: PrintedText, width: float, style: TextStyle) -> int:
    """How many lines a text takes."""
    return len(break_lines(text, [ARTIFACT], style, width)) if text.runs else 0


def _with_middle(parts: list[_RunningText]) -> list[_RunningText]:
    """The texts with the middle one in a row of its own, further out."""
    height = max((part.height for part in parts if part.align != _MIDDLE), default=0.0) + _ROW_GAP
    return [replace(part, away=height) if part.align == _MIDDLE else part for part in parts]


def _refuse(document: Document, what: str, *, fits: bool) -> None:
    if not fits:
        message = f"the page is too narrow for the {what}"
        hint = "put less into it, or choose wider paper or narrower margins"
        raise misfit(document, message, hint, what, "margins")


def _down(paper: Paper, part: _RunningText, top: float) -> list[UnresolvedPiece]:
    """The lines of a text below each other from `top`."""
    room = text_width(paper)
    pieces: list[UnresolvedPiece] = []
    for down, line in below_each_other(part.lines):
        x = paper.margins.start + (room - line.width) * part.align
        placed = [translated(piece, x, top - down) for piece in line.pieces]
        edges = (paper.margins.start, paper.width - paper.margins.end)
        pieces += [mirrored_between(piece, *edges) for piece in placed] if part.is_mirrored else placed
    return pieces
