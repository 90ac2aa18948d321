"""Stacking strips into columns and columns into pages."""

from __future__ import annotations

from math import fsum, inf
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.strips import STRANDED, Loose, Strip, height_of, shifted
from caresheet.model.page_layout import ARTIFACT, Destination, ShapePiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.layout.strips import Panel
    from caresheet.model.look import Paper
    from caresheet.model.page_layout import Piece
    from caresheet.model.problem import Position

_ROUNDING = 0.01
_RAGGED = 700
"""What leaving a column of the page's whole height empty would cost: weighs white at its end against a bad break."""
_GIVE = 0.25
"""How much of the white between the strips of a column may be taken out to make room for what ends there."""
_SQUEEZED = 100
"""What that costs: worth it to save a seventh of a column, such as before a figure, and not for a line of text."""
_TALL_ROW = 0.5
"""A table row taller than this share of a column may be divided to fill the column before it."""
PANEL_RADIUS = 5.0
"""How round a panel's corners are, in points."""
_BAR = 4.0
"""Width of the coloured bar at the left of a panel, in points."""


class Band(Struct, frozen=True):
    """Strips that are set in the same columns of the same paper.

    `fresh` asks for a new page before them; `counted` is False for what the page budget does not count. A page that
    holds nothing but what is `ahead` of the text, such as a title, takes what follows as if it were empty.
    """

    paper: Paper
    columns: int
    gutter: float
    strips: tuple[Strip, ...]
    fresh: bool
    gap: float
    counted: bool = True
    ahead: bool = False


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


class Sheet(Struct):
    """A page in the making."""

    paper: Paper
    y: float
    """How far down the page is full, as a height above its lower edge."""
    pieces: list[Loose] = field(default_factory=list)
    counted: bool = False
    begun: bool = False
    """Whether it holds more than what is ahead of the text."""
    foot: float = 0.0
    """What is kept free above the lower margin, for words that are no content of the page."""

    @property
    def used(self) -> float:
        """How much of the text area is filled, in points."""
        return self.paper.height - self.paper.margins.top - self.y

    @property
    def bottom(self) -> float:
        """Where the text area ends, as a height above the page's lower edge."""
        return self.paper.margins.bottom + self.foot


