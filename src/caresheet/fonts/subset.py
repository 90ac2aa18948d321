"""The part of a font that a document uses, as a TrueType font with one glyph for each different cluster."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

import uharfbuzz as hb
from msgspec import Struct

from caresheet.fonts.opened import OpenFont, opened
from caresheet.fonts.outlines import quadratic_glyphs
from caresheet.fonts.true_type import TrueTypeFont, read_true_type
from caresheet.model.glyphs import FontInstance, GlyphCluster, PlacedGlyph

_KEPT = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""The tables that a Type0 font needs (ISO 32000-1, 9.9): characters are found by the PDF's own maps."""


class FontProgram(Struct, frozen=True):
    """A font file, and the number of the glyph for each cluster, in the order of the clusters."""

    data: bytes
    glyphs: tuple[int, ...]


def font_program(instance: FontInstance, clusters: Sequence[GlyphCluster]) -> FontProgram:
    """The font with a glyph as wide as each cluster. A cluster of several glyphs, or of one that is moved, becomes a
    new composite glyph. Variations are fixed; hints and layout tables are left out."""
    font = opened(instance)
    wanted = {glyph for cluster in clusters for glyph, _, _ in cluster.glyphs}
    made, numbers = glyphs_of(font, wanted)
    known: dict[tuple[tuple[PlacedGlyph, ...], int], int] = {}
    found: list[int] = []
    for cluster in clusters:
        parts = tuple((numbers[glyph], x, y) for glyph, x, y in cluster.glyphs)
        key = (parts, cluster.width)
        if key not in known:
            known[key] = parts[0][0] if _is_plain(font, cluster) else made.add_composite(parts, cluster.width)
        found.append(known[key])
    return FontProgram(made.file(), tuple(found))


def _is_plain(font: OpenFont, cluster: GlyphCluster) -> bool:
    """Whether a cluster is a single glyph, unmoved and with its own width."""
    if len(cluster.glyphs) != 1:
        return False
    ((glyph, x, y),) = cluster.glyphs
    return not x and not y and cluster.width == font.width(glyph)


def glyphs_of(font: OpenFont, wanted: set[int]) -> tuple[TrueTypeFont, dict[int, int]]:
    """The wanted glyphs of a font as a TrueType font, and the new number of each."""
    return _converted(font, wanted) if font.has_cubic_outlines else _subset(font, wanted)


def _subset(font: OpenFont, wanted: set[int]) -> tuple[TrueTypeFont, dict[int, int]]:
    inputs = hb.SubsetInput()
    inputs.glyph_set.update(wanted)
    inputs.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = (tag for tag in font.tables if tag not in _KEPT and not _is_variation(tag))
    inputs.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
    for axis, value in font.axes.items():
        inputs.pin_axis_location(font.face, axis, value)
    plan = hb.SubsetPlan(font.face, inputs)
    face = plan.execute()
    tables = {tag: bytes(face.reference_table(tag).data) for tag in face.table_tags}
    return read_true_type(tables), dict(plan.old_to_new_glyph_mapping)


def _is_variation(tag: str) -> bool:
    """Whether a table says how a font varies: the subsetter needs it to fix the variations."""
    return tag.endswith("var") or tag in {"HVAR", "MVAR", "STAT"}


def _converted(font: OpenFont, wanted: set[int]) -> tuple[TrueTypeFont, dict[int, int]]:
    """The same for a font with cubic outlines."""
    glyphs = [0, *sorted(wanted - {0})]
    profile = pack(">IH", 0x00010000, len(glyphs)) + bytes(26)
    widths = [font.width(glyph) for glyph in glyphs]
    made = TrueTypeFont(font.table("head"), font.table("hhea"), profile, quadratic_glyphs(font, glyphs), widths)
    return made, {glyph: number for number, glyph in enumerate(glyphs)}
