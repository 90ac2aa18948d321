"""Which letters the codes of a PDF's fonts mean (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from caresheet.outputs.pdf.reader.syntax import PdfObjects, Reference, UndecodableError, Value, hexadecimal

_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_ROW = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


class FontMap:
    """The letters of each code of a font; `size` is the length of a code in bytes."""

    def __init__(self, size: int, letters: Mapping[int, str]) -> None:
        self._size, self._letters = size, letters

    def text(self, codes: bytes) -> str:
        """The letters of a string. Raises UndecodableError for a code without an entry."""
        try:
            return "".join(map(self._letters.__getitem__, self._numbers(codes)))
        except KeyError as code:
            raise UndecodableError(f"a font does not say which letters code {code} means") from None

    def _numbers(self, codes: bytes) -> Iterable[int]:
        """The codes as numbers. Half a code at the end counts as a code of one byte."""
        if self._size == 1:
            return codes
        whole = (first << 8 | second for first, second in zip(codes[::2], codes[1::2], strict=False))
        return (*whole, *codes[len(codes) & ~1 :])


NO_FONT = FontMap(1, {})


class FontMaps:
    """The fonts of a file. Each is read once, however many pages and fields use it. `any_composite` says whether one of
    those read so far is a Type0 font. `spelled` is applied to the letters of each code."""

    def __init__(self, objects: PdfObjects, spelled: Callable[[str], str] = str) -> None:
        self._objects, self._spelled = objects, spelled
        self._known: dict[Reference, FontMap] = {}
        self.any_composite = False

    def named_in(self, resources: Value | None) -> dict[str, FontMap]:
        """The fonts in a resource dictionary, by the names that content streams have for them."""
        named = self._objects.dictionary(self._objects.dictionary(resources).get("Font"))
        return {name: self._font(font) for name, font in named.items()}

    def _font(self, font: Value) -> FontMap:
        if not isinstance(font, Reference):
            return self._read(font)
        if font not in self._known:
            self._known[font] = self._read(font)
        return self._known[font]

    def _read(self, font: Value) -> FontMap:
        entries = self._objects.dictionary(font)
        is_composite = entries.get("Subtype") == "/Type0"
        self.any_composite |= is_composite
        size = 2 if is_composite else 1
        if "ToUnicode" not in entries:
            return FontMap(size, {})
        sections = _SECTION.findall(self._objects.data(entries["ToUnicode"]))
        rows = (row for section in sections for row in _ROW.findall(section))
        return FontMap(size, {int(code, 16): self._spelled(_letters(text)) for code, text in rows})


def _letters(text: bytes) -> str:
    return hexadecimal(text).decode("utf-16-be", "replace")
