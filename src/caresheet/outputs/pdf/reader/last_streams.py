"""The end of a personal copy: the only streams in which copies of a handout may differ. It is read to the last byte,
and anything unexpected there is refused."""

from __future__ import annotations

import hashlib
import re
import zlib

from msgspec import Struct

from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError

_STREAM = re.compile(rb"(\d+) 0 obj\n<</Filter/FlateDecode/Length (\d+)>>\nstream\n")
_TABLE = re.compile(
    rb"(\d+) 0 obj\n<<(/Type/XRef/Size \d+/W\[1 4 2\]/Root \d+ 0 R/Info \d+ 0 R)"
    rb"/ID\[<([0-9a-f]{32})><([0-9a-f]{32})>\]/Filter/FlateDecode/Length (\d+)>>\nstream\n"
)
_END = b"\nendstream\nendobj\n"
_ROW = 7
"""Bytes in a row of the cross-references: one for the type, four for the place, two more (ISO 32000-1, 7.5.8.3)."""
_LARGEST = 64_000_000
"""The most bytes that a stream may hold once it is decompressed. No page of a handout comes near; decompression stops
there."""


class LastStreams(Struct, frozen=True):
    """What the last streams paint, each with its object number, in the order of the file, and the cross-references
    after them.

    `table` has the entries of the cross-references and the first part of /ID, but not the second part, which depends on
    these streams. `rows` leaves out the places of these streams and of the cross-references, which have been checked.
    """

    streams: tuple[tuple[int, bytes], ...]
    table: bytes
    rows: bytes


def read_last_streams(pdf: bytes, start: int, count: int) -> LastStreams:
    """The end of the file from `start` on: `count` streams, then the cross-references, with nothing before, between or
    after them. Raises UnreadablePdfError for anything else."""
    streams: list[tuple[int, bytes]] = []
    places: dict[int, int] = {}
    offset = start
    for _ in range(count):
        found = _matched(_STREAM, pdf, offset)
        data, end = _unpacked(pdf, found.end(), int(found[2]))
        streams.append((int(found[1]), data))
        places[int(found[1])] = offset
        offset = end
    found = _matched(_TABLE, pdf, offset)
    rows, end = _unpacked(pdf, found.end(), int(found[5]))
    if found[4] != _identity(found[3], pdf[start:offset], tuple(places.values())):
        raise UnreadablePdfError
    places[int(found[1])] = offset
    if pdf[end:] != b"startxref\n%d\n%%%%EOF\n" % offset:
        raise UnreadablePdfError
    return LastStreams(tuple(streams), found[1] + found[2] + found[3], _without_places(rows, places))


def place_of(pdf: bytes, number: int) -> int:
    """Where the object with this number begins among the last streams of the file. Raises UnreadablePdfError."""
    found = pdf.rfind(b"\nendobj\n%d 0 obj\n" % number)
    if found < 0:
        raise UnreadablePdfError
    return found + len(b"\nendobj\n")


def _matched(pattern: re.Pattern[bytes], pdf: bytes, offset: int) -> re.Match[bytes]:
    found = pattern.match(pdf, offset)
    if found is None:
        raise UnreadablePdfError
    return found


def _unpacked(pdf: bytes, start: int, length: int) -> tuple[bytes, int]:
    """The data of a stream, and where the next object begins."""
    end = start + length
    data = decompressed(pdf[start:end])
    if pdf[end : end + len(_END)] != _END:
        raise UnreadablePdfError
    return data, end + len(_END)


def decompressed(data: bytes) -> bytes:
    """What a compressed stream holds, up to 64 MB. Raises UnreadablePdfError if it is damaged or larger, or if anything
    follows it."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data, _LARGEST)
    except zlib.error as error:
        raise UnreadablePdfError from error
    if not unpacking.eof or unpacking.unused_data:
        raise UnreadablePdfError
    return plain


def _identity(first: bytes, objects: bytes, places: tuple[int, ...]) -> bytes:
    """The second part of /ID: a hash over the first, and over each of the objects in turn."""
    own, ends = first, (*places[1:], places[0] + len(objects)) if places else ()
    for begin, end in zip(places, ends, strict=True):
        own = hashlib.sha256(own + objects[begin - places[0] : end - places[0]]).hexdigest()[:32].encode()
    return own


def _without_places(rows: bytes, places: dict[int, int]) -> bytes:
    kept = bytearray(rows)
    for number, place in places.items():
        row = kept[number * _ROW : (number + 1) * _ROW]
        if row != b"\x01" + place.to_bytes(4, "big") + b"\0\0":
            raise UnreadablePdfError
        kept[number * _ROW : (number + 1) * _ROW] = bytes(_ROW)
    return bytes(kept)
