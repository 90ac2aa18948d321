"""What all copies of a handout have in common: their frame, which is every object but the streams of the pages, the
metadata and the links.

A file is taken apart object by object, and every byte of it is accounted for. So two files with equal frames differ
only in the streams of their pages, in what their metadata says, and in their links.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from caresheet.outputs.pdf.fingerprint import StoredObject, stored_objects
from caresheet.outputs.pdf.reader.last_streams import decompressed
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError

_TABLE = re.compile(
    rb"<</Type/XRef/Size (\d+)/W\[1 4 2\]/Root (\d+) 0 R/Info (\d+) 0 R"
    rb"/ID\[<[0-9a-f]{32}><[0-9a-f]{32}>\]/Filter/FlateDecode/Length \d+>>"
)
_GROUP = re.compile(rb"<</Type/ObjStm/N (\d+)/First (\d+)/Filter/FlateDecode/Length \d+>>")
_OBJECT_STREAM = b"<</Type/ObjStm"
_PAINTED = re.compile(rb"<</Filter/FlateDecode/Length \d+>>")
_METADATA = b"<</Type/Metadata/Subtype/XML/Length "
_LINK = b"<</Type/Annot/Subtype/Link/"
_FORM = b"/AcroForm "
_FREE = b"\0\0\0\0\0\xff\xff"
"""A row of the cross-references for a number that no object has (ISO 32000-1, 7.5.8.3)."""
_REMEMBERED = 32
"""How many object streams are remembered."""


class CopyFrame(NamedTuple):
    """A file taken apart: the SHA-256 of its frame, and the decompressed streams of its pages by their object
    numbers."""

    digest: bytes
    streams: dict[int, bytes]


class _Group(NamedTuple):
    """The objects of one object stream: their rows of the cross-references by their numbers, and a SHA-256 of their
    bytes, without those that may differ. `has_form` says whether one of them leads to a form."""

    rows: dict[int, bytes]
    digest: bytes
    has_form: bool


def frame_of(pdf: bytes) -> CopyFrame | None:
    """A file taken apart; None for a file with a form, or one that is not exactly as caresheet writes it: nothing may
    stand before, between or behind its objects, and each has to be where the cross-references say."""
    try:
        return _taken_apart([*stored_objects(pdf)])
    except (ValueError, UnreadablePdfError):
        return None


def _taken_apart(objects: list[StoredObject]) -> CopyFrame:
    table = objects[-1]
    found = _TABLE.fullmatch(table.head)
    if found is None:
        raise UnreadablePdfError
    size, root, info = map(int, found.groups())
    groups: list[_Group] = []
    streams: dict[int, bytes] = {}
    rest: list[bytes] = [b"%d %d" % (root, info)]
    for each in objects[:-1]:
        if each.head.startswith(_OBJECT_STREAM):
            groups.append(_group(each.number, each.head, each.data, info))
            rest.append(groups[-1].digest)
        elif _PAINTED.fullmatch(each.head):
            streams[each.number] = decompressed(each.data)
        elif not each.head.startswith(_METADATA):
            rest.append(sha256(b"%d %b%b" % (each.number, each.head, each.data)).digest())
    _require_rows(table, size, groups, objects)
    if any(group.has_form for group in groups):
        raise UnreadablePdfError
    return CopyFrame(sha256(b"".join(rest)).digest(), streams)


@lru_cache(_REMEMBERED)
def _group(number: int, head: bytes, data: bytes, info: int) -> _Group:
    """The objects of an object stream (ISO 32000-1, 7.5.7)."""
    found = _GROUP.fullmatch(head)
    if found is None:
        raise UnreadablePdfError
    count, first = map(int, found.groups())
    plain = decompressed(data)
    pairs = list(map(int, plain[:first].split()))
    numbers, offsets = pairs[::2], [first + offset for offset in pairs[1::2]]
    if len(pairs) != 2 * count or offsets[:1] != [first] or offsets != sorted(offsets):
        raise UnreadablePdfError
    rows = _rows(number, tuple(numbers))
    if len(rows) != count:
        raise UnreadablePdfError
    bodies = [plain[start:end] for start, end in zip(offsets, (*offsets[1:], len(plain)), strict=True)]
    kept = [b"" if body.startswith(_LINK) else body for body in bodies]
    if info in rows:
        kept[numbers.index(info)] = b""
    shape = repr((numbers, list(map(len, kept)))).encode()
    return _Group(rows, sha256(shape + b"".join(kept)).digest(), _FORM in plain)


@lru_cache(_REMEMBERED)
def _rows(number: int, members: tuple[int, ...]) -> dict[int, bytes]:
    """The rows of the cross-references for the members of an object stream, by their numbers."""
    place = b"\x02" + number.to_bytes(4, "big")
    return {member: place + index.to_bytes(2, "big") for index, member in enumerate(members)}


def _require_rows(table: StoredObject, size: int, groups: list[_Group], objects: list[StoredObject]) -> None:
    """Raises UnreadablePdfError unless the cross-references are exactly those of the objects in the file, each once."""
    rows: dict[int, bytes] = {}
    for group in groups:
        rows.update(group.rows)
    for each in objects:
        rows[each.number] = b"\x01" + each.offset.to_bytes(4, "big") + b"\0\0"
    is_each_once = len(rows) == sum([len(group.rows) for group in groups]) + len(objects)
    true_rows = b"".join([rows.get(number, _FREE) for number in range(size)])
    if not is_each_once or max(rows) >= size or decompressed(table.data) != true_rows:
        raise UnreadablePdfError
