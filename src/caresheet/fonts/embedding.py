"""Whether a font file of a project can be embedded in a PDF and read back."""

from __future__ import annotations

import posixpath
import unicodedata
from functools import lru_cache
from struct import error, unpack_from

import uharfbuzz as hb
from msgspec.structs import replace

from caresheet.fonts.metrics import table_records
from caresheet.fonts.opened import OpenFont, opened
from caresheet.fonts.subset import glyphs_of
from caresheet.model.glyphs import FontInstance

_REMEMBERED = 32
"""How many font files are not judged again: more than the layouts of a project have."""
_RESTRICTED, _PREVIEW_AND_PRINT, _EDITABLE = 0x0002, 0x0004, 0x0008
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200
"""Bits of `fsType` (OpenType, `OS/2`)."""
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap")
_LENGTHS = {"head": 54, "hhea": 36, "maxp": 6}
"""The least length of a table in bytes (OpenType)."""
_UNITS = (16, 16_384)
"""The least and the most units per em (OpenType, `head`)."""
_PICTURES = frozenset({"CBDT", "EBDT", "bdat", "sbix", "SVG "})
"""Tables of bitmaps and of color pictures."""
_PRIVATE = "Co"
_TALLEST, _DEEPEST = (0.4, 3.0), (0.0, 2.0)
"""Heights above and below the baseline that a font may ask for, as multiples of the type size."""
_BOLD = 700
_FAMILY_NAMES = (16, 1)
"""Names of a family (OpenType, `name`), the better one first."""
_LONGEST_NAME = 60
_OTHER_FILE = "use another file of the font, or another font"
_OTHER_FONT = "use another font, or ask its maker for a license that allows it"
_KINDS = (
    ((b"wOFF", b"wOF2"), "is a web font", "use the TTF or OTF file that it was made from"),
    ((b"ttcf",), "is a collection of fonts", "use the file of a single font, TTF or OTF"),
)
_OPEN_TYPE = (b"\0\1\0\0", b"true", b"OTTO")


class UnusableFontError(Exception):
    """A font cannot be used. The message follows the name of its file; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(_REMEMBERED)
def usable_font(path: str, data: bytes) -> FontInstance:
    """The face in a font file of a project. Raises UnusableFontError if it cannot be embedded and read back."""
    for starts, message, hint in _KINDS:
        if data.startswith(starts):
            raise UnusableFontError(message, hint)
    if not data.startswith(_OPEN_TYPE) or not hb.Face(hb.Blob(data)).glyph_count:
        raise UnusableFontError("is not a TTF or OTF font", "use a file that ends in .ttf or .otf and opens as a font")
    try:
        _require_all_of_it(data)
        return _judged(opened(FontInstance(posixpath.basename(path), path, None, data)))
    except UnusableFontError:
        raise
    except Exception as reason:  # a broken file can break any step
        raise UnusableFontError("is damaged", _OTHER_FILE) from reason


def _judged(font: OpenFont) -> FontInstance:
    _require_tables(font)
    _require_measures(font)
    _require_license(font.table("OS/2"))
    _require_letters(font)
    _require_heights(font)
    glyphs_of(font, set(range(font.face.glyph_count)))[0].file()  # each can be taken out of it
    return replace(font.instance, family=_family(font))


def bold_of(font: FontInstance) -> FontInstance | None:
    """The bold face in the same file; None if the font is not variable."""
    return replace(font, weight=_BOLD) if "wght" in opened(font).axes else None


def _family(font: OpenFont) -> str:
    """What the font calls its family, else the name of its file."""
    for number in _FAMILY_NAMES:
        name = "".join(letter for letter in font.face.get_name(number) or "" if letter.isprintable()).strip()
        if name:
            return name[:_LONGEST_NAME]
    return font.instance.family


def _require_tables(font: OpenFont) -> None:
    lacking = [tag for tag in _NEEDED if len(font.table(tag)) < _LENGTHS.get(tag, 1)]
    if not font.has_cubic_outlines and not {"glyf", "loca"} <= font.tables:
        lacking.append("glyf")
    if lacking == ["glyf"] and font.tables & _PICTURES:
        raise UnusableFontError("has pictures of its letters and no outlines", "use a font with outlines, TTF or OTF")
    if lacking:
        raise UnusableFontError(f"is damaged: its table '{lacking[0]}' is missing or incomplete", _OTHER_FILE)


def _require_all_of_it(data: bytes) -> None:
    """Refuse a file in which a table reaches beyond the end: it was not copied to its end."""
    if any(start + length > len(data) for _, start, length in table_records(data)):
        raise UnusableFontError("is damaged: its end is missing", "copy it again, or use another font")


def _require_measures(font: OpenFont) -> None:
    """Refuse a font that does not say how large and how wide its glyphs are (OpenType, `head` and `hhea`): readers of
    PDFs rely on both, and some show wrong letters without them."""
    (units,) = unpack_from(">H", font.table("head"), 18)
    if not _UNITS[0] <= units <= _UNITS[1]:
        raise UnusableFontError(f"is damaged: it has {units} units per em", _OTHER_FILE)
    (widths,) = unpack_from(">H", font.table("hhea"), 34)
    if not 1 <= widths <= len(font.table("hmtx")) // 4:
        raise UnusableFontError("is damaged: the widths of its letters are missing", _OTHER_FILE)


def _require_license(table: bytes) -> None:
    """What its maker allows (OpenType, `OS/2`, `fsType`). If there are several permissions, as in older fonts, the most
    generous one counts; a font without the table forbids nothing."""
    try:
        (allowed,) = unpack_from(">H", table, 8)
    except error:
        return
    if allowed & _RESTRICTED and not allowed & (_PREVIEW_AND_PRINT | _EDITABLE):
        raise UnusableFontError("may not be embedded in a PDF: its license does not allow it", _OTHER_FONT)
    if allowed & _NO_SUBSETTING:
        message = "may only be embedded whole, which would make every PDF as large as the font"
        raise UnusableFontError(message, _OTHER_FONT)
    if allowed & _BITMAPS_ONLY:
        message = "may only be embedded as pictures of its letters, which cannot be searched or read aloud"
        raise UnusableFontError(message, _OTHER_FONT)


def _require_letters(font: OpenFont) -> None:
    """Refuse a font that draws no letters, that has no space, or that has private-use characters only, which mean
    nothing outside of it."""
    if all(unicodedata.category(chr(code)) == _PRIVATE for code in font.coverage):
        message = "is a symbol font: its letters are private-use characters, which mean nothing outside of it"
        raise UnusableFontError(message, "use a font with letters; show symbols as pictures or pictograms")
    if ord(" ") not in font.coverage:
        raise UnusableFontError("has no space character", "use another font")
    if not any(unicodedata.category(chr(code))[0] in "LN" for code in font.coverage):
        raise UnusableFontError("draws no letter and no digit", "use a font with letters, or another file of this one")


def _require_heights(font: OpenFont) -> None:
    """Its lines have a sensible height."""
    heights = font.metrics
    sizes = ((heights.ascent, _TALLEST), (heights.descent, _DEEPEST))
    if any(not least <= size <= most for size, (least, most) in sizes):
        reach = f"{heights.ascent:.1f} em above and {heights.descent:.1f} em below the baseline"
        raise UnusableFontError(f"is damaged: its lines would reach {reach}", _OTHER_FILE)
