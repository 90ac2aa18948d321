"""Type0 fonts: one code for each different pair of glyphs and letters, so that what is read back is exact.

The same glyph with other letters has another code, which leads to the same outline; several glyphs that represent some
letters together are one glyph of the font file. So no code ever needs more than one text (ISO 32000-1, 9.7 and 9.10;
ISO 19005-2, 6.2.11; ISO 14289-1, 7.21).
"""

from __future__ import annotations

from hashlib import sha256
from struct import pack, unpack_from
from typing import TYPE_CHECKING

from caresheet.model.glyphs import FontInstance, GlyphCluster

if TYPE_CHECKING:
    from caresheet.fonts.opened import OpenFont
    from caresheet.outputs.pdf.writer.objects import PdfFile

_ROWS = 100
"""The most rows in one section of a ToUnicode map (Adobe Technical Note 5014)."""
_MOST_CODES = 0xFFFF
_SYMBOLIC = 4
"""The flag of fonts with characters outside the standard Latin set (ISO 32000-1, table 123)."""
_STEM, _BOLD_STEM = 80, 140
"""How thick stems are, in thousandths of the em: viewers use it only to choose a font where ours is missing."""
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
{rows}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Type0Fonts:
    """The fonts of a document's shaped text. Codes are assigned while pages are painted; the fonts are written once all
    codes are known."""

    def __init__(self) -> None:
        self._fonts: dict[FontInstance, Type0Font] = {}

    def font(self, instance: FontInstance) -> Type0Font:
        """The font for shaped text of this face."""
        if instance not in self._fonts:
            self._fonts[instance] = Type0Font(instance, f"G{len(self._fonts) + 1}")
        return self._fonts[instance]

    def write(self, file: PdfFile) -> None:
        """Write all fonts, and add them to the fonts that pages may name."""
        for font in self._fonts.values():
            file.name_font(font.name, font.write(file))


class Type0Font:
    """One font; `name` is what content streams call it."""

    def __init__(self, instance: FontInstance, name: str) -> None:
        from caresheet.fonts.opened import opened

        self.name = name
        self._font = opened(instance)
        self._codes: dict[GlyphCluster, int] = {}

    @property
    def units_per_em(self) -> int:
        """How many units of the font are as long as the type size."""
        return self._font.units_per_em

    def code(self, cluster: GlyphCluster) -> int:
        """The code that shows a cluster, counted from 1 in the order of first use."""
        shown = GlyphCluster(cluster.text, cluster.glyphs, cluster.width, 0)
        code = self._codes.setdefault(shown, len(self._codes) + 1)
        if code > _MOST_CODES:
            raise ValueError(f"{self._font.instance.family} shows more than {_MOST_CODES} different clusters")
        return code

    def write(self, file: PdfFile) -> int:
        """Write the font's objects; returns the number of its dictionary."""
        from caresheet.fonts.subset import font_program

        font, clusters = self._font, tuple(self._codes)
        program = font_program(font.instance, clusters)
        tag = "".join(chr(ord("A") + byte % 26) for byte in sha256(program.data).digest()[:6])
        name = f"/{tag}+{_post_script_name(font)}".encode("ascii")
        embedded = file.add_stream(b"/Length1 %d" % len(program.data), program.data)
        glyphs = file.add_stream(b"", pack(f">{len(clusters) + 1}H", 0, *program.glyphs))
        descriptor = file.add(_descriptor(font, name, embedded))
        widths = " ".join(f"{round(max(0, cluster.width) * 1000 / font.units_per_em, 2):g}" for cluster in clusters)
        descendant = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[1[%s]]/CIDToGIDMap %d 0 R>>"
            % (name, descriptor, widths.encode("ascii"), glyphs)
        )
        letters = file.add_stream(b"", _to_unicode(clusters))
        return file.add(
            b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (name, descendant, letters)
        )


def _post_script_name(font: OpenFont) -> str:
    """The name of the face, whatever the name of its file."""
    family = "".join(letter for letter in font.instance.family if letter.isascii() and letter.isalnum()) or "Font"
    return f"{family}-{'Bold' if font.is_bold else 'Regular'}"


def _descriptor(font: OpenFont, name: bytes, embedded: int) -> bytes:
    """What a reader needs to know of the font as a whole (ISO 32000-1, table 122)."""
    box = " ".join(str(round(edge * 1000 / font.units_per_em)) for edge in font.box)
    heights = font.metrics
    ascent, descent, capital = (round(1000 * own) for own in (heights.ascent, -heights.descent, heights.cap_height))
    stem = _BOLD_STEM if font.is_bold else _STEM
    return b"<</Type/FontDescriptor/FontName%s%s/FontFile2 %d 0 R>>" % (
        name,
        (
            f"/Flags {_SYMBOLIC}/FontBBox[{box}]/ItalicAngle {_slant(font):g}/Ascent {ascent}/Descent {descent}"
            f"/CapHeight {capital}/StemV {stem}"
        ).encode("ascii"),
        embedded,
    )


def _slant(font: OpenFont) -> float:
    """The angle of italics in degrees, negative if they lean forward (OpenType, `post`)."""
    table = font.table("post")
    return float(round(unpack_from(">i", table, 4)[0] / 65536, 2)) if table else 0.0


def _to_unicode(clusters: tuple[GlyphCluster, ...]) -> bytes:
    """The letters of each code (ISO 32000-1, 9.10.3)."""
    rows = [
        f"<{code:04X}><{cluster.text.encode('utf-16-be').hex().upper()}>\n" for code, cluster in enumerate(clusters, 1)
    ]
    sections = (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))
    body = "".join(f"{len(section)} beginbfchar\n{''.join(section)}endbfchar\n" for section in sections)
    return _CMAP.format(rows=body).encode("ascii")
