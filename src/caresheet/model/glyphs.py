"""Glyphs: shaped text that any page can show, whatever its script.

Lengths are units of the font unless said otherwise.
"""

from __future__ import annotations

from msgspec import Struct

PlacedGlyph = tuple[int, int, int]
"""The number of a glyph in its font, and how far its origin lies to the right of and above that of its cluster."""


class TypeSetting(Struct, frozen=True):
    """What decides which fonts show the words of a document, and which way its lines run: its language (BCP 47)."""

    language: str = "und"


class FontInstance(Struct, frozen=True):
    """One face of a family as a value: nothing is opened yet. `weight` is that of a variable font (OpenType, `wght`),
    None where the file has one weight."""

    family: str
    path: str
    weight: int | None = None


class GlyphCluster(Struct, frozen=True):
    """The smallest part of shaped text whose glyphs and letters stand for each other.

    `width` is what the font gives it; `advance` is how far the pen moves, with kerning. `glyphs` may be empty: a letter
    whose ink another cluster of its ligature has.
    """

    text: str
    glyphs: tuple[PlacedGlyph, ...]
    width: int
    advance: int


class GlyphRun(Struct, frozen=True):
    """Text of one font, script and direction, shaped. `text` is in reading order; `clusters` stand from left to right.

    `ems` is the advance as a multiple of the type size.
    """

    text: str
    clusters: tuple[GlyphCluster, ...]
    font: FontInstance
    ems: float
    rtl: bool = False
