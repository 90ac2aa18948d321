"""Panels side by side on a sheet, to be cut out in one piece and folded: reading order is the order of the panels."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.columns import text_width
from caresheet.layout.lines import Ink, break_lines
from caresheet.layout.pages import Sheet
from caresheet.layout.running import with_room
from caresheet.layout.strips import KEPT, LONELY, WITHIN, shifted
from caresheet.model.look import POINTS_PER_MM, Margins, PanelSize, Paper
from caresheet.model.page_layout import ARTIFACT, Destination, ShapePiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.layout.lines import Line
    from caresheet.layout.pages import Band, Pages
    from caresheet.layout.strips import Loose
    from caresheet.model.document import Document
    from caresheet.model.layout import PageBudget
    from caresheet.model.look import Look

_PAD = 3.0 * POINTS_PER_MM
"""White inside a panel along its edges: scissors are not exact."""
_IMPRINT_GAP = 4.0
"""Between the text of a panel and its imprint, in points."""
_DASH, _PAUSE = 3.0, 3.0
"""A fold line's dashes and the white between them, in points."""
_TICK = 6.0
"""How far a cut mark reaches out from its corner, in points."""
_CUT_WIDTH, _FOLD_WIDTH = 0.6, 0.5


class Grid(Struct, frozen=True):
    """Where the panels of a sheet stand: `columns` beside and `rows` below each other, from `left` and `top`."""

    paper: Paper
    columns: int
    rows: int
    left: float
    top: float
    panel: PanelSize

    @property
    def count(self) -> int:
        """How many panels a sheet has."""
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[float, float]:
        """The lower left corner of panel `number` of the handout, counted from 0, on its sheet."""
        row, column = divmod(number % self.count, self.columns)
        return self.left + column * self.panel.width, self.top - (row + 1) * self.panel.height

    def is_outer(self, number: int) -> bool:
        """Whether panel `number` of a sheet, counted from 0, may lie outside when the sheet is folded: the first one
        is the front, and the last one of the last row the back, however many rows there are."""
        row, column = divmod(number, self.columns)
        return number == 0 or (row > 0 and column == self.columns - 1)


class Imposed(Struct, frozen=True):
    """Sheets without their running lines, and where the anchors stand on them."""

    sheets: tuple[Sheet, ...]
    destinations: tuple[Destination, ...]


def panel_by_panel(document: Document) -> Document:
    """The document as it is stacked: each panel a page of its own, and the page budget counted in panels.

    What has no panels stays as it is. Raises CaresheetError where not even one panel fits the paper.
    """
    if document.look.panels is None:
        return document
    grid, look = _grid(document, document.look.panels), document.look
    paper = Paper(grid.panel.width, grid.panel.height, Margins(_PAD, _PAD, _PAD, _PAD))
    return replace(
        document,
        look=look.on(paper, 1, look.type),
        budget=_in_panels(document.budget, grid.count) if document.budget else None,
    )


def feet(document: Document) -> tuple[float, ...]:
    """What each page of the document keeps free at its foot: for its imprint, on the outer panels of a sheet."""
    if document.look.panels is None:
        return (0.0,)
    grid = _grid(document, document.look.panels)
    foot = _IMPRINT_GAP + len(_imprint(document, grid.panel)) * _imprint_ink(document.look).leading
    return tuple(foot if grid.is_outer(number) else 0.0 for number in range(grid.count))


def for_panels(band: Band) -> Band:
    """The band with lines so dear to part that a panel rather ends before a paragraph or an item than in it.

    Panels are handled one by one: half a sentence on the back of a card is no help.
    """
    strips = (replace(strip, cost=KEPT) if strip.cost in {WITHIN, LONELY} else strip for strip in band.strips)
    return replace(band, strips=tuple(strips))


