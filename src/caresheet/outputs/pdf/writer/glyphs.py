"""Shaped text as operators of a content stream (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from caresheet.model.glyphs import GlyphCluster, GlyphRun
from caresheet.model.page_layout import GlyphPiece
from caresheet.outputs.pdf.writer.objects import number_string
from caresheet.outputs.pdf.writer.type0 import Type0Font
from caresheet.text.unicode import bidi_class

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NOTICEABLE = 0.5
"""How far the pen may be off, in font units, before it is moved."""


def shown_glyphs(piece: GlyphPiece, font: Type0Font) -> Iterator[str]:
    """The operators that show a piece; the font is chosen already."""
    per_unit = piece.size / font.units_per_em
    for start, clusters in _strings(piece.run):
        x = number_string(piece.x + start * per_unit)
        yield f"1 0 0 1 {x} {number_string(piece.baseline)} Tm"
        yield _show(clusters, font)


def _strings(run: GlyphRun) -> list[tuple[int, tuple[GlyphCluster, ...]]]:
    """What one operator shows each, in reading order, with the place where it starts.

    Inside a string glyphs stand from left to right, and readers turn one with right-to-left letters round. Signs that
    have no direction of their own are shown one by one, so that nobody has to know how they were turned.
    """
    if not run.rtl or any(bidi_class(letter) in _RIGHT_TO_LEFT for letter in run.text):
        return [(0, run.clusters)]
    starts = accumulate((cluster.advance for cluster in run.clusters), initial=0)
    alone: list[tuple[int, tuple[GlyphCluster, ...]]] = []
    for start, cluster in zip(starts, run.clusters, strict=False):
        alone.append((start, (cluster,)))
    return alone[::-1]


def _show(clusters: tuple[GlyphCluster, ...], font: Type0Font) -> str:
    """One TJ, with the pen moved where the next glyph does not belong where it is (kerning)."""
    parts: list[str] = []
    codes = ""
    off = 0
    for cluster in clusters:
        if abs(off) > _NOTICEABLE:
            parts += (f"<{codes}>" if codes else "", f"{round(off * 1000 / font.units_per_em, 1):g}")
            codes, off = "", 0
        codes += f"{font.code(cluster):04X}"
        off += max(0, cluster.width) - cluster.advance
    return f"[{''.join(parts)}<{codes}>] TJ"
