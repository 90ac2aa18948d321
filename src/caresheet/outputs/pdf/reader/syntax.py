"""The objects of a PDF file, as far as its text and its form fields depend on them (ISO 32000-1, 7.3 and 7.5)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_OBJECT = re.compile(rb"(?<!\d)(\d+)\s+\d+\s+obj\b")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_STREAM = re.compile(rb"\s*stream\r?\n")
_SPACE = re.compile(rb"(?:\s|%[^\r\n]*)*")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
_TOKEN = re.compile(rb"<<|>>|\[|\]|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]*|[^\s()<>\[\]{}/%]+")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_DEEPEST = 64
"""The most levels of a sound page tree."""
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)


class UndecodableError(Exception):
    """The file cannot be decoded; the message says why."""


class Reference(NamedTuple):
    """A reference to an object by its number."""

    number: int


class Stream(NamedTuple):
    """A stream: its dictionary, and its data as stored in the file."""

    entries: dict[str, Value]
    data: bytes


Value = dict[str, "Value"] | list["Value"] | Reference | Stream | str
"""A dictionary, an array, a reference, a stream, or any other object as written in the file."""


class PdfObjects:
    """The objects of a file by their numbers. Raises UndecodableError if there is no catalog."""

    def __init__(self, pdf: bytes) -> None:
        self._found = dict(_objects(pdf))
        self._packed: dict[int, tuple[bytes, int]] = {}
        for value in self._found.values():
            if isinstance(value, Stream) and value.entries.get("Type") == "/ObjStm":
                self._packed |= _packed(value)
        roots = _ROOT.findall(pdf)
        if not roots:
            raise UndecodableError("it has no catalog")
        self.root = self.dictionary(Reference(int(roots[-1])))

    def value(self, value: Value | None) -> Value | None:
        """The value itself, or the object that it refers to; None if there is no such object."""
        if not isinstance(value, Reference):
            return value
        number = value.number
        if number not in self._found and number in self._packed:
            self._found[number] = _parsed(*self._packed[number])[0]
        return self._found.get(number)

    def dictionary(self, value: Value | None) -> dict[str, Value]:
        """A dictionary, or that of a stream; an empty one for anything else."""
        found = self.value(value)
        if isinstance(found, Stream):
            return found.entries
        return found if isinstance(found, dict) else {}

    def array(self, value: Value | None) -> list[Value]:
        """An array; a single value counts as an array with one entry, and None as one without any."""
        found = self.value(value)
        return found if isinstance(found, list) else [] if value is None else [value]

    def data(self, value: Value | None) -> bytes:
        """The data of a stream, decompressed. Raises UndecodableError if it is not a stream or its filter is
        unknown."""
        found = self.value(value)
        if not isinstance(found, Stream):
            raise UndecodableError("a stream is missing")
        return _inflated(found)

    def pages(self) -> Iterator[dict[str, Value]]:
        """The dictionaries of all pages in order. Raises UndecodableError if their tree is damaged."""
        return self._pages(self.root.get("Pages"), {}, 0)

    def _pages(self, node: Value | None, inherited: dict[str, Value], depth: int) -> Iterator[dict[str, Value]]:
        """The pages below a node of the page tree, with the resources that they inherit (ISO 32000-1, 7.7.3)."""
        own = inherited | self.dictionary(node)
        if depth > _DEEPEST:
            raise UndecodableError("its page tree is damaged")
        if "Kids" not in own:
            yield own
            return
        below = {key: value for key, value in own.items() if key == "Resources"}
        for kid in self.array(own["Kids"]):
            yield from self._pages(kid, below, depth + 1)


def unescaped(literal: bytes) -> bytes:
    """The bytes that the inside of a literal string means (ISO 32000-1, 7.3.4.2)."""
    return _ESCAPED.sub(_byte, literal) if b"\\" in literal else literal


def hexadecimal(digits: bytes) -> bytes:
    """The bytes that the inside of a hexadecimal string means; a last digit that is left out is 0 (ISO 32000-1,
    7.3.4.3)."""
    written = b"".join(digits.split())
    return bytes.fromhex((written + b"0" * (len(written) % 2)).decode("ascii"))


def _byte(escaped: re.Match[bytes]) -> bytes:
    own = escaped[1]
    return bytes((int(own, 8) & 0xFF,)) if own.isdigit() else _CONTROLS.get(own, own)


def _objects(pdf: bytes) -> Iterator[tuple[int, Value]]:
    """Every object outside of object streams, by its number. What looks like one inside a stream is skipped."""
    at = 0
    while head := _OBJECT.search(pdf, at):
        value, at = _parsed(pdf, head.end())
        begun = _STREAM.match(pdf, at)
        if begun and isinstance(value, dict):
            at = begun.end() + _length(pdf, value, begun.end())
            value = Stream(value, pdf[begun.end() : at])
        yield int(head[1]), value


def _length(pdf: bytes, entries: dict[str, Value], start: int) -> int:
    """The length of a stream in bytes; if another object has the length, it is found by the end of the stream."""
    length = entries.get("Length")
    if isinstance(length, str) and length.isdigit():
        return int(length)
    end = pdf.find(b"endstream", start)
    if end < 0:
        raise UndecodableError("a stream has no end")
    return end - start


def _packed(stream: Stream) -> dict[int, tuple[bytes, int]]:
    """The places of the objects in an object stream (ISO 32000-1, 7.5.7). Most are never read."""
    data, first = _inflated(stream), str(stream.entries.get("First"))
    if not first.isdigit():
        raise UndecodableError("an object stream does not say where its objects begin")
    heads = data[: int(first)].split()
    return {
        int(number): (data, int(first) + int(offset)) for number, offset in zip(heads[::2], heads[1::2], strict=False)
    }


def _inflated(stream: Stream) -> bytes:
    name = stream.entries.get("Filter")
    if name is None:
        return stream.data
    if name not in ("/FlateDecode", ["/FlateDecode"]) or "DecodeParms" in stream.entries:
        raise UndecodableError("a stream is compressed in an unknown way")
    try:
        return zlib.decompressobj().decompress(stream.data)
    except zlib.error as reason:
        raise UndecodableError("a stream is damaged") from reason


def _parsed(data: bytes, at: int) -> tuple[Value, int]:
    """The object at a place, and the place after it."""
    at = _after_space(data, at)
    reference = _REFERENCE.match(data, at)
    if reference:
        return Reference(int(reference[1])), reference.end()
    if data[at : at + 1] == b"(":
        end = _end_of_string(data, at)
        return data[at:end].decode("latin-1"), end
    token = _TOKEN.match(data, at)
    if not token:
        raise UndecodableError("an object is damaged")
    if token[0] == b"<<":
        items, at = _items(data, token.end(), b">>")
        names = [name for name in items[::2] if isinstance(name, str)]
        return {name[1:]: value for name, value in zip(names, items[1::2], strict=False)}, at
    if token[0] == b"[":
        return _items(data, token.end(), b"]")
    return token[0].decode("latin-1"), token.end()


def _items(data: bytes, at: int, closing: bytes) -> tuple[list[Value], int]:
    """The objects up to a closing bracket, and the place after it."""
    items: list[Value] = []
    while not data.startswith(closing, at := _after_space(data, at)):
        item, at = _parsed(data, at)
        items.append(item)
    return items, at + len(closing)


def _after_space(data: bytes, at: int) -> int:
    space = _SPACE.match(data, at)
    return space.end() if space else at


def _end_of_string(data: bytes, at: int) -> int:
    """The place after a literal string, whose parentheses are balanced (ISO 32000-1, 7.3.4.2)."""
    depth = 0
    for found in _PARENTHESIS.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise UndecodableError("a string has no end")