def imposed(document: Document, pages: Pages) -> Imposed:
    """The stacked pages on their sheets; `document` is the one that is printed."""
    if document.look.panels is None:
        return Imposed(tuple(pages.sheets), tuple(pages.destinations))
    grid = _grid(document, document.look.panels)
    imprint = _imprint(document, grid.panel)
    sheets = [
        _sheet(document.look, grid, imprint, pages.sheets[start : start + grid.count])
        for start in range(0, len(pages.sheets), grid.count)
    ]
    destinations = [
        Destination(there.anchor, there.page // grid.count, there.top + grid.corner(there.page)[1])
        for there in pages.destinations
    ]
    return Imposed(tuple(sheets), tuple(destinations))


def _grid(document: Document, panel: PanelSize) -> Grid:
    """As many panels as the margins leave room for, in the middle of the sheet, from the top; quarters fill it."""
    paper = with_room(document, document.look.paper)
    margins = paper.margins
    wide, tall = text_width(paper), paper.height - margins.top - margins.bottom
    columns, rows = int(wide // panel.width), int(tall // panel.height)
    if not columns or not rows:
        message = f"the panels are {panel.width:.0f} × {panel.height:.0f} pt, the page has room for"
        hint = "choose larger paper, smaller margins or smaller panels"
        problem = Problem(document.position, DOES_NOT_FIT, f"{message} {wide:.0f} × {tall:.0f} pt", hint)
        raise CaresheetError((problem,))
    if panel.quarters:
        columns, rows = min(columns, 2), min(rows, 2)
        panel = PanelSize(wide / columns, (tall - _TICK) / rows)
    left = margins.left + (wide - columns * panel.width) / 2
    return Grid(paper, columns, rows, left, paper.height - margins.top, panel)


def _in_panels(budget: PageBudget, count: int) -> PageBudget:
    return replace(budget, minimum=(budget.minimum - 1) * count + 1, maximum=budget.maximum * count)


def _imprint_ink(look: Look) -> Ink:
    return Ink(look.type.running, look.type.running * 1.1, look.palette.muted)


def _imprint(document: Document, panel: PanelSize) -> tuple[Line, ...]:
    """The edition and its review state, which stay with the panels when the sheet's margins are cut off.

    Nobody wants to hear them again, and the sheet's footer says them: they are artifacts.
    """
    text = PrintedText((TextRun(document.imprint),), document.position)
    return break_lines(text, [ARTIFACT], _imprint_ink(document.look), panel.width - 2 * _PAD)


def _sheet(look: Look, grid: Grid, imprint: tuple[Line, ...], panels: list[Sheet]) -> Sheet:
    """One sheet with its panels, the imprint at the foot of the outer ones, and the marks for scissors and hands."""
    rows = ceil(len(panels) / grid.columns)
    pieces: list[Loose] = [*_marks(look, grid, rows)]
    leading = _imprint_ink(look).leading
    for number in filter(grid.is_outer, range(rows * grid.columns)):
        x, y = grid.corner(number)
        foot = y + _PAD + len(imprint) * leading
        for index, line in enumerate(imprint):
            pieces += [shifted(piece, x + _PAD, foot - index * leading) for piece in line.pieces]
    for number, panel in enumerate(panels):
        pieces += [shifted(piece, *grid.corner(number)) for piece in panel.pieces]
    lowest = grid.top - rows * grid.panel.height
    return Sheet(grid.paper, lowest, pieces, counted=any(panel.counted for panel in panels))


def _marks(look: Look, grid: Grid, rows: int) -> list[ShapePiece]:
    """A solid line to cut around all panels, with marks at its corners, and dashed lines to fold between them."""
    wide, tall = grid.columns * grid.panel.width, rows * grid.panel.height
    right, bottom = grid.left + wide, grid.top - tall
    cut = [*shapes.rectangle(grid.left, bottom, wide, tall)]
    for x, out in ((grid.left, -_TICK), (right, _TICK)):
        for y, up in ((grid.top, _TICK), (bottom, -_TICK)):
            cut += [*shapes.line(x, y, x + out, y), *shapes.line(x, y, x, y + up)]
    folds: list[tuple[str, tuple[float, ...]]] = []
    for column in range(1, grid.columns):
        x = grid.left + column * grid.panel.width
        folds += shapes.dashed(x, bottom, x, grid.top, _DASH, _PAUSE)
    for row in range(1, rows):
        y = grid.top - row * grid.panel.height
        folds += shapes.dashed(grid.left, y, right, y, _DASH, _PAUSE)
    marks = [ShapePiece(tuple(cut), None, look.palette.muted, _CUT_WIDTH, ARTIFACT)]
    if folds:
        marks.append(ShapePiece(tuple(folds), None, look.palette.muted, _FOLD_WIDTH, ARTIFACT))
    return marks
