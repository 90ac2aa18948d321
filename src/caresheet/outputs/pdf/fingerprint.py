"""A fingerprint of the content of a PDF, whatever compressed it.

Two builds of zlib may write different bytes for the same data. The objects inside are the same, and so is this hash.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

_HEADER = re.compile(rb"%PDF-\d\.\d\n%[^\n]+\n")
_OBJECT = re.compile(rb"(\d+) 0 obj\n(<<.*?>>)\nstream\n", re.DOTALL)
_END_OF_OBJECT = b"\nendstream\nendobj\n"
_LENGTH = re.compile(rb"/Length (\d+)")
_IDENTIFIER = re.compile(rb"/ID\[[^\]]*\]")
_CROSS_REFERENCES = b"/Type/XRef"
_WIDTHS = re.compile(rb"/W\[1 (\d+) (\d+)\]")
_REMEMBERED = 64
"""How many streams are remembered, decompressed: a further copy of a handout has most of them again."""
_IN_USE = 1
"""The type of a cross-reference entry that gives the place of an object in the file (ISO 32000-1, table 18)."""


class StoredObject(Struct, frozen=True):
    """An object of the file: its number, its offset in bytes, its dictionary, and the data of its stream as stored."""

    number: int
    offset: int
    head: bytes
    data: bytes

    @property
    def stream(self) -> bytes:
        """The stream, decompressed. Raises zlib.error."""
        return _decompressed(self.data) if b"/FlateDecode" in self.head else self.data


@lru_cache(_REMEMBERED)
def _decompressed(data: bytes) -> bytes:
    return zlib.decompress(data)


def objects_sha256(pdf: bytes) -> str:
    """The sha256 over every object with its streams decompressed, in the file's order, as hexadecimal digits.

    For files as caresheet writes them (ISO 32000-1, 7.5.7-7.5.8). Left out is what follows from compressed lengths
    alone: /Length, /ID, and the places of objects, each of which has to be true. So nothing that a reader could look
    at is left out. Raises ValueError for other files: nothing may stand before, between or behind the objects.
    """
    digest = hashlib.sha256()
    places: dict[int, int] = {}
    for found in stored_objects(pdf):
        head = _LENGTH.sub(b"", found.head)
        if _CROSS_REFERENCES in head:
            digest.update(_IDENTIFIER.sub(b"", head) + _without_places(found, places))
        else:
            digest.update(b"%d" % found.number + head + found.stream)
        places[found.number] = found.offset
    return digest.hexdigest()


def stored_objects(pdf: bytes) -> Iterator[StoredObject]:
    """Every object in the file's order; the last one holds the cross-references. Raises ValueError where anything else
    stands in the file."""
    header = _HEADER.match(pdf)
    if header is None:
        raise ValueError("the file has no header")
    offset, start, head = header.end(), 0, b""
    while _CROSS_REFERENCES not in head:
        found = _OBJECT.match(pdf, offset)
        length = found and _LENGTH.search(found[2])
        if found is None or length is None:
            raise ValueError(f"there is no object at {offset}")
        end = found.end() + int(length[1])
        if pdf[end : end + len(_END_OF_OBJECT)] != _END_OF_OBJECT:
            raise ValueError(f"the object at {offset} does not end where it says")
        start, head = offset, found[2]
        yield StoredObject(int(found[1]), start, head, pdf[found.end() : end])
        offset = end + len(_END_OF_OBJECT)
    if pdf[offset:] != b"startxref\n%d\n%%%%EOF\n" % start:
        raise ValueError("the file does not end behind its cross-references")


def _without_places(table: StoredObject, places: Mapping[int, int]) -> bytes:
    """The cross-references but for the places of objects, which have to be those of the file. Raises ValueError."""
    widths = _WIDTHS.search(table.head)
    if widths is None:
        raise ValueError("the cross-references have no widths")
    width, rest = int(widths[1]), int(widths[2])
    size, kept, true_places = 1 + width + rest, [], {**places, table.number: table.offset}
    entries = table.stream
    for number in range(len(entries) // size):
        entry = entries[number * size : (number + 1) * size]
        if entry[0] != _IN_USE:
            kept.append(entry)
        elif true_places.get(number) != int.from_bytes(entry[1 : 1 + width], "big"):
            raise ValueError(f"object {number} is not where the cross-references say")
    return b"".join(kept)
