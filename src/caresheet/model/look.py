"""How a handout looks: lengths in points, colors as `#rrggbb`."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.glyphs import OwnFonts, TypeSetting
from caresheet.model.ink import Ink
from caresheet.model.problem import Origin, Position
from caresheet.model.zone_look import ZoneLook

POINTS_PER_MM = 72 / 25.4
CLEAR_EDGE = 8 * POINTS_PER_MM
"""The edge of a sheet that stays white, because many printers cannot print on it, in points."""

PAPERS: dict[str, tuple[float, float]] = {
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "tabloid": (792.0, 1224.0),
    "a3": (297 * POINTS_PER_MM, 420 * POINTS_PER_MM),
    "a4": (210 * POINTS_PER_MM, 297 * POINTS_PER_MM),
    "a5": (148 * POINTS_PER_MM, 210 * POINTS_PER_MM),
    "a6": (105 * POINTS_PER_MM, 148 * POINTS_PER_MM),
}
"""Width and height of upright paper, in points (ANSI Y14.1, ISO 216)."""


_BOX, _LEAST_BOX = 7.5 * POINTS_PER_MM, 6.2 * POINTS_PER_MM
"""The distance from the start of a box to tick to that of the words after it, as designed and at the least."""
_TIGHT, _TIGHTEST = 0.75, 0.5
"""The distance shrinks where spacing is tighter than the first of these, down to the least at the second."""
SMALL_PAPERS = ("a5", "a6")
"""Papers that hold half of a usual page, or less."""
_SMALL_SIDE = max(PAPERS[name][0] for name in SMALL_PAPERS)


class Margins(Struct, frozen=True):
    """The margins of a page in points. Where lines start, the layout says `left`; where they end, it says `right`."""

    top: float
    end: float
    bottom: float
    start: float


class Paper(Struct, frozen=True):
    """One side of a sheet: its width and height as the reader holds it, and its margins."""

    width: float
    height: float
    margins: Margins

    @property
    def is_small(self) -> bool:
        """Whether it holds half of a usual page, or less."""
        return min(self.width, self.height) <= _SMALL_SIDE

    @property
    def text_height(self) -> float:
        """The height between the upper and the lower margin, in points."""
        return self.height - self.margins.top - self.margins.bottom

    def turned(self) -> Paper:
        """The same sheet with width and height exchanged; the margins stay where the reader sees them."""
        return Paper(self.height, self.width, self.margins)


class TypeScale(Struct, frozen=True):
    """Type sizes in points; `leading` is the distance between baselines as a multiple of the type size.

    `floor` and `ceiling` are the smallest and the largest body size that may be used to keep the page budget or to fill
    the pages.
    """

    body: float
    floor: float
    ceiling: float
    leading: float
    title: float
    section: float
    subsection: float
    running: float


class Palette(Struct, frozen=True):
    """The colors of a handout. A `*_tint` color is a background for text in `text` or in the strong color."""

    text: str
    muted: str
    accent: str
    accent_tint: str
    line: str
    stop: str
    stop_tint: str
    call: str
    call_tint: str
    note: str
    note_tint: str
    paper: str = "#ffffff"


class Spacing(Struct, frozen=True):
    """Space in points: between paragraphs, items, sections, below headings, and inside panels.

    `tightest` and `loosest` are the smallest and largest factors on all of it that may be used to keep the page budget.
    `box` is the distance from the start of a box to tick to that of the words after it.
    """

    paragraph: float
    item: float
    section: float
    heading: float
    panel: float
    tightest: float = 1.0
    loosest: float = 1.0
    box: float = _BOX


class ListMarker(Enum):
    """The shape in front of an item without a number."""

    DISC = "disc"
    SQUARE = "square"
    DASH = "dash"
    TRIANGLE = "triangle"
    OCTAGON = "octagon"


class StepMarker(Enum):
    """How the number of a step is drawn: in a filled circle, or plain with a period."""

    CIRCLE = "circle"
    PLAIN = "plain"


class TableLines(Enum):
    ROWS = "rows"
    GRID = "grid"


class AlertLook(Enum):
    PANEL = "panel"
    BAR = "bar"


class BlockLooks(Struct, frozen=True):
    """How each kind of block is drawn. Heights of rows to write on are in points and never scale."""

    bullets: ListMarker
    signs: ListMarker
    signs_strong: bool
    steps: StepMarker
    table_lines: TableLines
    table_bands: bool
    alert: AlertLook
    entry_height: float
    log_row_height: float


class HeadingLook(Enum):
    """A section heading as plain words, above a rule, or white on a colored bar; on the band of a zone, across the
    page; or not printed."""

    PLAIN = "plain"
    RULE = "rule"
    BAND = "band"
    ZONE = "zone"
    NONE = "none"


class SectionStyle(Struct, frozen=True):
    """The frame around a section; a color is `#rrggbb`, or None for no background or border.

    `signs` is the shape in front of warning signs in this section, in its color, and in the band of a zone; None means
    the layout's. `size` is the type size of its text in points; None means the layout's. `beside_code` leaves room at
    its end for the code that leads to the clinic's website, which stands beside it. `columns` are the columns of its
    text, None for the layout's; in a frame they stand inside it. `bar` is the color of a thick line along its start
    edge. `fields` sets its entries as a grid of fields of this height in points, each with its label above a line, and
    `fields_across` says how many of them are side by side. With `twice`, a form is printed twice on its page, with a
    line to cut along in between. A section that `floats` moves to the foot of an earlier page if its own page is full.
    With `boxes`, each sign is in a box. With `beside`, a list in a zone and the table after it stand side by side.
    """

    name: str
    heading: HeadingLook
    color: str
    background: str | None
    border: str | None
    signs: ListMarker | None = None
    size: float | None = None
    beside_code: bool = False
    columns: int | None = None
    bar: str | None = None
    fields: float | None = None
    twice: bool = False
    floats: bool = False
    boxes: bool = False
    beside: bool = False
    fields_across: int = 2

    @property
    def is_framed(self) -> bool:
        """Whether something is drawn around or beside the section."""
        return not (self.background is None and self.border is None and self.bar is None)


class PanelSize(Struct, frozen=True):
    """The size in points of the panels that a sheet is cut and folded into; it never scales.

    `quarters` asks for the largest panels of which a sheet holds two by two. With `fan`, they are the faces of one card
    in two columns, which is folded along its middle and then like a fan.
    """

    width: float
    height: float
    quarters: bool = False
    fan: bool = False


class Origins(Struct, frozen=True):
    """Where a layout, or a layout that it extends, gives its values.

    `start` is the start of the layout's own file. It stands for all values that are left to the defaults.
    """

    start: Position
    given: tuple[Origin, ...] = ()

    def of(self, *keys: str) -> Position:
        """The position of the first of these values, such as `type.body`, that is given.

        If none is given, it is the position of the mapping that would hold the first one, or else the start of the
        layout.
        """
        places = {origin.key: origin.position for origin in self.given}
        key = next((key for key in keys if key in places), keys[0])
        while key and key not in places:
            key = key.rpartition(".")[0]
        return places.get(key, self.start)

    def without(self, *keys: str) -> Origins:
        """The same without these values and those inside them, because something else has replaced them."""
        kept = (
            origin
            for origin in self.given
            if origin.key not in keys and not origin.key.startswith(tuple(f"{key}." for key in keys))
        )
        return Origins(self.start, tuple(kept))


class Look(Struct, frozen=True):
    """Everything about the appearance of a handout that layout needs.

    `columns` is the number of columns of ordinary text, which are `gutter` points apart. With `panels`, the text is in
    panels of that size, side by side on the paper. `origins` says where the values are given. `fonts` is the typeface
    that the layout brings, if any. If `upright`, no page is turned. `ink` is what its colors are made for.
    """

    paper: Paper
    columns: int
    gutter: float
    type: TypeScale
    palette: Palette
    spacing: Spacing
    blocks: BlockLooks
    zones: ZoneLook
    origins: Origins
    panels: PanelSize | None = None
    fonts: OwnFonts | None = None
    upright: bool = False
    ink: Ink = Ink.COLOR

    def setting(self, language: str) -> TypeSetting:
        """How words are set in a document in this language."""
        return TypeSetting(language, self.fonts)

    def on(self, paper: Paper, columns: int, sizes: TypeScale) -> Look:
        """The same look on another paper, with other columns and type sizes."""
        return replace(self, paper=paper, columns=columns, type=sizes)

    def fitted(self, body: float, looseness: float) -> Look:
        """The same look with a body size of `body` points, headings in proportion, and all spacing times `looseness`.

        Running lines and all lengths in millimeters stay as they are.
        """
        sizes, white, share = self.type, self.spacing, body / self.type.body
        return replace(
            self,
            type=replace(
                sizes,
                body=body,
                title=sizes.title * share,
                section=sizes.section * share,
                subsection=sizes.subsection * share,
            ),
            spacing=replace(
                white,
                paragraph=white.paragraph * looseness,
                item=white.item * looseness,
                section=white.section * looseness,
                heading=white.heading * looseness,
                panel=white.panel * looseness,
                box=_box(looseness),
            ),
            zones=self.zones.fitted(share, looseness),
        )


def _box(looseness: float) -> float:
    """The distance from a box to tick to the words after it: only tight spacing reduces it."""
    share = min(max((looseness - _TIGHTEST) / (_TIGHT - _TIGHTEST), 0.0), 1.0)
    return _LEAST_BOX + share * (_BOX - _LEAST_BOX)
