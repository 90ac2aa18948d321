"""What a finished PDF says, as read back from its bytes: the logical tree, and what is painted on each side.

Lengths are points; the origin is the lower left corner of the page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.structure import Content

Colour = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

Point = tuple[float, float]


class Box(Struct, frozen=True):
    left: float
    bottom: float
    right: float
    top: float


def overlaps(box: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return box.left < other.right and other.left < box.right and box.bottom < other.top and other.bottom < box.top


class Run(Struct, frozen=True):
    """Words painted by one operator, or BLANK. `order` counts everything painted on the side, from 0.

    `mcid` is the number of the marked content that they stand in, None outside; `artifact` says that they stand in
    an artifact. `shown` is False for text without ink. `clip` is the space outside of which nothing is painted.
    """

    text: str
    box: Box
    order: int
    mcid: int | None
    artifact: bool
    colour: Colour
    shown: bool
    clip: Box | None


class Patch(Struct, frozen=True):
    """An opaque shape or picture. `outline` is a polygon, None where the whole box is filled; a picture's `colour` is
    None."""

    box: Box
    order: int
    outline: tuple[Point, ...] | None
    colour: Colour | None


class Side(Struct, frozen=True):
    """One page: its words and opaque patches in painting order.

    `marked` are the numbers of the marked content in which anything is painted. `unmarked` counts what is neither
    tagged nor an artifact, `sealed` what cannot be read back: forms, letters without meaning, words painted over
    themselves.
    """

    box: Box
    runs: tuple[Run, ...]
    patches: tuple[Patch, ...]
    marked: frozenset[int]
    unmarked: int
    sealed: int


class Branch(Struct, frozen=True):
    """An element of the logical tree. A child is None where no page has content for it (an empty cell) or where it is
    no element (a link's rectangle). `attribute` is a TH's Scope or an L's ListNumbering, else empty."""

    role: str
    alternative: str
    language: str
    attribute: str
    children: tuple[Branch | Content | None, ...]


class Printed(Struct, frozen=True):
    """A whole PDF. `title` stands in its information dictionary, `described_title` in its XMP metadata."""

    title: str
    described_title: str
    language: str
    tagged: bool
    sides: tuple[Side, ...]
    trees: tuple[Branch, ...]
