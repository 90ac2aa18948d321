"""Stacking strips into columns and columns into pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.model.setting import ARTIFACT, Destination, ShapePiece
from caresheet.typeset import shapes
from caresheet.typeset.strips import STRANDED, Loose, Strip, height_of, shifted

if TYPE_CHECKING:
    from caresheet.model.look import Paper
    from caresheet.model.problem import Position
    from caresheet.model.setting import Piece
    from caresheet.typeset.strips import Panel

_ROUNDING = 0.01
_RAGGED = 700
"""What leaving a whole column empty would cost: weighs white at a column's end against a bad break."""
_TALL_ROW = 0.5
"""A table row taller than this share of a column may be divided to fill the column before it."""
PANEL_RADIUS = 5.0
"""How round a panel's corners are, in points."""
_BAR = 4.0
"""Width of the coloured bar at the left of a panel, in points."""


@dataclass(frozen=True, slots=True)
class Band:
    """Strips that are set in the same columns of the same paper.

    `fresh` asks for a new page before them; `counted` is False for what the page budget does not count.
    """

    paper: Paper
    columns: int
    gutter: float
    strips: tuple[Strip, ...]
    fresh: bool
    gap: float
    counted: bool = True


def flowing_together(bands: list[Band]) -> list[Band]:
    """The bands, with neighbours in the same columns of the same paper made one, so that their text flows on."""
    merged: list[Band] = []
    for band in bands:
        last = merged[-1] if merged else None
        if last and band.columns > 1 and not band.fresh and _kind(last) == _kind(band):
            merged[-1] = replace(last, strips=(*last.strips, *band.strips))
        else:
            merged.append(band)
    return merged


def _kind(band: Band) -> tuple[int, Paper, bool]:
    return band.columns, band.paper, band.counted


@dataclass(slots=True)
class Sheet:
    """A page in the making."""

    paper: Paper
    y: float
    """How far down the page is full, as a height above its lower edge."""
    pieces: list[Loose] = field(default_factory=list)
    counted: bool = False

    @property
    def used(self) -> float:
        """How much of the text area is filled, in points."""
        return self.paper.height - self.paper.margins.top - self.y


