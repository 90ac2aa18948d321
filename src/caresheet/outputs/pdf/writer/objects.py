"""PDF objects and the file they are written into.

ReportLab's document keeps the numbering and makes the font objects; the file itself is written here, because ReportLab
leaves out the line end before `endstream` (ISO 19005-2, 6.1.7.1) and writes no object streams, without which the tag
tree nearly doubles the file (ISO 32000-1, 7.5.7-7.5.8).
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache
from struct import Struct as Packing
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFIndirectObject, PDFObjectReference
from reportlab.pdfbase.ttfonts import TTFont

from caresheet.fonts import DRAWN_AS
from caresheet.fonts.faces import font

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from caresheet.model.page_layout import Face

_IN_ONE_STREAM = 200
"""The number of objects in one object stream."""
_LEVEL = 6
"""Compression level of zlib: level 9 takes up to half as long again, for files that are at most 1 % smaller."""
_STREAM_END = b"endstream\n"
_FREE = (0, 0, 65535)
_ROW = Packing(">BIH")
"""A row of the cross-references (ISO 32000-1, 7.5.8.3)."""
_DRAWN_AS = str.maketrans(DRAWN_AS)
_MANY = 4096
"""How many strings are remembered as codes."""
_CUTTING = Lock()
"""Held while ReportLab cuts fonts: its reading position in a font file is shared by all files being written."""
_REMEMBERED = 64
"""How many streams and sets of fonts are remembered: a further copy of a handout has most of them again."""


class PdfFile(PDFDocument):  # type: ignore[misc]
    """A PDF 1.7 file while it is written. Objects are referred to by their numbers."""

    def __init__(self) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7))
        self._own: dict[int, bytes] = {}
        self._readable: dict[Face, str] = {}

    def encoded(self, face: Face, text: str) -> list[tuple[str, bytes]]:
        """The text in parts of one font each: the resource name of the font, and the codes of its characters.

        A face becomes a font of its first 128 characters, and further ones for others that are used. The first has the
        codes of ASCII, so that plain words need no lookup for each character.
        """
        plain = _plain(text)
        if plain is not None and face in self._readable:
            return [(self._readable[face], plain)]
        cut = font(face)
        pieces = cut.splitString(text.translate(_DRAWN_AS), self)
        self._readable[face] = cut.getSubsetInternalName(0, self)
        return [(cut.getSubsetInternalName(subset, self), codes) for subset, codes in pieces]

    def name_font(self, name: str, number: int) -> None:
        """Let pages use a font by this name, which no other font has."""
        own = f"own {number}"
        self.idToObjectNumberAndVersion[own] = (number, 0)
        self.idToObject["BasicFonts"].dict[name] = PDFObjectReference(own)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self.objectcounter += 1
        self._own[self.objectcounter] = b"null"
        return int(self.objectcounter)

    def number(self, name: str) -> int:
        """The number of an object that ReportLab knows by name."""
        found: int = self.idToObjectNumberAndVersion[name][0]
        return found

    def put(self, number: int, body: bytes) -> None:
        """Set the bytes of a reserved object."""
        self._own[number] = body

    def add(self, body: bytes) -> int:
        """A new object; returns its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def add_all(self, bodies: Sequence[bytes]) -> None:
        """New objects, whose numbers follow the last one."""
        first = self.objectcounter + 1
        self.objectcounter += len(bodies)
        self._own.update(zip(range(first, first + len(bodies)), bodies, strict=True))

    def add_stream(self, entries: bytes, data: bytes) -> int:
        """A new stream with the given dictionary entries, compressed."""
        return self.add_plain_stream(entries + b"/Filter/FlateDecode", _compressed(data))

    def add_plain_stream(self, entries: bytes, data: bytes) -> int:
        """A new stream with its data uncompressed."""
        return self.add(_stream(entries, data))

    def finish(self, catalog: int, info: int) -> bytes:
        """The whole file. Its /ID is computed from its objects alone, so that the same input gives the same bytes."""
        return self.unfinished(catalog, info).closed(())

    def unfinished(self, catalog: int, info: int, last: Collection[int] = ()) -> UnfinishedFile:
        """The file without the streams numbered `last`, which come after all other objects, and without the
        cross-references."""
        for used in self.delayedFonts:
            self._add_fonts(used)
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(out[0])
        places: dict[int, tuple[int, int, int]] = {}
        small: list[tuple[int, bytes]] = []
        for number, body in self._bodies():
            if number in last:
                continue
            if not body.endswith(_STREAM_END):
                small.append((number, body))
                continue
            places[number] = (1, offset, 0)
            out.append(_object(number, body))
            offset += len(out[-1])
        identity = hashlib.sha256(b"".join([*out[1:], *(body for _, body in small)])).hexdigest()[:32].encode()
        number = self.objectcounter
        for start in range(0, len(small), _IN_ONE_STREAM):
            number += 1
            group = tuple(small[start : start + _IN_ONE_STREAM])
            places |= {member: (2, number, index) for index, (member, _) in enumerate(group)}
            places[number] = (1, offset, 0)
            out.append(_object_stream(number, group))
            offset += len(out[-1])
        rows = b"".join(_ROW.pack(*places.get(index, _FREE)) for index in range(number + 2))
        return UnfinishedFile(b"".join(out), rows, number + 1, (catalog, info), identity)

    def _bodies(self) -> list[tuple[int, bytes]]:
        """The number and bytes of every object; formatting one may add others."""
        bodies: list[tuple[int, bytes]] = []
        number = 0
        while (number := number + 1) <= self.objectcounter:
            own = self._own.get(number)
            bodies.append((number, self.formatted(number) if own is None else own))
        return bodies

    def _add_fonts(self, face: TTFont) -> None:
        """Add the objects of all fonts of one face."""
        state = face.state.pop(self)
        made = _fonts(face, state.internalName, tuple(map(tuple, state.subsets)), self.objectcounter)
        self.add_all(made.bodies)
        for name, number in made.numbers:
            self.name_font(name, number)

    def formatted(self, number: int) -> bytes:
        """The bytes of an object that ReportLab has made."""
        name = self.numberToId[number]
        whole: bytes = PDFIndirectObject(name, self.idToObject[name]).format(self)
        body = whole[whole.index(b"obj\n") + 4 : -len(b"endobj\n")]
        if body.endswith(_STREAM_END):  # ReportLab puts no line end there, and does not count ours in /Length
            body = body[: -len(_STREAM_END)] + b"\n" + _STREAM_END
        return body


