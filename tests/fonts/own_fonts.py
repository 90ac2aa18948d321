"""Font files as a project might bring them: with PostScript curves, private-use characters, and various licenses."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from struct import pack

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from caresheet.fonts.families import FontStyle, families

UNITS = 1000
PRIVATE = "\ue001"
NAMES = {".notdef": "", "space": " ", "A": "A", "B": "B", "icon": PRIVATE}


def drawn(name: str) -> object:
    """A glyph: a disc of four cubic curves with a square hole, larger for longer names."""
    pen = T2CharStringPen(600, None)
    if name != "space":
        radius = 200 + 20 * len(name)
        bend = radius * 0.5523
        pen.moveTo((300 + radius, 300))
        pen.curveTo((300 + radius, 300 + bend), (300 + bend, 300 + radius), (300, 300 + radius))
        pen.curveTo((300 - bend, 300 + radius), (300 - radius, 300 + bend), (300 - radius, 300))
        pen.curveTo((300 - radius, 300 - bend), (300 - bend, 300 - radius), (300, 300 - radius))
        pen.curveTo((300 + bend, 300 - radius), (300 + radius, 300 - bend), (300 + radius, 300))
        pen.closePath()
        pen.moveTo((250, 250))
        pen.lineTo((250, 350))
        pen.lineTo((350, 350))
        pen.lineTo((350, 250))
        pen.closePath()
    return pen.getCharString()


def otf(*, allowed: int = 0, letters: str = " AB") -> bytes:
    """An OTF font with some of the characters of `NAMES`; `allowed` is its fsType."""
    names = [name for name in NAMES if name == ".notdef" or NAMES[name] in letters]
    builder = FontBuilder(UNITS, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(NAMES[name]): name for name in names if NAMES[name]})
    builder.setupCFF("Own-Regular", {"FullName": "Own"}, {name: drawn(name) for name in names}, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200, fsType=allowed, sxHeight=500, sCapHeight=700)
    builder.setupPost()
    return saved(builder.font)


def saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def sfnt(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables, as they are (OpenType, table directory)."""
    head = b"\0\1\0\0" + pack(">4H", len(tables), 0, 0, 0)
    body, at = b"", len(head) + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        head += tag.encode() + pack(">3L", 0, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


@cache
def installed(name: str, *, strong: bool = False) -> bytes:
    """The file of a family that is installed."""
    family = next(each for each in families() if each.name == name)
    instance = family.instance(FontStyle(strong=strong))
    assert instance
    return Path(instance.path).read_bytes()


@cache
def as_otf(name: str) -> bytes:
    """An installed family with PostScript curves in place of its own."""
    font = TTFont(io.BytesIO(installed(name)))
    glyphs, widths = font.getGlyphSet(), font["hmtx"].metrics
    curves = {}
    for glyph in font.getGlyphOrder():
        pen = T2CharStringPen(widths[glyph][0], glyphs)
        glyphs[glyph].draw(pen)
        curves[glyph] = pen.getCharString()
    builder = FontBuilder(font=font)
    builder.isTTF = False
    for tag in ("glyf", "loca", "cvt ", "fpgm", "prep", "gasp"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "OTTO"
    builder.setupCFF(f"{name.replace(' ', '')}-Regular", {"FullName": name}, curves, {})
    font["maxp"].tableVersion = 0x00005000
    return saved(font)
