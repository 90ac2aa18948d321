"""Fonts as HarfBuzz sees them. A file is opened once in each process, and only when a letter needs it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property, lru_cache
from struct import error, unpack_from
from typing import NamedTuple

import uharfbuzz as hb

from caresheet.fonts.metrics import FontMetrics
from caresheet.model.glyphs import SHOW_NOTHING, FontInstance

LOOKS_LIKE = str.maketrans({"\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
"""Characters that many fonts lack, each with one that looks the same: they differ only in how lines break."""
_ATTACHED = re.compile("\\S[\u0300-\u035b\u0363-\u036f]")
"""A letter or sign followed by a combining mark, except a mark that spans two letters (U+035C to U+0362)."""
_VARIANT = re.compile("(.)([\U000e0100-\U000e01ef])")
"""A letter with an ideographic variation selector, which chooses one of its forms, as in Japanese names."""
_ASIDE = 0.4
"""The farthest that the middle of a mark may be from the middle of its letter, as a share of the letter's width: the
hook of an ą is far to the right."""
_REMEMBERED = 2048
"""For this many letters with marks, it is remembered whether the font positions their marks."""
_REGULAR = 400.0
_WEIGHT = "wght"
_REPLACES = "GSUB"
_BLANK = SHOW_NOTHING | {"\u2800"}
"""Letters and signs that show nothing, with the braille pattern without dots."""


class InkBox(NamedTuple):
    """A box in font units, from the origin of a glyph."""

    left: int
    bottom: int
    right: int
    top: int


class OpenFont:
    """An open font. `axes` are the settings of a variable font; lengths are font units."""

    def __init__(self, instance: FontInstance) -> None:
        self.instance = instance
        self.face = hb.Face(hb.Blob(instance.data) if instance.data else hb.Blob.from_file_path(instance.path))
        self.units_per_em: int = self.face.upem
        self.axes: dict[str, float] = {axis.tag: axis.default_value for axis in self.face.axis_infos}
        if _WEIGHT in self.axes:
            self.axes[_WEIGHT] = float(instance.weight or _REGULAR)
        self.shaper = hb.Font(self.face)
        if self.axes:
            self.shaper.set_variations(self.axes)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tags of its tables."""
        return frozenset(self.face.table_tags)

    @property
    def has_cubic_outlines(self) -> bool:
        """Whether its outlines are PostScript curves (OpenType, `CFF ` and `CFF2`)."""
        return bool(self.tables & {"CFF ", "CFF2"})

    @cached_property
    def coverage(self) -> frozenset[int]:
        """The code points that have a glyph. In a project's own font, letters, digits and signs whose glyph has no
        outline do not count: color fonts have pictures in their place, and unfinished fonts nothing."""
        found = frozenset(self.face.unicodes)
        return frozenset(code for code in found if not _is_unpainted(self, chr(code))) if self.instance.data else found

    @cached_property
    def features(self) -> frozenset[str]:
        """The features by which it replaces glyphs, in any script (OpenType, `GSUB`)."""
        scripts = range(len(self.face.get_table_script_tags(_REPLACES)))
        found = (self.face.get_language_feature_tags(_REPLACES, script) for script in scripts)
        return frozenset(tag for tags in found for tag in tags)

    @cached_property
    def metrics(self) -> FontMetrics:
        """Its vertical metrics, at the settings of its axes."""
        lines = self.shaper.get_font_extents("ltr")
        units = self.units_per_em
        cap, small = (self._height(tag) for tag in (hb.OTMetricsTag.CAP_HEIGHT, hb.OTMetricsTag.X_HEIGHT))
        return FontMetrics(lines.ascender / units, -lines.descender / units, cap / units, small / units)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The box around all glyphs: left, bottom, right, top (OpenType, `head`)."""
        left, bottom, right, top = unpack_from(">4h", self.table("head"), 36)
        return left, bottom, right, top

    @cached_property
    def is_bold(self) -> bool:
        """Whether it is at least semibold (OpenType, `usWeightClass`)."""
        if self.instance.weight is not None:
            return self.instance.weight >= 600
        try:
            return bool(unpack_from(">H", self.table("OS/2"), 4)[0] >= 600)
        except error:
            return False

    def table(self, tag: str) -> bytes:
        """The bytes of a table, empty if the font lacks it."""
        return bytes(self.face.reference_table(tag).data) if tag in self.tables else b""

    def width(self, glyph: int) -> int:
        """The advance of a glyph."""
        advance: int = self.shaper.get_glyph_h_advance(glyph)
        return advance

    def ink(self, glyph: int) -> InkBox:
        """The box around what a glyph paints, from its origin; empty if it paints nothing."""
        ink = self.shaper.get_glyph_extents(glyph)
        if ink is None or not ink.width or not ink.height:
            return InkBox(0, 0, 0, 0)
        x, y = ink.x_bearing, ink.y_bearing
        return InkBox(x, y + ink.height, x + ink.width, y)

    def advance(self, letter: str) -> float:
        """The advance of a character that it has, as a multiple of the type size."""
        return self.width(self.shaper.get_nominal_glyph(ord(letter)) or 0) / self.units_per_em

    def has(self, letters: str) -> bool:
        """Whether every letter has a glyph that paints something, or a character that looks the same has one."""
        looked_up = _VARIANT.sub(self._as_variant, letters).translate(LOOKS_LIKE)
        return self.coverage.issuperset(map(ord, looked_up)) and not any(
            _is_unpainted(self, each) for each in looked_up
        )

    def _as_variant(self, found: re.Match[str]) -> str:
        """A letter without the variation selector behind it, if the font has that form of it (OpenType, `cmap` 14)."""
        return found[1] if self.shaper.get_variation_glyph(ord(found[1]), ord(found[2])) else found[0]

    def attaches(self, letters: str) -> bool:
        """Whether the combining marks of a Latin, Greek or Cyrillic letter are set above or below it. Many fonts have
        the marks, but do not say where they belong (OpenType, `GPOS`)."""
        return not _ATTACHED.search(letters) or _attached(self, letters)

    def _height(self, tag: hb.OTMetricsTag) -> int:
        height: int = self.shaper.get_metric_position_with_fallback(tag)
        return height


@lru_cache(_REMEMBERED)
def _attached(font: OpenFont, letters: str) -> bool:
    """Whether the middle of each mark is above or below its letter, not beside it."""
    buffer = hb.Buffer()
    buffer.add_str(letters)
    buffer.guess_segment_properties()
    hb.shape(font.shaper, buffer)
    pen, spans = 0, list[tuple[float, float]]()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.ink(info.codepoint)
        if any(ink):
            origin = pen + position.x_offset
            spans.append((origin + ink.left, origin + ink.right))
        pen += position.x_advance
    middles = [(left + right) / 2 for left, right in spans]
    reach = _ASIDE * (spans[0][1] - spans[0][0]) if spans else 0.0
    return all(abs(middle - middles[0]) <= reach for middle in middles[1:])


@lru_cache(_REMEMBERED)
def _is_unpainted(font: OpenFont, letter: str) -> bool:
    """Whether a letter, digit or sign that should be seen has a glyph without an outline, as a few have even in fonts
    that are in wide use."""
    if unicodedata.category(letter)[0] not in "LNPS" or letter in _BLANK:
        return False
    return not any(font.ink(font.shaper.get_nominal_glyph(ord(letter)) or 0))


@cache
def opened(instance: FontInstance) -> OpenFont:
    """The font of an instance. Raises OSError if its file cannot be read."""
    return OpenFont(instance)
