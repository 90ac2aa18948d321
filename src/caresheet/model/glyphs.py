"""Glyphs: shaped text that any page can show, whatever its script.

Lengths are units of the font unless said otherwise.
"""

from __future__ import annotations

from msgspec import Struct

SHOW_NOTHING = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc")
"""Letters that show nothing (Unicode, Default_Ignorable_Code_Point), and the object replacement character, which stands
for a line to write on in a handout."""
PlacedGlyph = tuple[int, int, int]
"""The number of a glyph in its font, and the offset of its origin, to the right and up, from that of its cluster."""


class FontInstance(Struct, frozen=True):
    """One face of a family, not opened yet. `weight` is the setting of a variable font (OpenType, `wght`), None for a
    file with a single weight. `data` holds a project's font file; it is empty for an installed font, whose file is at
    `path`."""

    family: str
    path: str
    weight: int | None = None
    data: bytes = b""


class OwnFonts(Struct, frozen=True):
    """The typeface that a layout brings. Without italics, emphasis is shown in bold."""

    regular: FontInstance
    bold: FontInstance
    italic: FontInstance | None = None
    bold_italic: FontInstance | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its files in the project."""
        return tuple(
            dict.fromkeys(face.path for face in (self.regular, self.bold, self.italic, self.bold_italic) if face)
        )


class TypeSetting(Struct, frozen=True):
    """What decides which fonts show the words of a document, and which way its lines run: its language (BCP 47), and
    the typeface of its layout, if it brings one."""

    language: str = "und"
    own: OwnFonts | None = None


class GlyphCluster(Struct, frozen=True):
    """The smallest part of shaped text whose letters and glyphs belong together.

    `width` is its width in the font; `advance` is how far the pen moves, with kerning. `glyphs` is empty for a letter
    that another cluster shows, as part of a ligature.
    """

    text: str
    glyphs: tuple[PlacedGlyph, ...]
    width: int
    advance: int


class GlyphRun(Struct, frozen=True):
    """Shaped text of one font, script and direction: `text` in reading order, `clusters` from left to right.

    `ems` is the advance as a multiple of the type size.
    """

    text: str
    clusters: tuple[GlyphCluster, ...]
    font: FontInstance
    ems: float
    rtl: bool = False
