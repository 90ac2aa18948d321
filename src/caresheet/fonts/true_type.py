"""A TrueType font to which composite glyphs are added (OpenType, `glyf`, `loca`, `hmtx`, `maxp`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from struct import pack, pack_into, unpack, unpack_from
from typing import NamedTuple

from caresheet.model.glyphs import PlacedGlyph

_WORDS_ARE_OFFSETS, _MORE = 0x0003, 0x0020
"""Flags of a component: its two arguments are 16 bits each and move it; another component follows."""
_ARGUMENTS_ARE_WORDS, _SCALE, _TWO_SCALES, _MATRIX = 0x0001, 0x0008, 0x0040, 0x0080
_CHECKED = 0xB1B0AFBA
"""What the checksum of a whole font is subtracted from (OpenType, `head`)."""


class _GlyphComplexity(NamedTuple):
    """How complex a glyph is to draw: its points, its contours, and how deep its components nest."""

    points: int
    contours: int
    depth: int


class TrueTypeFont:
    """Glyphs with their widths, and the tables that do not depend on them. Glyphs are numbered from 0."""

    def __init__(self, head: bytes, hhea: bytes, maxp: bytes, glyphs: Sequence[bytes], widths: Sequence[int]) -> None:
        self._head, self._hhea, self._maxp = head, hhea, maxp
        self._glyphs = list(glyphs)
        self._widths = list(widths)

    def add_composite(self, parts: Sequence[PlacedGlyph], width: int) -> int:
        """Adds a glyph made of other glyphs, each moved by x and y, and returns its number. The width is kept
        between 0 and 65,535 (OpenType, `hmtx`)."""
        inked = [(glyph, x, y) for glyph, x, y in parts if self._glyphs[glyph]]
        self._glyphs.append(_composite(inked, [self._glyphs[glyph] for glyph, _, _ in inked]) if inked else b"")
        self._widths.append(max(0, min(width, 0xFFFF)))
        return len(self._glyphs) - 1

    def file(self) -> bytes:
        """The whole font."""
        lefts = [unpack_from(">h", glyph, 2)[0] if glyph else 0 for glyph in self._glyphs]
        padded = [glyph + b"\0" * (-len(glyph) % 4) for glyph in self._glyphs]
        offsets = [0]
        for glyph in padded:
            offsets.append(offsets[-1] + len(glyph))
        tables = {
            "glyf": b"".join(padded),
            "head": _head(self._head),
            "hhea": _hhea(self._hhea, self._widths),
            "hmtx": b"".join(pack(">Hh", *metric) for metric in zip(self._widths, lefts, strict=True)),
            "loca": pack(f">{len(offsets)}I", *offsets),
            "maxp": self._profile(),
        }
        return _font_file(tables)

    def _profile(self) -> bytes:
        """The `maxp` table of these glyphs, from which a renderer knows how much memory it needs."""

        @cache
        def size(number: int) -> _GlyphComplexity:
            glyph = self._glyphs[number]
            contours = unpack_from(">h", glyph)[0] if glyph else 0
            if contours >= 0:
                points = unpack_from(">H", glyph, 8 + 2 * contours)[0] + 1 if contours else 0
                return _GlyphComplexity(points, contours, 0)
            parts = [size(part) for part in _components(glyph)]
            return _GlyphComplexity(
                sum(part.points for part in parts),
                sum(part.contours for part in parts),
                1 + max(part.depth for part in parts),
            )

        sizes = [size(number) for number in range(len(self._glyphs))]
        simple = [one for one in sizes if not one.depth]
        made = [one for one in sizes if one.depth]
        counts = [len(_components(glyph)) for glyph, one in zip(self._glyphs, sizes, strict=True) if one.depth]
        profile = bytearray(self._maxp)
        pack_into(">H", profile, 4, len(self._glyphs))
        pack_into(">4H", profile, 6, *_largest(simple), *_largest(made))
        pack_into(">H", profile, 14, 2)  # maxZones, unused without hints
        pack_into(">2H", profile, 28, max(counts, default=0), max((one.depth for one in made), default=0))
        return bytes(profile)


def read_true_type(tables: Mapping[str, bytes]) -> TrueTypeFont:
    """The font with these tables, which must be free of variations."""
    head, hhea, maxp = tables["head"], tables["hhea"], tables["maxp"]
    (count,) = unpack_from(">H", maxp, 4)
    offsets = _offsets(tables["loca"], count, long=bool(unpack_from(">h", head, 50)[0]))
    glyf = tables.get("glyf", b"")
    (full,) = unpack_from(">H", hhea, 34)
    widths = [unpack_from(">H", tables["hmtx"], 4 * index)[0] for index in range(full)]
    widths += widths[-1:] * (count - full)
    return TrueTypeFont(head, hhea, maxp, [glyf[offsets[i] : offsets[i + 1]] for i in range(count)], widths)


def _offsets(loca: bytes, count: int, *, long: bool) -> list[int]:
    if long:
        return list(unpack_from(f">{count + 1}I", loca))
    return [2 * half for half in unpack_from(f">{count + 1}H", loca)]


def _composite(parts: Sequence[PlacedGlyph], glyphs: Sequence[bytes]) -> bytes:
    boxes = [unpack_from(">4h", glyph, 2) for glyph in glyphs]
    moved = [(box[0] + x, box[1] + y, box[2] + x, box[3] + y) for box, (_, x, y) in zip(boxes, parts, strict=True)]
    lefts, bottoms, rights, tops = zip(*moved, strict=True)
    body = pack(">5h", -1, *map(_short, (min(lefts), min(bottoms), max(rights), max(tops))))
    last = len(parts) - 1
    for index, (glyph, x, y) in enumerate(parts):
        body += pack(">HHhh", _WORDS_ARE_OFFSETS | (_MORE if index < last else 0), glyph, _short(x), _short(y))
    return body


def _short(number: int) -> int:
    """The nearest signed number of 16 bits."""
    return max(-0x8000, min(0x7FFF, number))


def _components(glyph: bytes) -> list[int]:
    """The glyphs that a composite one is made of."""
    found, place, flags = [], 10, _MORE
    while flags & _MORE:
        flags, number = unpack_from(">HH", glyph, place)
        found.append(number)
        arguments = 4 if flags & _ARGUMENTS_ARE_WORDS else 2
        scales = 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        place += 4 + arguments + scales
    return found


def _largest(sizes: Sequence[_GlyphComplexity]) -> tuple[int, int]:
    return max((one.points for one in sizes), default=0), max((one.contours for one in sizes), default=0)


def _head(head: bytes) -> bytes:
    """With long offsets, and without the checksum of the whole font."""
    own = bytearray(head)
    pack_into(">h", own, 50, 1)
    pack_into(">I", own, 8, 0)
    return bytes(own)


def _hhea(hhea: bytes, widths: Sequence[int]) -> bytes:
    own = bytearray(hhea)
    pack_into(">H", own, 34, len(widths))
    pack_into(">H", own, 10, max(widths))
    return bytes(own)


def _font_file(tables: Mapping[str, bytes]) -> bytes:
    """The tables as a file (OpenType, table directory)."""
    count = len(tables)
    power = count.bit_length() - 1
    head = pack(">IHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    place = len(head) + 16 * count
    directory, bodies, places = b"", b"", dict[str, int]()
    for tag, data in sorted(tables.items()):
        body = data + b"\0" * (-len(data) % 4)
        directory += pack(">4sIII", tag.encode("ascii"), _checksum(body), place, len(data))
        places[tag] = place
        place += len(body)
        bodies += body
    whole = bytearray(head + directory + bodies)
    pack_into(">I", whole, places["head"] + 8, (_CHECKED - _checksum(whole)) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes | bytearray) -> int:
    total: int = sum(unpack(f">{len(data) // 4}I", data))
    return total & 0xFFFFFFFF
