"""Shaped text as operators of a content stream (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """The operators that show a piece, once its font is selected."""
    per_unit = piece.size / font.units_per_em
    for start, clusters in _strings(piece.run):
        x = number_string(piece.x + start * per_unit)
        yield f"1 0 0 1 {x} {number_string(piece.baseline)} Tm"
        yield _show(clusters, font)


def _strings(run: GlyphRun) -> Sequence[tuple[int, tuple[GlyphCluster, ...]]]:
    """What each operator shows, in reading order, with the place where it starts.

    Inside a string, glyphs run from left to right, and readers reverse a string that has right-to-left letters.
    Characters without a direction are shown one by one, so that a reader need not know how they were reordered, each
    with its marks: a reader may leave out what has no ink.
    """
    if not run.rtl or any(bidi_class(letter) in _RIGHT_TO_LEFT for letter in run.text):
        return [(0, run.clusters)]
    clusters = list(_with_marks(run.clusters))
    starts = accumulate((cluster.advance for cluster in clusters), initial=0)
    return [(start, (cluster,)) for start, cluster in zip(starts, clusters, strict=False)][::-1]


def _with_marks(clusters: Sequence[GlyphCluster]) -> Iterator[GlyphCluster]:
    """The clusters, from left to right, each letter together with the marks to its left that it shows."""
    marks = ""
    shift = 0
    for cluster in clusters:
        marks, shift = cluster.text + marks, shift + cluster.advance
        if cluster.glyphs:
            before = shift - cluster.advance
            glyphs = tuple((glyph, x + before, y) for glyph, x, y in cluster.glyphs)
            yield GlyphCluster(marks, glyphs, before + cluster.width, shift)
            marks, shift = "", 0
    if marks:
        yield GlyphCluster(marks, (), shift, shift)


def _show(clusters: tuple[GlyphCluster, ...], font: Type0Font) -> str:
    """One TJ operator, which moves the pen wherever the next glyph does not belong where the pen is (kerning)."""
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
