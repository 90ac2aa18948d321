"""The laid-out pages: the position of every line and shape.

Lengths are points; the origin is the lower left corner of the page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.drawing import Drawing
from caresheet.model.glyphs import GlyphRun
from caresheet.model.look import Margins
from caresheet.model.person import PATIENT
from caresheet.model.problem import Position
from caresheet.model.text import FieldBlank
from caresheet.model.topic import Picture

ARTIFACT = -1
"""The tag of pieces that are not content: running lines, rules, backgrounds, repeated table heads (ISO 32000-1,
14.8.2.2)."""
ROOT = -1
"""The parent of the root element, which has none."""


class Face(Enum):
    """The four faces of the text family."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"
    BOLD_ITALIC = "BoldItalic"

    __hash__ = object.__hash__
    """Each face exists once; it is looked up for every text."""


class Tag(Struct, frozen=True):
    """One element of the structure tree (ISO 32000-1, 14.7-14.8). `role` is a standard structure type.

    `parent` is an index in `PageLayout.tags`, or -1 for the root element. Children follow their parent in reading
    order. An element has either content or children; only a Figure has both, its drawing and then its Caption. `link`
    is the address or `#anchor` of a Link, and `field` is the blank of a Form. `identifier` is unique in the document;
    a Note needs one (PDF/UA-1, 7.9).
    """

    role: str
    parent: int
    position: Position | None = None
    alternative: str | None = None
    language: str | None = None
    attributes: tuple[tuple[str, str, str], ...] = ()  # owner, key, value: ("Table", "Scope", "Column")
    link: str | None = None
    identifier: str | None = None
    field: FieldBlank | None = None


class TextPiece(Struct, frozen=True):
    """Words on one baseline in one face, from `x`. `width` is their advance without a trailing space."""

    x: float
    baseline: float
    text: str
    face: Face
    size: float
    color: str
    width: float
    tag: int


class GlyphPiece(Struct, frozen=True):
    """Shaped text on one baseline, from `x`, its left edge. `width` is its whole advance at this size."""

    x: float
    baseline: float
    run: GlyphRun
    size: float
    color: str
    width: float
    tag: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.run.text


WordPiece = TextPiece | GlyphPiece
"""Words, either letter by letter in a face of the text family, or shaped."""


class ShapePiece(Struct, frozen=True):
    """A path: each segment is an operator (`m`, `l`, `c`, `h` as in PDF) with its coordinates, x before y.

    `upright` keeps the shape as it is when its page is mirrored: a QR code must not be read backwards.
    """

    path: tuple[tuple[str, tuple[float, ...]], ...]
    fill: str | None
    stroke: str | None
    line_width: float
    tag: int
    upright: bool = False


class FieldPiece(Struct, frozen=True):
    """A box to write in, drawn as a line along its lower edge. `name` is the field whose value belongs there, such as
    `patient.name`, empty for a line that belongs to no field; `x` and `y` are the lower left corner. `size` is the type
    size of the words around it, in points."""

    name: str
    x: float
    y: float
    width: float
    height: float
    size: float
    color: str
    line_width: float
    tag: int

    @property
    def is_personal(self) -> bool:
        """Whether it is a patient's field whose line is read out, and not one that is only repeated as an artifact."""
        return self.name.startswith(PATIENT) and self.tag != ARTIFACT

    @property
    def rule(self) -> ShapePiece:
        """The line to write on."""
        path = (("m", (self.x, self.y)), ("l", (self.x + self.width, self.y)))
        return ShapePiece(path, None, self.color, self.line_width, self.tag)


class PicturePiece(Struct, frozen=True):
    """A raster picture, scaled to a box. `x` and `y` are the lower left corner. If `gray`, it is painted in gray."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture
    tag: int
    gray: bool = False


class DrawingPiece(Struct, frozen=True):
    """A drawing in a box of its own proportions. What it leaves open is painted in `color`."""

    x: float
    y: float
    width: float
    height: float
    drawing: Drawing
    color: str
    tag: int


Piece = WordPiece | ShapePiece | FieldPiece | PicturePiece | DrawingPiece


class Page(Struct, frozen=True):
    """One page, or one side of a sheet. Pieces are in painting order: backgrounds first, then content in reading order.

    `trim` is the area that remains after cutting: left, bottom, right and top.
    """

    width: float
    height: float
    pieces: tuple[Piece, ...]
    trim: tuple[float, float, float, float] | None = None


class Destination(Struct, frozen=True):
    """The position of an anchor: the index of its page, from 0, and the height of its top on that page."""

    anchor: str
    page: int
    top: float


class Bookmark(Struct, frozen=True):
    """An entry of the outline shown by a PDF reader; `level` counts from 1."""

    level: int
    title: str
    anchor: str


class PageLayout(Struct, frozen=True):
    """The whole handout, laid out.

    `body_size` in points and `looseness`, a factor on all spacing, are those with which the page budget was kept.
    `counted` is the number of pages that the budget counts, and `free` the height left on them in points. `columns` and
    `margins` are those of ordinary text, as far as there was room for what the layout asks for. `one_sided` asks for
    single-sided printing. `turned_back` has the tag of each element that is not read in the order of the pages, with
    its pages in reading order: in a booklet, a paragraph may begin on a later side than the one on which it ends.
    """

    pages: tuple[Page, ...]
    tags: tuple[Tag, ...]
    destinations: tuple[Destination, ...]
    bookmarks: tuple[Bookmark, ...]
    body_size: float
    looseness: float
    counted: int
    free: float
    columns: int
    margins: Margins
    one_sided: bool = False
    turned_back: tuple[tuple[int, tuple[int, ...]], ...] = ()
