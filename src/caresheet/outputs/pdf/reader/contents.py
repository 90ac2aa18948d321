"""What a finished PDF contains, as read back from its bytes: the structure tree and what is painted on each page.

Lengths are points; the origin is the lower left corner of the page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.structure import MarkedContent

Color = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

Point = tuple[float, float]


class Rectangle(Struct, frozen=True):
    left: float
    bottom: float
    right: float
    top: float


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles share more than an edge."""
    return one.left < other.right and other.left < one.right and one.bottom < other.top and other.bottom < one.top


def holds(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a rectangle lies within another one, edges included."""
    return (
        outer.left <= inner.left
        and outer.bottom <= inner.bottom
        and inner.right <= outer.right
        and inner.top <= outer.top
    )


def shrunk(box: Rectangle, by: float) -> Rectangle:
    """A rectangle with each edge moved inward by this many points."""
    return Rectangle(box.left + by, box.bottom + by, box.right - by, box.top - by)


def around(one: Rectangle, other: Rectangle) -> Rectangle:
    """The smallest rectangle around both."""
    left, bottom = min(one.left, other.left), min(one.bottom, other.bottom)
    return Rectangle(left, bottom, max(one.right, other.right), max(one.top, other.top))


class PaintedText(Struct, frozen=True):
    """The text that one operator paints, or BLANK. `order` is its place in the painting order of its page, from 0.

    `mcid` is the marked-content identifier around it, None outside of marked content; `artifact` says that it is part
    of an artifact. `shown` is False for text painted without ink. `clip` is the area that painting is limited to.
    """

    text: str
    box: Rectangle
    order: int
    mcid: int | None
    artifact: bool
    color: Color
    shown: bool
    clip: Rectangle | None


class OpaqueArea(Struct, frozen=True):
    """An opaque shape or picture. `outline` is a polygon, None where the whole box is filled. A picture has no
    `color`. `picture` is the number of the picture or drawing that it is part of, None for any other shape."""

    box: Rectangle
    order: int
    outline: tuple[Point, ...] | None
    color: Color | None
    picture: int | None = None


class PaintedPicture(Struct, frozen=True):
    """The extent of a raster picture or a whole drawing: that of a Figure, or an artifact such as a logo. `mcid` is its
    marked-content identifier, None for an artifact."""

    box: Rectangle
    mcid: int | None


class PaintedLine(Struct, frozen=True):
    """A horizontal or vertical rule, or one side of a frame; the dashes of a line count as one."""

    box: Rectangle


class PageContents(Struct, frozen=True):
    """One page: its texts, opaque areas and lines in painting order, and its pictures.

    `objects` counts everything that is painted. `painted` are the marked-content identifiers under which anything is.
    `unmarked` counts what is neither tagged nor an artifact. `unreadable` counts what cannot be read back: form
    XObjects, characters without a Unicode value, text painted twice in the same place.
    """

    box: Rectangle
    texts: tuple[PaintedText, ...]
    areas: tuple[OpaqueArea, ...]
    pictures: tuple[PaintedPicture, ...]
    lines: tuple[PaintedLine, ...]
    painted: frozenset[int]
    unmarked: int
    unreadable: int
    objects: int


class FormField(Struct, frozen=True):
    """One place to fill in: the full name of its field, the label that a listener hears, its value, the words shown
    there, its `page` (from 0) and its box."""

    name: str
    label: str
    is_check_box: bool
    value: str
    shown: str
    page: int
    box: Rectangle


class TaggedElement(Struct, frozen=True):
    """An element of the structure tree.

    A child is None where no page has content for it (an empty cell), or where it is not an element (a link's
    annotation). `attribute` is a TH's Scope or an L's ListNumbering, otherwise empty. `field` is the form field that it
    holds, if any.
    """

    role: str
    alternative: str
    language: str
    attribute: str
    children: tuple[TaggedElement | MarkedContent | None, ...]
    field: FormField | None = None


class PdfContents(Struct, frozen=True):
    """A whole PDF. `title` is the one in its information dictionary, `metadata_title` the one in its XMP metadata.

    `trees` are the elements directly under the root of the structure tree; a sound file has one. `fields` has an entry
    for each place of each form field, page by page.
    """

    title: str
    metadata_title: str
    language: str
    tagged: bool
    pages: tuple[PageContents, ...]
    trees: tuple[TaggedElement, ...]
    fields: tuple[FormField, ...] = ()
