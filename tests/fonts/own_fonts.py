"""Small fonts as a clinic might bring them: with PostScript outlines, letters of its own, and its maker's wishes."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from caresheet.fonts.families import FamilyFiles, FontFamily

UNITS = 1000
PRIVATE = "\ue001"
NAMES = {".notdef": "", "space": " ", "A": "A", "B": "B", "icon": PRIVATE}


def drawn(name: str) -> object:
    """A glyph: a disc of four cubic curves with a square hole, larger for each letter."""
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


def write_otf(path: Path, *, allowed: int = 0, private: bool = False) -> Path:
    """An OTF font with the letters A and B; `allowed` is its fsType, and `private` adds a letter that means nothing."""
    names = [name for name in NAMES if private or name != "icon"]
    builder = FontBuilder(UNITS, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(NAMES[name]): name for name in names if NAMES[name]})
    builder.setupCFF("Own-Regular", {"FullName": "Own"}, {name: drawn(name) for name in names}, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200, fsType=allowed, sxHeight=500, sCapHeight=700)
    builder.setupPost()
    builder.save(path)
    return path


def own_family(folder: Path) -> FontFamily:
    """A family of one such file."""
    path = write_otf(folder / "Own.otf")
    return FontFamily("Own", FamilyFiles(str(path)))