class _Fonts(Struct, frozen=True):
    """The objects of the fonts of one face, and the number of each font by the name that pages have for it."""

    bodies: tuple[bytes, ...]
    numbers: tuple[tuple[str, int], ...]


@lru_cache(_REMEMBERED)
def _fonts(face: TTFont, name: str, subsets: tuple[tuple[int, ...], ...], before: int) -> _Fonts:
    """The fonts of a face with these characters, whose objects follow `before` others. Pure, so that the font of a
    further copy is cut only once: a scratch file makes them."""
    file = PdfFile()
    file.objectcounter = before
    state = face.state[file] = TTFont.State(ttf=face)
    state.internalName, state.subsets = name, [list(subset) for subset in subsets]
    with _CUTTING:
        face.addObjects(file)
    numbers = tuple((f"{name}+{index}", file.number(f"{name}+{index}")) for index in range(len(subsets)))
    bodies = tuple(file.formatted(number) for number in range(before + 1, file.objectcounter + 1))
    return _Fonts(bodies, numbers)


class UnfinishedFile(Struct, frozen=True):
    """A file that lacks its last streams. `rows` are the cross-references, complete but for these streams, and `number`
    is their object number; `roots` are the numbers of the catalog and the information dictionary."""

    head: bytes
    rows: bytes
    number: int
    roots: tuple[int, int]
    identity: bytes

    def closed(self, streams: Sequence[tuple[int, bytes]]) -> bytes:
        """The whole file with these streams, each an object number and compressed data. The first part of its /ID is
        the same whatever the streams hold; the second depends on them (ISO 32000-1, 14.4)."""
        out, rows, offset, own = [self.head], bytearray(self.rows), len(self.head), self.identity
        for number, data in streams:
            _ROW.pack_into(rows, number * _ROW.size, 1, offset, 0)
            out.append(_object(number, _stream(b"/Filter/FlateDecode", data)))
            offset += len(out[-1])
            own = hashlib.sha256(own + out[-1]).hexdigest()[:32].encode()
        _ROW.pack_into(rows, self.number * _ROW.size, 1, offset, 0)
        out.append(_cross_references(self.number, bytes(rows), self.roots, (self.identity, own)))
        out.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(out)


@lru_cache(_REMEMBERED)
def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)


@lru_cache(_MANY)
def _plain(text: str) -> bytes | None:
    """The codes of plain words in the first font of their face; None for words that have other characters."""
    drawn = text.translate(_DRAWN_AS).replace("\u00a0", " ")  # a space that keeps words together looks like any other
    return drawn.encode("ascii") if drawn.isascii() and drawn.isprintable() else None


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%sendobj\n" % (number, body)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream\n" % (entries, len(data), data)


@lru_cache(_REMEMBERED)
def _object_stream(number: int, group: tuple[tuple[int, bytes], ...]) -> bytes:
    heads: list[bytes] = []
    bodies: list[bytes] = []
    offset = 0
    for member, body in group:
        heads.append(b"%d %d" % (member, offset))
        bodies.append(body.strip())
        offset += len(bodies[-1]) + 1
    head = b" ".join(heads) + b"\n"
    data = zlib.compress(head + b"\n".join(bodies), _LEVEL)
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(group), len(head))
    return _object(number, _stream(entries, data))


def _cross_references(number: int, rows: bytes, roots: tuple[int, int], identity: tuple[bytes, bytes]) -> bytes:
    data = zlib.compress(rows, _LEVEL)
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode" % (
        number + 1,
        *roots,
        *identity,
    )
    return _object(number, _stream(entries, data))


def text_string(text: str) -> bytes:
    """A text string object: ASCII as it is, anything else as UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\r", "\\r")
        return b"(" + escaped.encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"


@lru_cache(20_000)
def number_string(value: float) -> str:
    """A number in points to a hundredth, as short as it can be written. The same few values recur. Zero is written
    without a sign, because -0.0 and 0.0 share one entry in the cache."""
    return f"{round(value, 2) + 0.0:g}"
