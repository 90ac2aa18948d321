"""Imposition: panels side by side on a sheet, to be cut out in one piece and folded. Panels are in reading order."""

from __future__ import annotations

from math import ceil, floor, fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.columns import text_width
from caresheet.layout.folding import STEPS_HEIGHT, fan_steps
from caresheet.layout.fragments import PENALTY_BETWEEN_LINES, PENALTY_KEEP, PENALTY_WIDOW_ORPHAN, translated
from caresheet.layout.lines import TextStyle, break_lines, line_style, natural_width
from caresheet.layout.misfit import misfit
from caresheet.layout.paginator import PageBuilder
from caresheet.layout.running import with_room
from caresheet.layout.text_lines import below_each_other, height_of_lines
from caresheet.model.look import POINTS_PER_MM, Margins, PanelSize, Paper
from caresheet.model.page_layout import ARTIFACT, Destination, ShapePiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import LayoutContext
    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.layout.paginator import Paginator, Region
    from caresheet.layout.text_lines import TextLine
    from caresheet.model.document import Document
    from caresheet.model.layout import PageBudget
    from caresheet.model.look import Look

_PAD = 3.0 * POINTS_PER_MM
"""Empty space along the edges inside a panel, in points: scissors are not exact."""
_IMPRINT_GAP = 4.0
"""Between the text of a panel and its imprint, in points."""
_DASH, _PAUSE = 3.0, 3.0
"""The lengths of the dashes of a fold line and of the gaps between them, in points."""
_TICK = 6.0
"""The length of a crop mark, in points."""
_CUT_WIDTH, _FOLD_WIDTH = 0.25 * POINTS_PER_MM, 0.2 * POINTS_PER_MM
_FOLD_COLOR = "#555555"
_FACE_FOOT = 1.9 * POINTS_PER_MM
"""The space below the words of a face of a card that is folded like a fan, in points."""
_FAN_COLUMNS = 2
_BAR_LENGTH, _BAR_HEIGHT = 50.0 * POINTS_PER_MM, 2.0 * POINTS_PER_MM
"""The bar that shows whether a card was printed at its true size, in points."""
_BELOW_STEPS = 4.0 * POINTS_PER_MM
"""Space between the drawings that show how to fold a card and the card, in points."""


class PanelGrid(Struct, frozen=True):
    """Where the panels of a sheet stand: in `columns` and `rows`, from `start` and `top`, in points."""

    paper: Paper
    columns: int
    rows: int
    start: float
    top: float
    panel: PanelSize

    @property
    def count(self) -> int:
        """How many panels a sheet holds."""
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[float, float]:
        """The lower start corner of panel `number` of the handout, from 0, on its sheet."""
        across, down = self.columns, self.rows
        row, column = divmod(number % self.count, across)
        if self.panel.fan:
            column, row = divmod(number % self.count, down)
        return self.start + column * self.panel.width, self.top - (row + 1) * self.panel.height


class Imposed(Struct, frozen=True):
    """Sheets without their running lines, and the position of each anchor on them."""

    sheets: tuple[PageBuilder, ...]
    destinations: tuple[Destination, ...]


def panel_by_panel(document: Document) -> Document:
    """The document with each panel as a page of its own, and its page budget counted in panels.

    A document without panels is unchanged. Raises CaresheetError (does-not-fit) if not even one panel fits on the
    paper.
    """
    if document.look.panels is None:
        return document
    grid, look = _grid(document, document.look.panels), document.look
    bottom = _FACE_FOOT if grid.panel.fan else _PAD
    paper = Paper(grid.panel.width, grid.panel.height, Margins(_PAD, _PAD, bottom, _PAD))
    return replace(
        document,
        look=look.on(paper, 1, look.type),
        budget=_in_panels(document.budget, grid.count) if document.budget else None,
    )


def feet(document: Document) -> tuple[float, ...]:
    """The space that each page keeps free at its foot, in points: each panel has its imprint there."""
    if document.look.panels is None:
        return (0.0,)
    grid = _grid(document, document.look.panels)
    foot = _IMPRINT_GAP + height_of_lines(_imprint(document, grid.panel))
    if not grid.panel.fan or grid.count == 1:
        return (foot,) * grid.count
    mark, cover = (height_of_lines(_face_mark(document, each, grid.panel)) for each in _marks_of(document))
    first = max(mark, _above_mark(document, grid.panel) + cover)
    return (first, *(mark for _ in range(grid.count - 2)), foot)


