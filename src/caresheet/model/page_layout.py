"""The laid-out pages: where every line and shape stands. Arithmetic only; nothing is drawn.

Lengths are points; the origin is the lower left corner of the page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.drawing import Drawing
from caresheet.model.problem import Position
from caresheet.model.topic import Picture

ARTIFACT = -1
"""The tag of what is no content: running lines, rules, backgrounds, repeated table heads (ISO 32000-1, 14.8.2.2)."""
ROOT = -1
"""The parent of the one element that has none."""


class Face(Enum):
    """The four cuts of the text family."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"
    BOLD_ITALIC = "BoldItalic"


class Tag(Struct, frozen=True):
    """One element of the logical tree (ISO 32000-1, 14.7-14.8). `role` is a standard structure type.

    `parent` is its index in `PageLayout.tags`, -1 for the root. Children follow their parent in reading order. An
    element has content of its own or children; only a Figure has both, its drawing and then its Caption. `link` is
    the address or `#anchor` of a Link. `identifier` is unique in the document; a Note needs one (PDF/UA-1, 7.9).
    """

    role: str
    parent: int
    position: Position | None = None
    alternative: str | None = None
    language: str | None = None
    attributes: tuple[tuple[str, str, str], ...] = ()  # owner, key, value: ("Table", "Scope", "Column")
    link: str | None = None
    identifier: str | None = None


class TextPiece(Struct, frozen=True):
    """Words on one baseline in one face. `width` is their advance without a trailing space."""

    x: float
    baseline: float
    text: str
    face: Face
    size: float
    colour: str
    width: float
    tag: int


class ShapePiece(Struct, frozen=True):
    """A path: each segment is an operator (`m`, `l`, `c`, `h` as in PDF) with its coordinates."""

    path: tuple[tuple[str, tuple[float, ...]], ...]
    fill: str | None
    stroke: str | None
    line_width: float
    tag: int


class PicturePiece(Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float
    picture: Picture
    tag: int


class DrawingPiece(Struct, frozen=True):
    """A drawing in a box of its own proportions. What it leaves open is painted in `colour`."""

    x: float
    y: float
    width: float
    height: float
    drawing: Drawing
    colour: str
    tag: int


Piece = TextPiece | ShapePiece | PicturePiece | DrawingPiece


class Page(Struct, frozen=True):
    """One side. Pieces stand in painting order: backgrounds first, then content in reading order."""

    width: float
    height: float
    pieces: tuple[Piece, ...]


class Destination(Struct, frozen=True):
    """Where an anchor stands: page index from 0, height of its top on that page."""

    anchor: str
    page: int
    top: float


class Bookmark(Struct, frozen=True):
    """An entry of the reader's outline; `level` counts from 1."""

    level: int
    title: str
    anchor: str


class PageLayout(Struct, frozen=True):
    """The whole handout, laid out.

    `body_size` in points and `looseness` (a factor on all white space) are what the page budget was kept with;
    `counted` are the sides that it counts, and `free` is the height left on them, in points.
    """

    pages: tuple[Page, ...]
    tags: tuple[Tag, ...]
    destinations: tuple[Destination, ...]
    bookmarks: tuple[Bookmark, ...]
    body_size: float
    looseness: float
    counted: int
    free: float
