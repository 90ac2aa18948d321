"""The vertical metrics of a typeface, read from the font file."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from

from msgspec import Struct
from msgspec.structs import replace


class FontMetrics(Struct, frozen=True):
    """Heights above and below the baseline as multiples of the type size; `descent` is positive.

    `ascent` and `descent` are those of the `hhea` table, which the PDF readers' line boxes follow. `cap_height` is the
    height of a capital letter, `x_height` that of a small letter without ascender (`OS/2` table).
    """

    ascent: float
    descent: float
    cap_height: float
    x_height: float

    def with_room_for(self, *others: FontMetrics) -> FontMetrics:
        """The metrics of this font in a line that has room for other fonts, too."""
        every = (self, *others)
        return replace(self, ascent=max(each.ascent for each in every), descent=max(each.descent for each in every))


def read_metrics(data: bytes) -> FontMetrics:
    """The metrics of an OpenType font (ISO/IEC 14496-22: `head`, `hhea` and `OS/2` tables).

    Raises ValueError if the font lacks one of these tables, or has an `OS/2` table without heights (before version 2).
    """
    try:
        offsets = {tag: offset for tag, offset, _ in table_records(data)}
        (units,) = unpack_from(">H", data, offsets[b"head"] + 18)
        ascender, descender = unpack_from(">hh", data, offsets[b"hhea"] + 4)
        (version,) = unpack_from(">H", data, offsets[b"OS/2"])
        x_height, cap_height = unpack_from(">hh", data, offsets[b"OS/2"] + 86)
    except (error, KeyError) as reason:
        raise ValueError("the font lacks a complete head, hhea or OS/2 table") from reason
    if version < 2 or not units:
        raise ValueError("the font does not state its heights")
    return FontMetrics(ascender / units, -descender / units, cap_height / units, x_height / units)


def table_records(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The tag, the offset and the length of each table of a font file (ISO/IEC 14496-22, 4.3).

    Raises struct.error if the file ends before its table directory does.
    """
    (count,) = unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, length = unpack_from(">4sIII", data, 12 + 16 * index)
        yield tag, offset, length