def for_panels(region: Region) -> Region:
    """The region with penalties between lines that are higher than the cost of an empty panel, so that a panel ends
    before a paragraph or item, not inside one, even in a list that is kept whole.

    Readers hold one panel at a time: half a sentence on the back of a card does not help.
    """
    fragments = (
        replace(fragment, penalty=2 * PENALTY_KEEP + fragment.penalty % PENALTY_KEEP)
        if fragment.penalty % PENALTY_KEEP in {PENALTY_BETWEEN_LINES, PENALTY_WIDOW_ORPHAN}
        else fragment
        for fragment in region.fragments
    )
    return replace(region, fragments=tuple(fragments))


def imposed(document: Document, paginator: Paginator) -> Imposed:
    """The pages imposed on sheets; `document` is the original one, not the one whose pages are panels."""
    if document.look.panels is None:
        return Imposed(tuple(paginator.pages), tuple(paginator.destinations))
    grid = _grid(document, document.look.panels)
    imprint = _imprint(document, grid.panel)
    marks = _face_mark(document, document.mark, grid.panel)
    sheets = [
        _sheet(document, grid, (imprint, marks), paginator.pages[start : start + grid.count])
        for start in range(0, len(paginator.pages), grid.count)
    ]
    if sheets:
        above = height_of_lines(imprint) if len(paginator.pages) == 1 else _above_mark(document, grid.panel)
        sheets[0].pieces.extend(_cover_mark(document, grid, above))
    destinations = [
        Destination(there.anchor, there.page // grid.count, there.top + grid.corner(there.page)[1])
        for there in paginator.destinations
    ]
    return Imposed(tuple(sheets), tuple(destinations))


def _grid(document: Document, panel: PanelSize) -> PanelGrid:
    """As many panels as fit within the margins, centered on the sheet and from its top; quarters fill the sheet."""
    paper = with_room(document, document.look.paper)
    margins = paper.margins
    wide, tall = text_width(paper), paper.text_height
    columns, rows = int(wide // panel.width), int(tall // panel.height)
    if not columns or not rows:
        sides = [side / POINTS_PER_MM for side in (panel.width, panel.height, wide, tall)]
        message = f"the panels are {sides[0]:.1f} × {sides[1]:.1f} mm, and the page has room for"
        hint = "choose larger paper, smaller margins or smaller panels"
        raise misfit(document, f"{message} {floor(sides[2])} × {floor(sides[3])} mm", hint, "panels")
    top = paper.height - margins.top
    if panel.fan:
        columns, top = min(columns, _FAN_COLUMNS), top - STEPS_HEIGHT - _BELOW_STEPS
        rows = int((top - margins.bottom) // panel.height)
    if panel.quarters:
        columns, rows = min(columns, 2), min(rows, 2)
        panel = PanelSize(wide / columns, (tall - _TICK) / rows)
    start = margins.start + (wide - columns * panel.width) / 2
    return PanelGrid(paper, columns, rows, start, top, panel)


def _in_panels(budget: PageBudget, count: int) -> PageBudget:
    return replace(budget, minimum=(budget.minimum - 1) * count + 1, maximum=budget.maximum * count)


def _imprint_style(document: Document) -> TextStyle:
    look = document.look
    return line_style(look.type.running, 1.1, look.palette.muted, look.setting(document.language))


def _imprint(document: Document, panel: PanelSize) -> tuple[TextLine, ...]:
    """The edition and its review status, which stay on each panel, however the sheet is cut.

    They are artifacts, because the footer of the sheet already says them.
    """
    text = PrintedText((TextRun(document.imprint),), document.position)
    return break_lines(text, [ARTIFACT], _imprint_style(document), panel.width - 2 * _PAD)


def _face_mark(document: Document, mark: str, panel: PanelSize) -> tuple[TextLine, ...]:
    """A mark of a face of a card that is folded like a fan; an artifact, as the imprint is."""
    text = PrintedText((TextRun(mark),), document.position)
    return break_lines(text, [ARTIFACT], _imprint_style(document), panel.width - 2 * _PAD) if mark else ()


def _cover_mark(document: Document, grid: PanelGrid, above: float) -> list[UnresolvedPiece]:
    """The language of the card at the lower start corner of its first face, `above` points over its foot."""
    x, y = grid.corner(0)
    lines = _face_mark(document, document.cover_mark, grid.panel)
    foot = y + _FACE_FOOT + above + height_of_lines(lines)
    return [translated(piece, x + _PAD, foot - down) for down, line in below_each_other(lines) for piece in line.pieces]


def _marks_of(document: Document) -> tuple[str, str]:
    return document.mark, document.cover_mark


def _above_mark(document: Document, panel: PanelSize) -> float:
    """How far above the mark of the first face its language stands, in points: 0 if both have room side by side."""
    lines = [_face_mark(document, mark, panel) for mark in _marks_of(document)]
    wide = fsum(line.width for each in lines for line in each)
    crowded = max(map(len, lines)) > 1 or wide > panel.width - 2 * _PAD - _IMPRINT_GAP
    return height_of_lines(lines[0]) if crowded else 0.0


def mark_room(context: LayoutContext, *, last: bool) -> tuple[float, float]:
    """The width and height in points that the mark of a face takes at its lower end corner; on the last face the
    imprint."""
    document, style = context.document, _imprint_style(context.document)
    if last and document.look.panels:
        lines = _imprint(document, document.look.panels)
        return document.look.panels.width, height_of_lines(lines) + _IMPRINT_GAP
    text = PrintedText((TextRun(document.mark),), document.position)
    lines = _face_mark(document, document.mark, document.look.panels) if document.look.panels else ()
    return natural_width(text, style) + _IMPRINT_GAP, max(height_of_lines(lines), style.leading)


def _sheet(
    document: Document,
    grid: PanelGrid,
    imprints: tuple[tuple[TextLine, ...], tuple[TextLine, ...]],
    panels: list[PageBuilder],
) -> PageBuilder:
    """One sheet: its panels, the imprint on each, and the lines to cut and fold along. On a card that is folded like a
    fan, all faces but the last have their mark instead."""
    rows = grid.rows if grid.panel.fan else ceil(len(panels) / grid.columns)
    pieces: list[UnresolvedPiece] = [*_marks(document.look, grid, rows)]
    for number in range(len(panels)):
        x, y = grid.corner(number)
        marked = grid.panel.fan and number < len(panels) - 1
        lines = imprints[1 if marked else 0]
        foot = y + (_FACE_FOOT if grid.panel.fan else _PAD) + height_of_lines(lines)
        for down, line in below_each_other(lines):
            start = grid.panel.width - _PAD - line.width if marked else _PAD
            pieces += [translated(piece, x + start, foot - down) for piece in line.pieces]
    for number, panel in enumerate(panels):
        pieces += [translated(piece, *grid.corner(number)) for piece in panel.pieces]
    lowest = grid.top - rows * grid.panel.height
    return PageBuilder(grid.paper, lowest, pieces, counted=any(panel.counted for panel in panels))


def _marks(look: Look, grid: PanelGrid, rows: int) -> list[ShapePiece]:
    """A solid line to cut along around all panels, crop marks at its corners, and dashed fold lines between them."""
    wide, tall = grid.columns * grid.panel.width, rows * grid.panel.height
    end, bottom = grid.start + wide, grid.top - tall
    cut = [*shapes.rectangle(grid.start, bottom, wide, tall)]
    for x, out in ((grid.start, -_TICK), (end, _TICK)):
        for y, up in ((grid.top, _TICK), (bottom, -_TICK)):
            cut += [*shapes.line(x, y, x + out, y), *shapes.line(x, y, x, y + up)]
    folds: list[tuple[str, tuple[float, ...]]] = []
    for column in range(1, grid.columns):
        x = grid.start + column * grid.panel.width
        folds += shapes.dashed(x, bottom, x, grid.top, _DASH, _PAUSE)
    for row in range(1, rows):
        y = grid.top - row * grid.panel.height
        folds += shapes.dashed(grid.start, y, end, y, _DASH, _PAUSE)
    marks = [ShapePiece(tuple(cut), None, look.palette.muted, _CUT_WIDTH, ARTIFACT)]
    if grid.panel.fan:
        margins, bottom = grid.paper.margins, grid.top + _BELOW_STEPS
        bar = shapes.rectangle(margins.start, bottom + STEPS_HEIGHT - _BAR_HEIGHT, _BAR_LENGTH, _BAR_HEIGHT)
        marks.append(ShapePiece(bar, look.palette.text, None, 0.0, ARTIFACT))
        marks += fan_steps(grid.paper.width - margins.end, bottom, look.palette)
    if folds:
        marks.append(ShapePiece(tuple(folds), None, _FOLD_COLOR, _FOLD_WIDTH, ARTIFACT))
    return marks
