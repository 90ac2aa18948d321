"""Letters to glyphs, with HarfBuzz: once for each different piece of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import uharfbuzz as hb
from msgspec import Struct

from caresheet.fonts.book import MissingGlyphError
from caresheet.fonts.opened import LOOKS_LIKE, OpenFont, opened
from caresheet.model.glyphs import GlyphCluster, GlyphRun, PlacedGlyph
from caresheet.text.itemize import RunSetting
from caresheet.text.unicode import belongs_to_letter_before

_REMEMBERED = 20_000
"""How many different pieces of text keep their glyphs: those of about four long handouts."""
_NOT_DEFINED = 0
"""The glyph for letters that a font lacks."""


class InkReach(Struct, frozen=True):
    """How far the ink of a run reaches over its left and right ends, and above and below the baseline, as multiples of
    the type size."""

    left: float = 0.0
    right: float = 0.0
    above: float = 0.0
    below: float = 0.0


@lru_cache(_REMEMBERED)
def shape(text: str, setting: RunSetting, before: str = "", after: str = "") -> GlyphRun:
    """The glyphs of some letters. `before` and `after` are the neighbors that they join to, empty next to a space.

    From right to left, each letter is a separate cluster, even where letters share a glyph: programs that read the PDF
    reverse a line letter by letter. Raises MissingGlyphError if the font's own rules turn a letter into no glyph.
    """
    font = opened(setting.font)
    buffer = _buffer(text, setting, before, after)
    hb.shape(font.shaper, buffer)
    found: list[GlyphCluster] = []
    for letters, glyphs, advance in _glyphs(buffer, text, len(before)):
        if any(glyph == _NOT_DEFINED for glyph, _, _ in glyphs):
            raise MissingGlyphError(letters, setting.language, setting.font.family, "")
        cluster = GlyphCluster(letters, glyphs, _width(font, glyphs, advance), advance)
        found += _letter_by_letter(cluster) if setting.rtl else (cluster,)
    total = sum(cluster.advance for cluster in found)
    return GlyphRun(text, tuple(found), setting.font, total / font.units_per_em, setting.rtl)


@lru_cache(_REMEMBERED)
def ink_of(run: GlyphRun) -> InkReach:
    """How far the ink of some glyphs reaches."""
    font = opened(run.font)
    pen = left = right = above = below = 0
    for cluster in run.clusters:
        for glyph, x, y in cluster.glyphs:
            ink = font.ink(glyph)
            left, right = min(left, pen + x + ink.left), max(right, pen + x + ink.right)
            above, below = max(above, y + ink.top), min(below, y + ink.bottom)
        pen += cluster.advance
    units = font.units_per_em
    return InkReach(-left / units, (right - pen) / units, above / units, -below / units)


def _buffer(text: str, setting: RunSetting, before: str, after: str) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str((before + text + after).translate(LOOKS_LIKE), len(before), len(text))
    buffer.direction = "rtl" if setting.rtl else "ltr"
    buffer.script = setting.script
    buffer.language = setting.language
    if setting.rtl:
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    return buffer


def _glyphs(buffer: hb.Buffer, text: str, shift: int) -> Iterator[tuple[str, tuple[PlacedGlyph, ...], int]]:
    """The letters, the glyphs and the advance of each cluster, from left to right."""
    placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in placed})
    stops = dict(zip(starts, [*starts[1:], shift + len(text)], strict=True))
    for start, group in groupby(placed, key=lambda each: each[0].cluster):
        pen = 0
        glyphs: list[PlacedGlyph] = []
        for info, position in group:
            glyphs.append((info.codepoint, pen + position.x_offset, position.y_offset))
            pen += position.x_advance
        yield text[start - shift : stops[start] - shift], tuple(glyphs), pen


def _width(font: OpenFont, glyphs: tuple[PlacedGlyph, ...], advance: int) -> int:
    """The width in the font for a single glyph; a group of glyphs is as wide as its advance."""
    return font.width(glyphs[0][0]) if len(glyphs) == 1 else advance


def _letter_by_letter(cluster: GlyphCluster) -> Iterator[GlyphCluster]:
    """A right-to-left cluster as one cluster for each letter, from left to right.

    All ink goes to the first letter, which stands rightmost; the other letters of a ligature have their share of its
    width.
    """
    first, others = cluster.text[0], cluster.text[1:]
    if not others:
        yield cluster
        return
    share = cluster.advance // (1 + sum(not _shows_nothing(letter) for letter in others))
    left = 0
    for letter in reversed(others):
        width = 0 if _shows_nothing(letter) else share
        yield GlyphCluster(letter, (), width, width)
        left += width
    moved = tuple((glyph, x - left, y) for glyph, x, y in cluster.glyphs)
    yield GlyphCluster(first, moved, cluster.advance - left, cluster.advance - left)


def _shows_nothing(letter: str) -> bool:
    """Whether a letter takes no width."""
    return belongs_to_letter_before(letter) or unicodedata.category(letter) == "Cf"