class Pages:
    """Fills pages with bands, from the first to the last.

    `feet` is what each page of a side keeps free at its foot, in points: one for each panel, else only one.
    """

    def __init__(self, paper: Paper, position: Position, feet: tuple[float, ...] = (0.0,)) -> None:
        self.sheets: list[Sheet] = []
        self.destinations: list[Destination] = []
        self._position = position
        self._feet = feet
        self._turn(paper)

    @property
    def counted(self) -> list[Sheet]:
        """The sheets that the page budget counts."""
        return [sheet for sheet in self.sheets if sheet.counted]

    @property
    def on_a_side(self) -> int:
        """How many pages stand on one side of the paper: more than one where they are panels."""
        return len(self._feet)

    def room_on(self, number: int) -> float:
        """The height of the text area of page `number`, counted from 0, in points: also of one that is not there."""
        paper = self.sheets[min(number, len(self.sheets) - 1)].paper
        return paper.height - paper.margins.top - paper.margins.bottom - self._feet[number % len(self._feet)]

    def add(self, band: Band) -> None:
        """Set a band below the last one, on as many pages as it needs."""
        sheet = self.sheets[-1]
        if not _is_empty(sheet) and (band.fresh or sheet.paper != band.paper):
            sheet = self._turn(band.paper)
        elif _is_empty(sheet):
            sheet.paper, sheet.y = band.paper, band.paper.height - band.paper.margins.top
        if not _is_empty(sheet):
            sheet.y -= band.gap
        self._refuse_too_tall(band.strips, self._whole(sheet))
        rest = band.strips
        while rest:
            rest = self._fill(band, rest)
            if rest:
                self._turn(band.paper)

    def _turn(self, paper: Paper) -> Sheet:
        foot = self._feet[len(self.sheets) % len(self._feet)]
        self.sheets.append(Sheet(paper, paper.height - paper.margins.top, foot=foot))
        return self.sheets[-1]

    def _fill(self, band: Band, strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
        """Set what fits on the current page; returns the rest."""
        sheet = self.sheets[-1]
        whole = self._whole(sheet)
        room = sheet.y - sheet.bottom
        strips = _divided(strips, room, whole, fresh=_is_empty(sheet))
        give = _GIVE
        if band.columns > 1 and _reach(strips, band.columns, room, whole):
            give, room = 0.0, _balanced(strips, band.columns, room, whole)
        width = (sheet.paper.width - sheet.paper.margins.left - sheet.paper.margins.right + band.gutter) / band.columns
        top, lowest, nothing = sheet.y, sheet.y, _cost_of_nothing(sheet, room, whole)
        for column in range(band.columns):
            if not strips:
                break
            count = _fitting(strips, _Room(room, whole, nothing, give))
            bottom = self._place(sheet, _squeezed(strips[:count], room), sheet.paper.margins.left + column * width, top)
            lowest = min(lowest, bottom)
            strips = _continued(strips[count:]) if count else strips
        sheet.y = lowest
        sheet.counted = sheet.counted or (band.counted and lowest < top)
        sheet.begun = sheet.begun or not band.ahead
        return strips

    def _whole(self, sheet: Sheet) -> float:
        """How tall a column is on an empty page of that paper."""
        return sheet.paper.height - sheet.paper.margins.top - sheet.paper.margins.bottom - max(self._feet)

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


class _Room(Struct, frozen=True):
    """What is left of a column: its height, how tall it is `whole` on an empty page, what leaving it empty costs, and
    the share of the white between its strips that may be taken out."""

    height: float
    whole: float
    nothing: float
    give: float = 0.0


def _cost_of_nothing(sheet: Sheet, room: float, whole: float) -> float:
    """What leaving the room empty costs: no page may stay empty, and a title alone on one is stranded."""
    if _is_empty(sheet):
        return inf
    return _RAGGED * room / whole if sheet.begun else STRANDED


def _fitting(strips: tuple[Strip, ...], room: _Room) -> int:
    """How many strips the column takes: the break that costs least, bad places weighed against white left over.

    0 where every beginning costs more than nothing.
    """
    height = white = 0.0
    best, best_cost = 0, room.nothing
    for index, strip in enumerate(strips):
        gap = strip.gap if index else 0.0
        height, white = height + gap + strip.height, white + gap
        if height - white * room.give > room.height + _ROUNDING:
            break
        tight = height > room.height + _ROUNDING
        following = strips[index + 1] if index + 1 < len(strips) else None
        ends = following is None or following.forced
        if ends and not tight:
            return index + 1
        left = _SQUEEZED if tight else _RAGGED * (room.height - height) / room.whole
        cost = left if following is None or following.forced else left + following.cost
        if cost <= best_cost:
            best, best_cost = index + 1, cost
        if ends:
            break
    return best


def _squeezed(strips: tuple[Strip, ...], room: float) -> tuple[Strip, ...]:
    """The strips with as much of the white between them taken out as makes them fit."""
    over = height_of(strips) - room
    if len(strips) < 2 or over <= _ROUNDING:
        return strips
    share = 1 - over / fsum(strip.gap for strip in strips[1:])
    return tuple(replace(strip, gap=strip.gap * share) for strip in strips)


def _continued(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """What goes on in a new column: under its table's heads, if it has any."""
    if not strips or not strips[0].head:
        return strips
    return (*strips[0].head, replace(strips[0], cost=STRANDED), *strips[1:])


def _reach(strips: tuple[Strip, ...], columns: int, height: float, whole: float) -> bool:
    """Whether the strips fit so many columns of that height."""
    for _ in range(columns):
        if not strips:
            return True
        count = _fitting(strips, _Room(height, whole, _RAGGED * height / whole))
        strips = _continued(strips[count:]) if count else strips
    return not strips


def _balanced(strips: tuple[Strip, ...], columns: int, room: float, whole: float) -> float:
    """The least height in which the strips fit the columns, where they fit `room`."""
    low, high = 0.0, room
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (low, middle) if _reach(strips, columns, middle, whole) else (middle, high)
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
