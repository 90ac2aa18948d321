"""Whether a font of the clinic or project can go into a PDF, and what it can print."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from struct import error, unpack_from

import uharfbuzz as hb
from msgspec import Struct

from caresheet.fonts.opened import OpenFont
from caresheet.model.glyphs import FontInstance

_RESTRICTED, _PREVIEW_AND_PRINT, _EDITABLE = 0x0002, 0x0004, 0x0008
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap")
_PRIVATE = "Co"
_SHOWN = 12
"""At most so many missing letters are named."""


class FontReport(Struct, frozen=True):
    """What a font file is good for. `faults` say why it cannot be used, in words that follow the name of the file;
    without any it can. `missing` are letters asked for that it lacks; `private` are letters that mean nothing outside
    of it (Unicode, private use areas), which no reader could speak."""

    faults: tuple[str, ...] = ()
    missing: str = ""
    private: int = 0

    @property
    def coverage_words(self) -> str:
        """What the font lacks, in words; empty if it lacks nothing."""
        shown = " ".join(self.missing[:_SHOWN])
        more = f" and {len(self.missing) - _SHOWN} more" if len(self.missing) > _SHOWN else ""
        return f"has no glyph for {shown}{more}" if self.missing else ""


def report_on_font(path: Path, letters: str) -> FontReport:
    """What the file is good for, if `letters` are to be printed with it. Nothing is raised for a file that is no font,
    or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return FontReport(("cannot be read",))
    if data[:4] in (b"wOFF", b"wOF2"):
        return FontReport(("is a web font: use the TTF or OTF file that it was made from",))
    if data[:4] == b"ttcf":
        return FontReport(("is a collection of fonts: use the file of one font, TTF or OTF",))
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO") or hb.Face(hb.Blob(data)).glyph_count == 0:
        return FontReport(("is not a TTF or OTF font",))
    font = OpenFont(FontInstance(path.stem, str(path)))
    wanted = dict.fromkeys(letter for letter in letters if not letter.isspace())
    missing = "".join(letter for letter in wanted if ord(letter) not in font.coverage)
    private = sum(unicodedata.category(chr(code)) == _PRIVATE for code in font.coverage)
    return FontReport(tuple(_faults(font)), missing, private)


def _faults(font: OpenFont) -> list[str]:
    lacking = [tag for tag in _NEEDED if tag not in font.tables]
    if not font.has_cubic_outlines and not {"glyf", "loca"} <= font.tables:
        lacking.append("glyf")
    faults = [f"is damaged: it has no {tag} table" for tag in lacking]
    return faults + _licence_faults(font.table("OS/2"))


def _licence_faults(table: bytes) -> list[str]:
    """What its maker does not allow (OpenType, OS/2, `fsType`). Of several permissions the most generous counts, as
    older fonts have it; a font without the table says nothing against it."""
    try:
        (allowed,) = unpack_from(">H", table, 8)
    except error:
        return []
    faults = []
    if allowed & _RESTRICTED and not allowed & (_PREVIEW_AND_PRINT | _EDITABLE):
        faults.append("may not be embedded in a PDF: its license does not allow it; ask its maker, or use another font")
    if allowed & _NO_SUBSETTING:
        faults.append("may only be embedded whole, which makes every PDF as large as the font: use another font")
    if allowed & _BITMAPS_ONLY:
        faults.append("may only be embedded as pictures of its letters, which cannot be read: use another font")
    return faults