class Pages:
    """Fills pages with bands, from the first to the last."""

    def __init__(self, paper: Paper, position: Position) -> None:
        self.sheets: list[Sheet] = []
        self.destinations: list[Destination] = []
        self._position = position
        self._turn(paper)

    @property
    def counted(self) -> list[Sheet]:
        """The sheets that the page budget counts."""
        return [sheet for sheet in self.sheets if sheet.counted]

    def add(self, band: Band) -> None:
        """Set a band below the last one, on as many pages as it needs."""
        sheet = self.sheets[-1]
        if not _is_empty(sheet) and (band.fresh or sheet.paper != band.paper):
            sheet = self._turn(band.paper)
        elif _is_empty(sheet):
            sheet.paper, sheet.y = band.paper, band.paper.height - band.paper.margins.top
        if not _is_empty(sheet):
            sheet.y -= band.gap
        rest = band.strips
        while rest:
            rest = self._fill(band, rest)
            if rest:
                self._turn(band.paper)

    def _turn(self, paper: Paper) -> Sheet:
        self.sheets.append(Sheet(paper, paper.height - paper.margins.top))
        return self.sheets[-1]

    def _fill(self, band: Band, strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
        """Set what fits on the current page; returns the rest."""
        sheet = self.sheets[-1]
        whole = sheet.paper.height - sheet.paper.margins.top - sheet.paper.margins.bottom
        room = sheet.y - sheet.paper.margins.bottom
        fresh = _is_empty(sheet)
        strips = _divided(strips, room, whole, fresh=fresh)
        self._refuse_too_tall(strips, whole)
        if band.columns > 1:
            room = _balanced(strips, band.columns, room)
        width = (sheet.paper.width - sheet.paper.margins.left - sheet.paper.margins.right + band.gutter) / band.columns
        top, lowest = sheet.y, sheet.y
        for column in range(band.columns):
            if not strips:
                break
            count = _fitting(strips, room, fresh=fresh)
            bottom = self._place(sheet, strips[:count], sheet.paper.margins.left + column * width, top)
            lowest = min(lowest, bottom)
            strips = _continued(strips[count:]) if count else strips
        sheet.y = lowest
        sheet.counted = sheet.counted or (band.counted and lowest < top)
        return strips

    def _refuse_too_tall(self, strips: tuple[Strip, ...], whole: float) -> None:
        for strip in strips:
            tall = max(part.height for part in strip.slices or (strip,)) + height_of(strip.head)
            if tall > whole + _ROUNDING:
                over = f"one piece is {tall:.0f} pt tall, a page has room for {whole:.0f} pt"
                hint = "make it shorter, or choose larger paper or smaller margins"
                raise CaresheetError((Problem(strip.position or self._position, DOES_NOT_FIT, over, hint),))

    def _place(self, sheet: Sheet, strips: tuple[Strip, ...], left: float, top: float) -> float:
        """Paint strips below each other from `top`; returns where they end."""
        y = top
        page = len(self.sheets) - 1
        content: list[Loose] = []
        spans: dict[int, tuple[Panel, float, float]] = {}
        for index, strip in enumerate(strips):
            y -= strip.gap if index else 0.0
            if strip.anchor:
                self.destinations.append(Destination(strip.anchor, page, y))
            content += [shifted(piece, left, y) for piece in strip.pieces]
            y -= strip.height
            for panel in strip.panels:
                _, upper, _ = spans.get(panel.key, (panel, y + strip.height, y))
                spans[panel.key] = (panel, upper, y)
        for panel, upper, lower in spans.values():
            sheet.pieces += _panel_pieces(panel, left, upper, lower)
        sheet.pieces += content
        return y


def _is_empty(sheet: Sheet) -> bool:
    return not sheet.pieces and sheet.y >= sheet.paper.height - sheet.paper.margins.top - _ROUNDING


def _divided(strips: tuple[Strip, ...], room: float, whole: float, *, fresh: bool) -> tuple[Strip, ...]:
    """The strips with the first row that does not fit divided, where the row is tall enough for that to help."""
    height = 0.0
    for index, strip in enumerate(strips):
        height += strip.height + (strip.gap if index else 0.0)
        if height > room:
            tall = strip.height + height_of(strip.head) > whole
            worth = strip.height > whole * _TALL_ROW or (fresh and index == 0)
            if not strip.slices or not (tall or worth):
                return strips
            return (*strips[:index], *_as_slices(strip), *strips[index + 1 :])
    return strips


def _as_slices(strip: Strip) -> tuple[Strip, ...]:
    first, *others = strip.slices
    lead = Strip(
        first.height,
        first.pieces,
        strip.gap,
        strip.cost,
        strip.panels,
        strip.anchor,
        strip.head,
        position=strip.position,
    )
    rest = [Strip(s.height, s.pieces, 0.0, s.cost, s.panels, None, strip.head, position=strip.position) for s in others]
    return (lead, *rest)


def _fitting(strips: tuple[Strip, ...], room: float, *, fresh: bool) -> int:
    """How many strips the column takes: the break that costs least, bad places weighed against white left over.

    0 where a column that is not fresh has no room for a sensible beginning.
    """
    if room <= 0:
        return 0
    height = 0.0
    best, best_cost = 0, float("inf") if fresh else float(_RAGGED)
    for index, strip in enumerate(strips):
        height += strip.height + (strip.gap if index else 0.0)
        if height > room + _ROUNDING:
            break
        if index + 1 == len(strips):
            return index + 1
        following = strips[index + 1]
        if following.forced:
            return index + 1
        cost = following.cost + _RAGGED * max(0.0, 1 - height / room)
        if cost <= best_cost:
            best, best_cost = index + 1, cost
    return best if best or not fresh else 1


def _continued(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """What goes on in a new column: under its table's heads, if it has any."""
    if not strips or not strips[0].head:
        return strips
    return (*strips[0].head, replace(strips[0], cost=STRANDED), *strips[1:])


def _balanced(strips: tuple[Strip, ...], columns: int, room: float) -> float:
    """The least height in which the strips fit the columns; `room` where they do not fit at all."""

    def fits(height: float) -> bool:
        rest = strips
        for _ in range(columns):
            if not rest:
                return True
            count = _fitting(rest, height, fresh=False)
            rest = _continued(rest[count:]) if count else rest
        return not rest

    if not fits(room):
        return room
    low, high = 0.0, room
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def _panel_pieces(panel: Panel, left: float, upper: float, lower: float) -> list[Piece]:
    """A panel's background and frame between two heights."""
    x, width = left + panel.left, panel.width
    pieces: list[Piece] = []
    if panel.fill or panel.border:
        radius = 0.0 if panel.bar else PANEL_RADIUS
        box = shapes.rounded(x, lower, width, upper - lower, radius)
        pieces.append(ShapePiece(box, panel.fill, panel.border, 1.2, ARTIFACT))
    if panel.bar:
        bar = shapes.rectangle(x, lower, _BAR, upper - lower)
        pieces.append(ShapePiece(bar, panel.bar, None, 0.0, ARTIFACT))
    return pieces
